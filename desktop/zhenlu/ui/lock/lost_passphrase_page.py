"""The way in when the passphrase is lost: the printed recovery key gives a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, named, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated, told

_CARD_WIDTH = 560


class LostPassphrasePage(Translated, QWidget):
    """Signals:
    reset_asked: Name, recovery key as typed, new passphrase.
    left: Back to the door.
    """

    reset_asked = Signal(str, str, str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("lost_passphrase_page")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = name
        self._refused: ZhenluError | None = None
        self._title, self._why = Label("title"), Label("muted", wrap=True)
        self._labels = [Label("caption") for _ in range(3)]
        self._lines = [QLineEdit() for _ in range(3)]
        for line, what in zip(self._lines, ("recovery_key", "new_one", "new_again"), strict=True):
            line.setObjectName(f"lost_{what}")
            line.textChanged.connect(self._on_typed)
        for line in self._lines[1:]:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self._lines[-1].returnPressed.connect(self._on_reset)
        self._problem = Label("danger", wrap=True)
        self._problem.setObjectName("lost_problem")
        self._reset, self._back = Button("lost_reset", "primary", "key"), Button("lost_back")
        self._reset.clicked.connect(self._on_reset)
        self._back.clicked.connect(self.left)
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _lay_out(self) -> None:
        down = column(
            row(Sign("key", "accent", 20), self._title, 1, space=10), self._why, space=12,
            margins=(24, 20, 24, 16),
        )  # fmt: skip
        for label, line in zip(self._labels, self._lines, strict=True):
            down.addLayout(named(label, line))
        down.addWidget(self._problem)
        down.addLayout(row(1, self._back, self._reset, space=10))
        self._card = box("card", down)
        self.setLayout(column(1, row(1, self._card, 1), 1))

    def refuse(self, error: ZhenluError) -> None:
        """Say why the key did not do."""
        self._refused = error
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("A new passphrase for {name}").format(name=self._name))
        self._why.say(
            self.tr(
                "Type the recovery key from the printout. Typing errors are noticed; "
                "case and spaces do not matter. The audit log keeps who used it."
            )
        )
        words = (self.tr("Recovery key"), self.tr("New passphrase"), self.tr("Once more"))
        for label, line, text in zip(self._labels, self._lines, words, strict=True):
            label.say(text)
            line.setAccessibleName(text)
        self._reset.say(self.tr("Set it"))
        self._back.say(self.tr("Back"))
        self._say_state()

    def _say_state(self) -> None:
        key, first, second = (line.text() for line in self._lines)
        self._reset.setEnabled(bool(key.strip() and first and first == second))
        if self._refused is not None:
            self._problem.say(told(self._refused))
        elif second and first != second:
            self._problem.say(self.tr("The two do not match."))
        else:
            self._problem.say("")

    def _on_typed(self) -> None:
        self._refused = None
        self._say_state()

    def _on_reset(self) -> None:
        if self._reset.isEnabled():
            key, first, _ = (line.text() for line in self._lines)
            self._reset.setEnabled(False)
            self.reset_asked.emit(self._name, key, first)

    def _fit(self) -> None:
        self._card.setFixedWidth(theme().px(_CARD_WIDTH))
