"""Words that do not belong into a record: colloquial, ambiguous, vague, judging, copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon

_QUOTED = re.compile(r"[“\"‘「][^”\"’」\n]{0,40}[”\"’」]")
_LATIN = re.compile(r"(?<![A-Za-z0-9μµ])[A-Za-z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*(?![A-Za-z0-9])")
_HAN = re.compile(r"[一-龥]+")
#: Dangerous notation → how it is written safely; `{n}` is the number.
_NOTATION = (
    (re.compile(r"(?<![\d.])\.(?P<n>\d+)\s*(?P<u>mg|g|ml|mL|mcg|μg|毫克|克|毫升)"), "0.{n}{u}"),
    (
        re.compile(r"(?<![\d.])(?P<n>\d+)\.0+\s*(?P<u>mg|g|ml|mL|mcg|μg|毫克|克|毫升)(?!/)"),
        "{n}{u}",
    ),
)
_UNITS = {
    Language.ZH: (
        (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*U(?![A-Za-z/])"), "{n}单位"),
        (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?:ug|μg|µg)(?![A-Za-z/])"), "{n}微克"),
        (re.compile(r"(?<![A-Za-z])(?:QOD|qod)(?![A-Za-z])"), "隔日1次"),
        (re.compile(r"(?<![A-Za-z])Q\.?D\.?(?![A-Za-z])"), "每日1次"),
    ),
    Language.EN: (
        (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*[UI](?![A-Za-z/])U?"), "{n} units"),
        (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?:ug|μg|µg)(?![A-Za-z/])"), "{n} micrograms"),
        (re.compile(r"(?<![A-Za-z])(?:QOD|qod|q\.o\.d\.)(?![A-Za-z])"), "every other day"),
        (re.compile(r"(?<![A-Za-z])(?:QD|qd|q\.d\.)(?![A-Za-z])"), "once daily"),
    ),
}
_NARRATIVE = (
    "chief_complaint",
    "history_of_present_illness",
    "past_history",
    "personal_family_history",
    "physical_exam",
)


def colloquial_term(note: Note, rule: Rule) -> Iterator[Hit]:
    """拉肚子 outside of quotes: the standard term is known."""
    for section_id, text in note.texts(*_NARRATIVE):
        plain = _without_quotes(text)
        for said, standard in words.table(rule.words("standard", note.language)):
            for start, end in words.spans(plain, said):
                params = {"written": text[start:end], "standard": standard[0]}
                yield Hit(section_id, start, end, params=params, standard=standard[0])


def foreign_abbreviation(note: Note, rule: Rule) -> Iterator[Hit]:
    """An abbreviation or foreign word that is not in common use."""
    allowed = {word.casefold() for word in rule.words("common", note.language)}
    unclear = rule.words("unclear", note.language)
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        plain = _without_quotes(text)
        if note.language is Language.EN:
            places = [*(m.span() for m in _HAN.finditer(plain)), *words.spans(plain, unclear)]
        else:
            places = [m.span() for m in _LATIN.finditer(plain) if _is_foreign(note, m, allowed)]
        for start, end in sorted(places)[:3]:
            yield Hit(section_id, start, end, params={"written": text[start:end]})


def _is_foreign(note: Note, match: re.Match[str], allowed: set[str]) -> bool:
    word = match.group().casefold()
    if len(word) < 2 or word in allowed or word.rstrip("0123456789") in allowed:
        return False
    if match.string[match.start() - 1 : match.start()].isdigit() or match.string[
        match.end() : match.end() + 1
    ] in ("片", "线", "型", "族"):
        return False
    # A part of a listed term: 维生素B12, T3.
    before, after = max(0, match.start() - 8), match.end() + 8
    near = match.string[before:after]
    return not any(
        before + found.start < match.end() and match.start() < before + found.end
        for found in lexicon.load(note.language).find(near)
    )


def ambiguous_notation(note: Note, rule: Rule) -> Iterator[Hit]:
    """5.0mg read as 50, .5 read as 5, U read as 0, QD read as QID."""
    del rule
    for section_id, text in note.texts("treatment_plan", "medication_use", "past_history"):
        for pattern, standard in (*_NOTATION, *_UNITS[note.language]):
            for match in pattern.finditer(text):
                safe = standard.format(**match.groupdict())
                params = {"written": match.group(), "standard": safe}
                yield Hit(section_id, *match.span(), params=params, standard=safe)


def vague_word(note: Note, rule: Rule) -> Iterator[Hit]:
    """差不多, 若干: says nothing that can be checked."""
    for section_id, text in note.texts(*_NARRATIVE, "diagnosis", "treatment_plan"):
        plain = _without_quotes(text)
        for start, end in words.spans(plain, rule.words("vague", note.language)):
            yield Hit(section_id, start, end, params={"written": text[start:end]})


def judging_word(note: Note, rule: Rule) -> Iterator[Hit]:
    """Blame of the patient or of colleagues."""
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        for start, end in words.spans(text, rule.words("judging", note.language)):
            yield Hit(section_id, start, end, params={"written": text[start:end]})


def copied_text(note: Note, rule: Rule) -> Iterator[Hit]:
    """A long sentence that stands twice, or a history taken over from the last visit."""
    seen: set[str] = set()
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        for sentence in scope.sentences(text):
            plain = sentence.text.strip()
            if len(plain) < rule.thresholds["sentence_chars"]:
                continue
            if plain in seen:
                yield Hit(section_id, sentence.start, sentence.end)
            seen.add(plain)
    part = "history_of_present_illness"
    now = note.text(part)
    before = note.earlier[0].text(part) if note.earlier else ""
    if min(len(now), len(before)) >= rule.thresholds["history_chars"]:
        alike = SequenceMatcher(None, before, now, autojunk=False).ratio()
        if alike > rule.thresholds["share"]:
            yield Hit(note.place(part), 0, len(now))


def _without_quotes(text: str) -> str:
    """The text with quoted words blanked: what the patient said may stay as said."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)


CHECKS: dict[str, Check] = {
    "colloquial_term": colloquial_term,
    "foreign_abbreviation": foreign_abbreviation,
    "ambiguous_notation": ambiguous_notation,
    "vague_word": vague_word,
    "judging_word": judging_word,
    "copied_text": copied_text,
}
NEEDED = {"copied_text": frozenset({"sentence_chars", "history_chars", "share"})}
