"""How far a pregnancy is, as an answer tells it."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.quantities import quantities

HOW_FAR = re.compile(
    r"\bhow (?:many weeks (?:are you|is she|pregnant|along|gone)|far along|far gone|far on)\b"
    r"|\bwhen are you due\b|\bhow many weeks\W*$",
    re.IGNORECASE,
)


def pregnancies(remark: Remark) -> list[Found]:
    """As in "How many weeks are you?" "Twenty two"."""
    asked = next((q for q in remark.questions if HOW_FAR.search(q.text)), None)
    weeks = next((q for q in quantities(remark.text) if q.unit in ("week", "")), None)
    if asked is None or weeks is None:
        return []
    fact = remark.fact(
        FactKind.HISTORY,
        "pregnancy",
        weeks.start,
        weeks.end,
        attributes={"since": f"{weeks.value} weeks"},
        also=(asked.segment.id,),
    )
    return [Found(fact)]
