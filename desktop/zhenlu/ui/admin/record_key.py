"""The record key over other programs: any key or foot pedal, off until somebody chooses one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QKeySequenceEdit, QLineEdit

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class KeyState(StrEnum):
    """What came of asking the desktop for a key."""

    OFF = "off"
    HELD = "held"
    REFUSED = "refused"
    IMPOSSIBLE = "impossible"  # this desktop gives no keys to programs


class RecordKeyCard(Translated, QFrame):
    """Signals:
    key_chosen: The key as portable text; "" for none.
    """

    key_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look(self, "card", "")
        self._state = KeyState.OFF
        self._title, self._told = Label("section"), Label("caption", wrap=True)
        self._told.setObjectName("record_key_state")
        self._key = QKeySequenceEdit()
        self._key.setObjectName("record_key")
        self._key.setMaximumSequenceLength(1)
        self._key.setClearButtonEnabled(True)
        self._key.keySequenceChanged.connect(self._on_key)
        across = row(self._key, self._told, space=12)
        across.setStretch(1, 1)
        self.setLayout(column(self._title, across, space=8, margins=(16, 14, 16, 14)))
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_key(self, key: str, state: KeyState) -> None:
        """Show the chosen key and whether the desktop gave it."""
        self._state = state
        self._key.blockSignals(True)
        self._key.setKeySequence(QKeySequence(key))
        self._key.blockSignals(False)
        self._key.setEnabled(state is not KeyState.IMPOSSIBLE)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("Record key over other programs"))
        self._key.setAccessibleName(self._title.text())
        line = self._key.findChild(QLineEdit)
        if line is not None:
            # Qt's own words for it are in no translation of Qt's.
            line.setPlaceholderText(self.tr("Press a key"))
        words = {
            KeyState.OFF: self.tr(
                "Off. Click and press a key or a foot pedal, Ctrl+F9 for example."
            ),
            KeyState.HELD: self.tr("Starts and stops the recording, whatever program is in front."),
            KeyState.REFUSED: self.tr("Another program has this key. Press another one."),
            KeyState.IMPOSSIBLE: self.tr(
                "This desktop gives no program a key over others. The small bar stays clickable; "
                "in this window the record key works."
            ),
        }
        self._told.say(words[self._state])
        look(self._told, "warning" if self._state is KeyState.REFUSED else "caption")

    def _on_key(self, key: QKeySequence) -> None:
        self.key_chosen.emit(key.toString(QKeySequence.SequenceFormat.PortableText))

    def _fit(self) -> None:
        self._key.setFixedWidth(theme().px(200))
