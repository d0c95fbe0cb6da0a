"""The window: Qt widgets that show what the core tells them and pass on what a person wants."""
