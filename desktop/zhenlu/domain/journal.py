"""What the audio journal knows about a visit: how much was recorded, and where not.

Positions are seconds of recorded audio. A gap has a position and a length by the
clock on the wall, and is never filled with silence: the audio before and after it
stands side by side.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum


class GapReason(StrEnum):
    """Why nothing was recorded, or why it can no longer be heard."""

    PAUSED = "paused"
    INTERRUPTED = "interrupted"  # the program or the computer stopped
    MICROPHONE = "microphone"  # unplugged, asleep, taken by another program
    DISK = "disk"
    DAMAGED = "damaged"  # a row is there but does not open
    MISSING = "missing"  # a row is not there


class MarkKind(StrEnum):
    """What was done to a recording."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    REOPENED = "reopened"
    STOPPED = "stopped"


class AudioState(StrEnum):
    """Where a visit's audio stands. `OPEN`: recording, or broken off."""

    OPEN = "open"
    CLOSED = "closed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time on two clocks.

    Attributes:
        wall_s: Seconds since 1970, UTC. A person or a server may set it back.
        monotonic_s: Seconds of a clock that never runs backwards but starts anew with
            the computer.
    """

    wall_s: float
    monotonic_s: float

    @classmethod
    def now(cls) -> Moment:
        """Both clocks of this computer."""
        return cls(time.time(), time.monotonic())

    def since(self, earlier: Moment) -> tuple[float, bool]:
        """Seconds that passed, and whether that is exact.

        The monotonic difference never exceeds the time that passed: after a restart
        the clock counts only from there. Where the wall clock shows less than that, it
        was set back, and the greater of both is the shortest time possible.
        """
        wall_s = self.wall_s - earlier.wall_s
        monotonic_s = self.monotonic_s - earlier.monotonic_s
        # A second for clocks that are slewed towards the right time.
        return max(wall_s, monotonic_s, 0.0), wall_s >= max(monotonic_s, 0.0) - 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the visit that cannot be heard.

    Attributes:
        at_s: Seconds of recorded audio before it.
        length_s: How long it lasted.
        exact: False where the clock was set back meanwhile, or a damaged row hides its
            length: `length_s` is then the best that is known.
    """

    at_s: float
    length_s: float
    reason: GapReason
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """Something done to a recording, in the order in which it was done."""

    kind: MarkKind
    at_s: float
    moment: Moment


@dataclass(frozen=True, slots=True)
class JournalledVisit:
    """A visit as the journal sees it.

    Attributes:
        visit: The visit's id.
        started: When recording began.
        length_s: Seconds of audio that reached the disk.
        gaps: As they were recorded; damage is found by `Journal.integrity`.
        since_last_s: For an open visit, seconds since its last row or mark.
    """

    visit: str
    state: AudioState
    channels: int
    started: Moment
    length_s: float
    gaps: tuple[Gap, ...] = ()
    since_last_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Integrity:
    """Whether everything that was recorded can be heard.

    Attributes:
        heard_s: Seconds that open under the visit's key.
        faults: One gap for each stretch that does not, "damaged" or "missing".
    """

    heard_s: float
    faults: tuple[Gap, ...] = ()

    @property
    def is_intact(self) -> bool:
        return not self.faults
