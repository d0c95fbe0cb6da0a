"""Draws the screens of the window into a folder, to be looked at one by one.

    python tests/ui/draw_screens.py FOLDER [NAME …] [--language zh] [--mode dark] [--width 1366]

Every screen in both languages, both modes and both sizes, over a clinic that is made up for
it; where much has to fit, with large text, too. Without names all of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from screens import before_sign_in, day, intake, paper, visit  # noqa: F401 - they enter theirs
from screens.clinic import Clinic, at_work, empty
from screens.scene import SCREENS, Over, Scene, Screen, opened, settle

from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.theme import Mode, theme

_SIZES = {1366: 768, 1440: 900}
_MODES = (Mode.LIGHT, Mode.DARK)
_LARGE = 1.5
_MADE = {
    Over.NOTHING: Clinic,
    Over.EMPTY: empty,
    Over.CLINIC: at_work,
}


def main() -> None:
    asked = _asked()
    target = Path(asked.folder)
    target.mkdir(parents=True, exist_ok=True)
    QApplication([])
    for language in map(Language, asked.language):
        for over in Over:
            chosen = [
                each for each in SCREENS
                if each.over is over and (not asked.name or each.name in asked.name)
            ]  # fmt: skip
            if chosen:
                _draw_all(chosen, over, language, asked, target)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Draw the screens of the window.")
    parser.add_argument("folder", help="where the pictures go")
    names = [each.name for each in SCREENS]
    parser.add_argument("name", nargs="*", help=", ".join(names))
    parser.add_argument("--language", nargs="+", default=[each.value for each in Language])
    parser.add_argument("--mode", nargs="+", default=[each.value for each in _MODES])
    parser.add_argument("--width", nargs="+", type=int, default=list(_SIZES))
    asked = parser.parse_args()
    unknown = sorted(set(asked.name) - set(names))
    if unknown:
        parser.error(f"no such screen: {', '.join(unknown)}")
    return asked


def _draw_all(
    chosen: list[Screen], over: Over, language: Language, asked: argparse.Namespace, target: Path
) -> None:
    """The screens over one clinic, in a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHENLU_DATA"] = folder
        theme().choose(Mode.LIGHT, 1.0)
        clinic = _MADE[over](Path(folder) / "store", language)
        with opened(clinic) as scene:
            for each in chosen:
                scene.clear()
                drawn = each.show(scene)
                for name, picture in _pictures(each, scene, drawn, asked):
                    picture.save(str(target / name))
                    print(name, flush=True)
                if drawn is not None:
                    drawn.close()


def _pictures(
    shown: Screen, scene: Scene, drawn: QWidget | None, asked: argparse.Namespace
) -> Iterator[tuple[str, QPixmap]]:
    """File names and pictures of a screen in all its looks."""
    window = drawn if drawn is not None else scene.window.window
    name = f"{shown.name}-{scene.language.value}"
    for mode in map(Mode, asked.mode):
        theme().choose(mode, 1.0)
        for width in asked.width if drawn is None else [0]:
            if width:
                window.resize(width, _SIZES[width])
            settle()
            yield f"{name}-{mode.value}{f'-{width}' if width else ''}.png", _picture(window)
        if shown.is_large and mode is Mode.LIGHT:
            theme().choose(mode, _LARGE)
            window.resize(1366, 768)
            settle()
            yield f"{name}-{mode.value}-1366-large.png", _picture(window)
    theme().choose(Mode.LIGHT, 1.0)


def _picture(widget: QWidget) -> QPixmap:
    """As it looks over a quiet ground: some windows are round at their corners."""
    picture = QPixmap(widget.size())
    picture.fill(theme().colour("sunken"))
    widget.render(picture)
    return picture


if __name__ == "__main__":
    main()
