"""One line of who is due; the chosen one has the form to fill and its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from zhenlu.application.visit_templates import FOLLOW_UP_FORMS
from zhenlu.domain.follow_up import DueKind
from zhenlu.ui.follow_up.due import DueEntry
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import column, holder, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.patient_words import sex_and_age
from zhenlu.ui.translation import Translated


class DueRow(Translated, QFrame):
    """Signals:
    chosen: Id of the promise the person went to.
    start_asked: Id of the promise, id of the form.
    close_asked: Id of the promise, "done" or "cancelled".
    """

    chosen = Signal(str)
    start_asked = Signal(str, str)
    close_asked = Signal(str, str)

    def __init__(self, entry: DueEntry) -> None:
        super().__init__()
        self.entry = entry
        self.setObjectName(f"due_{entry.id}")
        look(self, "row", "")
        self._name, self._about = Label("section"), Label("muted")
        self._kind, self._days = Label("chip"), Label("chip")
        self._what = Elided("muted")
        self._forms = QComboBox()
        self._forms.setObjectName("due_form")
        self._forms.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for form in FOLLOW_UP_FORMS:
            self._forms.addItem("", form)
        self._forms.setCurrentIndex(max(0, self._forms.findData(entry.form)))
        self._start = Button("due_start", "primary", "right")
        self._start.setProperty("state", "small")
        self._done, self._cancel = Button("due_done", "quiet"), Button("due_cancel", "quiet")
        self._start.clicked.connect(self.start)
        self._done.clicked.connect(self._on_done)
        self._cancel.clicked.connect(self._on_cancel)
        self._tools: QWidget = holder(
            column(self._forms, row(self._start, 1, self._done, self._cancel, space=2), space=6)
        )
        head = row(self._name, self._about, 1, self._days, space=8)
        told = row(self._kind, self._what, space=8)
        told.setStretch(1, 1)
        self.setLayout(column(head, told, self._tools, space=5, margins=(14, 8, 12, 8)))
        self.set_current(is_current=False)
        self.retranslate()

    def set_current(self, *, is_current: bool) -> None:
        """Show what can be done only where the person is."""
        look(self, state="current" if is_current else "")
        self._tools.setVisible(is_current)

    def start(self) -> None:
        """Begin with the form that is chosen."""
        self.start_asked.emit(self.entry.id, str(self._forms.currentData()))

    def retranslate(self) -> None:
        entry = self.entry
        self._name.say(entry.name)
        self._about.say(sex_and_age(entry.sex, entry.age_years))
        self._days.say(*self._days_told())
        self._kind.say({
            DueKind.REVISIT: self.tr("revisit"),
            DueKind.TEST: self.tr("test"),
            DueKind.FOLLOWUP: self.tr("follow-up"),
        }[entry.kind])  # fmt: skip
        self._what.say(entry.what)
        forms = (self.tr("Hypertension form"), self.tr("Diabetes form"), self.tr("Nursing form"))
        for at, words in enumerate(forms):
            self._forms.setItemText(at, words)
        self._forms.setAccessibleName(self.tr("Form"))
        self._start.say(self.tr("Go on") if entry.visit else self.tr("Begin"))
        self._done.say(self.tr("Done"), hint=self.tr("Done elsewhere: take it off the list"))
        self._cancel.say(self.tr("Not needed"), hint=self.tr("No longer needed: off the list"))
        self.setAccessibleName(f"{entry.name} {self._days.text()} {entry.what}")

    def _days_told(self) -> tuple[str, str]:
        days = self.entry.days
        if days < 0:
            return self.tr("{days} d overdue").format(days=-days), "warning"
        if days == 0:
            return self.tr("today"), "accent"
        return self.tr("in {days} d").format(days=days), ""

    def _on_done(self) -> None:
        self.close_asked.emit(self.entry.id, "done")

    def _on_cancel(self) -> None:
        self.close_asked.emit(self.entry.id, "cancelled")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self.entry.id)
