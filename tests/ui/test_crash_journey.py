"""J5: the program is killed in the middle of a visit; the next start offers what was recorded.

The recording runs in a process of its own, which is killed where it stands.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from clinician import LONG_MS, SHORT_VISITS, made, opened
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.domain.transcript import Language
from zhenlu.ui.keys import Action
from zhenlu.ui.transcript.model import clock

_FOLDER = "ZHENLU_TEST_RECORDED_IN"
_LANGUAGE = "ZHENLU_TEST_RECORDED_LANGUAGE"
_VISITS = {Language(each.id): each.values[1] for each in SHORT_VISITS}
#: What a crash may cost, in seconds.
_AT_MOST_LOST_S = 2.0


@pytest.mark.skipif(_FOLDER not in os.environ, reason="runs in the process that is killed")
@pytest.mark.filterwarnings("default")
def test_recording_until_killed(qtbot: QtBot) -> None:
    language = Language(os.environ[_LANGUAGE])
    folder = Path(os.environ[_FOLDER])
    # As fast as people speak: what is lost is counted in seconds of the clock.
    clinician = opened(folder, qtbot, _VISITS[language], language, speed=1.0)
    clinician.window.show()
    clinician.sign_in()
    clinician.add_patient("王小明")
    clinician.key(Action.RECORD)
    heard = ["00:00"]
    clinician.desks.recording_time.connect(heard.append)
    lines = clinician.desks.visit.recording.lines
    clinician.wait(lambda: lines.rowCount() >= 2, LONG_MS)
    print("captured", heard[-1], flush=True)
    clinician.wait(lambda: False, LONG_MS)


def recorded_until_killed(folder: Path, language: Language) -> float:
    """Seconds of sound that the window had heard when it was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", __file__],
        env={**os.environ, _FOLDER: str(folder), _LANGUAGE: language.value},
        stdout=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout is not None
        said: list[str] = []
        for line in window.stdout:
            said.append(line)
            if "captured" in line:
                window.kill()
                return float(line.rpartition(":")[-1])
    raise AssertionError("".join(said))


@pytest.mark.skipif(_FOLDER in os.environ, reason="this is the process that is killed")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("language", "said_first"),
    [
        pytest.param(Language.ZH, "不舒服", id="zh"),
        pytest.param(Language.EN, "problem", id="en"),
    ],
)
def test_a_visit_that_broke_off_is_offered_and_written_up(
    data_folder: Path, qtbot: QtBot, language: Language, said_first: str
) -> None:
    folder = data_folder / "store"
    made(folder)
    captured_s = recorded_until_killed(folder, language)

    clinician = opened(folder, qtbot, _VISITS[language], language)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.desks
    card = clinician.part(QWidget, "unfinished")
    clinician.wait(card.isVisible)
    (sound,) = desks.room.journal.visits()
    told = " ".join(label.text() for label in card.findChildren(QLabel))
    clinician.press("finish_unfinished")
    clinician.wait(lambda: desks.visit.opened is not None, LONG_MS)

    assert sound.length_s >= captured_s - _AT_MOST_LOST_S
    assert clock(sound.length_s) in told
    assert "王**" in told
    assert "王小明" not in told
    visit = desks.visit.opened
    assert visit is not None
    assert visit.record is not None
    assert said_first in " ".join(line.text for line in visit.record.transcript).lower()
    clinician.window.close()
