"""The end of the day: pictures rather than tables."""
