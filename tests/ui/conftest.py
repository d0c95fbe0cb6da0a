"""What the tests of the window share: a screen in memory and a data folder of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from zhenlu.domain.transcript import Segment
    from zhenlu.ui.visit.recording_view import RecordingView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing a test does reaches the person's own data."""
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def fresh_look(qtbot: QtBot) -> Iterator[None]:
    """Every test begins in light mode, at 100 %, in English."""
    from zhenlu.domain.transcript import Language
    from zhenlu.ui.appearance.theme import Mode, theme
    from zhenlu.ui.translation import translation

    translation().choose(Language.EN)
    theme().choose(Mode.LIGHT, 1.0)
    yield
    translation().choose(Language.EN)


@pytest.fixture
def recording_of(qtbot: QtBot) -> Callable[[Sequence[Segment]], RecordingView]:
    """The page of a recording under way that heard these lines."""
    from zhenlu.application.live_events import Committed
    from zhenlu.application.templates import load
    from zhenlu.domain.transcript import Language
    from zhenlu.ui.visit.capture import Capture
    from zhenlu.ui.visit.recording_view import RecordingView

    def shown(lines: Sequence[Segment]) -> RecordingView:
        view = RecordingView()
        qtbot.addWidget(view)
        view.resize(1366, 700)
        view.open(load("outpatient-initial", Language.ZH))
        view.strip.show_capture(Capture.RECORDING)
        for line in lines:
            view.take(Committed(0.0, line.end_s, line, line, 0.5))
        view.show()
        qtbot.waitExposed(view)
        return view

    return shown


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own, without a window manager."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("no X server to be started here")
    told, tell = os.pipe()
    running = subprocess.Popen(
        [server, "-displayfd", str(tell), "-screen", "0", "800x600x24"],
        pass_fds=(tell,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(tell)
    with os.fdopen(told) as lines:
        yield f":{lines.readline().strip()}"
    running.terminate()
    running.wait()
