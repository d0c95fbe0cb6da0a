"""Icons: every meaning has a glyph, and a start does not wait for a package it reads from."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QIcon
from pytestqt.qtbot import QtBot

from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.appearance.tokens import tokens

_SIDE = 32


def colours_of(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The colours of all pixels that are wholly covered."""
    picture = drawn.pixmap(_SIDE, _SIDE, mode).toImage()
    pixels = (picture.pixelColor(x, y) for x in range(_SIDE) for y in range(_SIDE))
    return {pixel.name() for pixel in pixels if pixel.alpha() == QColor("black").alpha()}


@pytest.mark.parametrize("name", sorted(tokens().icons))
def test_every_meaning_is_drawn_in_one_colour(name: str, qtbot: QtBot) -> None:
    assert colours_of(icon(name, "accent")) == {theme().colour("accent").name()}


def test_a_disabled_icon_is_faint(qtbot: QtBot) -> None:
    found = colours_of(icon("record", "danger"), QIcon.Mode.Disabled)

    assert found == {theme().colour("faint").name()}


def test_what_shows_the_lock_screen_imports_no_engine_no_store_and_no_icon_package() -> None:
    script = (
        "import sys, zhenlu.app.start; "
        "print(*{'qtawesome', 'numpy', 'sqlcipher3', 'ctranslate2', 'zhenlu.app.pages'} "
        "& set(sys.modules))"
    )
    told = subprocess.check_output([sys.executable, "-c", script], text=True)

    assert told.split() == []
