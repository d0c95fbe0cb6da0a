"""A Whisper model as somebody would bring it on a stick."""

from __future__ import annotations

import shutil
from pathlib import Path

from zhenlu import paths

_FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")


def whisper_folder_in(stick: Path) -> Path:
    """A folder as one would fetch it: the starter's files, less an optional one."""
    folder = stick / "My Whisper"
    folder.mkdir(parents=True)
    for name in _FILES:
        shutil.copy(paths.models() / "starter" / "speech" / name, folder / name)
    return folder


__all__ = ["whisper_folder_in"]
