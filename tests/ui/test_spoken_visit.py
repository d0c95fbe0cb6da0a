"""A visit that is spoken into a microphone of the system, in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from clinician import LONG_MS, PASSPHRASE, SHORT_VISITS, at_the_window, made
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from virtual_microphone import at_the_microphone, outside, play, run_at_the_microphone

from zhenlu.app.start import armed_microphone
from zhenlu.audio.file import read
from zhenlu.domain.transcript import Language
from zhenlu.ui.keys import Action


@outside
def test_a_visit_is_spoken_into_a_microphone(tmp_path: Path) -> None:
    run_at_the_microphone(__file__, tmp_path, tests=len(SHORT_VISITS))


@at_the_microphone
@pytest.mark.parametrize(("language", "clip", "complaint"), SHORT_VISITS)
def test_what_is_spoken_is_recorded_signed_and_copied(
    tmp_path: Path, data_folder: Path, qtbot: QtBot, language: Language, clip: Path, complaint: str
) -> None:
    folder = data_folder / "store"
    made(folder)
    clinician = at_the_window(folder, qtbot, armed_microphone, language)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.window.desks
    assert desks is not None
    clinician.add_patient("王小明")

    clinician.key(Action.RECORD)
    clinician.wait(lambda: desks.recording.is_running)
    speaking = play(np.concatenate(list(read(clip).chunks)), tmp_path, {})
    clinician.wait(lambda: speaking.poll() is not None, LONG_MS)
    clinician.wait(lambda: desks.visit.recording.lines.rowCount() > 3, LONG_MS)
    clinician.key(Action.RECORD)
    clinician.wait(lambda: not desks.visit.is_recording, LONG_MS)
    clinician.settle_and_sign()
    clinician.key(Action.COPY_RECORD)

    copied = QApplication.clipboard().text()
    assert PASSPHRASE not in copied
    assert complaint in copied.lower()
    clinician.window.close()
