"""What is said once of how to take several drugs: 都是饭前, 一共十四天, 一天两次 of a pair."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.zh import doses, regimens
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

#: 一共14天, in a sentence of its own: the length of the whole course.
_COURSE_OF_ALL = re.compile(
    r"(?:1共|一共|总共|共|疗程|全程)(?:是|吃|用|为)?\d+(?:-\d+)?(?:天|周)(?:的?疗程)?(?:了|吧|啊)?"
)


def hold_for_all(use: doses.Use, last: Found, clause: Clause, visit: Conversation) -> bool:
    """都是饭前 and 一共十四天: of all drugs that were just ordered."""
    if use and not use.value and re.match(r"(?:这)?(?:都|[2两几]种都|各)", clause.text):
        _apply_to_all(use, last, clause, visit)
        return True
    if _COURSE_OF_ALL.fullmatch(clause.text) and clause.sentence != last.clause.sentence:
        _apply_course(use, last, clause, visit)
        return True
    return False


def _apply_course(use: doses.Use, last: Found, clause: Clause, visit: Conversation) -> None:
    """How long holds for every drug of this plan that is taken regularly."""
    for found in visit.of_kind(FactKind.MEDICATION):
        regular = found is last or found.attributes.get("frequency", "").startswith("每")
        if found.status is last.status and found.clause.turn == last.clause.turn and regular:
            regimens.apply(found, use, clause, keep=True)


def _apply_to_all(use: doses.Use, last: Found, clause: Clause, visit: Conversation) -> None:
    """都吃五天 holds for all drugs of this turn."""
    for found in list(visit.of_kind(FactKind.MEDICATION)):
        if found.status is last.status and found.clause.turn == clause.turn:
            regimens.apply(found, use, clause)


def hold_for_joined(use: doses.Use, last: Found, clause: Clause, visit: Conversation) -> None:
    """布地奈德1毫克加特布他林2.5毫克, 一天两次: how often holds for both."""
    for found in visit.of_kind(FactKind.MEDICATION):
        joined = re.search(r"加|和|配|跟", last.clause.text[: last.start]) is not None
        same = found is not last and found.clause is last.clause and found.status is last.status
        if same and joined and not use.value and "frequency" not in found.attributes:
            regimens.apply(found, use, clause, keep=True)
