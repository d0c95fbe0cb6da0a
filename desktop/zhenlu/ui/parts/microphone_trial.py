"""A few seconds of listening and what they told, in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.level import LevelWarning, MicrophoneCheck
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.translation import Translated, told


class MicrophoneTrial(Translated, QWidget):
    """Signals:
    check_asked: Listen for three seconds.
    """

    check_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._check = Button("check_microphone", "primary", "microphone")
        self._check.clicked.connect(self._on_check)
        self._verdict = Label("reading", wrap=True)
        self._verdict.setObjectName("microphone_verdict")
        self._found: MicrophoneCheck | ZhenluError | None = None
        self._is_listening = False
        self.setLayout(column(row(self._check, 1), self._verdict, space=10))
        self.retranslate()

    def show_check(self, found: MicrophoneCheck | ZhenluError | None) -> None:
        """Say what came, or why nothing could; None for another microphone, not tried yet."""
        self._found, self._is_listening = found, False
        self.retranslate()

    def retranslate(self) -> None:
        self._check.say(self.tr("Listening…") if self._is_listening else self.tr("Listen for 3 s"))
        self._check.setEnabled(not self._is_listening)
        self._verdict.say(self._words())

    def _words(self) -> str:
        found = self._found
        if found is None:
            return ""
        if isinstance(found, ZhenluError):
            return told(found)
        if not found.heard_voice:
            return self.tr("No voice was heard. Is it the right microphone, and is it on?")
        problems = {
            LevelWarning.NO_SIGNAL: self.tr("No sound arrives at all."),
            LevelWarning.CLIPPING: self.tr("Too loud: move away a little."),
            LevelWarning.TOO_QUIET: self.tr("Too quiet: come closer."),
            LevelWarning.NOISY: self.tr("The room is nearly as loud as the voice."),
        }
        faults = [words for warning, words in problems.items() if warning in found.warnings]
        return "\n".join(faults) or self.tr("Good: the voice stands clear of the room.")

    def _on_check(self) -> None:
        self._is_listening = True
        self.retranslate()
        self.check_asked.emit()
