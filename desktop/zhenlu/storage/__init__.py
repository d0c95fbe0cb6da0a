"""The encrypted store: keys, people, records and the audit log. Nothing leaves it in the clear."""
