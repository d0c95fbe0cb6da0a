"""One line of the day: when, who, why, where it stands; the chosen one has its two buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame

from zhenlu.domain.visit import VisitState
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.patient_words import sex_and_age
from zhenlu.ui.today.agenda import AgendaVisit
from zhenlu.ui.translation import Translated

_STATES = {
    VisitState.SIGNED: "ok",
    VisitState.AMENDED: "ok",
    VisitState.DRAFTED: "warning",
    VisitState.REVIEWED: "warning",
    VisitState.INTERRUPTED: "warning",
    VisitState.RECORDING: "danger",
    VisitState.PAUSED: "danger",
}
#: A row; the chosen one with its buttons; and that with why, too, above what to say first.
_LOW, _HIGH, _HIGHEST = 44, 60, 76
#: Narrower than this (at a text size of 100 %) a row tells less.
_NARROW = 660
#: The same for a row with all of its buttons.
_NARROW_WITH_ALL = 980


class VisitRow(Translated, QFrame):
    """Signals:
    chosen: The person went to this visit.
    open_asked, record_asked, intake_asked: Id of the visit.
    """

    chosen = Signal(str)
    open_asked = Signal(str)
    record_asked = Signal(str)
    intake_asked = Signal(str)

    def __init__(self, visit: AgendaVisit) -> None:
        super().__init__()
        self.visit = visit
        look(self, "row", "")
        self.setObjectName(f"visit_{visit.id}")
        self._time, self._name = Label("muted"), Label("section")
        self._about, self._kind = Label("muted"), Label("chip")
        self._reason, self._hint = Elided(), Elided("caption", lines=2)
        self._allergy, self._needed, self._state = Label("chip"), Label("chip"), Label("chip")
        self._open = Button("open_visit", "")
        self._record = Button("record_visit", "primary", "record")
        self._intake = Button("intake_visit", "")
        self._intake.clicked.connect(self._on_intake)
        self._open.clicked.connect(self._on_open)
        self._record.clicked.connect(self._on_record)
        words = column(1, self._reason, self._hint, 1, space=2)
        line = row(
            self._time, self._name, self._about, self._kind, words,
            self._allergy, self._needed, self._state, self._open, self._intake, self._record,
            space=10, margins=(16, 0, 14, 0),
        )  # fmt: skip
        line.setStretch(4, 1)
        self.setLayout(line)
        theme().changed.connect(self._fit)
        self._is_current = False
        self.retranslate()
        self.set_current(is_current=False)

    def set_current(self, *, is_current: bool) -> None:
        """The chosen row shows what can be done with it."""
        self._is_current = is_current
        look(self, state="current" if is_current else "")
        records = self.visit.is_waiting or self.visit.is_unfinished
        self._open.setVisible(is_current)
        self._record.setVisible(is_current and records)
        self._intake.setVisible(is_current and self.visit.takes_answers)
        self._hint.setVisible(is_current and self.visit.is_waiting)
        self._leave_out()
        self._fit()

    def retranslate(self) -> None:
        visit = self.visit
        self._time.say(visit.time)
        self._name.say(visit.name)
        self._about.say(sex_and_age(visit.sex, visit.age_years))
        self._kind.say(self._kind_words())
        self._reason.say(visit.reason)
        self._reason.setVisible(bool(visit.reason))
        self._hint.say(self.tr("Tell the patient first; record once they agree"))
        self._allergy.say(
            self.tr("allergy: {what}").format(what=self.tr(", ").join(visit.allergies)), "danger"
        )
        self._allergy.setVisible(bool(visit.allergies))
        self._needed.say(self.tr("{count} to settle").format(count=visit.needed), "danger")
        self._needed.setVisible(visit.needed > 0 and visit.is_unsigned)
        self._state.say(self._state_words(), _STATES.get(visit.state, ""))
        self._open.say(self.tr("Open"))
        self._intake.say(self.tr("Intake"), key(Action.INTAKE))
        self._record.say(
            self.tr("Go on recording") if visit.is_unfinished else self.tr("Consent given, record"),
            key(Action.RECORD),
        )
        self.setAccessibleName(
            " ".join(filter(None, (visit.time, visit.name, visit.reason, self._state_words())))
        )

    def _kind_words(self) -> str:
        return {
            "first": self.tr("first visit"),
            "revisit": self.tr("revisit"),
            "emergency": self.tr("emergency"),
            "followup": self.tr("follow-up"),
        }.get(self.visit.kind, self.visit.kind)

    def _state_words(self) -> str:
        unfinished = self.tr("unfinished {length}").format(length=self.visit.length)
        return {
            VisitState.PLANNED: self.tr("waiting"),
            VisitState.RECORDING: self.tr("recording"),
            VisitState.PAUSED: self.tr("paused"),
            VisitState.TRANSCRIBING: self.tr("being heard"),
            VisitState.DRAFTING: self.tr("being drafted"),
            VisitState.DRAFTED: self.tr("to be signed"),
            VisitState.REVIEWED: self.tr("to be signed"),
            VisitState.SIGNED: self.tr("signed"),
            VisitState.AMENDED: self.tr("amended"),
            VisitState.INTERRUPTED: unfinished.strip(),
            VisitState.EMPTY: self.tr("no speech"),
        }[self.visit.state]

    def _on_open(self) -> None:
        self.open_asked.emit(self.visit.id)

    def _on_intake(self) -> None:
        self.intake_asked.emit(self.visit.id)

    def _on_record(self) -> None:
        self.record_asked.emit(self.visit.id)

    def _fit(self) -> None:
        height = _HIGH if self._is_current else _LOW
        if self.visit.reason and self._hint.isVisibleTo(self):
            height = _HIGHEST
        self.setFixedHeight(theme().px(height))
        self._time.setFont(theme().font("body", figures=True))
        for part, width in ((self._time, 52), (self._name, 76), (self._about, 108)):
            part.setFixedWidth(theme().px(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """With little room for large text, what the opened visit tells as well."""
        has_all = self._intake.isVisibleTo(self)
        is_narrow = self.width() < theme().px(_NARROW_WITH_ALL if has_all else _NARROW)
        self._kind.setHidden(is_narrow)
        self._state.setHidden(is_narrow and self._record.isVisibleTo(self))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self.visit.id)
