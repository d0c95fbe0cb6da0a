"""How a widget asks the style sheet for its look."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def look(widget: QWidget, kind: str | None = None, state: str | None = None) -> None:
    """Set the properties that resources/styles/window.qss knows, and draw accordingly."""
    changed = False
    for name, value in (("kind", kind), ("state", state)):
        if value is not None and widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
