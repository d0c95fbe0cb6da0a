"""Colours, type, icons: the only place that knows a colour by its number."""
