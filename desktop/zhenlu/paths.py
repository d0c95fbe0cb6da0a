"""Where resources, models and user data live: checkout, installed wheel, frozen bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _beside_or_inside(name: str) -> Path:
    """A shipped folder: beside the source tree, inside the wheel, or in the bundle."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / name
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name


def resources() -> Path:
    """Templates, lexicon, rules, prompts, wording: data that people can read and change."""
    return _beside_or_inside("resources")


def models() -> Path:
    """The starter packs and the catalogue that ship with the program."""
    return _beside_or_inside("models")


def user_data() -> Path:
    """`ZHENLU_DATA` if set, else the platform's place. May not exist yet."""
    chosen = os.environ.get("ZHENLU_DATA")
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_data_dir("Zhenlu", appauthor=False))


def use_user_data(folder: Path) -> None:
    """Keep user data in this folder from now on, in the workers of this process, too."""
    os.environ["ZHENLU_DATA"] = str(folder.absolute())


def user_state() -> Path:
    """`ZHENLU_STATE` if set, else the platform's place for what must not travel with the data."""
    chosen = os.environ.get("ZHENLU_STATE")
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_state_dir("Zhenlu", appauthor=False))


def user_models() -> Path:
    """Where imported packs are kept."""
    return user_data() / "models"
