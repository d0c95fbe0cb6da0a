"""The questions before a visit, one at a time, in place of the whole window.

While somebody from outside the clinic sits before it there is no rail, no header and no
name, and the only way out leads to the passphrase.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from zhenlu.application.interview import Interview
from zhenlu.domain.errors import IntakeInvalid, ZhenluError
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.intake.answer_field import AnswerField, field_for
from zhenlu.ui.intake.beginning import ComplaintForm, WhoForm
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.notices import NoticeBar, Notices
from zhenlu.ui.translation import Translated, told

_WIDTH = 820
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Shown(IntEnum):
    WHO, COMPLAINT, QUESTION, THANKS = range(4)


class IntakePage(Translated, QWidget):
    """Signals:
    answered: An `Intake` to be kept, after every answer.
    handed_over: Somebody from outside the clinic sits before the screen from now on.
    left: The staff is done with it.
    handed_back: The staff has the computer again; the passphrase comes next.
    """

    answered = Signal(object)
    handed_over = Signal()
    left = Signal()
    handed_back = Signal()

    def __init__(self, interview: Interview, notices: Notices) -> None:
        super().__init__()
        self.setObjectName("intake_page")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._interview = interview
        self._language: Language = interview.intake.language
        self.is_handed_over = False
        self._fault: ZhenluError | None = None
        self._title, self._count = Label("title"), Label("title")
        self._progress = QProgressBar()
        self._stop = Button("intake_stop")
        self._stop.clicked.connect(self._on_stop)
        self.who = WhoForm(interview.intake.by)
        self.complaint = ComplaintForm(self._language, interview.own_words)
        self.who.begun.connect(self._on_begun)
        self.complaint.told.connect(self._on_told)
        self.complaint.chosen.connect(self._on_chosen)
        self._asked, self._problem = Label("question", wrap=True), Label("danger", wrap=True)
        self._asked.setObjectName("intake_question")
        self._problem.setObjectName("intake_problem")
        look(self._problem, state="large")
        self._place: QVBoxLayout = column(space=0)
        self.field: AnswerField | None = None
        self._back = Button("intake_back")
        self._skip, self._next = Button("intake_skip"), Button("intake_next", "primary")
        self._thanks, self._hand_back = Label("question", wrap=True), Label("figure", wrap=True)
        self._unlock = Button("intake_unlock", "", "lock")
        self._back.clicked.connect(self._on_back)
        self._skip.clicked.connect(self._on_skip)
        self._next.clicked.connect(self._on_next)
        self._unlock.clicked.connect(self.handed_back)
        self._notices = NoticeBar(notices)
        self._stack = QStackedWidget()
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self._show(_Shown.WHO)

    def _lay_out(self) -> None:
        for button in (self._back, self._skip, self._next, self._stop, self._unlock):
            look(button, state="large")
        head = row(self._title, self._notices, self._count, self._stop, space=16,
                   margins=(24, 14, 24, 14))  # fmt: skip
        head.setStretch(1, 1)
        # What is asked and what follows stay where they are when a button leaves the head.
        kept = self._stop.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._stop.setSizePolicy(kept)
        field = column(self._asked, self._place, self._problem, space=20)
        buttons = row(self._back, 1, self._skip, self._next, space=12)
        self._thanks.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hand_back.setAlignment(Qt.AlignmentFlag.AlignCenter)
        thanks = column(
            1, row(1, Sign("done", "ok", 48), 1), self._thanks, self._hand_back,
            row(1, self._unlock, 1), 1, space=24,
        )  # fmt: skip
        self._middles = [
            self.who, self.complaint, holder(column(field, 1, buttons, space=20)), holder(thanks),
        ]
        for middle in self._middles:
            inside = holder(row(1, middle, 1, space=0, margins=(24, 32, 24, 24)))
            self._stack.addWidget(scrolled(inside))
        self._progress.setTextVisible(False)
        down = column(box("header", head), self._progress, space=0)
        down.addWidget(self._stack, 1)
        self.setLayout(down)

    def refuse(self, error: ZhenluError) -> None:
        """The last answer could not be kept."""
        self._fault = error
        self._say_problem()

    def retranslate(self) -> None:
        self._title.say(self.tr("Before the visit"))
        self._stop.say(self.tr("Finish here") if self.is_handed_over else self.tr("To the visit"))
        self._back.say(self.tr("Back"))
        self._skip.say(self.tr("Skip"))
        self._next.say(self.tr("Next"))
        self._thanks.say(self.tr("Thank you"))
        self._hand_back.say(self.tr("Please hand the computer back to the staff."))
        self._unlock.say(self.tr("Staff: enter the passphrase"))
        self._say_question()
        self._say_problem()

    # What a person does

    def _on_begun(self, role: SpeakerRole, is_handed_over: bool) -> None:
        self._interview.answered_by(role)
        self.is_handed_over = is_handed_over
        self._notices.setVisible(not is_handed_over)
        if is_handed_over:
            self.handed_over.emit()
        if self._interview.has_complaint:
            # Whoever answers may be another than before.
            self._keep()
            self._go_on()
        else:
            self._show(_Shown.COMPLAINT)

    def _on_told(self, words: str) -> None:
        try:
            self._interview.tell(words)
        except IntakeInvalid as error:
            self.refuse(error)
            return
        self._keep()
        self._go_on()

    def _on_chosen(self, complaint: str) -> None:
        self._interview.choose(complaint)
        self._keep()
        self._go_on()

    def _on_given(self, given: str) -> None:
        try:
            self._interview.answer(given)
        except IntakeInvalid as error:
            self.refuse(error)
            return
        self._keep()
        self._go_on()

    def _on_next(self) -> None:
        if self.field is not None:
            self._on_given(self.field.value)

    def _on_skip(self) -> None:
        self._interview.skip()
        self._keep()
        self._go_on()

    def _on_back(self) -> None:
        if self._interview.back():
            self._go_on()
        else:
            self._show(_Shown.COMPLAINT)

    def _on_stop(self) -> None:
        if self._stack.currentIndex() == _Shown.QUESTION and self.field is not None:
            self._keep_typed(self.field.value)
        self.end()

    def _keep_typed(self, typed: str) -> None:
        """What stands in the field counts, too; what is no answer is left out."""
        try:
            self._interview.answer(typed)
        except IntakeInvalid:
            return
        self._keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.isAutoRepeat():
            # A key that is held down for long answers one question, not all of them.
            event.accept()
        elif Qt.Key(event.key()) in _ENTER and isinstance(focused, QPushButton):
            focused.click()
        elif event.key() == Qt.Key.Key_Escape and not self.is_handed_over:
            self._on_stop()
        elif self.field is not None and event.text().isdecimal() and len(event.text()) == 1:
            self.field.press(int(event.text()))
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus()

    # What is shown

    def _keep(self) -> None:
        self._fault = None
        self.answered.emit(self._interview.intake)

    def _go_on(self) -> None:
        if self._interview.question is None:
            self.end()
            return
        self._ask()
        self._show(_Shown.QUESTION)

    def _ask(self) -> None:
        question = self._interview.question
        if self.field is not None:
            self._place.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
        if question is not None:
            given = self._interview.given(question.id)
            self.field = field_for(question, self._language, given)
            self.field.setAccessibleDescription(question.asked(self._language))
            self.field.given.connect(self._on_given)
            self.field.submitted.connect(self._on_next)
            self._place.addWidget(self.field)

    def end(self) -> None:
        """No question is left, or nobody wants to answer more."""
        if self.is_handed_over:
            self._show(_Shown.THANKS)
        else:
            self.left.emit()

    def _show(self, shown: _Shown) -> None:
        self._stack.setCurrentIndex(shown)
        is_asked = shown is _Shown.QUESTION
        for part in (self._count, self._progress):
            part.setVisible(is_asked)
        self._stop.setVisible(shown is not _Shown.THANKS)
        if shown is not _Shown.QUESTION:
            self._fault = None
        self.retranslate()
        self._focus()

    def _focus(self) -> None:
        shown = _Shown(self._stack.currentIndex())
        if shown is _Shown.QUESTION and self.field is not None:
            self.field.setFocus()
        elif shown is _Shown.THANKS:
            # Nobody from outside opens the passphrase by pressing Enter once more.
            self.setFocus()
        else:
            self._middles[shown].setFocus()

    def _say_question(self) -> None:
        question = self._interview.question
        if question is None:
            return
        number, count = self._interview.number, self._interview.count
        self._asked.say(question.asked(self._language))
        self._count.say(f"{number} / {count}")
        self._count.setAccessibleName(
            self.tr("Question {number} of {count}").format(number=number, count=count)
        )
        self._progress.setRange(0, count)
        self._progress.setValue(number)

    def _say_problem(self) -> None:
        self._problem.setVisible(self._fault is not None)
        if self._fault is not None:
            self._problem.say(self._words_for(self._fault))

    def _words_for(self, fault: ZhenluError) -> str:
        """In words for somebody who fills it in for the first time."""
        if not isinstance(fault, IntakeInvalid):
            return told(fault)
        if fault.reason == "range":
            low, high = float(fault.params["low"]), float(fault.params["high"])
            words = self.tr("Please enter a number between {low} and {high}, or skip.")
            return words.format(low=f"{low:g}", high=f"{high:g}")
        if fault.reason == "long":
            words = self.tr("Please write less, {limit} characters at most.")
            return words.format(limit=fault.params["limit"])
        return self.tr("Please enter a number, or skip the question.")

    def _fit(self) -> None:
        for middle in self._middles:
            middle.setMaximumWidth(theme().px(_WIDTH))
            middle.setMinimumWidth(min(theme().px(_WIDTH), 1080))


__all__ = ["IntakePage"]
