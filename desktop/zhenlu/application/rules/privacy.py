"""Identifiers that do not belong into running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language

# GB 11643: weights of the first 17 digits and the check character by remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"

_ID_18 = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ID_15 = re.compile(r"(?<!\d)[1-8]\d{14}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?!\d)")


def identity_number(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A valid 18-digit identity number, or one of the old 15 digits."""
    for section in note.sections:
        for match in (*_ID_18.finditer(section.text), *_ID_15.finditer(section.text)):
            if _is_identity(match.group()):
                yield Hit(section.id, *match.span())


def contact_or_card(note: Note, rule: Rule) -> Iterator[Hit]:
    """A mobile number, a bank card or a messenger account."""
    for section in note.sections:
        found = [match.span() for match in _MOBILE.finditer(section.text)]
        for match in _CARD.finditer(section.text):
            digits = re.sub(r"\D", "", match.group())
            if 16 <= len(digits) <= 19 and _luhn(digits) and not _is_identity(match.group()):
                found.append(match.span())
        for start, end in words.spans(section.text, rule.words("account", note.language)):
            account = re.match(r"[\s:：是为号]{0,4}[A-Za-z0-9_-]{5,20}", section.text[end:])
            if account:
                found.append((start, end + account.end()))
        for start, end in found:
            yield Hit(section.id, start, end)


def third_person_name(note: Note, rule: Rule) -> Iterator[Hit]:
    """The full name of a relative, another patient or a colleague."""
    own = note.known("name")
    for section in note.sections:
        for match in _names(rule, note.language).finditer(section.text):
            group = "name" if match["name"] else "colleague"
            name = match[group]
            if name != own and not words.holds(name, rule.words("no_name", note.language)):
                yield Hit(section.id, *match.span(group))


def unmasked_export(note: Note, rule: Rule) -> Iterator[Hit]:
    """Handed to somebody outside of the treatment with identifiers still in the text."""
    recipient = note.told("recipient")
    clinical = words.holds(recipient, rule.words("clinical", note.language))
    if not recipient or clinical or note.told("masked") == "true":
        return
    for hits in (identity_number(note, rule), contact_or_card(note, rule)):
        if next(hits, None) is not None:
            yield Hit()
            return


def sensitive_topic(note: Note, rule: Rule) -> Iterator[Hit]:
    """Something that few eyes should see, in a record that everybody may open."""
    if note.told("restricted") == "true":
        return
    for section_id, text in note.texts("history_of_present_illness", "past_history", "diagnosis"):
        for start, end in words.spans(text, rule.words("topic", note.language)):
            clause = next(c for c in scope.clauses(text, note.language) if start < c.end)
            if not scope.denied(clause, start, end, note.language):
                yield Hit(section_id, start, end, params={"topic": text[start:end]})
                return


@cache
def _names(rule: Rule, language: Language) -> re.Pattern[str]:
    """Surname and given name after a relation or before a title."""
    titles = "|".join(map(re.escape, rule.words("title", language)))
    relations = "|".join(map(re.escape, rule.words("relation", language)))
    if language is Language.EN:
        name = r"(?P<name>[A-Z][a-z]+ [A-Z][a-z]+)"
        colleague = r"(?P<colleague>[A-Z][a-z]+ [A-Z][a-z]+)"
        return re.compile(rf"\b(?:(?:{relations}),?\s+{name}|(?:{titles})\s+{colleague})")
    surnames = "".join(rule.words("surname", language))
    ends = r"(?=代诉|代述|陪同|电话|告知|签字|[,，。;；、\s(（)）]|$)"
    return re.compile(
        rf"(?:{relations})(?P<name>[{surnames}][一-龥]{{1,2}}?){ends}"
        rf"|(?:^|[^一-龥]|医院|院|科|请|由|经|转|联系|与)(?P<colleague>[{surnames}][一-龥]{{1,2}}?)(?:{titles})"
    )


def _is_identity(number: str) -> bool:
    if len(number) == 18:
        total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
        return _CHECK_CHARACTERS[total % 11] == number[17].upper() and _is_day(number[6:14])
    return len(number) == 15 and _is_day(f"19{number[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


CHECKS: dict[str, Check] = {
    "identity_number": identity_number,
    "contact_or_card": contact_or_card,
    "third_person_name": third_person_name,
    "unmasked_export": unmasked_export,
    "sensitive_topic": sensitive_topic,
}
