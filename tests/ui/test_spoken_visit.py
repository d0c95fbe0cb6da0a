"""A visit that is spoken into a microphone of the system, in the real window.

Qt asks for the sound server once in a process, so the visit runs in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from clinician import LONG_MS, PASSPHRASE, at_the_window, made
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from virtual_microphone import NoSoundServer, play, virtual_microphone

from zhenlu.app.start import armed_microphone
from zhenlu.audio.file import read
from zhenlu.ui.keys import Action

_SPOKEN = Path(__file__).resolve().parents[1] / "data" / "zh-headache.flac"
_INSIDE = "ZHENLU_TEST_SPOKEN"


@pytest.mark.skipif(_INSIDE in os.environ, reason="this is the process with the microphone")
def test_a_visit_is_spoken_into_a_microphone(tmp_path: Path) -> None:
    try:
        with virtual_microphone(tmp_path) as environment:
            inside = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
                env={**os.environ, **environment, _INSIDE: "1"},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
    except NoSoundServer as reason:
        pytest.skip(str(reason))

    assert inside.returncode == 0, inside.stdout
    assert "1 passed" in inside.stdout


@pytest.mark.skipif(_INSIDE not in os.environ, reason="runs in the process with the microphone")
def test_what_is_spoken_is_recorded_signed_and_copied(
    tmp_path: Path, data_folder: Path, qtbot: QtBot
) -> None:
    folder = data_folder / "store"
    made(folder)
    clinician = at_the_window(folder, qtbot, armed_microphone)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.window.desks
    assert desks is not None
    clinician.add_patient("王小明")

    clinician.key(Action.RECORD)
    clinician.wait(lambda: desks.recording.is_running)
    speaking = play(np.concatenate(list(read(_SPOKEN).chunks)), tmp_path, {})
    clinician.wait(lambda: speaking.poll() is not None, LONG_MS)
    clinician.wait(lambda: desks.visit.recording.lines.rowCount() > 3, LONG_MS)
    clinician.key(Action.RECORD)
    clinician.wait(lambda: not desks.visit.is_recording, LONG_MS)
    clinician.settle_and_sign()
    clinician.key(Action.COPY_RECORD)

    assert PASSPHRASE not in QApplication.clipboard().text()
    assert "头痛" in QApplication.clipboard().text()
    clinician.window.close()
