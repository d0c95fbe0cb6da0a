"""The transcript of a visit: what was heard, in order, by whom.

Segments are only ever appended. A correction by a person or by the term
matcher lies over a segment and never replaces it, so the words as recognised
stay available as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhenlu.domain.errors import SegmentOrderBroken, SegmentUnknown

#: Source of the words that a second, more careful reading of the sound gave.
SECOND_READING = "second_reading"
#: Source of words that are only offered: they change nothing until a person takes them.
OFFERED = "offered"


class Language(StrEnum):
    """The language of a visit, fixed once per visit."""

    ZH = "zh"
    EN = "en"


class SpeakerRole(StrEnum):
    """Who speaks. A record never depends on a role alone."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    PATIENT = "patient"
    COMPANION = "companion"
    UNKNOWN = "unknown"

    @property
    def is_clinician(self) -> bool:
        return self in (SpeakerRole.DOCTOR, SpeakerRole.NURSE)


class SegmentOrigin(StrEnum):
    """How words came in. What a patient typed before the visit stays known as that."""

    HEARD = "heard"
    PATIENT_TYPED = "patient_typed"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word (one character in Chinese).

    Attributes:
        start_s: Start in seconds from the beginning of the recording.
        confidence: Recogniser's probability, 0 to 1.
    """

    text: str = field(repr=False)
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech by one speaker, as recognised.

    Attributes:
        id: Counts from 1, ascending, never reused within a visit.
        start_s: Seconds from the beginning of the recording; 0.0 where the
            words did not come from audio.
        confidence: Mean word probability, 0 to 1; 1.0 for typed words.
        origin: Heard or read from notes, or typed by the patient (预问诊).
        unclear: Somebody spoke here and was not understood; there are no words until a
            person fills them in.
    """

    id: int
    text: str = field(repr=False)
    role: SpeakerRole = SpeakerRole.UNKNOWN
    start_s: float = 0.0
    end_s: float = 0.0
    confidence: float = 1.0
    words: tuple[Word, ...] = field(default=(), repr=False)
    origin: SegmentOrigin = SegmentOrigin.HEARD
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What a segment should read instead; the last one for a segment holds.

    Attributes:
        text: New words, or None to leave them.
        role: New speaker, or None to leave it.
        source: "clinician" or the name of the automatic step; `OFFERED` for words that are
            laid over nothing yet.
    """

    segment: int
    text: str | None = field(default=None, repr=False)
    role: SpeakerRole | None = None
    source: str = "clinician"


@dataclass(frozen=True, slots=True)
class Transcript:
    """Append-only segments of one visit with corrections laid over them."""

    language: Language
    heard: tuple[Segment, ...] = field(default=(), repr=False)
    corrections: tuple[Correction, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.heard)

    def __iter__(self) -> Iterator[Segment]:
        """Segments as they should be read: corrections applied."""
        latest = {c.segment: c for c in _merged(self.corrections)}
        for segment in self.heard:
            correction = latest.get(segment.id)
            yield segment if correction is None else _corrected(segment, correction)

    def __getitem__(self, segment_id: int) -> Segment:
        """The segment with this id, corrections applied.

        Raises:
            SegmentUnknown: If the visit has no such segment.
        """
        for segment in self.heard:
            if segment.id == segment_id:
                own = [c for c in self.corrections if c.segment == segment_id]
                for correction in _merged(own):
                    return _corrected(segment, correction)
                return segment
        raise SegmentUnknown(segment=segment_id)

    @property
    def worded(self) -> tuple[Segment, ...]:
        """Segments that have words, as they should be read."""
        return tuple(segment for segment in self if segment.text)

    @property
    def not_understood(self) -> tuple[Segment, ...]:
        """Segments in which somebody spoke and nobody has told yet what."""
        return tuple(segment for segment in self if segment.unclear)

    @property
    def offered(self) -> dict[int, str]:
        """Other words that a segment may have been, by id, while no person has decided.

        A second reading of the sound found another number, side or denial in them.
        """
        open_offers: dict[int, str] = {}
        for each in self.corrections:
            if each.text is None:
                continue
            if each.source == OFFERED:
                open_offers[each.segment] = each.text
            elif each.source == "clinician":
                open_offers.pop(each.segment, None)
        return open_offers

    @property
    def unclear_s(self) -> float:
        """Seconds of speech that nobody has told the words of yet."""
        return sum(segment.end_s - segment.start_s for segment in self.not_understood)

    def append(self, segments: Sequence[Segment]) -> Transcript:
        """Add later segments.

        Raises:
            SegmentOrderBroken: If an id does not follow the last one.
        """
        last = self.heard[-1].id if self.heard else 0
        for segment in segments:
            if segment.id <= last:
                raise SegmentOrderBroken(segment=segment.id)
            last = segment.id
        return replace(self, heard=(*self.heard, *segments))

    def correct(self, correction: Correction) -> Transcript:
        """Lay a correction over a segment.

        Raises:
            SegmentUnknown: If the visit has no such segment.
        """
        if all(segment.id != correction.segment for segment in self.heard):
            raise SegmentUnknown(segment=correction.segment)
        return replace(self, corrections=(*self.corrections, correction))


def _merged(corrections: Iterable[Correction]) -> Iterator[Correction]:
    """One correction for each segment: for words and for speaker the last that says any."""
    merged: dict[int, Correction] = {}
    for later in corrections:
        if later.source == OFFERED:
            continue
        before = merged.get(later.segment, later)
        merged[later.segment] = replace(
            later,
            text=before.text if later.text is None else later.text,
            role=before.role if later.role is None else later.role,
        )
    yield from merged.values()


def _corrected(segment: Segment, correction: Correction) -> Segment:
    text = segment.text if correction.text is None else correction.text
    role = segment.role if correction.role is None else correction.role
    words = segment.words if text == segment.text else ()
    unclear = segment.unclear and not text
    return replace(segment, text=text, role=role, words=words, unclear=unclear)
