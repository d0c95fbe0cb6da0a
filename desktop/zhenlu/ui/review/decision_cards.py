"""One open question each: what is wrong, and at most two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zhenlu.domain.finding import ActionKind, Finding, Severity
from zhenlu.domain.record import LedgerItem
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated

_STATES = {
    Severity.RED_FLAG: "danger",
    Severity.ERROR: "danger",
    Severity.WARNING: "warning",
    Severity.HINT: "info",
}
#: Of the two sides of the ledger; a finding's sign has the colour of its state.
_TINTS = {"said": "info", "written": "evidence-line"}
#: Clear of the sign before the title.
_BELOW_TITLE = (24, 0, 0, 0)


class DecisionCard(Translated, QFrame):
    """A card that the keyboard can walk to and answer.

    Signals:
        entered: The person is on this card; show where it belongs.
        answered: Number of the answer, 1 or 2.
    """

    entered = Signal()
    answered = Signal(int)

    def __init__(self, state: str, icon: str) -> None:
        super().__init__()
        look(self, "finding", state)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._is_read_only = False
        self.title = Label("strong", wrap=True)
        self.tag = Label("chip")
        self.tag.hide()
        self.first, self.second = Button("first_answer", "link"), Button("second_answer", "link")
        self.first.clicked.connect(self._on_first)
        self.second.clicked.connect(self._on_second)
        sign = Sign(icon, _TINTS.get(state, state))
        # Level with the first line of the title.
        sign.setContentsMargins(0, 3, 0, 0)
        self.head: QHBoxLayout = row(sign, self.title, space=8)
        self.head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        self.head.setStretch(1, 1)
        self.body: QVBoxLayout = column(
            self.head, row(self.first, self.second, 1, space=4, margins=_BELOW_TITLE),
            space=2, margins=(10, 8, 10, 6),
        )  # fmt: skip
        self.setLayout(self.body)

    def set_read_only(self) -> None:
        """What is signed is only read: nothing is answered any more."""
        self._is_read_only = True
        for part in (self.tag, self.first, self.second):
            part.hide()

    def retranslate(self) -> None:
        """Say title, tag and answers."""

    def _on_first(self) -> None:
        self.answered.emit(1)

    def _on_second(self) -> None:
        self.answered.emit(2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setProperty("focused", True)
        self.entered.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._is_read_only:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answered.emit(1)
        elif key is Qt.Key.Key_2 and self.second.isVisibleTo(self):
            self.answered.emit(2)
        else:
            super().keyPressEvent(event)


class FindingCard(DecisionCard):
    """A rule that fired.

    Signals:
        acted: Do what one click can do.
        overridden: Let it stand, with this reason.
        shown: Lead to the place.
    """

    acted = Signal(object)
    overridden = Signal(object, str)
    shown = Signal(object)

    def __init__(self, finding: Finding) -> None:
        state = _STATES[finding.severity]
        super().__init__(state, state)
        self.finding = finding
        self._reason = QLineEdit()
        self._reason.setObjectName("reason")
        self._reason.hide()
        self._reason.returnPressed.connect(self._on_reason)
        # Beside the title it would take half of the column from what is wrong.
        self.body.insertLayout(1, row(self.tag, 1, margins=_BELOW_TITLE))
        self.body.addWidget(self._reason)
        self.answered.connect(self._on_answered)
        self.entered.connect(self._on_entered)
        self.retranslate()

    @property
    def _acts(self) -> bool:
        action = self.finding.action
        return action is not None and action.kind is not ActionKind.GO_TO

    def retranslate(self) -> None:
        finding = self.finding
        self.title.say(_begun(finding.message))
        self.title.setToolTip(f"{finding.rule}  {finding.source}".strip())
        self.setAccessibleName(finding.message)
        self.tag.setVisible(finding.blocks and not self._is_read_only)
        self.tag.say(self.tr("answer needed"), "danger")
        first, second = self._answers()
        self.first.say(first)
        self.second.say(second)
        self.second.setVisible(bool(second) and not self._is_read_only)
        self._reason.setPlaceholderText(self.tr("Why it may stand, then Enter"))
        self._reason.setAccessibleName(self.tr("Reason"))

    def _answers(self) -> tuple[str, str]:
        if self.finding.severity is Severity.RED_FLAG:
            return self.tr("I have seen to it"), ""
        stands = self.tr("Give a reason") if self.finding.blocks else self.tr("Leave it")
        action = self.finding.action
        if action is None or not self._acts:
            return stands, ""
        if action.kind is ActionKind.REPLACE:
            return self.tr("Write “{text}”").format(text=action.text), stands
        return self.tr("Add it"), stands

    def _on_answered(self, number: int) -> None:
        if number == 1 and self._acts:
            self.acted.emit(self.finding)
        elif self.finding.severity is Severity.RED_FLAG:
            self.overridden.emit(self.finding, self.tr("acknowledged"))
        elif self.finding.blocks:
            self._reason.show()
            self._reason.setFocus()
        else:
            self.overridden.emit(self.finding, self.tr("left as it is"))

    def _on_reason(self) -> None:
        if self._reason.text().strip():
            self.overridden.emit(self.finding, self._reason.text().strip())

    def _on_entered(self) -> None:
        self.shown.emit(self.finding)


class LedgerCard(DecisionCard):
    """A line of the two-way ledger.

    Signals:
        agreed: Write it down, or strike it out.
        settled: Leave it as it is.
        shown: Lead to the words or to the sentence.
    """

    agreed = Signal(object)
    settled = Signal(object)
    shown = Signal(object)

    def __init__(self, item: LedgerItem, section: str, start_s: float) -> None:
        self.item, self._section, self._start_s = item, section, start_s
        said = bool(item.segment)
        super().__init__("said" if said else "written", "audio" if said else "evidence")
        self.head.addWidget(self.tag)
        self.answered.connect(self._on_answered)
        self.entered.connect(self._on_entered)
        self.retranslate()

    def retranslate(self) -> None:
        if self.item.segment:
            self.title.say(self.item.name)
            self.tag.say(clock(self._start_s), "info")
            self.tag.setVisible(self._start_s > 0)
            self.first.say(self.tr("Write into {section}").format(section=self._section))
            self.second.say(self.tr("Leave out"))
        else:
            self.title.say(self.tr("“{words}”").format(words=self.item.name))
            self.first.say(self.tr("Strike out"))
            self.second.say(self.tr("It is right"))
        self.setAccessibleName(self.title.text())

    def _on_answered(self, number: int) -> None:
        (self.agreed if number == 1 else self.settled).emit(self.item)

    def _on_entered(self) -> None:
        self.shown.emit(self.item)


def _begun(message: str) -> str:
    """A message that begins with the name of a drug begins like a sentence all the same."""
    is_plain = message.partition(" ")[0].islower()
    return message[:1].upper() + message[1:] if is_plain else message


def focused_card(cards: list[DecisionCard], focus: QWidget | None) -> int:
    """Which card holds the focus, -1 for none."""
    for at, card in enumerate(cards):
        if focus is not None and (card is focus or card.isAncestorOf(focus)):
            return at
    return -1
