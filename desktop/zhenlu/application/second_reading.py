"""Lines that were barely understood, read once more from the journal when there is time.

What is committed stays. A second reading that is clearly surer becomes a new version of its
line, with the first one kept below it. Where it holds another number, side, drug or denial,
nobody but a person may say which one was spoken: the line stays, and the other reading is
offered. A line that a person put right is never touched.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from zhenlu.application.events import Event, HeardAgain
from zhenlu.application.ports import Passage, Pcm, SpeechEngine
from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import (
    OFFERED,
    SECOND_READING,
    Correction,
    Language,
    Segment,
    SegmentOrigin,
    Transcript,
)
from zhenlu.language.denials import denials
from zhenlu.language.extraction import critical_tokens
from zhenlu.language.zh import homophones

_RATE_HZ = 16_000
#: Lines of a lower mean word probability are read again. A reading counts that is surer by so
#: much, and no guess itself. On `tests/bench/bench_second_reading.py` two of five new versions
#: are worse than the first with less of a lead, with this one two of eleven.
_DOUBTED, _SURER, _CLEAR = 0.85, 0.03, 0.6
#: Sound before and behind the voice, at most half of the silence there. More than the first
#: reading had makes lines worse: the neighbours' words come in.
_AROUND_S = 0.25
#: Lines with a shorter pause between them are of one utterance, and are read as one.
_TOGETHER_S = 0.1
#: Longer ones do not fit into every model's window.
_LONGEST_S = 14.0
#: What may not change without being noticed. A symptom may only be added.
_FIXED = frozenset({"number", "side", "drug", "allergy"})
_TERMS = (FactKind.MEDICATION, FactKind.ALLERGY, FactKind.DIAGNOSIS, FactKind.SYMPTOM)
_BARE = re.compile(r"[^\w]+")

#: Samples of the visit from one to another.
ReadSound = Callable[[int, int], Pcm]


class SecondReading:
    """What is left of one visit to be read again, each line once.

    `follow` may be called from another thread than `next`.
    """

    def __init__(self, read: ReadSound) -> None:
        self._read = read
        self._asked: set[int] = set()
        self._known: tuple[Transcript, tuple[Fact, ...]] | None = None

    def follow(self, transcript: Transcript, facts: Sequence[Fact]) -> None:
        """The visit as it reads now, and what is known of it."""
        self._known = (transcript, tuple(facts))

    def next(self) -> Passage | None:
        """The least sure line that is left, with those it was spoken in one breath with.

        Raises:
            JournalRefused, StoreLocked, StoreDamaged, DiskRefused: If there is no sound.
        """
        if self._known is None:
            return None
        transcript, facts = self._known
        line = min(self._wanted(), key=lambda each: each.confidence, default=None)
        if line is None:
            return None
        together = _together(transcript.heard, line)
        self._asked.update(each.id for each in together)
        before = transcript[together[0].id - 1].text if together[0].id > 1 else ""
        return Passage(
            tuple(each.id for each in together),
            transcript.language,
            self._read(*_span(transcript.heard, together)),
            _terms(facts),
            before,
        )

    def _wanted(self) -> list[Segment]:
        transcript, _ = self._known or (Transcript(Language.ZH), ())
        settled = _settled(transcript)
        return [
            line
            for line in transcript.heard
            if line.confidence < _DOUBTED
            and line.origin is SegmentOrigin.HEARD
            and line.end_s > line.start_s
            and line.id not in settled | self._asked
            and _length_s(_together(transcript.heard, line)) <= _LONGEST_S
        ]


def corrections(transcript: Transcript, heard: HeardAgain) -> tuple[Correction, ...]:
    """What a second reading lays over its lines, or offers for them, as they read now."""
    settled = _settled(transcript)
    return tuple(
        correction
        for line, again in _paired(heard)
        if line not in settled
        for correction in _judged(transcript[line], again, transcript.language)
    )


def offers(laid: Iterable[Correction]) -> dict[int, str]:
    """What of it is only offered, by the id of the line."""
    return {each.segment: each.text or "" for each in laid if each.source == OFFERED}


def heard_again(
    record: Record, read: ReadSound, engine: SpeechEngine, cancelled: threading.Event
) -> Iterator[HeardAgain]:
    """Read the doubted lines of a finished record once more, the least sure ones first.

    Raises:
        Cancelled
        EnvironmentFault: From the engine.
        JournalRefused, StoreLocked, StoreDamaged, DiskRefused: If there is no sound.
    """
    reading = SecondReading(read)
    reading.follow(record.transcript, record.facts)
    while (passage := reading.next()) is not None:
        yield engine.read_again(passage, _tell_nobody, cancelled)


def _tell_nobody(_event: Event) -> None:
    """Nobody waits for it: how the engine does need not be shown."""


def _judged(line: Segment, again: Segment, language: Language) -> Iterator[Correction]:
    text = _spelt(again, language)
    surer = again.confidence >= max(line.confidence + _SURER, _CLEAR)
    if not surer or _bare(text) in ("", _bare(line.text)):
        return
    is_safe = bool(line.text) and _says_the_same(line.text, text, language)
    yield Correction(line.id, text, source=SECOND_READING if is_safe else OFFERED)


def _says_the_same(before: str, after: str, language: Language) -> bool:
    """Whether everything critical stands in both; a symptom may come in with better words."""
    if Counter(denials(before, language)) != Counter(denials(after, language)):
        return False
    was, now = (
        Counter((t.kind, t.value, t.unit, t.negated) for t in critical_tokens(text, language))
        for text in (before, after)
    )
    lost, found = was - now, now - was
    return not lost and not any(kind in _FIXED or negated for kind, _, _, negated in found)


def _settled(transcript: Transcript) -> frozenset[int]:
    """Lines that a person decided on, or that were read again before."""
    return frozenset(
        each.segment
        for each in transcript.corrections
        if each.text is not None and each.source in ("clinician", SECOND_READING, OFFERED)
    )


def _paired(heard: HeardAgain) -> Iterator[tuple[int, Segment]]:
    """Each line with its reading; none where they cannot be told apart."""
    if len(heard.lines) == len(heard.readings):
        yield from zip(heard.lines, heard.readings, strict=True)
    elif len(heard.lines) == 1 and heard.readings:
        yield heard.lines[0], _as_one(heard.readings)


def _as_one(readings: Sequence[Segment]) -> Segment:
    """Readings of a single line, which stays one: its id is cited already."""
    words = tuple(word for reading in readings for word in reading.words)
    text = "".join(word.text for word in words).strip()
    sure = sum(word.confidence for word in words) / max(1, len(words))
    return replace(readings[0], text=text, words=words, confidence=sure)


def _spelt(again: Segment, language: Language) -> str:
    if language is Language.ZH:
        for correction in homophones.corrections((again,)):
            return correction.text or again.text
    return again.text


def _bare(text: str) -> str:
    return _BARE.sub("", text).lower()


def _together(lines: Sequence[Segment], line: Segment) -> tuple[Segment, ...]:
    """The lines of the utterance that a line belongs to."""
    first = last = next(place for place, each in enumerate(lines) if each.id == line.id)
    while first and lines[first].start_s - lines[first - 1].end_s < _TOGETHER_S:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].start_s - lines[last].end_s < _TOGETHER_S:
        last += 1
    return tuple(lines[first : last + 1])


def _length_s(lines: Sequence[Segment]) -> float:
    return lines[-1].end_s - lines[0].start_s


def _span(lines: Sequence[Segment], together: Sequence[Segment]) -> tuple[int, int]:
    """Where to read them: the first and the last sample."""
    start_s, end_s = together[0].start_s, together[-1].end_s
    before_s = max((each.end_s for each in lines if each.id < together[0].id), default=0.0)
    after_s = min(
        (each.start_s for each in lines if each.id > together[-1].id), default=end_s + _AROUND_S
    )
    first_s = start_s - min(_AROUND_S, max(0.0, start_s - before_s))
    last_s = end_s + min(_AROUND_S, max(0.0, after_s - end_s))
    return round(first_s * _RATE_HZ), round(last_s * _RATE_HZ)


def _terms(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Names that the visit is about, the drugs first."""
    known = sorted(
        (fact for fact in facts if fact.kind in _TERMS), key=lambda fact: _TERMS.index(fact.kind)
    )
    return tuple(dict.fromkeys(fact.name for fact in known))


__all__ = ["SecondReading", "corrections", "heard_again", "offers"]
