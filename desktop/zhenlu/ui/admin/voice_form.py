"""One's own voice: read aloud for ten seconds, replaced, deleted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QProgressBar

from zhenlu.domain.level import SoundLevel
from zhenlu.domain.voice_print import ENROLMENT_S, EnrolledVoice
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, holder, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated, spoken_language
from zhenlu.ui.visit.level_bar import LevelBar
from zhenlu.wording import say


class VoiceForm(Translated, QFrame):
    """Signals:
    record_asked: Listen to ten seconds of reading.
    cancel_asked: Stop listening and keep nothing.
    delete_asked: Delete the voice that is kept.
    left: The person does not want it after all.
    """

    record_asked = Signal()
    cancel_asked = Signal()
    delete_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "card", "")
        self._kept: EnrolledVoice | None = None
        self._enrol_anew = False
        self._is_listening = False
        self._title, self._state = Label("section"), Label("reading", wrap=True)
        self._state.setObjectName("voice_state")
        self._notice, self._ask = Label("muted", wrap=True), Label("caption")
        self._passage = Label("reading", wrap=True)
        self._agree = QCheckBox()
        self._agree.setObjectName("voice_agree")
        self._agree.toggled.connect(self._on_agreed)
        self._record = Button("voice_record", "primary", "microphone")
        self._cancel = Button("voice_cancel", "quiet")
        self._delete = Button("voice_delete", "", "delete")
        self._leave = Button("voice_leave", "quiet")
        for button, signal in (
            (self._record, self.record_asked), (self._cancel, self.cancel_asked),
            (self._delete, self.delete_asked), (self._leave, self.left),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self._level, self._progress = LevelBar(), QProgressBar()
        self._progress.setObjectName("voice_progress")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, round(ENROLMENT_S * 10))
        self._listening = holder(column(self._level, self._progress, row(self._cancel, 1), space=8))
        reading = column(self._ask, self._passage, space=6, margins=(14, 12, 14, 12))
        buttons = row(self._record, self._delete, self._leave, 1)
        self.setLayout(
            column(
                self._title, self._state, self._notice, box("well", reading), self._agree,
                self._listening, buttons, 1, space=10, margins=(16, 14, 16, 14),
            )
        )  # fmt: skip
        self.retranslate()

    def show_voice(self, kept: EnrolledVoice | None, *, enrol_anew: bool = False) -> None:
        """Show what is kept of the person's voice.

        Args:
            enrol_anew: Another model tells voices apart now than when it was enrolled.
        """
        self._kept, self._enrol_anew = kept, enrol_anew
        self.end()

    def begin(self) -> None:
        """Somebody is listened to from now on."""
        self._is_listening = True
        self._progress.setValue(0)
        self.retranslate()
        self._cancel.setFocus()

    def show_progress(self, seconds: float) -> None:
        """So much of the reading has come."""
        self._progress.setValue(round(seconds * 10))

    def show_level(self, level: SoundLevel) -> None:
        """Show how loud it is now."""
        self._level.show_level(level)

    def end(self) -> None:
        """Nobody is listened to any more."""
        self._is_listening = False
        self._level.show_level(None)
        self.retranslate()

    def clear(self) -> None:
        """Forget the tick, and stop listening."""
        self._agree.setChecked(False)
        if self._is_listening:
            self.cancel_asked.emit()

    def retranslate(self) -> None:
        language, kept = spoken_language(), self._kept
        self._title.say(self.tr("My voice"))
        self._state.say(self._told())
        self._notice.say(say("voice.notice", language))
        self._ask.say(self.tr("Read this aloud in your usual voice, for 10 seconds:"))
        self._passage.say(say("voice.passage", language))
        self._agree.setText(self.tr("I agree to enrol my own voice"))
        self._record.say(self.tr("Read again") if kept else self.tr("Start reading"))
        self._cancel.say(self.tr("Cancel  Esc"))
        self._delete.say(self.tr("Delete"))
        self._leave.say(self.tr("Not now"))
        self._progress.setAccessibleName(self.tr("How much was read"))
        # While somebody reads, the words to read, the level and Cancel are all in sight.
        for words in (self._notice, self._agree):
            words.setVisible(not self._is_listening)
        self._listening.setVisible(self._is_listening)
        for button in (self._record, self._leave):
            button.setVisible(not self._is_listening)
        self._delete.setVisible(kept is not None and not self._is_listening)
        self._on_agreed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_listening:
            self.cancel_asked.emit()
        else:
            super().keyPressEvent(event)

    def _told(self) -> str:
        if self._is_listening:
            return self.tr("Listening…")
        if self._kept is None:
            return self.tr("No voice is enrolled.")
        day = datetime.fromisoformat(self._kept.at).astimezone().date().isoformat()
        enrolled = self.tr("Enrolled on {day}.").format(day=day)
        if not self._enrol_anew:
            return enrolled
        anew = self.tr("Another speaker model is in use now: read again, so that it knows you. "
                       "Until then your voice is compared in the built-in way.")  # fmt: skip
        return f"{enrolled}\n{anew}"

    def _on_agreed(self) -> None:
        self._record.setEnabled(self._agree.isChecked())
