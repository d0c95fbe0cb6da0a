"""Danger signs found while a visit runs and when its record is checked.

Works on facts, and on the words of patient and companion where the transcript is
given, because people name a danger in words that are no fact yet. What is denied,
a relative's, past, conditional or asked never counts. The result is a suggestion:
a person decides and acknowledges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhenlu.application.rules import scope, words
from zhenlu.application.triage_table import Presentation, Sign, TriageTable, table
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language, Segment
from zhenlu.domain.triage import RedFlag
from zhenlu.domain.visit import Patient

_NOW = (FactKind.SYMPTOM, FactKind.EXAM, FactKind.DIAGNOSIS)
_BEFORE = (FactKind.HISTORY, FactKind.MEDICATION, FactKind.LIFESTYLE, FactKind.ALLERGY)
_MEASURED = (FactKind.VITAL, FactKind.TEST)
_NOT_GIVEN = (FactStatus.STOPPED, FactStatus.REFUSED, FactStatus.ORDERED)

_MINUTES = {"分": 1.0, "分钟": 1.0, "minute": 1.0, "minutes": 1.0}
_MINUTES |= {"小时": 60.0, "钟头": 60.0, "hour": 60.0, "hours": 60.0}
_TOLD_MINUTES = re.compile(r"(?P<count>\d+)\s*(?:多|几)?\s*(?:分钟|min(?:ute)?s?\b)")
_TOLD_HOURS = re.compile(
    r"(?:半|\d+|[一二两三四五六七八九十几])\s*个?\s*多?(?:小时|钟头)"
    r"|(?:half an|an|\d+|several)\s+hours?"
)
#: mg/dL of glucose in one mmol/L.
_MG_PER_DL = 18.0
#: More lines than this are a story, not a place to look.
_MOST_CITED = 3
#: A reading from home that tells of another day.
_EARLIER = re.compile(r"上|前|昨|曾|last|ago|yesterday|previous", re.IGNORECASE)

_Segments = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the signs are looked for in.

    Attributes:
        everything: All of it as one text in small letters: what is not in there, no
            single line holds.
    """

    facts: tuple[Fact, ...] = field(repr=False)
    segments: tuple[Segment, ...] = field(repr=False)
    language: Language
    table: TriageTable = field(repr=False)
    everything: str = field(repr=False)


def red_flags(
    facts: Sequence[Fact],
    patient: Patient,
    language: Language,
    segments: Sequence[Segment] = (),
) -> tuple[RedFlag, ...]:
    """The danger signs of a visit so far, the most urgent first.

    Args:
        segments: The transcript, so that the patient's own words count as well as facts.

    Raises:
        ResourceBroken: If a file of resources/triage does not hold up.
    """
    known = table()
    told = [_text(fact) for fact in facts] + [segment.text for segment in segments]
    visit = _Visit(tuple(facts), tuple(segments), language, known, "\n".join(told).casefold())
    found: dict[str, _Segments | None] = {}
    flags = []
    for entry in known.presentations:
        if not _may_apply(entry, patient):
            continue
        cited = _combination(entry, visit, found)
        if cited is not None:
            flags.append(_flag(entry, language, cited))
    return tuple(sorted(flags, key=lambda flag: flag.level))


def _flag(entry: Presentation, language: Language, cited: _Segments) -> RedFlag:
    return RedFlag(
        entry.id,
        entry.rule,
        entry.level,
        entry.title(language),
        entry.department[language],
        entry.action[language],
        entry.acknowledge,
        cited,
        entry.source,
    )


def _may_apply(entry: Presentation, patient: Patient) -> bool:
    """Whether age and sex allow it; what is unknown does not rule it out."""
    age = patient.age_years
    if age is None:
        fits = not entry.need_age
    else:
        fits = (entry.min_age is None or age >= entry.min_age) and (
            entry.max_age is None or age <= entry.max_age
        )
    return fits and (not entry.sex or patient.sex in ("", entry.sex))


def _combination(
    entry: Presentation, visit: _Visit, found: dict[str, _Segments | None]
) -> _Segments | None:
    """Segments behind the first combination that holds whole; None where none does."""
    for combination in entry.when:
        cited: set[int] = set()
        for sign_id in combination:
            if sign_id not in found:
                found[sign_id] = _sign(visit.table.signs[sign_id], visit)
            seen = found[sign_id]
            if seen is None:
                break
            cited.update(seen)
        else:
            return tuple(sorted(cited))
    return None


def _sign(sign: Sign, visit: _Visit) -> _Segments | None:
    places = _measured(sign, visit) if sign.vital else _told(sign, visit)
    return next(places, None)


def _measured(sign: Sign, visit: _Visit) -> Iterator[_Segments]:
    names = visit.table.vitals[sign.vital][visit.language]
    for fact in visit.facts:
        if fact.kind not in _MEASURED or fact.name not in names or not _is_current(fact):
            continue
        value = _value(fact, sign)
        if value is not None and sign.reached(value):
            yield _cited(fact)


def _is_current(fact: Fact) -> bool:
    """Whether a measurement is the patient's and not of another day."""
    return (
        fact.subject is Subject.PATIENT
        and fact.polarity is Polarity.PRESENT
        and not _EARLIER.search(fact.attributes.get("when", ""))
    )


def _value(fact: Fact, sign: Sign) -> float | None:
    """The measured number in the table's unit; None where it is no plain value."""
    numbers = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?", fact.value)
    chosen = numbers and numbers[2 if sign.part == "second" else 1]
    if not chosen:
        return None
    value = float(chosen)
    unit = fact.unit.casefold()
    if unit == "mg/dl":
        return value / _MG_PER_DL
    if sign.vital == "temperature" and ("f" in unit or "℉" in unit):
        return (value - 32) / 1.8
    return value


def _told(sign: Sign, visit: _Visit) -> Iterator[_Segments]:
    """Facts that tell the sign, then the patient's and the companion's own words."""
    listed = _alternatives(sign.words(visit.language))
    if not any(piece in visit.everything for piece in listed.pieces):
        return
    subject = Subject.FAMILY if sign.family else Subject.PATIENT
    kinds = (*_NOW, *_BEFORE) if sign.history or sign.family else _NOW
    denied: set[int] = set()
    for fact in visit.facts:
        if fact.kind not in kinds or fact.subject is not subject or not listed.told(_text(fact)):
            continue
        if fact.polarity is Polarity.ABSENT:
            denied.update(fact.segments)
        elif _is_affirmed(fact) and _lasts(fact, sign):
            yield _cited(fact)
    if not sign.family:
        for segment in _in_words(listed, visit, denied):
            if sign.lasting_minutes is None or _tells_minutes(segment.text, sign.lasting_minutes):
                yield (segment.id,)


def _tells_minutes(text: str, least: float) -> bool:
    """Whether an utterance gives so many minutes, or hours."""
    minutes = (int(match["count"]) for match in _TOLD_MINUTES.finditer(text))
    return any(count >= least for count in minutes) or bool(_TOLD_HOURS.search(text))


def _in_words(listed: _Alternatives, visit: _Visit, denied: set[int]) -> Iterator[Segment]:
    """Utterances that affirm one of the words.

    Where the extractor understood a denial, or an allergy told with the reaction of back
    then, it knows better than a word list.
    """
    told_before = {
        number
        for fact in visit.facts
        if fact.kind is FactKind.ALLERGY and fact.polarity is Polarity.PRESENT
        for number in fact.segments
    }
    past = visit.table.past.get(visit.language, ())
    for segment in visit.segments:
        if segment.role.is_clinician or segment.id in denied | told_before:
            continue
        if listed.told(segment.text) and _affirmed(segment.text, listed, past, visit.language):
            yield segment


def _affirmed(
    text: str, listed: _Alternatives, past: tuple[str, ...], language: Language
) -> bool:
    """Whether an utterance affirms one of the words of somebody's present state."""
    for clause in scope.clauses(text, language):
        asked = text[clause.end : clause.end + 1] in ("?", "？")
        if asked or scope.conditional(clause, language) or words.holds(clause.text, past):
            continue
        for start, end in listed.places(clause.text, text):
            place = (clause.start + start, clause.start + end)
            if not (
                scope.denied(clause, *place, language)
                or scope.of_relative(clause, place[0], language)
            ):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """A word list made ready: single words, and words that need company ("腹痛 + 剧烈").

    Attributes:
        pieces: For every word a plain part of it, in small letters, to pass over quickly
            what cannot be there.
    """

    single: tuple[str, ...]
    joined: tuple[tuple[str, tuple[str, ...]], ...]
    pieces: tuple[str, ...]

    def told(self, text: str) -> bool:
        """Whether the text holds one of them, whatever is said of it."""
        return words.holds(text, self.single) or any(
            words.holds(text, (first,)) and all(words.holds(text, (o,)) for o in others)
            for first, others in self.joined
        )

    def places(self, clause: str, whole: str) -> Iterator[tuple[int, int]]:
        """Where the clause holds one; company may stand anywhere in the whole utterance."""
        yield from words.spans(clause, self.single)
        for first, others in self.joined:
            if all(words.holds(whole, (other,)) for other in others):
                yield from words.spans(clause, (first,))


@lru_cache(maxsize=512)
def _alternatives(listed: tuple[str, ...]) -> _Alternatives:
    split = [word.split(" + ") for word in listed]
    return _Alternatives(
        tuple(pieces[0] for pieces in split if len(pieces) == 1),
        tuple((pieces[0], tuple(pieces[1:])) for pieces in split if len(pieces) > 1),
        tuple(_plain_part(pieces[0]) for pieces in split),
    )


def _plain_part(word: str) -> str:
    """The longest part of a word without # and *."""
    return max(word.replace("*", "#").split("#"), key=len).strip().casefold()


def _text(fact: Fact) -> str:
    return " ".join((fact.name, *fact.attributes.values()))


def _cited(fact: Fact) -> _Segments:
    """Where to look; of a fact told over many lines only its own."""
    return fact.segments if len(fact.segments) <= _MOST_CITED else (fact.segment,)


def _is_affirmed(fact: Fact) -> bool:
    course = fact.attributes.get("course", "")
    return (
        fact.polarity is Polarity.PRESENT
        and fact.status not in _NOT_GIVEN
        and "已" not in course
        and course != "resolved"
    )


def _lasts(fact: Fact, sign: Sign) -> bool:
    """Whether the fact has lasted long enough, by minutes or hours."""
    if sign.lasting_minutes is None:
        return True
    scale = _MINUTES.get(fact.unit)
    if scale is None or not fact.value:
        return False
    if fact.value == "半":
        return 0.5 * scale >= sign.lasting_minutes
    number = re.match(r"\d+(?:\.\d+)?", fact.value)
    return number is not None and float(number.group()) * scale >= sign.lasting_minutes
