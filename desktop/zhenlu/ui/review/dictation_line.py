"""Says below a section that it is being dictated into, and what is being heard."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from zhenlu.domain.level import SoundLevel
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Sign
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.capture import Capture, heard_now


class DictationLine(Translated, QFrame):
    """Hidden while nobody dictates.

    Signals:
        stop_asked: The dictation is over.
    """

    stop_asked = Signal()

    def __init__(self, section_id: str) -> None:
        super().__init__()
        look(self, "offer", "recording")
        self._capture = Capture.IDLE
        self._level: SoundLevel | None = None
        self._is_hearing = False
        self._sign, self._words = Sign("microphone", "record"), Elided("muted")
        self._words.setObjectName(f"dictating_{section_id}")
        self._stop = Button(f"stop_dictation_{section_id}", "record", "stop")
        self._stop.clicked.connect(self.stop_asked)
        across = row(self._sign, self._words, self._stop, space=8, margins=(10, 5, 6, 5))
        across.setStretch(1, 1)
        self.setLayout(across)
        self.hide()
        self.retranslate()

    def show_capture(self, capture: Capture) -> None:
        """Recording, hearing the last words, or idle."""
        self._capture = capture
        self.setVisible(capture is not Capture.IDLE)
        self._stop.setEnabled(capture is Capture.RECORDING)
        self.retranslate()

    def show_level(self, level: SoundLevel | None) -> None:
        """What the microphone hears, told in words while nothing is recognised yet."""
        self._level = level
        if not self._is_hearing:
            self._say_heard()

    def show_words(self, words: str) -> None:
        """What is being said just now; "" once it stands in the section."""
        self._is_hearing = bool(words)
        if words:
            self._words.say(words)
        else:
            self._say_heard()

    def retranslate(self) -> None:
        self._stop.say(self.tr("Stop"), key(Action.RECORD))
        self._say_heard()

    def _say_heard(self) -> None:
        if self._capture is Capture.CATCHING_UP:
            self._words.say(self.tr("Last words…"))
            return
        heard = heard_now(self._capture, self._level)[2]
        self._words.say(self.tr("Dictating here: {heard}").format(heard=heard))
