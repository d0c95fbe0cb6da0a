"""A live visit in the window: real events drawn by the real view, and how it keeps up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from live_rig import LiveRig
from PySide6.QtCore import QCoreApplication, Qt, QTimer

from zhenlu.application.live_events import Journalled, LiveEvent, VisitFinished
from zhenlu.application.ports import DraftingEngine, SpeechEngine
from zhenlu.application.recording_ports import SoundSource
from zhenlu.application.templates import load
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.recording_view import RecordingView

#: How often the window's thread is asked whether it is free.
_BEAT_MS = 5
#: The strip's clock and level are drawn this often.
_LEVEL_MS = 50
#: Stalls are counted above these many milliseconds: a frame, and what a hand feels.
STALLS_MS = (16, 50, 100)


class Heartbeat:
    """Asks the window's thread every few milliseconds and notes how late it answers."""

    def __init__(self) -> None:
        self.waits_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def stop(self) -> None:
        self._timer.stop()

    def stalls(self) -> dict[int, int]:
        """How often the thread was not free for more than so many milliseconds."""
        return {bound: sum(wait > bound for wait in self.waits_ms) for bound in STALLS_MS}

    def _beat(self) -> None:
        now = time.perf_counter()
        self.waits_ms.append(max(0.0, (now - self._last) * 1000 - _BEAT_MS))
        self._last = now


class RecordingWindow:
    """Records, transcribes and drafts one visit while the window shows it.

    Needs a `QApplication`.
    """

    def __init__(
        self,
        folder: Path,
        source: SoundSource,
        speech: SpeechEngine,
        drafting: DraftingEngine | None,
    ) -> None:
        self._bridge = EventBridge()
        self._bridge.arrived.connect(self._on_event)
        #: Set when the first sound is in the journal.
        self.begun = threading.Event()
        self.rig = LiveRig(folder, source, speech, drafting, also=self._on_told)
        self.view = RecordingView()
        self.view.resize(1366, 700)
        self.view.open(load("outpatient-initial", Language.ZH))
        self.view.show()
        self.heartbeat = Heartbeat()
        self._captured_s = 0.0
        self._ticking = QTimer()
        self._ticking.timeout.connect(self._on_tick)

    def run(self, on_begun: Callable[[RecordingWindow], None] = lambda _window: None) -> Record:
        """Until the record is there.

        Args:
            on_begun: Called when the recording runs; may arrange what happens to the window.
        """
        self.rig.live.start()
        self.view.strip.show_capture(Capture.RECORDING)
        self._ticking.start(_LEVEL_MS)
        on_begun(self)
        QCoreApplication.exec()
        self._ticking.stop()
        self.heartbeat.stop()
        return self.rig.finish()

    def _on_told(self, event: LiveEvent) -> None:
        if isinstance(event, Journalled):
            self.begun.set()
        self._bridge.post(event)

    def _on_event(self, event: LiveEvent) -> None:
        self.view.take(event)
        self._captured_s = max(self._captured_s, event.audio_s)
        if isinstance(event, VisitFinished):
            QCoreApplication.quit()

    def _on_tick(self) -> None:
        self.view.strip.show_time(self._captured_s)


@dataclass(frozen=True, slots=True)
class Hardship:
    """Seconds into the recording in which the window freezes and the processor is saturated."""

    freezes_at_s: Sequence[float] = field(default=())
    frozen_s: float = 10.0

    def befall(self, _window: RecordingWindow) -> None:
        """Freeze the window's thread when it is time: asleep, then at work without a pause."""
        for at_s in self.freezes_at_s:
            QTimer.singleShot(round(at_s * 1000), self._freeze)

    def _freeze(self) -> None:
        time.sleep(self.frozen_s * 0.8)
        until = time.monotonic() + self.frozen_s * 0.2
        while time.monotonic() < until:
            pass


@contextmanager
def saturated_processor(programs: int) -> Iterator[None]:
    """Within, so many programs do nothing but take processor time."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(programs)]
    try:
        yield
    finally:
        for program in busy:
            program.kill()
            program.wait()


__all__ = [
    "STALLS_MS",
    "Hardship",
    "Heartbeat",
    "RecordingWindow",
    "saturated_processor",
]
