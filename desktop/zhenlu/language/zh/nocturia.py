"""Nocturia told by how often someone gets up: 一宿起来三四趟."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_NIGHTS = re.compile(
    r"(?:1(?:宿|晚上?|夜)|夜里|晚上)(?:得|要|都)?起来?(?:尿|解手)?(?P<n>\d(?:-\d)?)[趟次回]"
)
#: 夜里起几回 — 起四五回
_NIGHTS_ASKED = re.compile(
    r"(?:夜里|晚上|[1一](?:宿|晚上?|夜)|夜).{0,3}起.{0,4}(?:几|多少)[趟次回]"
)
_TIMES = re.compile(r"\D{0,4}(?P<n>\d(?:-\d)?)[趟次回](?:吧|左右)?")


def hear(clause: Clause, visit: Conversation) -> None:
    """一宿起来三四趟, while passing water is spoken of."""
    asked = any(_NIGHTS_ASKED.search(a.clause.text) for a in visit.asked)
    match = _NIGHTS.search(clause.text) or (_TIMES.fullmatch(clause.text) if asked else None)
    term = mentions.words().named("夜尿增多", "symptom")
    spoken = "".join(c.text for c in visit.clauses if clause.turn - 2 <= c.turn <= clause.turn)
    if match is None or term is None or "尿" not in spoken or match["n"] == "1":
        return
    # What was complained of stays what is spoken of.
    found = visit.known(FactKind.SYMPTOM, term.name) or visit.add(
        Found(FactKind.SYMPTOM, term.name, clause, match.start(), match.end(), term=term)
    )
    found.polarity = Polarity.PRESENT
    found.rest_on(clause)
    found.add("frequency", f"每晚{match['n']}次", replace=True)
