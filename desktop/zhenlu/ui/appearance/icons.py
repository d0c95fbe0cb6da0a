"""Icons by their meaning, tinted with the colours of the present mode.

The font and the list of its glyphs come with the package QtAwesome. Importing the package
would take as long as the rest of the window's start, so its files are read instead.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.appearance.tokens import tokens

_FONT, _GLYPHS = "remixicon-2.5.0.ttf", "remixicon-charmap-2.5.0.json"
#: Of a glyph's height to its icon's; the rest is air.
_FILLS = 0.875


def icon(name: str, tint: str = "muted") -> QIcon:
    """The icon of a meaning ("record", "stop", …) in the colour of a token."""
    return _drawn(tokens().icons[name], theme().hex(tint), theme().hex("faint"))


def pixmap(name: str, tint: str = "muted", size: int = 16) -> QPixmap:
    """The same as a picture of `size` logical pixels, grown with the text size."""
    side = theme().px(size)
    return icon(name, tint).pixmap(side, side)


class _Glyph(QIconEngine):
    """One character of the icon font, drawn in whatever size is asked for."""

    def __init__(self, character: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._character, self._colour, self._disabled = character, colour, disabled

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._colour, self._disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        font = QFont(_family())
        font.setPixelSize(max(1, round(_FILLS * rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._disabled if mode is QIcon.Mode.Disabled else self._colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn


@lru_cache(maxsize=512)
def _drawn(glyph: str, colour: str, disabled: str) -> QIcon:
    """Kept, because every button asks again whenever the look changes."""
    return QIcon(_Glyph(_characters()[glyph], colour, disabled))


@cache
def _characters() -> dict[str, str]:
    """A glyph's name to its character in the font."""
    codes = json.loads(_font_file(_GLYPHS).read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@cache
def _family() -> str:
    """The icon font as Qt calls it."""
    loaded = QFontDatabase.addApplicationFont(str(_font_file(_FONT)))
    if loaded < 0:
        raise ResourceBroken("unreadable", file=_FONT)
    return QFontDatabase.applicationFontFamilies(loaded)[0]


def _font_file(name: str) -> Path:
    package = find_spec("qtawesome")
    # A bundle has no package, and its font among the resources.
    folder = paths.resources() if package is None else Path(str(package.origin)).parent
    path = folder / "fonts" / name
    if not path.is_file():
        raise ResourceBroken("unreadable", file=name)
    return path
