"""The record key over other programs, at work while somebody is signed in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from zhenlu.app.global_key import GlobalKey
from zhenlu.app.window import preferences
from zhenlu.ui.admin.record_key import KeyState, RecordKeyCard

_KEY = "window/record_key"


class RecordKeyDesk(QObject):
    """Asks the desktop for the key that was chosen on this computer.

    Signals:
        pressed: The key, whatever program has the focus.
        held: The key as people read it; "" where there is none.
    """

    pressed = Signal()
    held = Signal(str)

    def __init__(self, card: RecordKeyCard) -> None:
        super().__init__(card)
        self._card, self._key = card, GlobalKey(self)
        self._key.pressed.connect(self.pressed)
        card.key_chosen.connect(self._on_chosen)

    def begin(self) -> None:
        """Take the key that was chosen before."""
        self._take(str(preferences().value(_KEY, "")))

    def close(self) -> None:
        """Leave the key to others."""
        self._key.give_back()

    def _on_chosen(self, key: str) -> None:
        stored = preferences()
        stored.setValue(_KEY, key)
        stored.sync()
        self._take(key)

    def _take(self, key: str) -> None:
        sequence = QKeySequence(key)
        is_held = self._key.take(sequence)
        self._card.show_key(key, self._state_of(sequence, is_held=is_held))
        self.held.emit(sequence.toString(QKeySequence.SequenceFormat.NativeText) if is_held else "")

    def _state_of(self, key: QKeySequence, *, is_held: bool) -> KeyState:
        if not self._key.is_possible:
            return KeyState.IMPOSSIBLE
        if key.isEmpty():
            return KeyState.OFF
        return KeyState.HELD if is_held else KeyState.REFUSED
