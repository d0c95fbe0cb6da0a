"""The first start, step by step; stops anywhere, and nothing is made before it is complete."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.first_run.steps import (
    ComputerStep,
    MicrophoneStep,
    PassphraseStep,
    PersonStep,
    RecoveryStep,
    Step,
)
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

#: A step's number, or the tick that takes its place.
_BADGE = 22


class FirstRunPage(Translated, QWidget):
    """Signals:
    store_asked: Name, roles and passphrase of the first person.
    finished: Everything is answered; sign in with the name and passphrase.
    restore_asked: There is a backup to begin from.
    """

    store_asked = Signal(str, object, str)
    finished = Signal(str, str)
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first_run")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.person, self.passphrase = PersonStep(), PassphraseStep()
        self.recovery, self.microphone = RecoveryStep(), MicrophoneStep()
        self.computer = ComputerStep()
        self.steps: tuple[Step, ...] = (
            self.person, self.passphrase, self.recovery, self.microphone, self.computer,
        )  # fmt: skip
        self._stack = QStackedWidget()
        for step in self.steps:
            step.changed.connect(self._say_buttons)
            self._stack.addWidget(step)
        self._heading = Label("section")
        self._names = [
            (Label("step"), Sign("done", "ok", _BADGE), Label("muted")) for _ in self.steps
        ]
        self._back, self._next = Button("step_back"), Button("step_next", "primary")
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)
        self._restore = Button("restore_backup", "link", "disk")
        self._restore.clicked.connect(self.restore_asked)
        self._footing = Label("caption")
        self._is_made = False
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _lay_out(self) -> None:
        listed = column(self._heading, space=14, margins=(24, 30, 16, 24))
        listed.addSpacing(4)
        for number, tick, name in self._names:
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            listed.addLayout(row(number, tick, name, 1, space=10))
        listed.addStretch(1)
        listed.addWidget(self._restore)
        listed.addLayout(row(Sign("offline", "ok"), self._footing, 1, space=5))
        self._side = box("rail", listed)
        buttons = row(1, self._back, self._next, space=10)
        middle = column(self._stack, buttons, space=16, margins=(28, 24, 28, 20))
        middle.setStretch(0, 1)
        self._card = box("card", middle)
        across = row(self._side, space=0)
        across.addLayout(column(1, row(1, self._card, 1), 1, margins=(24, 24, 24, 24)), 1)
        self.setLayout(across)
        # A backup is the rarer way to begin.
        QWidget.setTabOrder(self._next, self._restore)

    def show_key(self, key: str) -> None:
        """The store is made: show its recovery key."""
        self._is_made = True
        self.recovery.show_key(key)
        self._go(self._stack.currentIndex() + 1)

    def refuse(self, error: ZhenluError) -> None:
        """The store could not be made."""
        self.passphrase.refuse(error)
        self._say_buttons()

    def retranslate(self) -> None:
        self._heading.say(self.tr("First start"))
        now = self._stack.currentIndex()
        for at, (step, (number, tick, name)) in enumerate(
            zip(self.steps, self._names, strict=True)
        ):
            number.say(str(at + 1), "now" if at == now else "")
            number.setVisible(at >= now)
            tick.setVisible(at < now)
            look(name, "accent" if at == now else "muted")
            name.say(step.name)
        self._restore.say(self.tr("Restore a backup"))
        # Nothing is made before the recovery key is shown.
        self._restore.setVisible(not self._is_made)
        self._footing.say(self.tr("Nothing leaves this computer"))
        self._say_buttons()

    def _say_buttons(self) -> None:
        at = self._stack.currentIndex()
        self._back.say(self.tr("Back"))
        # The passphrase has made a store by now: it is changed under Manage, not here.
        self._back.setVisible(at > 0 and not (self._is_made and at <= 2))
        is_last = at == len(self.steps) - 1
        self._next.say(self.tr("Begin") if is_last else self.tr("Next"))
        self._next.setEnabled(self.steps[at].is_answered)
        self._next.setDefault(True)

    def _on_back(self) -> None:
        self._go(self._stack.currentIndex() - 1)

    def _on_next(self) -> None:
        step = self.steps[self._stack.currentIndex()]
        if step is self.passphrase and not self._is_made:
            name, roles = self.person.person
            self._next.setEnabled(False)
            self.store_asked.emit(name, roles, self.passphrase.passphrase)
        elif step is self.steps[-1]:
            self.finished.emit(self.person.person[0], self.passphrase.passphrase)
            self.passphrase.forget()
            self.recovery.forget()
        else:
            self._go(self._stack.currentIndex() + 1)

    def _go(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.retranslate()
        self.steps[at].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.steps[self._stack.currentIndex()].setFocus()

    def _fit(self) -> None:
        self._side.setFixedWidth(theme().px(236))
        self._card.setFixedSize(theme().px(640), theme().px(480))
        for number, tick, _ in self._names:
            for badge in (number, tick):
                badge.setFixedSize(theme().px(_BADGE), theme().px(_BADGE))
