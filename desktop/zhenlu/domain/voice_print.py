"""How a stretch of speech sounds: enough to tell two or three people in one room apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

#: Seconds of reading that a voice is enrolled from.
ENROLMENT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """The sound of a voice, without its words.

    It is compared within one visit. Those of a visit's segments are kept nowhere after it;
    one that is kept is an `EnrolledVoice`.

    Attributes:
        features: Always as many, in the same order.
        voiced_s: Seconds of voice that they rest on.
        embedding: What an imported speaker model makes of it; empty without one.
        embedder: SHA-256 of that model, "" without one. Embeddings of two models say nothing
            of one another.
    """

    features: tuple[float, ...] = field(repr=False)
    voiced_s: float
    embedding: tuple[float, ...] = field(default=(), repr=False)
    embedder: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledVoice:
    """The voice of a clinician of this clinic, given by themselves; never a patient's.

    Attributes:
        person: Id of whose it is.
        at: When it was enrolled, ISO 8601 in UTC.
    """

    person: str
    print: VoicePrint
    at: str

    def is_of_another_model(self, embedder: str) -> bool:
        """Whether it has to be enrolled anew to be compared with what a model makes of voices.

        Until then it is compared in the built-in way, as it is without a model.

        Args:
            embedder: SHA-256 of the speaker model in use, "" where there is none.
        """
        return bool(embedder) and self.print.embedder != embedder


__all__ = ["ENROLMENT_S", "EnrolledVoice", "VoicePrint"]
