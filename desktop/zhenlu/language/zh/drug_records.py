"""The record of a drug: one entry for each name and standing, and what ends it."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.lexicon import Term
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named


def record(clause: Clause, drug: Named, status: FactStatus, visit: Conversation) -> Found:
    name = drug.term.name
    same = [f for f in visit.of_kind(FactKind.MEDICATION) if f.name == name]
    if status in (FactStatus.REFUSED, FactStatus.STOPPED):
        for found in same:
            told_over = status is FactStatus.STOPPED and clause.clinician is False
            if found.status is FactStatus.ORDERED or (
                told_over and found.status is FactStatus.TAKEN
            ):
                found.status = status
                found.rest_on(clause)
                return found
    for found in same:
        # 还是吃二十毫克, after 我不吃: what was declined is ordered again.
        again = status is FactStatus.ORDERED and found.status is FactStatus.REFUSED
        if found.status is status or (again and found.clause.clinician):
            found.status = status
            found.rest_on(clause)
            return found
    found = visit.add(
        Found(
            FactKind.MEDICATION, name, clause, drug.start, drug.end, status=status, term=drug.term
        )
    )
    if drug.term.extra.get("unknown"):
        found.add("unknown", "是")
    return found


#: 改用阿奇霉素, 那就换阿奇霉素
_INSTEAD = re.compile(r"(?:改用?|改成|改为|换成?|换用|换个|还是用)(?:点|个|那个)?$")


def given_instead(found: Found, clause: Clause, drug: Named, visit: Conversation) -> None:
    """阿莫西林一次两粒。哦不对, 你青霉素过敏, 改用阿奇霉素: the first drug is not given."""
    if not _INSTEAD.search(clause.text[: drug.start]):
        return
    for other in reversed(list(visit.of_kind(FactKind.MEDICATION))):
        if other is found or other.status is not FactStatus.ORDERED:
            continue
        taken_back = visit.correcting and other.clause.turn == clause.turn
        if taken_back or (clause.turn - other.clause.turn <= 2 and _is_allergic(other, visit)):
            other.status = FactStatus.REFUSED
            other.rest_on(clause)
            return


def _is_allergic(found: Found, visit: Conversation) -> bool:
    names = {found.name, *(found.term.extra.get("class", ()) if found.term else ())}
    return any(f.is_present and f.name in names for f in visit.of_kind(FactKind.ALLERGY))


def mistake(clause: Clause, drug: Named, visit: Conversation) -> None:
    """不是芬必得: what was told of that drug holds for the one that was meant."""
    told = visit.known(FactKind.MEDICATION, drug.term.name)
    if told is None or told.status is not FactStatus.TAKEN or clause.turn - told.clause.turn > 2:
        return
    visit.drop(told)
    visit.mistaken = told
    named = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.clause.turn == clause.turn and f.status is FactStatus.TAKEN
    ]
    if named:
        take_over(named[-1], visit)


def take_over(found: Found, visit: Conversation) -> None:
    """是双氯芬酸: how the mistaken drug was taken is how this one was."""
    told, visit.mistaken = visit.mistaken, None
    if told is None or found is told or told.clause.turn < found.clause.turn - 2:
        return
    if not found.value:
        found.value, found.unit = told.value, told.unit
    for attribute, text in told.attributes.items():
        found.attributes.setdefault(attribute, text)
    found.rest_on(told.clause)


def is_taken(name: str, visit: Conversation) -> bool:
    return any(
        f.name == name and f.status is FactStatus.TAKEN for f in visit.of_kind(FactKind.MEDICATION)
    )


def is_ordered_class(term: Term, visit: Conversation) -> bool:
    return any(
        f.status is FactStatus.ORDERED and (f.name == term.name or belongs(f, term))
        for f in visit.of_kind(FactKind.MEDICATION)
    )


def ordered_of_class(term: Term, visit: Conversation) -> Found | None:
    """铁剂吃三个月, after an iron preparation was ordered: said of that one."""
    if term.kind != "drug_class":
        return None
    ordered = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.status is FactStatus.ORDERED and belongs(f, term)
    ]
    return ordered[-1] if ordered else None


def belongs(found: Found, cls: Term) -> bool:
    """Whether a drug is of this class: atorvastatin is one of 他汀类, estazolam of 安眠药."""
    classes = found.term.extra.get("class", ()) if found.term else ()
    return (
        cls.name in classes
        or found.name in cls.extra.get("members", ())
        or bool(set(classes) & set(cls.extra.get("classes", ())))
    )
