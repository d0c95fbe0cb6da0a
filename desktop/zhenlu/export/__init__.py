"""A record as a file, one format a module."""
