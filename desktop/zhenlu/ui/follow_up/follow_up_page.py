"""Follow-up: who is due at the left with what was said, the form beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from zhenlu.application.follow_up import ContactsThisYear
from zhenlu.domain.record import Record
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.follow_up.due import OpenForm
from zhenlu.ui.follow_up.due_list import DueList
from zhenlu.ui.follow_up.form_view import FormView
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, holder, row
from zhenlu.ui.review.sign_bar import SignBar
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page
from zhenlu.ui.transcript.model import TranscriptModel
from zhenlu.ui.transcript.view import TranscriptView
from zhenlu.ui.visit.patient_bar import PatientBar

_SIDE_WIDTH = 320


class FollowUpPage(Page):
    """Signals:
    refresh_asked: The list and the open form should be brought up to date.
    copy_asked: For the whole form.
    whole_asked: Id of the visit whose whole record is wanted.
    """

    place = Action.FOLLOW_UP
    refresh_asked = Signal()
    copy_asked = Signal()
    whole_asked = Signal(str)

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self._shown: OpenForm | None = None
        self._template = ""
        self.patient = PatientBar()
        # Consent is asked where the recording is made.
        self.patient.consent.setEnabled(False)
        self.header.add_left(self.patient)
        self.due, self.form, self.sign_bar = DueList(), FormView(), SignBar()
        self.lines = TranscriptModel(self)
        self.words = TranscriptView(self.lines)
        self._due_title, self._words_title = Label("section"), Label("section")
        self._filled, self._last = Label("muted", wrap=True), Label("caption", wrap=True)
        self._contacts = Label("caption", wrap=True)
        self._contacts.setObjectName("contacts_this_year")
        self._title, self._draft = Label("title"), Label("chip")
        self._hint = Elided("caption", least=12)
        self._whole = Button("whole_record", "quiet", "document")
        self._whole.clicked.connect(self._on_whole)
        self._nothing = Label("muted", wrap=True)
        self._nothing.setContentsMargins(24, 24, 24, 24)
        self._said = self._make_said()
        self._stack = QStackedWidget()
        self._stack.addWidget(holder(column(self._nothing, 1)))
        self._stack.addWidget(self._make_sheet())
        self.take_body(self._body(), self.sign_bar)
        self.form.field_entered.connect(self._on_field)
        self.sign_bar.copy_asked.connect(self.copy_asked)
        theme().changed.connect(self._fit)
        self._fit()
        self.show_nothing()
        self.retranslate()

    def _make_said(self) -> QWidget:
        layout = column(
            row(self._words_title, margins=(14, 8, 14, 4)), space=0
        )
        layout.addWidget(self.words, 1)
        layout.addWidget(
            box(
                "dock",
                column(self._filled, self._contacts, self._last, space=6,
                       margins=(14, 8, 14, 10)),
            )
        )
        return box("dock", layout)

    def _make_sheet(self) -> QWidget:
        head = row(self._title, self._draft, self._hint, self._whole, space=10,
                   margins=(4, 8, 4, 6))  # fmt: skip
        head.setStretch(2, 1)
        layout = column(head, space=0, margins=(14, 0, 8, 0))
        layout.addWidget(self.form, 1)
        return holder(layout)

    def _body(self) -> QWidget:
        side = column(row(self._due_title, margins=(16, 8, 14, 4)), space=0)
        side.addWidget(self.due, 4)
        side.addWidget(self._said, 6)
        self._side = box("column", side)
        across = row(self._side, space=0)
        across.addWidget(self._stack, 1)
        return holder(across)

    @property
    def shown(self) -> OpenForm | None:
        """The form in sight."""
        return self._shown

    def show_form(self, shown: OpenForm) -> None:
        """Show a visit's form; the same visit keeps its caret."""
        record = shown.opened.record
        if record is None:
            self.show_nothing()
            return
        before = self._shown.opened.visit.id if self._shown else ""
        is_new = before != shown.opened.visit.id or self._template != record.template
        self._shown, self._template = shown, record.template
        self.patient.show_visit(shown.opened)
        if is_new:
            self.form.open(shown.opened.template)
            self.lines.show(tuple(record.transcript))
        self._said.show()
        self.sign_bar.show()
        self._stack.setCurrentIndex(1)
        self.form.show_record(record, shown.waiting)
        self.form.set_read_only(is_read_only=shown.opened.is_signed)
        self.retranslate()
        if is_new:
            self.form.begin()

    def show_nothing(self) -> None:
        """No form is open."""
        self._shown, self._template = None, ""
        self.patient.show_visit(None)
        self._said.hide()
        self.sign_bar.hide()
        self._stack.setCurrentIndex(0)

    def entered(self) -> None:
        self.refresh_asked.emit()
        if self._shown is None or self._shown.opened.is_signed:
            self.due.setFocus()

    def act(self, action: Action) -> bool:
        if self._shown is None:
            return False
        answers = {
            Action.NEXT_DECISION: self.form.go_on,
            Action.PREVIOUS_DECISION: self.form.go_back,
            Action.SIGN: self.sign_bar.sign_asked.emit,
            Action.PRINT: self.sign_bar.print_asked.emit,
            Action.COPY_RECORD: self.copy_asked.emit,
        }
        answer = answers.get(action)
        if answer is None:
            return False
        answer()
        return True

    def panes(self) -> tuple[QWidget, ...]:
        return (self.due, self.words, self.form)

    def retranslate(self) -> None:
        self.header.title.say(self.tr("Follow-up"))
        self.header.title.setVisible(self._shown is None)
        self._due_title.say(self.tr("Due"))
        self._words_title.say(self.tr("What was said"))
        self.words.setAccessibleName(self.tr("What was said"))
        self._nothing.say(
            self.tr("Choose who is due with ↑ ↓, press Enter, then F9 and say what you measured.")
        )
        self._whole.say(self.tr("Whole record"))
        self._hint.say(self.tr("Enter confirms and goes on · digits choose · F7 what is open"))
        if self._shown is not None and self._shown.opened.record is not None:
            self._say_form(self._shown, self._shown.opened.record)

    def _say_form(self, shown: OpenForm, record: Record) -> None:
        opened = shown.opened
        self._title.say(opened.template.title)
        self._draft.say(self.tr("AI draft, not reviewed"), "draft")
        self._draft.setVisible(not opened.is_signed)
        self._hint.setVisible(not opened.is_signed)
        filled, waiting, unsaid = self.form.counts
        self._filled.say(
            self.tr("{filled} filled · {waiting} to confirm · {unsaid} not said").format(
                filled=filled, waiting=waiting, unsaid=unsaid
            )
        )
        self._say_contacts(shown.contacts)
        told = "  ".join(f"{title} {value}" for title, value in shown.last)
        last = self.tr("Last time, {day}: {values}").format(day=shown.last_day, values=told)
        self._last.say(last)
        self._last.setVisible(bool(shown.last_day))
        signed = ""
        if opened.stamp.signature is not None:
            signed = self.tr("Signed {time}, v{number}").format(
                time=opened.stamp.signature.at, number=opened.stamp.signature.version
            )
        blocking = sum(finding.blocks for finding in record.findings)
        self.sign_bar.show_record(record, blocking, signed, waiting)

    def _say_contacts(self, contacts: ContactsThisYear | None) -> None:
        self._contacts.setVisible(contacts is not None)
        if contacts is not None:
            self._contacts.say(
                self.tr("{done} of {wanted} contacts this year").format(
                    done=contacts.done, wanted=contacts.wanted
                )
            )

    def _on_field(self, segments: list[int]) -> None:
        self.words.light(segments)

    def _on_whole(self) -> None:
        if self._shown is not None:
            self.whole_asked.emit(self._shown.opened.visit.id)

    def _fit(self) -> None:
        self._side.setFixedWidth(theme().px(_SIDE_WIDTH))
