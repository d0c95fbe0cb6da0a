"""What every desk needs that opens the microphone, for a visit or for a section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from zhenlu.app.live_recording import Room
from zhenlu.application.recording_ports import SoundSource
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.shell.notices import Notices

#: How often the level is drawn.
_LEVEL_MS = 50

#: Gives the armed microphone, or what stands in for it.
SourceFor = Callable[[], SoundSource]


@dataclass(frozen=True, slots=True)
class Capturing:
    """A microphone, where its sound goes, and who is told.

    Attributes:
        bridge: Brings what engines and journal tell to the window's thread.
    """

    room: Room
    source_for: SourceFor
    background: Background
    bridge: EventBridge
    notices: Notices

    def level_timer(self, desk: QObject, tick: Callable[[], None]) -> QTimer:
        """A timer that asks for the level while it runs."""
        timer = QTimer(desk)
        timer.setInterval(_LEVEL_MS)
        timer.timeout.connect(tick)
        return timer
