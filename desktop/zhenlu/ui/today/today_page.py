"""Home: the day's list in the middle, what is owed at the side."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page
from zhenlu.ui.today.agenda import Agenda, AgendaDue, AgendaVisit
from zhenlu.ui.today.patient_panel import PatientPanel
from zhenlu.ui.today.side_list import SideLine, SideList
from zhenlu.ui.today.unfinished_card import UnfinishedCard
from zhenlu.ui.today.visit_list import VisitList
from zhenlu.ui.translation import locale, long_date, spoken_language

_OWED_WIDTH = 372
#: Of the whole width, at most.
_OWED_MOST = 0.32
#: Narrower than this (at a text size of 100 %) what is owed folds to two lines above the list.
_NARROW = 1108


class TodayPage(Page):
    """Signals:
    refresh_asked: The page was entered and wants the day as it stands.
    open_asked, record_asked, intake_asked: Id of a visit.
    import_asked, find_asked: As the buttons say.
    follow_ups_asked: The list of what is due.
    """

    place = Action.TODAY
    refresh_asked = Signal()
    open_asked = Signal(str)
    record_asked = Signal(str)
    intake_asked = Signal(str)
    import_asked = Signal()
    find_asked = Signal()
    follow_ups_asked = Signal()

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self._agenda: Agenda | None = None
        self.visits = VisitList()
        self.unsigned, self.due = SideList("unsigned"), SideList("due")
        self._find = Button("find", "", "search")
        self._new = Button("new_patient", "quiet", "add")
        self._import = Button("import_audio", "quiet", "import")
        self._list_title, self._list_count = Label("section"), Label("caption")
        self._keys = Label("caption")
        self._figures = [(Label("figure"), Label("muted")) for _ in range(4)]
        self.header.add_left(self._find)
        self.take_body(self._body())
        self._connect()
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _body(self) -> QFrame:
        figures = row(space=36, margins=(18, 8, 16, 8))
        for number, words in self._figures:
            figures.addLayout(row(number, words, space=8))
        figures.addStretch(1)
        figures.addWidget(self._keys)
        head = row(
            self._list_title, self._list_count, 1, self._import, self._new,
            space=8, margins=(16, 8, 8, 4),
        )  # fmt: skip
        listed = column(head, space=0)
        listed.addWidget(self.visits, 1)
        self.adding = PatientPanel()
        self.adding.hide()
        self.unfinished = UnfinishedCard()
        self._folded = row(space=12)
        left = column(
            self.unfinished, box("card", figures), self._folded, self.adding, space=12
        )
        left.addWidget(box("card", listed), 1)
        self._beside = column(self.unsigned, self.due, 1, space=12)
        self._owed = scrolled(holder(self._beside))
        across = row(left, self._owed, space=14, margins=(16, 14, 16, 14))
        across.setStretch(0, 1)
        return box("", across)

    def _connect(self) -> None:
        self.visits.open_asked.connect(self.open_asked)
        self.visits.record_asked.connect(self.record_asked)
        self.visits.intake_asked.connect(self.intake_asked)
        self.unsigned.line_chosen.connect(self.open_asked)
        self.unsigned.action_asked.connect(self.sign_next)
        self.due.line_chosen.connect(self._on_due)
        self.due.action_asked.connect(self.follow_ups_asked)
        self._new.clicked.connect(self._on_new)
        self.adding.left.connect(self._on_adding_left)
        self._import.clicked.connect(self.import_asked)
        self._find.clicked.connect(self.find_asked)

    def show_agenda(self, agenda: Agenda) -> None:
        """Show a day."""
        self._agenda = agenda
        self.visits.show_visits(agenda.visits)
        self.retranslate()

    def entered(self) -> None:
        self.refresh_asked.emit()
        self.visits.setFocus()

    def act(self, action: Action) -> bool:
        current = self.visits.current
        if action is Action.RECORD and current and (current.is_waiting or current.is_unfinished):
            self.record_asked.emit(current.id)
        elif action is Action.INTAKE and current and current.takes_answers:
            self.intake_asked.emit(current.id)
        elif action is Action.NEW_PATIENT:
            self.adding.begin()
        elif action is Action.IMPORT:
            self.import_asked.emit()
        elif action is Action.FIND:
            self.find_asked.emit()
        else:
            return False
        return True

    def panes(self) -> tuple[VisitList | SideList, ...]:
        return (self.visits, self.unsigned, self.due)

    def retranslate(self) -> None:
        self._find.say(self.tr("Find a patient, a record, a drug"), key(Action.FIND))
        self._new.say(self.tr("New patient"), key(Action.NEW_PATIENT))
        self._import.say(self.tr("Import a recording"), key(Action.IMPORT))
        self._list_title.say(self.tr("Today's visits"))
        self._keys.say(
            self.tr("↑ ↓ choose · Enter open · {key} record").format(
                key=key(Action.RECORD).toString()
            )
        )
        if self._agenda is not None:
            self._say_day(self._agenda)

    def _say_day(self, agenda: Agenda) -> None:
        self.header.title.say(long_date(_qt(agenda.day)))
        self._list_count.say(self.tr("{count} in all").format(count=len(agenda.visits)))
        counts = (
            (sum(v.is_signed for v in agenda.visits), self.tr("signed")),
            (sum(v.is_waiting for v in agenda.visits), self.tr("waiting")),
            (len(agenda.unsigned), self.tr("to be signed")),
            (agenda.due_count, self.tr("follow-ups due")),
        )
        for (number, words), (count, text) in zip(self._figures, counts, strict=True):
            number.say(str(count))
            words.say(text)
        self._say_owed(agenda)

    def _say_owed(self, agenda: Agenda) -> None:
        self.unsigned.say(
            self.tr("To be signed"), str(len(agenda.unsigned)), self.tr("Sign one by one"),
            self.tr("Everything is signed."),
        )  # fmt: skip
        self.unsigned.show_lines([self._unsigned_line(v) for v in agenda.unsigned])
        self.due.say(
            self.tr("Follow-ups due"), str(agenda.due_count), self.tr("All follow-ups"),
            self.tr("Nothing is due."),
        )  # fmt: skip
        self.due.show_lines([self._due_line(item) for item in agenda.due])

    def _unsigned_line(self, visit: AgendaVisit) -> SideLine:
        today = self._agenda.day if self._agenda else visit.day
        spoken = locale(spoken_language())
        when = self.tr("today")
        if visit.day != today:
            when = spoken.toString(_qt(visit.day), self.tr("d MMM"))
        chip, state = self.tr("signature only"), ""
        if visit.needed:
            chip, state = self.tr("{count} to settle").format(count=visit.needed), "danger"
        about = " · ".join(filter(None, (f"{when} {visit.time}".strip(), visit.reason)))
        return SideLine(visit.id, visit.name, about, chip, state)

    def _due_line(self, item: AgendaDue) -> SideLine:
        if item.days_left < 0:
            chip = self.tr("{days} d overdue").format(days=-item.days_left)
            return SideLine(item.id, item.name, item.what, chip, "warning")
        if item.days_left == 0:
            return SideLine(item.id, item.name, item.what, self.tr("due today"), "info")
        chip = self.tr("in {days} d").format(days=item.days_left)
        return SideLine(item.id, item.name, item.what, chip)

    def _on_new(self) -> None:
        self.adding.begin()

    def _on_adding_left(self) -> None:
        self.adding.hide()
        self.visits.setFocus()

    def sign_next(self) -> None:
        """Open the oldest note that waits for a signature."""
        if self._agenda and self._agenda.unsigned:
            self.open_asked.emit(self._agenda.unsigned[0].id)

    def _on_due(self, item_id: str) -> None:
        items = self._agenda.due if self._agenda else ()
        visit = next((item.visit for item in items if item.id == item_id), "")
        if visit:
            self.open_asked.emit(visit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._fold(is_folded=self.width() < theme().px(_NARROW))
        # With large text the day's list keeps the better part.
        self._owed.setFixedWidth(min(theme().px(_OWED_WIDTH), round(_OWED_MOST * self.width())))
        for number, _ in self._figures:
            number.setFont(theme().font("title", strong=True, figures=True))

    def _fold(self, *, is_folded: bool) -> None:
        """Let what is owed stand above the list instead of beside it, or there again."""
        if is_folded is self._owed.isHidden():
            return
        self._owed.setHidden(is_folded)
        for at, part in enumerate((self.unsigned, self.due)):
            (self._folded if is_folded else self._beside).insertWidget(at, part)
            part.fold(is_folded=is_folded)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
