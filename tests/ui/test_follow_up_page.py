"""Follow-up in the window over a real store: who is due, the form, its signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.app.follow_up_desk import FollowUpDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.visits import open_visit
from zhenlu.application.confirming import value_of
from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.domain.follow_up import DueItem, DueKind, DueState
from zhenlu.domain.person import Role
from zhenlu.domain.record import FieldState, Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import VisitState
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store as stores
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.background import Background
from zhenlu.ui.follow_up.choice_grid import ChoiceGrid
from zhenlu.ui.follow_up.follow_up_page import FollowUpPage
from zhenlu.ui.follow_up.form_field import FormField
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.translation import translation

_PASSPHRASE = "correct horse battery"
_NOW = datetime(2026, 11, 24, 10, 5)
_N, _P = SpeakerRole.NURSE, SpeakerRole.PATIENT
_SAID = (
    Segment(1, "今天给您量的血压一百四十八九十二,心率七十六。", _N, 0.0, 4.0),
    Segment(2, "体重六十二公斤,身高一百六十厘米。", _N, 5.0, 8.0),
    Segment(3, "氨氯地平五毫克每天一次,都在吃,没有漏。", _P, 9.0, 12.0),
    Segment(4, "两周后再来量血压。", _N, 13.0, 15.0),
)


@pytest.fixture
def room(data_folder: Path, qtbot: QtBot) -> Iterator[Room]:
    folder = data_folder / "store"
    stores.create(folder, "王护士", frozenset({Role.NURSE, Role.ADMIN}), _PASSPHRASE)
    opened = stores.sign_in(folder, "王护士", _PASSPHRASE)
    journal = opened.open_journal()
    first = load("outpatient-initial", Language.ZH)
    yield Room(opened, journal, EngineRoom(), lambda _language: first)
    journal.close()
    opened.close()


@pytest.fixture
def background(room: Room) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, room: Room) -> FollowUpPage:
    made = FollowUpPage(Notices())
    qtbot.addWidget(made)
    made.resize(1368, 850)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def desk(page: FollowUpPage, room: Room, background: Background) -> FollowUpDesk:
    return FollowUpDesk(page, room, background, Notices(), lambda: _NOW)


def promise(room: Room, name: str, due: date, what: str = "复查血压") -> str:
    """A promise of an earlier visit; its id."""
    patient = room.store.patients.add(name, "female", date(1959, 3, 1))
    visit = room.store.visits.add(patient.id, started=datetime(2026, 10, 1, 9, 0))
    item = DueItem(f"{visit.id}-1", visit.id, patient.id, DueKind.FOLLOWUP, what, due)
    room.store.follow_ups.put(visit.id, (item,))
    return item.id


def entries(page: FollowUpPage) -> list[str]:
    return [f"{r.entry.name} {r.entry.days}" for r in page.due.rows]


def drafted(room: Room, visit_id: str) -> Record:
    """What hearing the nurse leaves behind."""
    visit = room.store.visits.get(visit_id)
    form = load("followup-hypertension", Language.ZH)
    work = Consultation(visit, lambda _language: form)
    record = work.from_transcript(Transcript(Language.ZH, _SAID), None)
    room.store.visits.move(visit_id, VisitState.DRAFTING)
    room.store.records.save_draft(visit_id, record)
    room.store.visits.move(visit_id, VisitState.DRAFTED)
    return record


def field(page: FollowUpPage, name: str) -> FormField:
    return page.findChild(FormField, f"field_{name}")


def begun(page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot) -> str:
    """A due patient's form, open; the id of its visit."""
    promise(room, "刘秀英", date(2026, 11, 21))
    desk.refresh()
    qtbot.waitUntil(lambda: page.due.current is not None)
    with qtbot.waitSignal(desk.open_asked) as asked:
        qtbot.keyClick(page.due, Qt.Key.Key_Return)
    (visit_id,) = asked.args
    drafted(room, visit_id)
    desk.open(open_visit(room, visit_id))
    qtbot.waitUntil(lambda: page.shown is not None)
    return str(visit_id)


def test_the_list_says_that_it_is_looking_and_then_that_nobody_is_due(
    page: FollowUpPage, desk: FollowUpDesk, qtbot: QtBot
) -> None:
    def told() -> str:
        return " ".join(label.text() for label in page.due.findChildren(Label))

    assert "Looking" in told()

    desk.refresh()

    qtbot.waitUntil(lambda: "Nobody is due" in told())


def test_the_longest_overdue_comes_first_and_names_are_masked(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    promise(room, "王小明", date(2026, 11, 26))
    promise(room, "刘秀英", date(2026, 11, 21))
    promise(room, "陈后来", date(2026, 12, 30))

    desk.refresh()

    qtbot.waitUntil(lambda: entries(page) == ["刘** -3", "王** 2"])
    assert "3 d overdue" in " ".join(label.text() for label in page.due.findChildren(Label))


def test_who_is_done_elsewhere_leaves_the_list_and_comes_back_on_undo(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    item = promise(room, "刘秀英", date(2026, 11, 21))
    desk.refresh()
    qtbot.waitUntil(lambda: len(page.due.rows) == 1)

    qtbot.mouseClick(page.findChild(QPushButton, "due_done"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.due.rows)
    desk.undo()

    qtbot.waitUntil(lambda: len(page.due.rows) == 1)
    assert page.due.rows[0].entry.id == item


def test_enter_begins_a_follow_up_with_the_form_that_was_chosen(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    promise(room, "刘秀英", date(2026, 11, 21))
    desk.refresh()
    qtbot.waitUntil(lambda: page.due.current is not None)
    forms = page.findChild(QComboBox, "due_form")
    forms.setCurrentIndex(forms.findData("followup-diabetes"))

    with qtbot.waitSignal(desk.open_asked) as asked:
        qtbot.keyClick(page.due, Qt.Key.Key_Return)

    opened = open_visit(room, asked.args[0])
    assert opened.visit.kind == "followup"
    assert opened.template.id == "followup-diabetes"


def test_a_begun_follow_up_is_gone_on_with_not_begun_twice(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    desk.refresh()
    qtbot.waitUntil(lambda: page.due.current is not None and bool(page.due.current.visit))

    with qtbot.waitSignal(desk.open_asked) as asked:
        qtbot.keyClick(page.due, Qt.Key.Key_Return)

    assert asked.args == [visit]


def test_each_value_tells_how_it_came_about(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    begun(page, desk, room, qtbot)

    assert "please confirm" in field(page, "systolic").accessibleName()
    assert "heard “今天给您量的血压" in field(page, "systolic").accessibleName()
    assert "said" in field(page, "heart_rate").accessibleName()
    assert "worked out" in field(page, "bmi").accessibleName()
    assert "not said" in field(page, "psychology").accessibleName()


def test_enter_confirms_and_goes_on_and_digits_choose(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    waiting = page.shown.waiting if page.shown else ()
    assert waiting

    for _ in waiting:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: page.shown is not None and not page.shown.waiting)
    chosen = page.focusWidget()
    assert isinstance(chosen, FormField)
    assert chosen.has_choices
    qtbot.keyClick(chosen, Qt.Key.Key_2)

    def stored() -> str:
        record = room.store.records.draft(visit)
        return value_of(record, chosen.spec.id) if record else ""

    qtbot.waitUntil(lambda: stored() == chosen.spec.choices[1])


def test_a_value_out_of_range_stays_red_and_is_not_taken(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    line = page.findChild(QLineEdit, "value_systolic")
    line.setFocus()
    line.selectAll()

    qtbot.keyClicks(line, "1480")
    with qtbot.assertNotEmitted(page.form.settled):
        qtbot.keyClick(line, Qt.Key.Key_Return)

    assert line.property("state") == "danger"
    assert "between 50 and 280" in field(page, "systolic").accessibleName()
    assert page.focusWidget() is line
    record = room.store.records.draft(visit)
    assert record is not None
    assert value_of(record, "systolic") == "148"


def test_a_typed_value_is_kept_and_what_follows_from_it_too(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    line = page.findChild(QLineEdit, "value_weight")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "64")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: field(page, "bmi").value.value == "25.0")
    record = room.store.records.draft(visit)
    assert record is not None
    assert value_of(record, "weight") == "64"


def test_signing_goes_to_what_waits_first(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    begun(page, desk, room, qtbot)
    page.due.setFocus()

    page.act(Action.SIGN)

    assert page.findChild(QLineEdit, "sign_passphrase").isHidden()
    assert page.focusWidget() is page.findChild(QLineEdit, "value_systolic")


def test_a_signed_form_closes_the_promise_and_makes_the_next(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    asked_for = page.due.current
    assert asked_for is not None
    for _ in page.shown.waiting if page.shown else ():
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: page.shown is not None and not page.shown.waiting)

    page.act(Action.SIGN)
    passphrase = page.findChild(QLineEdit, "sign_passphrase")
    qtbot.waitUntil(passphrase.isVisible)
    passphrase.setText(_PASSPHRASE)
    with qtbot.waitSignal(desk.signed, timeout=20_000):
        qtbot.keyClick(passphrase, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.shown is not None and page.shown.opened.is_signed)
    # What the page reads after signing has to end: the store is one thread's at a time.
    desk._background.close()
    items = {i.id: i for i in room.store.follow_ups.of_patient(asked_for.patient)}
    assert items[asked_for.id].state is DueState.DONE
    (following,) = (i for i in items.values() if i.visit == visit)
    assert following.due == date(2026, 12, 8)
    (version,) = room.store.records.versions(visit)
    assert value_of(version.record, "systolic") == "148"


def test_a_form_keeps_what_was_confirmed_when_it_is_opened_again(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit = begun(page, desk, room, qtbot)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field(page, "systolic").value.state is FieldState.CONFIRMED)

    page.show_nothing()
    desk.open(open_visit(room, visit))

    qtbot.waitUntil(lambda: page.shown is not None)
    assert ("vital_signs", "systolic") not in (page.shown.waiting if page.shown else ())


def test_fifty_due_and_long_names_fit(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    for number in range(50):
        promise(room, "阿卜杜拉" * 6, date(2026, 11, 1), f"复查第{number}项,很长的一句话" * 4)

    desk.refresh()

    qtbot.waitUntil(lambda: len(page.due.rows) == 50, timeout=20_000)
    assert all(row.width() <= page.due.viewport().width() for row in page.due.rows)


@pytest.mark.parametrize("width", [1294, 1368])
def test_no_field_is_wider_than_its_place(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot, width: int
) -> None:
    begun(page, desk, room, qtbot)

    page.resize(width, 700)
    QApplication.processEvents()

    right = page.form.width()
    for each in page.form.findChildren(FormField):
        assert each.mapTo(page.form, each.rect().topRight()).x() <= right, each.objectName()


def test_a_form_that_is_no_follow_up_is_not_taken(room: Room) -> None:
    patient = room.store.patients.add("王小明", "male", date(1980, 1, 1))
    visit = room.store.visits.add(patient.id)
    opened = open_visit(room, visit.id)
    first = Record("outpatient-initial", Language.ZH)

    assert not FollowUpDesk.takes(opened)
    assert not FollowUpDesk.takes(replace(opened, record=first))


def test_at_the_largest_text_size_fields_stand_below_each_other(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    theme().choose(Mode.LIGHT, 1.5)
    page.resize(1294, 698)
    begun(page, desk, room, qtbot)
    QApplication.processEvents()

    for each in page.form.findChildren(FormField):
        assert each.mapTo(page.form, each.rect().topRight()).x() <= page.form.width()


def test_answers_take_more_lines_where_four_have_no_room(qtbot: QtBot) -> None:
    buttons = [QToolButton() for _ in range(6)]
    for button in buttons:
        button.setText("palpitations or chest tightness")
    grid = ChoiceGrid(buttons)
    qtbot.addWidget(grid)
    grid.resize(500, 300)
    grid.show()
    qtbot.waitExposed(grid)

    assert all(button.geometry().right() <= grid.width() for button in buttons)
    assert len({button.y() for button in buttons}) > 2


@pytest.mark.parametrize("language", list(Language))
def test_the_page_speaks_the_language_of_the_window(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot, language: Language
) -> None:
    begun(page, desk, room, qtbot)

    translation().choose(language)

    words = {Language.ZH: "请确认", Language.EN: "please confirm"}[language]
    qtbot.waitUntil(lambda: words in field(page, "systolic").accessibleName())


def test_the_contacts_of_the_year_are_counted_against_the_standard(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    visit_id = begun(page, desk, room, qtbot)
    told = page.findChild(Label, "contacts_this_year")
    assert told.text() == "1 of 4 contacts this year"

    due = page.due.current
    assert due is not None
    for started in (datetime(2025, 12, 1, 9, 0), datetime(2026, 9, 1, 9, 0)):
        earlier = room.store.visits.add(due.patient, started=started).id
        room.store.records.sign(earlier, drafted(room, earlier))
    desk.open(open_visit(room, visit_id))

    qtbot.waitUntil(lambda: told.text() == "2 of 4 contacts this year")
    translation().choose(Language.ZH)
    qtbot.waitUntil(lambda: told.text() == "本年第 2 次，应随访 4 次")


def test_a_target_and_what_was_heard_can_be_read_to_the_end(
    page: FollowUpPage, desk: FollowUpDesk, room: Room, qtbot: QtBot
) -> None:
    begun(page, desk, room, qtbot)
    for width in (1294, 1368):
        page.resize(width, 700)
        pressure = field(page, "systolic")
        shown = [each for each in pressure.findChildren(Label) if each.isVisible()]

        words = "".join(each.text().replace("\n", "") for each in shown)
        assert "（65岁及以上<150）" in words
        assert _SAID[0].text in words
        qtbot.waitUntil(partial(_are_whole, shown))


def _are_whole(labels: list[Label]) -> bool:
    return all(each.height() >= each.sizeHint().height() for each in labels)
