"""The strip that answers at two metres: recording? hearing speech? how long? safe on disk?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QToolButton

from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import SoundLevel
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button, IconButton
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import column, holder, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.capture import SIGNS, Capture, heard_now
from zhenlu.ui.visit.level_bar import LevelBar
from zhenlu.ui.visit.microphone_menu import MicrophoneMenu

#: Of the level, and so of what stands below it.
_LEVEL_WIDTH = 240
_DEVICE_WIDTH = 150
#: Narrower than this (at a text size of 100 %) buttons name their keys only when pointed at.
_NARROW = 900
#: From here on being behind is told in a word instead of a figure.
_BEHIND_S = 5


class RecordStrip(Translated, QFrame):
    """Signals:
    toggle_asked: Start, stop, or go on: the record key.
    pause_asked: Pause or resume.
    flag_asked: Mark this moment.
    by_hand_asked: Type the record instead.
    mini_asked: Show the bar that stays above other programs.
    capture_changed, time_changed, level_changed, journal_changed: What is shown here now,
        for whoever shows it elsewhere.
    """

    toggle_asked = Signal()
    pause_asked = Signal()
    flag_asked = Signal()
    by_hand_asked = Signal()
    mini_asked = Signal()
    capture_changed = Signal(object)
    time_changed = Signal(float)
    level_changed = Signal(object)
    journal_changed = Signal(object)

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
        self.microphones = MicrophoneMenu()
        self._device = QToolButton()
        self._device.setObjectName("microphone_choice")
        look(self._device, "consent", "")
        self._device.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._device.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._device.setMenu(self.microphones)
        self._saved_sign, self._saved, self._behind = Sign("done", "ok"), Label(), Label("caption")
        self._saved.setObjectName("saved")
        self._flag = Button("flag", "", "flag")
        self._pause = Button("pause", "", "pause")
        self._mini = IconButton("mini", "expand")
        self._mini.clicked.connect(self.mini_asked)
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
        heard = row(self._heard_sign, self._heard, 1, self._device, space=5)
        self._level_side = holder(column(1, self._bar, heard, 1, space=5))
        saved = column(
            1, row(self._saved_sign, self._saved, 1, space=6), self._behind, 1, space=2
        )
        across = row(
            self._sign, self._timer, self._level_side, saved, 1, self._flag, self._pause,
            self._by_hand, self._toggle, self._mini, space=12, margins=(18, 0, 16, 0),
        )  # fmt: skip
        across.setStretch(2, 4)
        self.setLayout(across)

    def show_capture(self, capture: Capture) -> None:
        """Show what the microphone does now."""
        self.capture = capture
        if capture is Capture.IDLE:
            # What the disk has of the visit before is no news of this one.
            self._written_s, self._backlog_s = 0.0, 0.0
        look(self, state="recording" if capture is Capture.RECORDING else "")
        if capture is not Capture.RECORDING:
            self._bar.fall_silent()
        self.retranslate()
        self.capture_changed.emit(capture)

    def show_microphone(self, name: str, why_not: str = "") -> None:
        """Name the microphone; `why_not` says why there is none to record with."""
        self._microphone, self._why_not = name, why_not
        self.retranslate()

    def show_time(self, captured_s: float) -> None:
        self._timer.say(clock(captured_s))
        self.time_changed.emit(captured_s)

    def show_level(self, level: SoundLevel | None) -> None:
        """Twenty times a second while recording."""
        self._level = level
        self._bar.show_level(level if self.capture is Capture.RECORDING else None)
        self._say_heard()
        self.level_changed.emit(level)

    def show_journal(self, news: Journalled) -> None:
        """What the disk has, and how far the words are behind."""
        self._written_s, self._backlog_s = news.written_s, news.backlog_s
        self._say_saved()
        self.journal_changed.emit(news)

    def retranslate(self) -> None:
        self._say_buttons()
        self._say_heard()
        self._say_saved()
        self._device.setText(self._device.fontMetrics().elidedText(
            self._microphone, Qt.TextElideMode.ElideRight, theme().px(_DEVICE_WIDTH)
        ))  # fmt: skip
        self._device.setVisible(bool(self._microphone))
        self._device.setToolTip(self.tr("Microphone: {name}").format(name=self._microphone))
        self._device.setAccessibleName(self._device.toolTip())
        self._mini.say(self.tr("Small bar above other programs"))
        self.setAccessibleName(self.tr("Recording"))

    def _say_buttons(self) -> None:
        running = self.capture in (Capture.RECORDING, Capture.PAUSED, Capture.GONE)
        self._say_with_key(self._flag, self.tr("Flag"), Action.FLAG)
        self._flag.setVisible(self.capture is Capture.RECORDING)
        resume = self.capture is Capture.PAUSED
        pause = self.tr("Resume") if resume else self.tr("Pause")
        self._say_with_key(self._pause, pause, Action.PAUSE)
        self._pause.setVisible(self.capture in (Capture.RECORDING, Capture.PAUSED))
        self._say_with_key(self._by_hand, self.tr("Type it"), Action.BY_HAND)
        self._by_hand.setVisible(self.capture is Capture.IDLE)
        # What runs can be stopped, also when the microphone was pulled out.
        may_begin = self.capture is Capture.IDLE and not self._why_not
        self._toggle.setEnabled(running or may_begin)
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

    def _say_with_key(self, button: Button, verb: str, action: Action) -> None:
        """Name the key where there is room for it beside what is saved, else when pointed at."""
        if self._is_narrow:
            button.say(verb, hint=key(action).toString())
        else:
            button.say(verb, key(action))

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme().px(_NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_buttons()
        self._say_saved()

    def _say_heard(self) -> None:
        icon, tint, words = heard_now(self.capture, self._level)
        self._heard_sign.show_as(icon, tint)
        self._heard.say(words)
        look(self._heard, tint if tint in ("ok", "warning", "danger") else "muted")
        self._sign.show_as(*SIGNS[self.capture])

    def _say_saved(self) -> None:
        self._behind.setWordWrap(self._is_narrow)
        for part in (self._saved_sign, self._saved):
            part.setVisible(self._written_s > 0)
        if self._written_s <= 0:
            self._saved.say("")
            self._behind.say(self.tr("Tell the patient first; record once they agree"))
            return
        # The time is what matters: it may not be cut off.
        words = (
            self.tr("Saved up to {time}")
            if self._is_narrow
            else self.tr("Saved, encrypted, up to {time}")
        )
        self._saved.say(words.format(time=clock(self._written_s)))
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
        # Never wider: what stands beside it keeps its place when a button comes or goes.
        self._level_side.setMaximumWidth(theme().px(_LEVEL_WIDTH))
        self._say_buttons()
        self._say_saved()
