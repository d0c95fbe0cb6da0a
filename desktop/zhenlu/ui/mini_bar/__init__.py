"""The recorder as a small bar above other programs."""
