"""J4: a file of a recorder pen becomes a record, with progress and a cancel button."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from clinician import LONG_MS, SHORT_VISITS, Clinician, made, opened
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.domain.transcript import Language

_ZH = SHORT_VISITS[0].values[1]


@pytest.fixture
def clinician(data_folder: Path, qtbot: QtBot) -> Iterator[Clinician]:
    made(data_folder / "store")
    somebody = opened(data_folder / "store", qtbot, _ZH, Language.ZH)
    somebody.window.show()
    somebody.sign_in()
    yield somebody
    somebody.window.close()


def as_mp3(sound: Path, folder: Path) -> Path:
    """As a recorder pen keeps it."""
    path = folder / f"{sound.stem}.mp3"
    with av.open(str(sound)) as source, av.open(str(path), "w") as pen:
        stream = pen.add_stream("mp3", rate=16_000)
        for frame in source.decode(audio=0):
            pen.mux(stream.encode(frame))
        pen.mux(stream.encode(None))
    return path


def choose(clinician: Clinician, path: Path) -> None:
    """Import a file for a new patient, as the dialog and the form ask."""
    clinician.press("import_audio")
    dialog = clinician.part(QFileDialog, "import_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()
    clinician.type_into("patient_name", "王小明")
    clinician.enter_in("patient_name")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("language", "spoken", "word"), SHORT_VISITS)
def test_a_file_of_a_recorder_pen_becomes_a_record(
    clinician: Clinician, tmp_path: Path, language: Language, spoken: Path, word: str
) -> None:
    clinician.window.choose_language(language)
    told: list[str] = []
    notices = clinician.window.notices
    notices.changed.connect(lambda: told.extend(n.text for n in notices.all))

    choose(clinician, as_mp3(spoken, tmp_path))

    visit = clinician.desks.visit
    clinician.wait(lambda: visit.opened is not None, LONG_MS)
    assert visit.opened is not None
    record = visit.opened.record
    assert record is not None
    assert record.language is language
    assert any(word in section.text.lower() for section in record.sections)
    assert any("00:1" in words for words in told)


@pytest.mark.filterwarnings("default")
def test_a_cancelled_import_is_offered_to_be_written_up(
    clinician: Clinician, tmp_path: Path
) -> None:
    choose(clinician, as_mp3(_ZH, tmp_path))
    notices = clinician.window.notices
    clinician.wait(lambda: any("00:" in n.text for n in notices.all), LONG_MS)

    # That nothing was backed up yet is worse news and comes first.
    clinician.press("notice_more")
    clinician.press("notice_action")

    card = clinician.part(QWidget, "unfinished")
    clinician.wait(card.isVisible, LONG_MS)
    assert clinician.desks.visit.opened is None


def test_a_file_without_sound_is_told_and_the_patient_stays(
    clinician: Clinician, tmp_path: Path
) -> None:
    (tmp_path / "broken.mp3").write_bytes(b"no sound at all")

    choose(clinician, tmp_path / "broken.mp3")

    clinician.wait(lambda: any(n.state == "danger" for n in clinician.window.notices.all))
    # The file is read beside the list.
    clinician.wait(lambda: clinician.desks.today.visits.current is not None)
