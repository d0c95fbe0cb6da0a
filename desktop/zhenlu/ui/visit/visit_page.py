"""One visit, in one place: recorded first, reviewed after, without changing the page."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from zhenlu.domain.consent import stands_for_recording
from zhenlu.domain.visit import VisitState
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import column, holder, row
from zhenlu.ui.review.review_view import ReviewView
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page
from zhenlu.ui.visit.ask_bar import AskBar
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.growing_draft import LeftOver
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.patient_bar import PatientBar
from zhenlu.ui.visit.recording_view import RecordingView


class _Shown(IntEnum):
    NOTHING, RECORDING, REVIEW = range(3)


class VisitPage(Page):
    """Signals:
    record_toggled: The record key, whatever it means now.
    pause_toggled: Pause or go on.
    by_hand_asked: The record shall be typed, with no recording.
    intake_asked: The questions before the visit shall be answered.
    review_shown: Whether a record is in sight.
    """

    place = Action.VISIT
    record_toggled = Signal()
    pause_toggled = Signal()
    by_hand_asked = Signal()
    intake_asked = Signal()
    review_shown = Signal(bool)

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self.patient = PatientBar()
        self.recording, self.review = RecordingView(), ReviewView()
        self._nothing = Label("muted")
        self._more = Button("record_more", "", "record")
        self._more.clicked.connect(self.record_toggled)
        self.header.add_left(self.patient)
        self.header.add_right(self._more)
        self._stack = QStackedWidget()
        nothing = column(
            2, row(1, Sign("visit", "faint", 32), 1), row(1, self._nothing, 1), 3, space=10
        )
        for room in (holder(nothing), self.recording, self.review):
            self._stack.addWidget(room)
        self.ask = AskBar()
        body = column(self.ask, space=0)
        body.addWidget(self._stack, 1)
        self.take_body(holder(body))
        self.recording.strip.toggle_asked.connect(self.record_toggled)
        self.recording.strip.pause_asked.connect(self.pause_toggled)
        self.recording.strip.by_hand_asked.connect(self.by_hand_asked)
        self.recording.strip.flag_asked.connect(self.recording.flag_newest)
        self.recording.intake_asked.connect(self.intake_asked)
        self._opened: OpenVisit | None = None
        self._show(_Shown.NOTHING)
        self.retranslate()

    @property
    def opened(self) -> OpenVisit | None:
        """The visit in sight."""
        return self._opened

    @property
    def is_recording(self) -> bool:
        return self._stack.currentIndex() == _Shown.RECORDING

    @property
    def is_capturing(self) -> bool:
        runs = (Capture.RECORDING, Capture.PAUSED, Capture.GONE)
        return self.is_recording and self.recording.strip.capture in runs

    def show_nothing(self) -> None:
        """No visit is open here."""
        self._opened = None
        self.patient.show_visit(None)
        self._show(_Shown.NOTHING)

    def show_ready(self, opened: OpenVisit) -> None:
        """A visit of which nothing is recorded yet."""
        self._take(opened)
        self.recording.open(opened.template)
        self.recording.show_intake(opened.intake, may_answer=opened.takes_answers)
        self._show(_Shown.RECORDING)

    def show_record(self, opened: OpenVisit) -> None:
        """A visit with a record to review, or one that is signed."""
        self._take(opened)
        if opened.record is None:
            self.show_ready(opened)
            return
        at_work = self.recording.draft.left_over() if self.is_recording else LeftOver()
        self.review.open(opened.record, opened.template, opened.templates)
        self.review.evidence.set_sound(is_there=opened.has_sound)
        self.show_signed(opened)
        self._show(_Shown.REVIEW)
        self.review.go_on_typing(at_work.texts, at_work.section, at_work.caret)

    def show_going_on(self, opened: OpenVisit) -> None:
        """A visit of which more is recorded, with what there is of it."""
        self._take(opened)
        self.recording.open(opened.template, opened.record)
        self._show(_Shown.RECORDING)

    def show_signed(self, opened: OpenVisit) -> None:
        """Show whether it is signed, and when."""
        self._take(opened)
        self.review.set_read_only(is_read_only=opened.is_signed)
        self.review.show_signed(opened.versions)
        is_amending = bool(opened.versions) and not opened.is_signed
        self.review.sign_bar.show_amending(opened.versions[-1].number if is_amending else 0)
        signature = opened.stamp.signature
        if opened.record is not None and signature is not None:
            words = self.tr("Signed {time}, v{number}").format(
                time=signature.at, number=signature.version
            )
            self.review.sign_bar.show_record(opened.record, 0, words)
        self._more.setVisible(self._may_record_more)

    def act(self, action: Action) -> bool:
        more = self._may_record_more and not self.review.dictating
        if action is Action.RECORD and (self.is_recording or more):
            self.record_toggled.emit()
            return True
        if self.is_recording:
            return self._act_while_recording(action)
        if self._stack.currentIndex() == _Shown.REVIEW:
            return self.review.act(action)
        return False

    def panes(self) -> tuple[QWidget, ...]:
        if self.is_recording:
            return (self.recording.strip, self.recording.transcript, self.recording.draft)
        return self.review.panes()

    def enter_pane(self, pane: QWidget) -> None:
        self.review.side.bring_out(pane)
        super().enter_pane(pane)

    def left(self) -> None:
        self.review.end_dictation()
        self.review.settle()
        self.recording.draft.settle()

    def retranslate(self) -> None:
        self.header.title.say(self.tr("Visit"))
        self._nothing.say(self.tr("No visit is open. Choose one under Today."))
        self._more.say(self.tr("Record more"), key(Action.RECORD))

    def _act_while_recording(self, action: Action) -> bool:
        if action is Action.PAUSE:
            self.pause_toggled.emit()
        elif action is Action.BY_HAND and self.recording.strip.capture is Capture.IDLE:
            self.by_hand_asked.emit()
        elif action is Action.INTAKE and self.recording.takes_answers:
            self.intake_asked.emit()
        elif action is Action.FLAG and self.recording.strip.capture is Capture.RECORDING:
            self.recording.flag_newest()
        else:
            return False
        return True

    @property
    def _may_record_more(self) -> bool:
        opened = self._opened
        return (
            opened is not None
            and opened.visit.state in (VisitState.INTERRUPTED, VisitState.EMPTY)
            and (opened.consent is None or stands_for_recording(opened.consent))
            and self._stack.currentIndex() == _Shown.REVIEW
        )

    def show_about(self, opened: OpenVisit) -> None:
        """Show who and under which consent, and leave the work as it is."""
        self._take(opened)

    def _take(self, opened: OpenVisit) -> None:
        if self._opened is None or opened.visit.id != self._opened.visit.id:
            self.ask.hide()
        self._opened = opened
        self.patient.show_visit(opened)

    def _show(self, shown: _Shown) -> None:
        self._stack.setCurrentIndex(shown)
        # The patient stands in the place of the title.
        self.header.title.setVisible(shown is _Shown.NOTHING)
        self.review_shown.emit(shown is _Shown.REVIEW)
        self._more.setVisible(self._may_record_more)
