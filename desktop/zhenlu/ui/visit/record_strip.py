"""The strip that answers at two metres: recording? hearing speech? how long? safe on disk?"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import LevelWarning, SoundLevel
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.level_bar import LevelBar

#: After so long without a voice the person is told.
_LONG_QUIET_S = 20
#: From here on being behind is told in a word instead of a figure.
_BEHIND_S = 5


class Capture(StrEnum):
    """What the microphone does."""

    IDLE = "idle"
    RECORDING = "recording"
    PAUSED = "paused"
    GONE = "gone"  # the microphone was pulled out
    CATCHING_UP = "catching_up"  # stopped; the last words are still being heard


class RecordStrip(Translated, QFrame):
    """Signals:
    toggle_asked: Start, stop, or go on: the record key.
    pause_asked: Pause or resume.
    flag_asked: Mark this moment.
    by_hand_asked: Type the record instead.
    """

    toggle_asked = Signal()
    pause_asked = Signal()
    flag_asked = Signal()
    by_hand_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "strip", "")
        self.setObjectName("record_strip")
        self.capture = Capture.IDLE
        self._level: SoundLevel | None = None
        self._written_s, self._backlog_s = 0.0, 0.0
        self._microphone = ""
        self._why_not = ""
        self._sign = Sign("record", "muted", 22)
        self._timer = Label("timer")
        self._timer.setObjectName("timer")
        self._bar = LevelBar()
        self._heard_sign, self._heard = Sign("speech", "muted", 18), Label("muted")
        self._device = Elided("caption")
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._saved_sign, self._saved, self._behind = Sign("done", "ok"), Label(), Label("caption")
        self._flag = Button("flag", "", "flag")
        self._pause = Button("pause", "", "pause")
        self._by_hand = Button("by_hand", "", "typed")
        self._by_hand.clicked.connect(self.by_hand_asked)
        self._toggle = Button("record", "primary", "record")
        self._flag.clicked.connect(self.flag_asked)
        self._pause.clicked.connect(self.pause_asked)
        self._toggle.clicked.connect(self.toggle_asked)
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self.show_capture(Capture.IDLE)

    def _lay_out(self) -> None:
        heard = row(self._heard_sign, self._heard, self._device, space=5)
        heard.setStretch(2, 1)
        level = column(1, self._bar, heard, 1, space=5)
        saved = column(
            1, row(self._saved_sign, self._saved, 1, space=6), self._behind, 1, space=2
        )
        across = row(
            self._sign, self._timer, level, saved, 1, self._flag, self._pause,
            self._by_hand, self._toggle, space=16, margins=(18, 0, 16, 0),
        )  # fmt: skip
        across.setStretch(2, 2)
        self.setLayout(across)

    def show_capture(self, capture: Capture) -> None:
        """Show what the microphone does now."""
        self.capture = capture
        look(self, state="recording" if capture is Capture.RECORDING else "")
        self.retranslate()

    def show_microphone(self, name: str, why_not: str = "") -> None:
        """Name the microphone; `why_not` says why there is none to record with."""
        self._microphone, self._why_not = name, why_not
        self.retranslate()

    def show_time(self, captured_s: float) -> None:
        self._timer.say(clock(captured_s))

    def show_level(self, level: SoundLevel | None) -> None:
        """Twenty times a second while recording."""
        self._level = level
        self._bar.show_level(level if self.capture is Capture.RECORDING else None)
        self._say_heard()

    def show_journal(self, news: Journalled) -> None:
        """What the disk has, and how far the words are behind."""
        self._written_s, self._backlog_s = news.written_s, news.backlog_s
        self._say_saved()

    def retranslate(self) -> None:
        self._say_buttons()
        self._say_heard()
        self._say_saved()
        self._device.say(self._microphone)
        self.setAccessibleName(self.tr("Recording"))

    def _say_buttons(self) -> None:
        running = self.capture in (Capture.RECORDING, Capture.PAUSED, Capture.GONE)
        self._flag.say(self.tr("Flag"), key(Action.FLAG))
        self._flag.setVisible(self.capture is Capture.RECORDING)
        resume = self.capture is Capture.PAUSED
        self._pause.say(self.tr("Resume") if resume else self.tr("Pause"), key(Action.PAUSE))
        self._pause.setVisible(self.capture in (Capture.RECORDING, Capture.PAUSED))
        self._by_hand.say(self.tr("Type it"))
        self._by_hand.setVisible(self.capture is Capture.IDLE)
        self._toggle.setEnabled(self.capture is not Capture.CATCHING_UP and not self._why_not)
        if running:
            self._toggle.take_kind("record", "stop")
            self._toggle.say(self.tr("Stop"), key(Action.RECORD))
        elif self.capture is Capture.CATCHING_UP:
            self._toggle.take_kind("primary", "time")
            self._toggle.say(self.tr("Last words…"))
        elif self._why_not:
            self._toggle.take_kind("primary", "microphone-off")
            self._toggle.say(self._why_not)
        else:
            self._toggle.take_kind("primary", "record")
            self._toggle.say(self.tr("Consent given, record"), key(Action.RECORD))

    def _say_heard(self) -> None:
        icon, tint, words = self._heard_now()
        self._heard_sign.show_as(icon, tint)
        self._heard.say(words)
        look(self._heard, tint if tint in ("ok", "warning", "danger") else "muted")
        shown = {
            Capture.RECORDING: ("record", "record"),
            Capture.PAUSED: ("pause", "muted"),
            Capture.GONE: ("microphone-off", "danger"),
        }
        self._sign.show_as(*shown.get(self.capture, ("record", "muted")))

    def _heard_now(self) -> tuple[str, str, str]:
        """Sign, colour and words for what the microphone hears."""
        if self.capture is Capture.GONE:
            return "microphone-off", "danger", self.tr("microphone gone")
        if self.capture is Capture.PAUSED:
            return "pause", "muted", self.tr("paused")
        if self.capture is not Capture.RECORDING or self._level is None:
            return "microphone", "muted", self.tr("ready")
        return self._heard_in(self._level)

    def _heard_in(self, level: SoundLevel) -> tuple[str, str, str]:
        if LevelWarning.NO_SIGNAL in level.warnings:
            return "microphone-off", "danger", self.tr("no sound arrives")
        if LevelWarning.CLIPPING in level.warnings:
            return "warning", "warning", self.tr("too loud, move away a little")
        if level.quiet_s >= _LONG_QUIET_S:
            words = self.tr("no speech for {seconds} s").format(seconds=int(level.quiet_s))
            return "warning", "warning", words
        if LevelWarning.TOO_QUIET in level.warnings:
            return "warning", "warning", self.tr("too quiet, come closer")
        if level.has_voice:
            return "speech", "ok", self.tr("hearing speech")
        return "speech", "muted", self.tr("nobody speaks")

    def _say_saved(self) -> None:
        self._saved_sign.setVisible(self._written_s > 0)
        if self._written_s <= 0:
            self._saved.say("")
            self._behind.say(self.tr("Tell the patient first; record once they agree"))
            return
        self._saved.say(
            self.tr("Saved, encrypted, up to {time}").format(time=clock(self._written_s))
        )
        if self._backlog_s > _BEHIND_S:
            self._behind.say(
                self.tr("Text is {seconds} s behind").format(seconds=round(self._backlog_s))
            )
        else:
            self._behind.say(self.tr("Text keeps up"))

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(76))
        self._timer.setFont(theme().font("timer", strong=True, figures=True))
        self._timer.setFixedWidth(theme().px(104))
