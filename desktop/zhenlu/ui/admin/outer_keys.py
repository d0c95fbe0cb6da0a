"""Keys over other programs: any key or foot pedal, off until somebody chooses one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QKeySequenceEdit, QLineEdit

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


class OuterKeyCard(Translated, QFrame):
    """One key and what came of asking for it.

    Signals:
        key_chosen: The key as portable text; "" for none.
    """

    key_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        look(self, "card", "")
        self._state = KeyState.OFF
        self._title, self._told = Label("section"), Label("caption", wrap=True)
        self._told.setObjectName(f"{name}_state")
        self._key = QKeySequenceEdit()
        self._key.setObjectName(name)
        self._key.setMaximumSequenceLength(1)
        self._key.setClearButtonEnabled(True)
        self._key.keySequenceChanged.connect(self._on_key)
        across = row(self._key, self._told, space=12)
        across.setStretch(1, 1)
        self._below = column(self._title, across, space=8, margins=(16, 14, 16, 14))
        self.setLayout(self._below)
        theme().changed.connect(self._fit)
        self._fit()

    def show_key(self, key: str, state: KeyState) -> None:
        """Show the chosen key and whether the desktop gave it."""
        self._state = state
        self._key.blockSignals(True)
        self._key.setKeySequence(QKeySequence(key))
        self._key.blockSignals(False)
        self._key.setEnabled(state is not KeyState.IMPOSSIBLE)
        self.retranslate()

    def say(self, title: str, *, off: str, held: str, impossible: str) -> None:
        """Put the title and what is so into words; what is said of all keys is added."""
        self._title.say(title)
        self._key.setAccessibleName(title)
        line = self._key.findChild(QLineEdit)
        if line is not None:
            # Qt's own words for it are in no translation of Qt's.
            line.setPlaceholderText(QCoreApplication.translate("OuterKeyCard", "Press a key"))
        words = {
            KeyState.OFF: off,
            KeyState.HELD: held,
            KeyState.REFUSED: QCoreApplication.translate(
                "OuterKeyCard", "Another program has this key. Press another one."
            ),
            KeyState.IMPOSSIBLE: impossible,
        }
        self._told.say(words[self._state])
        look(self._told, "warning" if self._state is KeyState.REFUSED else "caption")

    def _on_key(self, key: QKeySequence) -> None:
        self.key_chosen.emit(key.toString(QKeySequence.SequenceFormat.PortableText))

    def _fit(self) -> None:
        self._key.setFixedWidth(theme().px(200))


class RecordKeyCard(OuterKeyCard):
    """The key that starts and stops a recording."""

    def __init__(self) -> None:
        super().__init__("record_key")
        self.retranslate()

    def retranslate(self) -> None:
        self.say(
            self.tr("Record key over other programs"),
            off=self.tr("Off. Click and press a key or a foot pedal, Ctrl+F9 for example."),
            held=self.tr("Starts and stops the recording, whatever program is in front."),
            impossible=self.tr(
                "This desktop gives no program a key over others. The small bar stays "
                "clickable; in this window the record key works."
            ),
        )


class HandOverKeyCard(OuterKeyCard):
    """The key that hands the next section over to the program in front.

    Signals:
        paste_chosen: Whether it is also to be pasted there.
    """

    paste_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__("hand_over_key")
        self._paste = QCheckBox()
        self._paste.setObjectName("hand_over_paste")
        self._paste.toggled.connect(self.paste_chosen)
        self._can_paste = True
        self._below.addWidget(self._paste)
        self.retranslate()

    def show_paste(self, *, is_chosen: bool, is_possible: bool) -> None:
        """Whether the section is also pasted, and whether this desktop lets us."""
        self._can_paste = is_possible
        self._paste.blockSignals(True)
        self._paste.setChecked(is_chosen and is_possible)
        self._paste.blockSignals(False)
        self._paste.setEnabled(is_possible)
        self.retranslate()

    def retranslate(self) -> None:
        self.say(
            self.tr("Key for the next section, over other programs"),
            off=self.tr("Off. Click and press a key, Ctrl+F8 for example."),
            held=self.tr(
                "Copies the next section of the open record, whatever program is in front."
            ),
            impossible=self.tr(
                "This desktop gives no program a key over others. The small bar copies "
                "section by section, too."
            ),
        )
        self._paste.setText(
            self.tr("Also paste it where the caret is in that program")
            if self._can_paste
            else self.tr("Pasting into other programs is not possible on this desktop")
        )
