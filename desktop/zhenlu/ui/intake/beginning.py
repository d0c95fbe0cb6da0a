"""Before the first question: who answers and who fills it in, then what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from zhenlu.application.intake import MOST_CHARS, complaints
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.ui.intake.answer_field import AnswerLine
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

#: So many complaints stand side by side where their words leave room for it.
_MOST_ABREAST = 4
_GAP = 10
#: Id of the questions for whatever has none of its own.
_ANYTHING = "general"


class WhoForm(Translated, QWidget):
    """For the staff, before the computer is handed over.

    Signals:
        begun: The role that answers, and whether the computer is handed over.
    """

    begun = Signal(object, bool)

    def __init__(self, role: SpeakerRole) -> None:
        super().__init__()
        self.setObjectName("intake_who")
        self._answers, self._fills = Label("question"), Label("question")
        self._patient, self._companion = _choice("who_patient"), _choice("who_companion")
        self._themselves, self._staff = _choice("fills_themselves"), _choice("fills_staff")
        self._groups = [_either(self, self._patient, self._companion),
                        _either(self, self._themselves, self._staff)]  # fmt: skip
        self._companion.setChecked(role is SpeakerRole.COMPANION)
        self._hint = Label("asked", wrap=True)
        self._begin = Button("intake_begin", "primary")
        look(self._begin, state="large")
        self._begin.clicked.connect(self._on_begin)
        self._groups[1].idToggled.connect(self.retranslate)
        self.setLayout(
            column(
                self._answers, row(self._patient, self._companion, space=12),
                self._fills, row(self._themselves, self._staff, space=12),
                self._hint, row(1, self._begin), 1, space=14,
            )
        )  # fmt: skip
        self.setFocusProxy(self._begin)
        self.retranslate()

    def retranslate(self) -> None:
        self._answers.say(self.tr("Who answers?"))
        self._patient.say(self.tr("The patient"))
        self._companion.say(self.tr("A companion"))
        self._fills.say(self.tr("Who fills it in?"))
        self._themselves.say(self.tr("They do, at this computer"))
        self._staff.say(self.tr("Staff, asking them"))
        self._hint.say(
            self.tr(
                "Everything else is hidden until your passphrase is entered again. "
                "Hand the computer over after “Begin”."
            )
            if self._themselves.isChecked()
            else self.tr("The visit opens again after the last answer.")
        )
        self._begin.say(self.tr("Begin"))

    def _on_begin(self) -> None:
        is_companion = self._companion.isChecked()
        role = SpeakerRole.COMPANION if is_companion else SpeakerRole.PATIENT
        self.begun.emit(role, self._themselves.isChecked())


class ComplaintForm(Translated, QWidget):
    """The complaint, in words or from a list.

    Signals:
        told: In the patient's own words.
        chosen: Id of a question set.
    """

    told = Signal(str)
    chosen = Signal(str)

    def __init__(self, language: Language, own_words: str) -> None:
        super().__init__()
        self.setObjectName("intake_complaint")
        self._title, self._or = Label("question", wrap=True), Label("asked")
        self._line = AnswerLine("complaint_words", own_words)
        self._line.setMaxLength(MOST_CHARS)
        self._line.returnPressed.connect(self._on_told)
        self._go = Button("complaint_told", "primary")
        look(self._go, state="large")
        self._go.clicked.connect(self._on_told)
        self._other = Button(f"complaint_{_ANYTHING}", "answer")
        mapper = QSignalMapper(self)
        mapper.mappedString.connect(self.chosen)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._buttons: list[Button] = []
        for each, title in [*complaints(language), (_ANYTHING, "")]:
            button = self._other if each == _ANYTHING else Button(f"complaint_{each}", "answer")
            button.say(title)
            mapper.setMapping(button, each)
            button.clicked.connect(mapper.map)
            self._buttons.append(button)
        self._arrange()
        across = row(self._line, self._go, space=12)
        across.setStretch(0, 1)
        self.setLayout(column(self._title, across, self._or, self._grid, 1, space=14))
        self.setFocusProxy(self._line)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("What is the problem today?"))
        self._line.setPlaceholderText(self.tr("In your own words, such as: a cough for 3 days"))
        self._line.setAccessibleName(self._title.text())
        self._go.say(self.tr("Next"))
        self._or.say(self.tr("Or choose what fits best:"))
        self._other.say(self.tr("Something else"))

    def _arrange(self) -> None:
        """As many side by side as stand there equally wide, none of them pushing the others."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        abreast = max(1, min(_MOST_ABREAST, (self.width() + _GAP) // (widest + _GAP)))
        for at, button in enumerate(self._buttons):
            self._grid.addWidget(button, at // abreast, at % abreast)
        for at in range(_MOST_ABREAST):
            self._grid.setColumnStretch(at, 1 if at < abreast else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_told(self) -> None:
        if self._line.text().strip():
            self.told.emit(self._line.text())


def _choice(name: str) -> Button:
    button = Button(name, "answer")
    button.setCheckable(True)
    return button


def _either(parent: QWidget, first: Button, second: Button) -> QButtonGroup:
    """Two answers of which one is marked; the first at the beginning."""
    group = QButtonGroup(parent)
    group.setExclusive(True)
    group.addButton(first, 0)
    group.addButton(second, 1)
    first.setChecked(True)
    return group
