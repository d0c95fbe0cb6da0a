"""How loud a room is and how well a voice stands out in it, as a person is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LevelWarning(StrEnum):
    """What is wrong with the sound that arrives."""

    NO_SIGNAL = "no_signal"  # muted, or a cable that leads nowhere
    CLIPPING = "clipping"  # too close or turned up too far: loud syllables are cut off
    TOO_QUIET = "too_quiet"  # somebody speaks, but from too far away
    NOISY = "noisy"  # the room is nearly as loud as the voice


@dataclass(frozen=True, slots=True)
class SoundLevel:
    """The last twentieth of a second, and what the last seconds amount to.

    Levels are decibels below full scale (dBFS), 0.0 the loudest possible, -120.0 silence.

    Attributes:
        floor_dbfs: The room without a voice.
        has_voice: Somebody seems to speak, by loudness alone.
        quiet_s: Seconds since the last voice; 0.0 while somebody speaks.
    """

    peak_dbfs: float
    rms_dbfs: float
    floor_dbfs: float
    has_voice: bool = False
    quiet_s: float = 0.0
    warnings: frozenset[LevelWarning] = frozenset()


@dataclass(frozen=True, slots=True)
class MicrophoneCheck:
    """What three seconds of speaking into a microphone told.

    Attributes:
        voice_dbfs: Loudness of the voice; the whole if nobody spoke.
        warnings: Empty for a microphone that is good to use.
    """

    peak_dbfs: float
    voice_dbfs: float
    floor_dbfs: float
    heard_voice: bool
    warnings: frozenset[LevelWarning] = frozenset()

    @property
    def is_good(self) -> bool:
        return self.heard_voice and not self.warnings
