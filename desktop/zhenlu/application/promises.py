"""What a clinician promised for later, read from the facts and the words behind them.

One fact may rest on several promises ("in two weeks", "I'll call on Friday"): every
sentence of the clinician's that names a day is one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhenlu.application import due_dates
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.follow_up import DueKind
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.language import lexicon

_SENTENCE = re.compile(r"[^。;；!！?？\n]+")
_PROMISE = re.compile(
    r"复查|复测|复诊|随访|回访|再来|再查|再测|来看|过来|来拿|抽血|化验|查一|拆线|换药|打电话|家访"
    r"|\b(?:come|back|see you|review|recheck|check|repeat|follow|call|ring|phone|stitches|"
    r"appointment)\b",
    re.IGNORECASE,
)
#: Wording that is a promise even where no fact was made of it.
_FIRM = re.compile(
    r"复查|复诊|随访|回访|再来|拆线|换药|打电话"
    r"|\b(?:come back|see you|recheck|follow[- ]?up|call you|ring you|phone you)\b",
    re.IGNORECASE,
)
#: What hangs on something else is no promise.
_CONDITION = re.compile(
    r"要是|如果|万一|一旦|假如|若|的话|\b(?:if|in case|unless|should you)\b", re.IGNORECASE
)
#: The clinic gets in touch.
_CONTACT = re.compile(
    r"随访|电话|回访|家访|\b(?:call you|phone you|ring you|visit you)\b", re.IGNORECASE
)
#: Something is measured or examined again.
_MEASURE = re.compile(
    r"复查|复测|再查|再测|化验|抽血|查一|检查|\b(?:recheck|repeat|check|blood test)\b",
    re.IGNORECASE,
)
PLAIN = {
    (DueKind.REVISIT, Language.ZH): "复诊",
    (DueKind.TEST, Language.ZH): "复查",
    (DueKind.FOLLOWUP, Language.ZH): "随访",
    (DueKind.REVISIT, Language.EN): "return visit",
    (DueKind.TEST, Language.EN): "repeat test",
    (DueKind.FOLLOWUP, Language.EN): "follow-up contact",
}
_NAMED_PLAINLY = ("复诊", "随访", "复查", "就诊", "随时就诊", "follow-up", "review")
#: Advice that is carried out at the clinic, and what its promise is called.
_DONE_HERE = {"拆线": "拆线", "换药": "换药", "定期换药": "换药"}


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that somebody has to see to.

    Attributes:
        due: None where no day was said.
    """

    kind: DueKind
    what: str = field(repr=False)
    due: date | None
    segments: tuple[int, ...]


def promised(record: Record, visit_date: date) -> list[Promise]:
    """Every promise of a record, each kind and day once, in the order of what was said."""
    made: dict[tuple[DueKind, date | None], Promise] = {}
    own = [
        fact
        for fact in record.facts
        if fact.subject is Subject.PATIENT and fact.polarity is Polarity.PRESENT
    ]
    found = [promise for fact in own for promise in _of(fact, record, visit_date)]
    known_to = {segment for fact in own for segment in fact.segments}
    found += _spoken(record, visit_date, known_to)
    for promise in found:
        known = made.get((promise.kind, promise.due))
        # What names a test tells more than the plain word.
        if known is None or known.what == PLAIN[known.kind, record.language]:
            made[promise.kind, promise.due] = promise
    return sorted(made.values(), key=lambda p: p.segments[:1])


def _spoken(record: Record, visit_date: date, known_to: set[int]) -> list[Promise]:
    """Firm promises of a clinician's that no fact was made of."""
    return [
        _contact(words, day, segment.id, record.language)
        for segment in record.transcript
        if segment.role.is_clinician and segment.id not in known_to
        for words, day in _days(segment.text, record.language, visit_date)
        if _FIRM.search(words)
    ]


def _of(fact: Fact, record: Record, visit_date: date) -> list[Promise]:
    if fact.kind is FactKind.FOLLOW_UP:
        return _contacts(fact, record, visit_date)
    if fact.kind is FactKind.TEST and fact.status is FactStatus.ORDERED:
        found = _timed(fact, record, visit_date)
        what = f"复查{fact.name}" if record.language is Language.ZH else f"repeat {fact.name}"
        return [Promise(DueKind.TEST, what, day, (fact.segment,)) for _, day in found[:1]]
    if fact.kind is FactKind.INSTRUCTION and fact.name in _DONE_HERE:
        found = _timed(fact, record, visit_date)
        what = _DONE_HERE[fact.name]
        return [Promise(DueKind.REVISIT, what, day, (fact.segment,)) for _, day in found[:1]]
    return []


def _contacts(fact: Fact, record: Record, visit_date: date) -> list[Promise]:
    """The contacts behind one fact; the corrected day where one was corrected."""
    by_fact = due_dates.due_date(fact, record.transcript, visit_date)
    found = [
        _contact(words, day, segment.id, record.language)
        for segment in _clinicians(fact.segments, record)
        for words, day in _days(segment.text, record.language, visit_date)
    ]
    visits = [promise for promise in found if promise.kind is DueKind.REVISIT]
    if len(visits) > 1:
        counted = [p for p in visits if p.due == _interval(fact, record, visit_date)]
        kept = (counted or visits)[-1]
        found = [p for p in found if p.kind is not DueKind.REVISIT or p is kept]
    if found:
        return found
    if (by_fact is None and fact.attributes.get("condition")) or _all_conditional(fact, record):
        return []
    said = " ".join((fact.name, *(fact.attributes.get(k, "") for k in ("mode", "purpose"))))
    kind = _kind(said)
    names = (fact.attributes.get("purpose", ""), fact.name)
    named = [name for name in names if name and name not in _NAMED_PLAINLY]
    told = named[0] if named else PLAIN[kind, record.language]
    return [Promise(kind, told, by_fact, fact.segments)]


def _all_conditional(fact: Fact, record: Record) -> bool:
    """Whether whatever promises something here does so on a condition."""
    sentences = [
        sentence.group()
        for segment in _clinicians(fact.segments, record)
        for sentence in _SENTENCE.finditer(segment.text)
        if _PROMISE.search(sentence.group())
    ]
    return bool(sentences) and all(_CONDITION.search(words) for words in sentences)


def _interval(fact: Fact, record: Record, visit_date: date) -> date | None:
    bare = Fact(fact.kind, fact.name, 0, value=fact.value, unit=fact.unit)
    return due_dates.due_date(bare, record.transcript, visit_date)


def _contact(words: str, day: date, segment: int, language: Language) -> Promise:
    kind = _kind(words)
    names = [
        mention.term.name
        for mention in lexicon.load(language).find(words, "test", "vital")
    ]
    if kind is DueKind.TEST and names:
        joined = "、".join(names) if language is Language.ZH else ", ".join(names)
        again = "复查" if language is Language.ZH else "repeat "
        return Promise(kind, again + joined, day, (segment,))
    if kind is DueKind.TEST:
        # 来复查 without anything named is a visit.
        kind = DueKind.REVISIT
    return Promise(kind, PLAIN[kind, language], day, (segment,))


def _kind(words: str) -> DueKind:
    if _CONTACT.search(words):
        return DueKind.FOLLOWUP
    return DueKind.TEST if _MEASURE.search(words) else DueKind.REVISIT


def _timed(fact: Fact, record: Record, visit_date: date) -> list[tuple[str, date]]:
    """Sentences of the fact's own segment that set a day for it."""
    text = next((s.text for s in _clinicians((fact.segment,), record)), "")
    found: list[tuple[str, date]] = []
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= fact.start < sentence.end():
            found += _days(sentence.group(), record.language, visit_date)
    return found


def _days(text: str, language: Language, visit_date: date) -> Iterator[tuple[str, date]]:
    """Sentences that promise something for a day, conditions left out."""
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        if not _PROMISE.search(words) or _CONDITION.search(words):
            continue
        day = due_dates.day_in(words, language, visit_date)
        if day is not None and day > visit_date:
            yield words, day


def _clinicians(segments: tuple[int, ...], record: Record) -> list[Segment]:
    """These segments, those of patient and companion left out."""
    patients = (SpeakerRole.PATIENT, SpeakerRole.COMPANION)
    return [s for s in record.transcript if s.id in segments and s.role not in patients]
