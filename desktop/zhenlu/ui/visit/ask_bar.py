"""One question about the consent, asked in a line above the visit and answered by a click."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtWidgets import QFrame

from zhenlu.domain.consent import GUARDIAN_BELOW_YEARS
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.consent_chip import relation_name

_GUARDIANS = ("mother", "father", "other")


class Question(StrEnum):
    """What is asked."""

    GUARDIAN = "guardian"
    WITHDRAW = "withdraw"


class AskBar(Translated, QFrame):
    """Hidden while nothing is asked.

    Signals:
        guardian_named: Who agreed for the child.
        withdrawal_confirmed: The recording shall stop and its sound go.
    """

    guardian_named = Signal(str)
    withdrawal_confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "banner", "warning")
        self.setObjectName("ask_bar")
        self._question = Question.GUARDIAN
        self._words = Label(wrap=True)
        self._answers = {who: Button(f"guardian_{who}") for who in _GUARDIANS}
        mapper = QSignalMapper(self)
        mapper.mappedString.connect(self._on_guardian)
        for who, button in self._answers.items():
            mapper.setMapping(button, who)
            button.clicked.connect(mapper.map)
        self._erase = Button("confirm_withdrawal", "", "delete")
        self._leave = Button("leave_question", "quiet")
        self._erase.clicked.connect(self._on_erase)
        self._leave.clicked.connect(self.hide)
        across = row(
            Sign("warning", "warning"), self._words, *self._answers.values(), self._erase,
            self._leave, margins=(14, 6, 10, 6),
        )  # fmt: skip
        across.setStretch(1, 1)
        self.setLayout(across)
        self.hide()
        self.retranslate()

    def ask(self, question: Question) -> None:
        """Ask; the focus stays where it is."""
        self._question = question
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        is_guardian = self._question is Question.GUARDIAN
        if is_guardian:
            words = self.tr("Under {years} a guardian agrees to the recording. Who did?")
            self._words.say(words.format(years=GUARDIAN_BELOW_YEARS))
        else:
            words = self.tr(
                "Withdraw the consent? A running recording stops, and all sound of this visit"
                " is erased. What is written stays."
            )
            self._words.say(words)
        for who, button in self._answers.items():
            button.say(relation_name(who))
            button.setVisible(is_guardian)
        self._erase.say(self.tr("Withdraw and erase"))
        self._erase.setVisible(not is_guardian)
        self._leave.say(self.tr("Not now"))

    def _on_guardian(self, who: str) -> None:
        self.hide()
        self.guardian_named.emit(relation_name(who))

    def _on_erase(self) -> None:
        self.hide()
        self.withdrawal_confirmed.emit()
