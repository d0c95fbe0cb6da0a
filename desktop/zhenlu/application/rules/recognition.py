"""Doubts about what was recognised: unsure or alike words, words out of silence, none.

These rules need the transcript; typed words have confidence 1 and raise no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.facts import FactKind
from zhenlu.domain.transcript import Language

_WEIGHTY = frozenset(
    {FactKind.MEDICATION, FactKind.ALLERGY, FactKind.VITAL, FactKind.TEST, FactKind.DIAGNOSIS}
)


def unsure_recognition(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug, dose, allergy, value or diagnosis of the record that was barely understood."""
    whole = note.whole()
    confusable = [set(pair) for pair, _ in words.table(rule.words("alike", note.language))]
    reported: set[str] = set()
    for fact in note.record.facts:
        if fact.kind not in _WEIGHTY or fact.name in reported or fact.name not in whole:
            continue
        alike = any(fact.name in pair for pair in confusable)
        limit = rule.thresholds["confidence_alike" if alike else "confidence"]
        if fact.confidence < limit:
            reported.add(fact.name)
            section, start = _place(note, fact.name)
            end = start + len(fact.name) if start >= 0 else -1
            yield Hit(section, start, end, fact.segments, {"name": fact.name})


def _place(note: Note, name: str) -> tuple[str, int]:
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        if name in text:
            return section_id, text.index(name)
    return "", -1


def heard_in_silence(note: Note, rule: Rule) -> Iterator[Hit]:
    """The same words again and again, or the closing titles of a film."""
    repeated = int(rule.thresholds["repeated"])
    for text, run in groupby(note.record.transcript, key=lambda segment: segment.text.strip()):
        ids = tuple(segment.id for segment in run)
        if len(ids) >= repeated and len(text) >= rule.thresholds["min_chars"]:
            yield Hit(segments=ids)
            return
    for segment in note.record.transcript:
        if words.holds(segment.text, rule.words("boilerplate", note.language)):
            yield Hit(segments=(segment.id,))
            return


def not_understood(note: Note, rule: Rule) -> Iterator[Hit]:
    """Somebody spoke and was not understood: what was said may be missing from the record."""
    unclear = note.record.transcript.not_understood
    if unclear:
        named = int(rule.thresholds["named"])
        times = [f"{int(each.start_s) // 60}:{int(each.start_s) % 60:02}" for each in unclear]
        places = ", ".join(times[:named]) + (" …" if len(times) > named else "")
        params = {"places": places, "count": str(len(times))}
        yield Hit(segments=tuple(each.id for each in unclear), params=params)


def heard_in_two_ways(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A second reading of the sound found another number, side, drug or denial in a line."""
    transcript = note.record.transcript
    for line, other in transcript.offered.items():
        yield Hit(segments=(line,), params={"heard": transcript[line].text, "other": other})


def misheard_correction(note: Note, rule: Rule) -> Iterator[Hit]:
    """三天,不对,十四天: 十四 and 是四 sound alike, fifteen and fifty nearly so.

    Only right after a self-correction, where the sentence cannot tell which was meant;
    silent where the number is said once more, which settles it.
    """
    transcript = tuple(note.record.transcript)
    for heard_as, (meant_as, *_) in words.table(rule.words("alike", note.language)):
        corrected = _corrected_number(rule, note.language, heard_as)
        for before, here in zip((None, *transcript), transcript, strict=False):
            goes_on = before is not None and before.role is here.role
            lead = f"{before.text}, " if before is not None and goes_on else ""
            match = corrected.search(lead + here.text)
            if match is None or match.end() <= len(lead):
                continue
            heard = match["heard"]
            if any(heard in other.text for other in transcript if other is not here):
                continue
            meant = meant_as + heard.removeprefix(match["number"])
            yield Hit(segments=(here.id,), params={"heard": heard, "meant": meant})


def _corrected_number(
    rule: Rule, language: Language, heard_as: tuple[str, ...]
) -> re.Pattern[str]:
    """A small number with its unit, words that take it back, and the same unit anew."""
    first, unit, takes_back = (
        words.pattern(rule.words(group, language)).pattern
        for group in ("numbers", "units", "takes_back")
    )
    number = words.pattern(heard_as).pattern
    return re.compile(
        rf"(?<![十百\d.])(?:{first})\s*(?P<unit>{unit})[^。?!？！]{{0,6}}?(?:{takes_back})"
        rf"[,，、。…\s]*(?P<heard>(?P<number>{number})\s*(?P=unit))",
        re.IGNORECASE,
    )


CHECKS: dict[str, Check] = {
    "unsure_recognition": unsure_recognition,
    "heard_in_silence": heard_in_silence,
    "not_understood": not_understood,
    "heard_in_two_ways": heard_in_two_ways,
    "misheard_correction": misheard_correction,
}
NEEDED = {
    "unsure_recognition": frozenset({"confidence", "confidence_alike"}),
    "heard_in_silence": frozenset({"repeated", "min_chars"}),
    "not_understood": frozenset({"named"}),
    "heard_in_two_ways": frozenset(),
    "misheard_correction": frozenset(),
}
