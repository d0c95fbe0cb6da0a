"""The visit: recorded, heard, drafted, then reviewed in the same place."""
