"""What stands in the record without having been said, and the other way round.

These rules need the transcript; without one they stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from zhenlu.application.grounding import carries_number
from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.record import Support
from zhenlu.language.extraction import critical_tokens
from zhenlu.language.reading import CriticalToken, without_list_numbers

_CRITICAL = ("number", "drug", "side")
_HISTORY = (
    "chief_complaint",
    "history_of_present_illness",
    "past_history",
    "allergy_history",
    "personal_family_history",
)


def no_source(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A number with its unit, a drug or a side that nobody said."""
    if not len(note.record.transcript):
        return
    heard = note.said.all_tokens()
    for section in note.sections:
        typed = tuple(note.typed(section.id))
        text = note.text(section.id)
        for token in critical_tokens(without_list_numbers(text), note.language):
            if token.kind not in _CRITICAL:
                continue
            if any(start < token.end and token.start < end for start, end in typed):
                continue
            if not _was_said(token, heard) and not _day_was_said(note, text, token):
                shown = text[token.start : token.end]
                yield Hit(section.id, token.start, token.end, params={"shown": shown})


def _was_said(token: CriticalToken, heard: tuple[CriticalToken, ...]) -> bool:
    if token.kind == "number":
        if carries_number(token, heard):
            return True
        # 150/95 may have been said as two values, one after the other.
        halves = token.value.split("/")
        numbers = {t.value for t in heard if t.kind == "number"}
        return len(halves) == 2 and set(halves) <= numbers
    same = {t.value for t in heard if t.kind == token.kind}
    return token.value in same or (token.value == "both" and {"left", "right"} <= same)


def _day_was_said(note: Note, text: str, token: CriticalToken) -> bool:
    """末次月经本月3日 is a date, not a length of time; it was said as 三号."""
    if token.unit != "day" or text[: token.start][-1:] != "月" or not token.value.isdigit():
        return False
    day = int(token.value)
    ones, tens = "零一二三四五六七八九"[day % 10], day // 10
    spoken = ("", "十", "二十", "三十")[min(tens, 3)] + (ones if day % 10 else "")
    said = words.pattern((f"{spoken}号", f"{spoken}日", f"{day}号", f"{day}日"))
    return any(said.search(segment.text) for segment, _ in note.heard())


def unsupported_statement(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A statement that its cited words do not carry."""
    if not len(note.record.transcript):
        return
    for section in note.sections:
        for statement in section.statements:
            if statement.standing or statement.support in (Support.SUPPORTED, Support.CLINICIAN):
                continue
            start = section.text.find(statement.text) if statement.text else -1
            if start < 0 or not note.text(section.id):
                continue
            segments = tuple(evidence.segment for evidence in statement.evidence)
            yield Hit(section.id, start, start + len(statement.text), segments)


def said_but_not_written(note: Note, rule: Rule) -> Iterator[Hit]:
    """What the ledger lists as said and not written."""
    most = int(rule.thresholds["most"])
    general = rule.words("general", note.language)
    items = (i for i in note.record.ledger.said_not_written if i.name not in general)
    for item in islice(items, most):
        if item.name.casefold() in note.text(item.section).casefold():
            continue  # written; the ledger shows which detail differs
        segments = (item.segment,) if item.segment else ()
        yield Hit(item.section, segments=segments, params={"name": item.name})


def never_asked(note: Note, rule: Rule) -> Iterator[Hit]:
    """A denial of something that nobody mentioned."""
    spoken = " ".join(segment.text for segment, _ in note.heard())
    if not spoken:
        return
    mentioned = {term.name for _, terms in note.heard() for term in terms}
    mentioned |= {fact.name for fact in note.record.facts}
    for section_id, text in note.texts(*_HISTORY):
        typed = tuple(note.typed(section_id))
        for start, end, name in _denials(note, rule, section_id, text, spoken, mentioned):
            if not any(a <= start < b for a, b in typed):
                yield Hit(section_id, start, end, params={"name": name})


def _denials(
    note: Note, rule: Rule, section_id: str, text: str, spoken: str, mentioned: set[str]
) -> Iterator[tuple[int, int, str]]:
    named = [span for name in mentioned for span in words.spans(text, (name,))]
    for term in note.terms(section_id, "symptom", "disease"):
        kin = any(name.endswith(term.name) or term.name.endswith(name) for name in mentioned)
        # A fact may say 颈部僵硬 where the lexicon only knows its second half.
        kin = kin or any(start <= term.start and term.end <= end for start, end in named)
        if term.denied and not kin and text[term.start : term.end] not in spoken:
            yield term.start, term.end, term.name
    # Topics that are no lexicon terms: allergies, operations, injuries …
    for topic in rule.words("topics", note.language):
        asked = (topic, *rule.words(topic, note.language))
        if words.holds(spoken, asked):
            continue
        for start, end in words.spans(text, rule.words(f"deny {topic}", note.language)):
            yield start, end, topic


CHECKS: dict[str, Check] = {
    "no_source": no_source,
    "unsupported_statement": unsupported_statement,
    "said_but_not_written": said_but_not_written,
    "never_asked": never_asked,
}
NEEDED = {"said_but_not_written": frozenset({"most"})}
