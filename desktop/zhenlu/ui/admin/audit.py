"""Who did what and when, by day and person; and whether the log is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHeaderView, QTableView

from zhenlu.domain.audit import AuditEntry, AuditObject
from zhenlu.domain.person import Person
from zhenlu.ui.admin.audit_model import OBJECT, AuditModel
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row

_DAYS_SHOWN = 7
#: The object takes what is left: it is the longest.
_WIDTHS = (64, 170, 110, 120, 250, 112, 120)


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """Which rows: days included, `person` an id or None for everybody."""

    since: date
    until: date
    person: str | None = None


@dataclass(frozen=True, slots=True)
class AuditShown:
    """Rows, and by `AuditEntry.about` what is known of the things they name."""

    entries: tuple[AuditEntry, ...] = ()
    objects: Mapping[str, AuditObject] = field(default_factory=dict)


class AuditSubPage(SubPage):
    """Signals:
    rows_asked: An `AuditWanted`.
    verify_asked: Follow the whole chain.
    """

    topic, icon = "audit", "history"
    rows_asked = Signal(object)
    verify_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self.model, self.table = AuditModel(), QTableView()
        self.table.setObjectName("audit_rows")
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(OBJECT, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._since_words, self._until_words = Label("caption"), Label("caption")
        self._who_words, self._count = Label("caption"), Label("caption")
        self._count.setObjectName("audit_count")
        self._since, self._until = QDateEdit(), QDateEdit()
        for day, name in ((self._since, "audit_since"), (self._until, "audit_until")):
            day.setObjectName(name)
            day.setDisplayFormat("yyyy-MM-dd")
            day.lineEdit().setTextMargins(6, 0, 0, 0)
        today = date.today()
        self._since.setDate(_qt(today - timedelta(days=_DAYS_SHOWN)))
        self._until.setDate(_qt(today))
        self._who = QComboBox()
        self._who.setObjectName("audit_person")
        self._show = Button("audit_show", "", "search")
        self._verify = Button("audit_verify", "", "done")
        self._show.clicked.connect(self.ask)
        self._verify.clicked.connect(self.verify_asked)
        chosen = row(
            self._since_words, self._since, self._until_words, self._until,
            self._who_words, self._who, self._show, 1,
        )  # fmt: skip
        across = column(chosen, self.table, row(self._count, 1, self._verify), space=10)
        across.setStretch(1, 1)
        self.take(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Log")

    def show_people(self, people: Sequence[Person]) -> None:
        """Whose rows can be asked for."""
        chosen = self._who.currentData()
        self._people = tuple(people)
        self._who.clear()
        self._who.addItem(self.tr("everybody"), None)
        for person in self._people:
            self._who.addItem(person.name, person.id)
        self._who.setCurrentIndex(max(0, self._who.findData(chosen)))

    def show_rows(self, shown: AuditShown) -> None:
        """Show these rows."""
        names = {person.id: person.name for person in self._people}
        self.model.show(shown.entries, names, shown.objects)
        self._say_count()

    def ask(self) -> None:
        """Ask for the rows of the chosen days and person."""
        self.forget_outcome()
        since, until = (_day(edit.date()) for edit in (self._since, self._until))
        self.rows_asked.emit(AuditWanted(since, until, self._who.currentData()))

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("Every look, change, signature and refusal is written here, and never a word "
                    "of a record. Reading the log is written, too.")
        )  # fmt: skip
        self._since_words.say(self.tr("From"))
        self._until_words.say(self.tr("to"))
        self._who_words.say(self.tr("by"))
        self._since.setAccessibleName(self.tr("First day"))
        self._until.setAccessibleName(self.tr("Last day"))
        self._who.setAccessibleName(self.tr("Who"))
        self.table.setAccessibleName(self.name)
        if self._who.count():
            self._who.setItemText(0, self.tr("everybody"))
        self._show.say(self.tr("Show"))
        self._verify.say(self.tr("Verify the log"))
        self.model.retranslate()
        self._say_count()

    def _say_count(self) -> None:
        count = self.model.rowCount()
        words = self.tr("rows: {count}") if count else self.tr("Nothing was done on these days.")
        self._count.say(words.format(count=count))

    def _fit(self) -> None:
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, theme().px(width))
        self.table.verticalHeader().setDefaultSectionSize(theme().px(30))
        self._who.setFixedWidth(theme().px(160))
        for day in (self._since, self._until):
            day.setFixedWidth(theme().px(120))


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
