"""The keys over other programs, at work while somebody is signed in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from zhenlu.app import pasting
from zhenlu.app.global_key import GlobalKey
from zhenlu.app.window import keep_preference, preferences
from zhenlu.ui.admin.outer_keys import HandOverKeyCard, KeyState, OuterKeyCard

RECORD_KEY, HAND_OVER_KEY = "window/record_key", "window/hand_over_key"
_PASTES = "window/hand_over_pastes"


class OuterKeyDesk(QObject):
    """Asks the desktop for the key that was chosen on this computer.

    Args:
        stored_as: Where the choice is kept.

    Signals:
        pressed: The key, whatever program has the focus.
        held: The key as people read it; "" where there is none.
    """

    pressed = Signal()
    held = Signal(str)

    def __init__(self, card: OuterKeyCard, stored_as: str) -> None:
        super().__init__(card)
        self._card, self._stored_as, self._key = card, stored_as, GlobalKey(self)
        self._key.pressed.connect(self.pressed)
        card.key_chosen.connect(self._on_chosen)

    def begin(self) -> None:
        """Take the key that was chosen before."""
        self._take(str(preferences().value(self._stored_as, "")))

    def close(self) -> None:
        """Leave the key to others."""
        self._key.give_back()

    def _on_chosen(self, key: str) -> None:
        keep_preference(self._stored_as, key)
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


class HandOverKeyDesk(OuterKeyDesk):
    """Also keeps whether what is copied is pasted into the program in front."""

    def __init__(self, card: HandOverKeyCard) -> None:
        super().__init__(card, HAND_OVER_KEY)
        self._paste_card = card
        card.paste_chosen.connect(self._on_paste_chosen)

    @property
    def pastes(self) -> bool:
        """Whether that was chosen on this computer, be it possible or not."""
        return preferences().value(_PASTES, "") == "yes"

    def begin(self) -> None:
        super().begin()
        self._paste_card.show_paste(is_chosen=self.pastes, is_possible=pasting.can_paste())

    def _on_paste_chosen(self, is_chosen: bool) -> None:
        keep_preference(_PASTES, "yes" if is_chosen else "")
