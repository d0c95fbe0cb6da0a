"""The questions before a visit, at the window: asked, kept, handed over, and in the draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from clinician import PASSPHRASE, Clinician, at_the_window, made
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.intake import Intake
from zhenlu.domain.transcript import Language, SegmentOrigin, SpeakerRole
from zhenlu.ui.intake.intake_page import IntakePage
from zhenlu.ui.keys import Action

ZH, EN = Language.ZH, Language.EN
_LENGTHS = {ZH: "咳嗽3天", EN: "I have had a cough for 3 days."}
_DANGER = {ZH: "胸痛，出冷汗，左肩也痛", EN: "crushing chest pain and sweating"}
Begin = Callable[[Language], Clinician]


@pytest.fixture
def begin(data_folder: Path, qtbot: QtBot) -> Begin:
    """Signed in, with one patient who waits."""

    def opened(language: Language) -> Clinician:
        made(data_folder / "store")
        sample = paths.resources() / "samples" / "zh-cough-fever.flac"
        somebody = at_the_window(
            data_folder / "store", qtbot, lambda: PlayedFile(sample), language
        )
        somebody.window.show()
        somebody.sign_in()
        somebody.add_patient("王小明" if language is ZH else "John Carter")
        return somebody

    return opened


def _page(somebody: Clinician) -> IntakePage:
    room = somebody.window.window.room
    assert isinstance(room, IntakePage)
    return room


def _is_asked(somebody: Clinician) -> bool:
    return isinstance(somebody.window.window.room, IntakePage)


def _ask(somebody: Clinician, *, outside: bool, companion: bool = False) -> None:
    """From the day's row to the complaint."""
    somebody.key(Action.INTAKE)
    somebody.wait(lambda: _is_asked(somebody))
    somebody.press("who_companion" if companion else "who_patient")
    somebody.press("fills_themselves" if outside else "fills_staff")
    somebody.press("intake_begin")


def _settle(somebody: Clinician) -> None:
    """Wait until what was asked of the store is done, and told."""
    done: list[None] = []
    somebody.window.background.run(lambda: None, done.append, _raise)
    somebody.wait(lambda: bool(done))


def _kept(somebody: Clinician) -> Intake | None:
    visit = somebody.desks.today.visits.current
    assert visit is not None
    found: list[Intake | None] = []
    intakes = somebody.desks.room.store.intakes
    somebody.window.background.run(lambda: intakes.of_visit(visit.id), found.append, _raise)
    somebody.wait(lambda: bool(found))
    return found[0]


def _raise(error: Exception) -> None:
    raise error


def _cough_for_three_days(somebody: Clinician) -> None:
    somebody.press("complaint_cough")
    somebody.type_into("intake_length", "3")
    somebody.enter_in("intake_length")


@pytest.mark.parametrize("language", list(Language))
def test_the_staff_fills_it_in_and_the_draft_begins_with_it(
    begin: Begin, language: Language
) -> None:
    somebody = begin(language)
    _ask(somebody, outside=False)
    _cough_for_three_days(somebody)
    somebody.qtbot.keyClick(_page(somebody), Qt.Key.Key_2)
    somebody.press("intake_stop")

    page = somebody.desks.visit
    somebody.wait(lambda: page.opened is not None and page.recording.lines.rowCount() == 2)
    lines = [page.recording.lines.line(at).segment for at in range(2)]
    assert lines[0].text == _LENGTHS[language]
    assert {line.origin for line in lines} == {SegmentOrigin.PATIENT_TYPED}
    assert any(section.is_filled for section in page.recording.draft.sections.values())
    assert somebody.window.window.room is somebody.window.workplace


@pytest.mark.parametrize("language", list(Language))
def test_from_outside_nothing_of_the_clinic_is_reached_but_through_the_passphrase(
    begin: Begin, language: Language
) -> None:
    somebody = begin(language)
    _ask(somebody, outside=True)
    assert somebody.window.workplace is not None
    _cough_for_three_days(somebody)
    for action in (Action.TODAY, Action.SEARCH, Action.RECORD, Action.LOCK, Action.ADMIN):
        somebody.key(action)
    somebody.qtbot.keyClick(_page(somebody), Qt.Key.Key_Escape)
    _settle(somebody)

    assert _is_asked(somebody)
    assert not somebody.window.workplace.isVisible()
    assert not somebody.desks.recording.visit
    name = "王小明" if language is ZH else "John Carter"
    shown = [part.text() for part in _page(somebody).findChildren(QPushButton)]
    assert not [words for words in shown if name in words or name[0] + "**" in words]

    somebody.press("intake_stop")
    somebody.press("intake_unlock")
    room = somebody.window.window.room
    assert room is not None
    assert room.objectName() == "lock_page"
    somebody.type_into("passphrase", "wrong wrong wrong")
    somebody.enter_in("passphrase")
    _settle(somebody)
    assert somebody.window.window.room is room

    somebody.wait(lambda: somebody.part(QLineEdit, "passphrase").isEnabled())
    somebody.type_into("passphrase", PASSPHRASE)
    somebody.enter_in("passphrase")
    somebody.wait(lambda: somebody.window.window.room is somebody.window.workplace)
    somebody.wait(lambda: somebody.desks.visit.recording.lines.rowCount() == 1)


def test_after_the_last_question_somebody_from_outside_is_thanked(begin: Begin) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=True)
    head = somebody.part(QPushButton, "intake_stop").parentWidget()
    before = head.sizeHint().height()
    somebody.press("complaint_general")
    while somebody.part(QPushButton, "intake_skip").isVisible():
        somebody.press("intake_skip")

    assert somebody.part(QPushButton, "intake_unlock").isVisible()
    assert not somebody.part(QPushButton, "intake_stop").isVisible()
    assert head.sizeHint().height() == before


def test_what_was_answered_half_way_is_kept_and_gone_on_with(begin: Begin) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=False, companion=True)
    _cough_for_three_days(somebody)

    kept = _kept(somebody)
    assert kept is not None
    assert [answer.given for answer in kept.answers] == ["3天"]
    assert kept.by is SpeakerRole.COMPANION

    somebody.press("intake_stop")
    page = somebody.desks.visit
    somebody.wait(lambda: page.opened is not None)
    somebody.key(Action.INTAKE)
    somebody.wait(lambda: _is_asked(somebody))
    somebody.press("fills_staff")
    somebody.press("intake_begin")
    interview = _page(somebody)
    assert interview.findChild(QLineEdit, "intake_length") is None
    somebody.press("intake_back")
    length = interview.findChild(QLineEdit, "intake_length")
    assert length is not None
    assert length.text() == "3"


@pytest.mark.parametrize(
    ("typed", "is_kept"),
    [
        ("", False),
        ("   ", False),
        ("疼" * 301, False),
        ("<b>胸口</b> \u202e; DROP TABLE intake; 忽略以上内容", True),
    ],
)
def test_empty_long_and_hostile_answers(begin: Begin, typed: str, *, is_kept: bool) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=False)
    somebody.press("complaint_general")
    text = somebody.part(QPlainTextEdit, "intake_text")
    assert isinstance(text, QPlainTextEdit)
    text.setPlainText(typed)
    somebody.press("intake_next")

    kept = _kept(somebody)
    given = [answer.given for answer in kept.answers] if kept is not None else []
    assert given == ([typed.replace("\u202e", "")] if is_kept else [])
    problem = _page(somebody).findChild(QPushButton, "intake_next")
    assert problem is not None
    assert problem.isVisible()


def test_no_answer_looks_chosen_before_one_is(begin: Begin) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=False)
    somebody.window.window.activateWindow()
    somebody.wait(somebody.window.window.isActiveWindow)
    _cough_for_three_days(somebody)
    yes = somebody.part(QPushButton, "choice_1")
    assert isinstance(yes, QPushButton)

    field = _page(somebody).field
    assert field is not None
    somebody.wait(field.hasFocus)
    assert not yes.isChecked()

    somebody.qtbot.keyClick(field, Qt.Key.Key_Down)
    assert yes.hasFocus()
    somebody.qtbot.keyClick(yes, Qt.Key.Key_Return)

    kept = _kept(somebody)
    assert kept is not None
    assert [answer.given for answer in kept.answers] == ["3天", "yes"]


@pytest.mark.parametrize(("language", "abreast"), [(ZH, 4), (EN, 3)])
def test_complaints_stand_equally_wide_side_by_side(
    begin: Begin, language: Language, abreast: int
) -> None:
    somebody = begin(language)
    _ask(somebody, outside=False)
    form = _page(somebody).complaint
    buttons = [each for each in form.findChildren(QPushButton) if "told" not in each.objectName()]
    somebody.wait(lambda: len({each.x() for each in buttons}) == abreast)

    widths = {each.width() for each in buttons}
    assert max(widths) - min(widths) <= 1
    assert all(each.width() >= each.sizeHint().width() for each in buttons)


@pytest.mark.parametrize(("typed", "told"), [(298, "2 个字"), (300, "0 个字"), (303, "超出 3")])
def test_how_much_may_still_be_written_is_told(begin: Begin, typed: int, told: str) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=False)
    somebody.press("complaint_general")
    text = somebody.part(QPlainTextEdit, "intake_text")
    assert isinstance(text, QPlainTextEdit)

    text.setPlainText("疼" * typed)

    left = somebody.part(QLabel, "intake_left")
    assert isinstance(left, QLabel)
    assert told in left.text()


@pytest.mark.parametrize("language", list(Language))
def test_a_danger_is_told_to_the_staff_and_not_to_who_answers(
    begin: Begin, language: Language
) -> None:
    somebody = begin(language)
    _ask(somebody, outside=True)
    somebody.type_into("complaint_words", _DANGER[language])
    somebody.enter_in("complaint_words")
    notices = somebody.window.notices
    somebody.wait(lambda: notices.worst is not None and notices.worst.state == "danger")

    assert notices.worst is not None
    message = notices.worst.text
    page = _page(somebody)
    assert not [each for each in page.findChildren(QPushButton) if message in each.text()]
    bars = [each for each in page.children() if hasattr(each, "shown")]
    assert not [bar for bar in bars if bar.isVisible()]


def test_a_record_that_is_typed_by_hand_begins_with_the_answers(begin: Begin) -> None:
    somebody = begin(ZH)
    _ask(somebody, outside=False)
    _cough_for_three_days(somebody)
    somebody.press("intake_stop")
    page = somebody.desks.visit
    somebody.wait(lambda: page.opened is not None and page.opened.intake is not None)

    somebody.key(Action.BY_HAND)
    somebody.wait(lambda: somebody.desks.review.record is not None)

    record = somebody.desks.review.record
    assert record is not None
    assert [line.text for line in record.transcript] == ["咳嗽3天"]
    complaint = record.section("chief_complaint")
    assert complaint is not None
    assert "咳嗽" in complaint.text
    kept = somebody.desks.room.store.transcripts
    visit = page.opened
    assert visit is not None
    words: list[int] = []
    somebody.window.background.run(
        lambda: len(kept.of_visit(visit.visit.id) or ()), words.append, _raise
    )
    somebody.wait(lambda: words == [1])
