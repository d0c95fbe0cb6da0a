"""Makes what tests share importable everywhere: the readers of visits and records, the fakes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

# Before anything wakes PySide6, which the window's tests load: see zhenlu.app.start.
import pydantic.fields  # noqa: F401
import pytest

# As `zhenlu.__main__` does, for tests that load an engine into this process.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Test modules are imported by path (--import-mode=importlib), so what they share is put on
# the import path here, once, before any of them is collected.
for _shared in ("visits", "records", "fakes"):
    _folder = str(Path(__file__).parent / _shared)
    if _folder not in sys.path:
        sys.path.insert(0, _folder)


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the program remembers outside the data folder stays out of the person's home."""
    place = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ZHENLU_STATE", str(place / "shared"))
        yield place


@pytest.fixture(autouse=True)
def _state_of_the_test(
    _state_of_the_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each test is a computer of its own; the folder is made when something is remembered."""
    monkeypatch.setenv("ZHENLU_STATE", str(_state_of_the_run / uuid4().hex))
