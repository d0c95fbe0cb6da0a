"""Model packs: what lies on the shelf, whether it is intact, how another one gets there."""
