"""Builds the window application: the only place that knows the window and the parts behind it."""
