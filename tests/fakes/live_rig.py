"""A live visit on real parts: the journal, the starter engines, and a source the test plays."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import random_chat_model

from zhenlu import paths
from zhenlu.application.live import Equipment, LiveVisit
from zhenlu.application.live_events import LiveEvent, VisitFinished
from zhenlu.application.ports import DraftingEngine, Pcm, SpeechEngine, SpeechOptions
from zhenlu.application.recording_ports import SoundListener, SoundSource
from zhenlu.application.templates import load
from zhenlu.audio.level import Meter
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.storage.journal import Journal
from zhenlu.storage.visit_sound import JournalledSound

KEY = bytes(range(32))
#: Longer than anything here takes on a computer with other work: a test that gets there hangs.
PATIENCE_S = 90.0

E = TypeVar("E", bound=LiveEvent)


def writing_pack(folder: Path) -> InstalledPack:
    """An instruct model of random weights that writes freely, and has to read to do so."""
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((paths.resources() / "prompts" / "zh").glob("*.toml"))
    )
    hanzi = sorted({character for character in shown if "一" <= character <= "龥"})
    random_chat_model.build(folder / "chat.gguf", characters=hanzi)
    return InstalledPack(random_chat_model.pack(), folder, shipped=False)


class HandSource:
    """A source that says what the test says, in pieces of a tenth of a second."""

    name = "hand"

    def __init__(self, channels: int = 1) -> None:
        self.channels = channels
        self.listener: SoundListener | None = None
        self.is_stopped = False

    def start(self, listener: SoundListener) -> None:
        self.listener = listener

    def pause(self) -> None:
        """The test decides what comes."""

    def resume(self) -> None:
        """The test decides what comes."""

    def stop(self) -> None:
        self.is_stopped = True

    def say(self, pcm: Pcm) -> None:
        for start in range(0, len(pcm), 1600):
            self.heard_by.sound(pcm[start : start + 1600])

    @property
    def heard_by(self) -> SoundListener:
        assert self.listener is not None
        return self.listener


class LiveRig:
    """One visit and everything it told so far.

    Args:
        also: Told every event, too, on the visit's own thread.
    """

    def __init__(
        self,
        folder: Path,
        source: SoundSource,
        speech: SpeechEngine,
        drafting: DraftingEngine | None = None,
        known: Transcript | None = None,
        visit: str = "v1",
        also: Callable[[LiveEvent], None] = lambda _event: None,
    ) -> None:
        self.journal = Journal.open(folder / "journal.db", KEY)
        self.visit = visit
        self.events: list[LiveEvent] = []
        self._arriving: queue.SimpleQueue[LiveEvent] = queue.SimpleQueue()
        sound = JournalledSound(self.journal, visit)

        def tell(event: LiveEvent) -> None:
            self._arriving.put(event)
            also(event)

        self.live = LiveVisit(
            Visit(visit),
            Equipment(source, sound, Meter(), speech, drafting),
            SpeechOptions(Language.ZH),
            lambda language: load("outpatient-initial", language),
            tell,
            known,
        )

    def until(self, kind: type[E], accept: Callable[[E], bool] = lambda _event: True) -> E:
        """The next event of a kind; what comes before it is kept in `events`."""
        while True:
            event = self._arriving.get(timeout=PATIENCE_S)
            self.events.append(event)
            if isinstance(event, kind) and accept(event):
                return event

    def finish(self) -> Record:
        """Wait for the last event, then let go of the journal."""
        record = self.until(VisitFinished).record
        self.live.wait(PATIENCE_S)
        return record

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def sound(self) -> Pcm:
        """What the journal holds."""
        pieces = list(self.journal.read(self.visit).chunks)
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int16)
