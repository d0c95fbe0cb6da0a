"""How a stretch of speech sounds: enough to tell two or three people in one room apart."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """The sound of one segment, without its words.

    It is compared with the others of the same visit and kept nowhere after it.

    Attributes:
        features: Always as many, in the same order.
        voiced_s: Seconds of voice that they rest on.
    """

    features: tuple[float, ...] = field(repr=False)
    voiced_s: float


__all__ = ["VoicePrint"]
