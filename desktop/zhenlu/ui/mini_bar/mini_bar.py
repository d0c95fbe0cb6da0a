"""What the strip says, small, above the hospital's own system, never in its way.

It takes no focus: whoever types into the other program goes on typing there. Whether it
may stay on top is up to the desktop; under Wayland some do not allow it.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import SoundLevel
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button, IconButton
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.capture import RUNNING, SIGNS, Capture, heard_now
from zhenlu.ui.visit.level_bar import LevelBar

_EDGE = 12
#: Wide enough for what it says in most states, so that it does not jump from one to the next.
_WIDTH = 700
#: From here on being behind is told.
_BEHIND_S = 5.0


class MiniBar(Translated, QWidget):
    """Signals:
    toggle_asked: The record key.
    pause_asked: Pause or go on.
    flag_asked: Mark this moment.
    copy_asked: Copy the next section of the record.
    window_asked: Back to the whole window.
    """

    toggle_asked = Signal()
    pause_asked = Signal()
    flag_asked = Signal()
    copy_asked = Signal()
    window_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setObjectName("mini_bar")
        self._capture, self._key = Capture.IDLE, ""
        self._has_record, self._copied = False, ""
        self._level: SoundLevel | None = None
        self._held: QPoint | None = None
        self._news = Journalled(0.0, 0.0, 0.0, 0.0, 0.0)
        self._sign, self._time = Sign("record", "muted", 18), Label("strong")
        self._bar = LevelBar()
        self._heard, self._saved, self._name = Label(), Label("caption"), Label("strong")
        self._flag = IconButton("mini_flag", "flag")
        self._pause = IconButton("mini_pause", "pause")
        self._copy = Button("mini_copy", "primary", "copy")
        self._toggle = Button("mini_toggle", "record", "stop")
        self._whole = IconButton("mini_window", "expand")
        for button in (self._flag, self._pause, self._copy, self._toggle, self._whole):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._flag.clicked.connect(self.flag_asked)
        self._pause.clicked.connect(self.pause_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._toggle.clicked.connect(self.toggle_asked)
        self._whole.clicked.connect(self.window_asked)
        across = row(
            Sign("grip", "muted"), self._sign, self._time, self._bar, self._heard, self._name,
            self._saved, 1, self._flag, self._pause, self._copy, self._toggle, self._whole,
            space=8, margins=(8, 5, 8, 5),
        )  # fmt: skip
        self._frame = box("minibar", across)
        whole = column(self._frame, space=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setLayout(whole)
        self._bar.setFixedWidth(90)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_at_corner(self) -> None:
        """Appear at the top right of the screen; where it was dragged to, if it was."""
        if self._held is None:
            self.adjustSize()
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.move(screen.right() - self.width() - _EDGE, screen.top() + _EDGE)
        self.show()

    def show_patient(self, masked_name: str) -> None:
        """Whose visit it is: only ever a masked name, "" while the window is locked."""
        self._name.say(masked_name)
        self._name.setVisible(bool(masked_name))

    def show_key(self, key: str) -> None:
        """Name the key that does the same over other programs; "" for none."""
        self._key = key
        self.retranslate()

    def show_capture(self, capture: Capture) -> None:
        self._capture = capture
        if capture is not Capture.RECORDING:
            self._bar.fall_silent()
        self.retranslate()

    def show_record(self, *, is_there: bool) -> None:
        """Whether there is a record to copy sections of."""
        self._has_record, self._copied = is_there, ""
        self.retranslate()

    def show_copied(self, title: str) -> None:
        """Say which section is on the clipboard."""
        self._copied = title
        self._say_saved()

    def show_time(self, captured_s: float) -> None:
        self._time.say(clock(captured_s))

    def show_level(self, level: SoundLevel | None) -> None:
        self._level = level
        self._bar.show_level(level if self._capture is Capture.RECORDING else None)
        self._say_heard()

    def show_journal(self, news: Journalled) -> None:
        self._news = news
        self._say_saved()

    def retranslate(self) -> None:
        capture = self._capture
        running = capture in RUNNING
        self._sign.show_as(*SIGNS[capture])
        self._flag.say(self.tr("Flag"))
        self._flag.setVisible(capture is Capture.RECORDING)
        is_paused = capture is Capture.PAUSED
        self._pause.show_as("play" if is_paused else "pause", "text")
        self._pause.say(self.tr("Resume") if is_paused else self.tr("Pause"))
        self._pause.setVisible(capture in (Capture.RECORDING, Capture.PAUSED))
        self._copy.say(self.tr("Copy next section"))
        look(self._copy, state="small")
        self._copy.setVisible(self._has_record and capture is Capture.IDLE)
        self._toggle.take_kind(*(("record", "stop") if running else ("primary", "record")))
        look(self._toggle, state="small")
        words = self.tr("Stop") if running else self.tr("Record")
        self._toggle.say(f"{words}  {self._key}".rstrip())
        self._toggle.setEnabled(capture is not Capture.CATCHING_UP)
        self._whole.say(self.tr("Back to the window"))
        self.setAccessibleName(self.tr("Small recorder"))
        self._say_heard()
        self._say_saved()

    def _say_heard(self) -> None:
        if self._capture is Capture.CATCHING_UP:
            self._heard.say(self.tr("Last words…"))
            look(self._heard, "muted")
            return
        _, tint, words = heard_now(self._capture, self._level)
        self._heard.say(words)
        look(self._heard, tint if tint in ("ok", "warning", "danger") else "muted")

    def _say_saved(self) -> None:
        """What is safe on the disk; in its place what keeps it or the text waiting."""
        news, state = self._news, "caption"
        if news.disk != "writing":
            words = self.tr("{seconds} s not on the disk").format(seconds=round(news.waiting_s))
            state = "danger"
        elif news.backlog_s > _BEHIND_S and self._capture in RUNNING:
            words = self.tr("text {seconds} s behind").format(seconds=round(news.backlog_s))
            state = "warning"
        elif self._copied and self._capture is Capture.IDLE:
            words = self.tr("copied {what}").format(what=self._copied)
        else:
            words = self.tr("saved to {time}").format(time=clock(news.written_s))
        look(self._saved, state)
        is_news = news.written_s > 0 or state == "danger" or bool(self._copied)
        self._saved.say(words if is_news else "")

    def _fit(self) -> None:
        self._time.setFont(theme().font("section", strong=True, figures=True))
        self._heard.setMinimumWidth(theme().px(130))
        self._frame.setMinimumWidth(theme().px(_WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Longer words push to the left: the buttons stay under the hand."""
        super().resizeEvent(event)
        if self.isVisible() and event.oldSize().isValid():
            self.move(self.x() - event.size().width() + event.oldSize().width(), self.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.globalPosition().toPoint() - self.frameGeometry().topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - self._held)
