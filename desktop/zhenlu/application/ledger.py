"""The two-way ledger: said but not written, written but not said."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.application.grounding import SaidWords, carries_number
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.record import Ledger, LedgerItem, Section
from zhenlu.domain.template import Template
from zhenlu.language.extraction import critical_tokens, unread_medicines
from zhenlu.language.reading import CriticalToken, without_list_numbers

#: Kinds that a record must not silently lack.
_GUARDED = frozenset(
    {
        FactKind.SYMPTOM,
        FactKind.HISTORY,
        FactKind.MEDICATION,
        FactKind.ALLERGY,
        FactKind.VITAL,
        FactKind.EXAM,
        FactKind.TEST,
        FactKind.DIAGNOSIS,
        FactKind.INSTRUCTION,
        FactKind.FOLLOW_UP,
    }
)


def draw_up(
    sections: Sequence[Section], facts: Sequence[Fact], said: SaidWords, template: Template
) -> Ledger:
    """Compare the finished text with the facts and with the words.

    A fact counts as written when a statement built from it stands in the record
    or when its name, polarity and value stand in the text. A medicine that was told and of
    which the rules made no fact counts as said.
    """
    written = tuple(
        (section.id, token)
        for section in sections
        for token in critical_tokens(without_list_numbers(section.text), said.language)
    )
    missing = _missing(sections, facts, written, said, template)
    return Ledger(
        said_not_written=(*missing, *_unread(sections, facts, said, template)),
        written_not_said=tuple(_extra(written, facts, said)),
    )


def _missing(
    sections: Sequence[Section],
    facts: Sequence[Fact],
    written: Sequence[tuple[str, CriticalToken]],
    said: SaidWords,
    template: Template,
) -> list[LedgerItem]:
    stated = {
        fact
        for section in sections
        for statement in section.statements
        if statement.text in section.text
        for fact in statement.facts
    }
    stated |= _facts_in_fields(sections, facts)
    texts = [section.text.casefold() for section in sections]
    missing = []
    for position, fact in enumerate(facts):
        if fact.kind not in _GUARDED or fact.subject is Subject.OTHER or position in stated:
            continue
        if fact.kind is FactKind.ALLERGY and fact.subject is not Subject.PATIENT:
            # The allergy history is the patient's alone; a brother's peanuts do not belong there.
            continue
        if fact.status is FactStatus.REFUSED:
            # Talked about and not done: a record need not say so.
            continue
        if not any(fact.kind in part.holds for part in template.sections):
            continue
        if not _stands_written(fact, written, texts, said):
            section = next((p.id for p in template.sections if fact.kind in p.holds), "")
            missing.append(LedgerItem(fact.kind.value, fact.name, section, fact.segment))
    return missing


def _unread(
    sections: Sequence[Section], facts: Sequence[Fact], said: SaidWords, template: Template
) -> list[LedgerItem]:
    """Medicines that were told and not understood: no fact speaks of them."""
    place = next((p.id for p in template.sections if FactKind.MEDICATION in p.holds), "")
    if not place:
        return []
    texts = [section.text.casefold() for section in sections]
    return [
        LedgerItem(FactKind.MEDICATION.value, name, place, segment)
        for name, segment in unread_medicines(said.transcript, facts).items()
        if not any(name.casefold() in text for text in texts)
    ]


def _facts_in_fields(sections: Sequence[Section], facts: Sequence[Fact]) -> set[int]:
    filled = {
        evidence.segment
        for section in sections
        for value in section.fields
        if value.value
        for evidence in value.evidence
    }
    values = {v.value for section in sections for v in section.fields if v.value}
    return {
        at
        for at, fact in enumerate(facts)
        if fact.segment in filled and fact.value and set(fact.value.split("/")) <= values
    }


def _stands_written(
    fact: Fact,
    written: Sequence[tuple[str, CriticalToken]],
    texts: Sequence[str],
    said: SaidWords,
) -> bool:
    named = [token for _, token in written if token.value == fact.name]
    if named:
        denied = fact.polarity is Polarity.ABSENT
        if all(token.negated != denied for token in named):
            return False
    elif not any(fact.name.casefold() in text for text in texts):
        return False
    numbers = [
        t for t in critical_tokens(fact.value + fact.unit, said.language) if t.kind == "number"
    ]
    return all(carries_number(n, (token for _, token in written)) for n in numbers)


def _extra(
    written: Sequence[tuple[str, CriticalToken]], facts: Sequence[Fact], said: SaidWords
) -> list[LedgerItem]:
    heard = said.all_tokens()
    names = {(token.kind, token.value) for token in heard} | {("", fact.name) for fact in facts}
    extra: list[LedgerItem] = []
    for section, token in written:
        if token.kind == "number":
            known = carries_number(token, heard)
        elif token.kind == "side":
            known = _side_known(token, facts, names)
        else:
            known = (token.kind, token.value) in names or ("", token.value) in names
        item = LedgerItem(token.kind, token.value, section)
        if not known and item not in extra:
            extra.append(item)
    return extra


def _side_known(
    token: CriticalToken, facts: Sequence[Fact], names: set[tuple[str, str]]
) -> bool:
    if ("side", token.value) in names:
        return True
    if token.value == "both":
        return {("side", "left"), ("side", "right")} <= names
    return any(token.value in fact.attributes.get("side", "") for fact in facts)
