"""What was answered before a visit (预问诊): it stands first among the visit's words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zhenlu.domain.errors import IntakeInvalid
from zhenlu.domain.transcript import Language, Segment, SegmentOrigin, SpeakerRole, Transcript


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question.

    Attributes:
        question: Its id in the set.
        given: As it was filled in, for whoever comes back to change it.
        says: The sentence that it became. It stays as it is when the clinic changes the set.
    """

    question: str
    given: str = field(repr=False)
    says: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Intake:
    """What was filled in before the visit.

    Attributes:
        complaint: Id of the question set.
        by: Who answered: the patient, or a companion for a child.
    """

    complaint: str
    language: Language
    by: SpeakerRole = SpeakerRole.PATIENT
    answers: tuple[Answer, ...] = field(default=(), repr=False)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """One an answer, ids from 1, `origin` PATIENT_TYPED."""
        return tuple(
            Segment(number, answer.says, self.by, origin=SegmentOrigin.PATIENT_TYPED)
            for number, answer in enumerate(self.answers, start=1)
        )

    @property
    def transcript(self) -> Transcript:
        """The answers alone, as the words of a visit that has no others yet."""
        return Transcript(self.language, self.segments)

    def before(self, transcript: Transcript) -> Transcript:
        """The visit's words behind the answers; their ids move up, their times stay.

        Raises:
            IntakeInvalid: reason "language" where the visit is in another language.
        """
        if transcript.language is not self.language:
            raise IntakeInvalid("language", language=self.language.value)
        count = len(self.answers)
        heard = tuple(replace(s, id=s.id + count) for s in transcript.heard)
        corrections = tuple(
            replace(c, segment=c.segment + count) for c in transcript.corrections
        )
        return Transcript(self.language, (*self.segments, *heard), corrections)


__all__ = ["Answer", "Intake"]
