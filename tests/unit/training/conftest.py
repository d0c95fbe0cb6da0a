"""The training packages as tests see them: scripts that find each other on the path."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

_TRAINING = Path(__file__).resolve().parents[3] / "models" / "training"

#: Loads a module of a training package by name.
Load = Callable[[str], ModuleType]


@contextmanager
def _on_path(*folders: str) -> Iterator[None]:
    """Both packages have a `train`, an `export` …: what was loaded is forgotten afterwards."""
    before, known = list(sys.path), set(sys.modules)
    sys.path[:0] = [str(_TRAINING / folder) for folder in folders]
    try:
        yield
    finally:
        sys.path[:] = before
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None) or ""
            if name not in known and Path(file).is_relative_to(_TRAINING):
                del sys.modules[name]


@pytest.fixture(scope="module")
def drafting_training() -> Iterator[Load]:
    """Loads modules of models/training/drafting."""
    with _on_path("drafting", "speech"):
        yield importlib.import_module


@pytest.fixture(scope="module")
def speech_training() -> Iterator[Load]:
    """Loads modules of models/training/speech."""
    with _on_path("speech"):
        yield importlib.import_module


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """The training framework, which the product itself does not need."""
    return pytest.importorskip("torch", reason="training needs torch (models/training)")
