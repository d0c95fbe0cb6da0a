"""J2: a record nobody recorded is dictated into a section, with a slip that is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinician import LONG_MS, SPOKEN, made, opened
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from zhenlu.domain.record import Support
from zhenlu.domain.transcript import Language
from zhenlu.ui.keys import Action
from zhenlu.ui.review.section_editor import SectionEditor


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("language", "place", "stands", "taken_back"),
    [
        pytest.param(Language.ZH, "chief_complaint", "3天", ("两天", "2天"), id="zh"),
        pytest.param(Language.EN, "subjective", "5 days", ("three days", "3 days"), id="en"),
    ],
)
def test_a_note_is_dictated_and_the_spoken_correction_is_carried_out(
    data_folder: Path,
    qtbot: QtBot,
    language: Language,
    place: str,
    stands: str,
    taken_back: tuple[str, ...],
) -> None:
    made(data_folder / "store")
    spoken = SPOKEN / f"{language.value}-corrected.flac"
    clinician = opened(data_folder / "store", qtbot, spoken, language)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.desks
    clinician.add_patient("王小明")
    qtbot.keyClick(desks.today.visits, Qt.Key.Key_Return)
    clinician.wait(lambda: desks.visit.opened is not None)
    clinician.key(Action.BY_HAND)
    editor = clinician.part(SectionEditor, f"editor_{place}")
    assert isinstance(editor, SectionEditor)
    clinician.wait(editor.hasFocus)

    clinician.key(Action.RECORD)
    clinician.wait(lambda: bool(editor.text), LONG_MS)
    clinician.wait(lambda: not desks.dictation.visit, LONG_MS)

    assert stands in editor.text
    assert not any(words in editor.text for words in taken_back)
    clinician.settle_and_sign()
    visit = desks.visit.opened
    assert visit is not None
    assert visit.record is not None
    section = visit.record.section(place)
    assert section is not None
    (statement,) = section.statements
    assert statement.support is Support.CLINICIAN
    assert statement.evidence
    clinician.window.close()
