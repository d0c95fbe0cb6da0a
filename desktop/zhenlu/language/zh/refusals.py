"""A drug that was just ordered and is declined: by the name of its class, or by a pronoun.

建议吃阿托伐他汀 — 我不吃他汀; 开点非布司他 — 这药我不想吃. What is declined is the drug
itself: no second drug by the name of the class.
"""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.zh import drug_records
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_NOT = r"(?:不(?:太|怎么)?(?:想|愿意?|打算|肯|能|敢)?(?:再)?|拒绝)"
_USE = r"[吃喝用打输抹贴涂滴喷]"
#: 他汀我不吃, 止疼药不要: after or before the name.
DECLINES = re.compile(rf"{_NOT}(?:{_USE}|要|开|加|上)|不要(?:了|啊|吧)*$|算了|免了")
_THAT = r"(?:[这那](?:个|种|些)?药?|它|新?药)"
_STRESS = r"(?:我|可|也|就|真|真的|坚决|绝对|肯定|还是|先|都|反正|宁可|大夫|医生|那|嗯|哎|别)*"
_BY_PRONOUN = re.compile(
    rf"{_STRESS}{_THAT}{_STRESS}{_NOT}(?:{_USE}|要|开|加|上|试)(?:了|啊|吧|的|呢)*"
    rf"|{_STRESS}{_NOT}[吃喝打输抹贴]{_THAT}?(?:了|啊|吧|的|呢)*"
    rf"|{_STRESS}不要{_THAT}(?:了|啊|吧)*|{_STRESS}不(?:想)?加(?:药|它)?(?:了|啊|吧)*"
)
#: 这个我吃了犯困, 不要: the pronoun stands earlier in the turn.
_BARE_NO = re.compile(rf"{_STRESS}不要(?:了|啊|吧)*")
_OF_THAT = re.compile(r"[这那](?:个|种)?药|^[这那]个")


def of_class(clause: Clause, drug: Named, visit: Conversation) -> bool:
    """先不开安眠药, 我不吃他汀: rules out what was ordered of this class, if anything was."""
    ordered = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.status is FactStatus.ORDERED and drug_records.belongs(f, drug.term)
    ]
    for found in ordered:
        _decline(found, clause)
    return bool(ordered)


def by_pronoun(clause: Clause, visit: Conversation) -> bool:
    """那个我不吃: declines the one drug that the clinician has just ordered.

    Of several drugs nobody knows which is meant: none is then taken off.
    """
    if clause.clinician is not False or visit.asked or not _is_declining(clause, visit):
        return False
    ordered = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.status is FactStatus.ORDERED and f.clause.turn == clause.turn - 1
    ]
    if len(ordered) != 1:
        return False
    _decline(ordered[0], clause)
    return True


def _is_declining(clause: Clause, visit: Conversation) -> bool:
    if _BY_PRONOUN.fullmatch(clause.text):
        return True
    return bool(_BARE_NO.fullmatch(clause.text) and _OF_THAT.search(visit.turn_of(clause)))


def _decline(found: Found, clause: Clause) -> None:
    found.status = FactStatus.REFUSED
    found.rest_on(clause)
