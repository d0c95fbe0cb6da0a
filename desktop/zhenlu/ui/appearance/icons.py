"""Icons by their meaning, tinted with the colours of the present mode."""

from __future__ import annotations

from functools import lru_cache

import qtawesome
from PySide6.QtGui import QIcon, QPixmap

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.appearance.tokens import tokens


def icon(name: str, tint: str = "muted") -> QIcon:
    """The icon of a meaning ("record", "stop", …) in the colour of a token."""
    return _drawn(tokens().icons[name], theme().hex(tint), theme().hex("faint"))


@lru_cache(maxsize=512)
def _drawn(glyph: str, colour: str, disabled: str) -> QIcon:
    """Kept, because every button asks again whenever the look changes."""
    drawn: QIcon = qtawesome.icon(glyph, color=colour, color_disabled=disabled)
    return drawn


def pixmap(name: str, tint: str = "muted", size: int = 16) -> QPixmap:
    """The same as a picture of `size` logical pixels, grown with the text size."""
    side = theme().px(size)
    return icon(name, tint).pixmap(side, side)
