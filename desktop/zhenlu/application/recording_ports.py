"""What the outside must offer a recording: a source of sound, a meter, a journal.

Sound flows one way. The source tells the recording on a thread of its own; the journal
tells on its writer's thread what the disk has; nobody waits for anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from zhenlu.application.ports import Pcm
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.level import SoundLevel


class SoundListener(Protocol):
    """Whom a source tells. Each call returns at once."""

    def sound(self, pcm: Pcm) -> None:
        """The next samples: int16 at 16 kHz, shape (n,), or (n, 2) for two microphones."""
        ...

    def lost(self) -> None:
        """Nothing comes any more; the source tries to get it back by itself."""
        ...

    def regained(self, missed_s: float) -> None:
        """Sound comes again; `missed_s` seconds between the last and the next are missing."""
        ...

    def ended(self) -> None:
        """There will be no more sound."""
        ...


class SoundSource(Protocol):
    """A microphone, or a file that is played as if it were one."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def channels(self) -> int:
        """1, or 2 where it has two microphones; known before the start, and may change."""
        ...

    def start(self, listener: SoundListener) -> None:
        """Begin to tell.

        Raises:
            MicrophoneMissing: If there is none.
        """
        ...

    def pause(self) -> None:
        """Tell nothing until `resume`."""
        ...

    def resume(self) -> None: ...

    def stop(self) -> None:
        """End for good. When it returns, the listener has been told everything."""
        ...


class SoundMeter(Protocol):
    """Follows how loud the sound is."""

    def hear(self, pcm: Pcm) -> SoundLevel: ...


@dataclass(frozen=True, slots=True)
class DiskNews:
    """How writing goes, told when that changes.

    Attributes:
        state: "writing", "refused", "behind" or "failed".
        waiting_s: Seconds that wait in memory.
        code: The error's, for "refused" and "failed".
    """

    state: str
    waiting_s: float
    code: str = ""


class SoundWriter(Protocol):
    """One visit's journal while it is being written. Errors are the journal's."""

    @property
    def channels(self) -> int:
        """Of the samples it takes."""
        ...

    @property
    def written_s(self) -> float:
        """Seconds of this visit that are on the disk."""
        ...

    @property
    def waiting_s(self) -> float:
        """Seconds handed in that are not."""
        ...

    def append(self, samples: Pcm) -> None: ...

    def hand_over(self) -> None:
        """Have the disk take what is there, a part of a second too, without waiting for it."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def gap(self, length_s: float, reason: GapReason) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> Pcm: ...


class VisitSound(Protocol):
    """The journal of one visit: to write to, and to read what the disk has."""

    def open(
        self,
        on_written: Callable[[float], None],
        on_news: Callable[[DiskNews], None],
        channels: int = 1,
    ) -> SoundWriter:
        """Begin, or go on with what broke off, with as many channels as that has.

        Args:
            on_written: Told, on the writer's thread, up to which second the disk has it.
        """
        ...

    def balance_db(self, start_s: float, end_s: float) -> float | None:
        """How much louder a stretch is at the first of two microphones; None for one."""
        ...

    def gaps(self) -> tuple[Gap, ...]:
        """Where nothing was recorded, as far as it is over."""
        ...

    def read(self, start: int, end: int) -> Pcm:
        """Samples `start` to `end` of the recording, mono; silence where rows do not open."""
        ...


__all__ = [
    "DiskNews",
    "SoundListener",
    "SoundMeter",
    "SoundSource",
    "SoundWriter",
    "VisitSound",
]
