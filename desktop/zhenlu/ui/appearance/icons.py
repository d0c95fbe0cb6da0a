"""Icons by their meaning, tinted with the colours of the present mode."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QIcon, QPixmap

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.appearance.tokens import tokens


def icon(name: str, tint: str = "muted") -> QIcon:
    """The icon of a meaning ("record", "stop", …) in the colour of a token."""
    drawn: QIcon = qtawesome.icon(
        tokens().icons[name], color=theme().hex(tint), color_disabled=theme().hex("faint")
    )
    return drawn


def pixmap(name: str, tint: str = "muted", size: int = 16) -> QPixmap:
    """The same as a picture of `size` logical pixels, grown with the text size."""
    side = theme().px(size)
    return icon(name, tint).pixmap(side, side)
