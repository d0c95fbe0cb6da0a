"""Findings told as a grade, a range or a direction, and what a part just named has not.

右上肢肌力3级, 右下肢4级; 活动度0到120; 伸舌偏右; 鼓膜完整, 没有充血.
"""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_SIDE_NAMES = {"左": "左", "右": "右", "双": "双侧", "两": "双侧"}
_POWER = re.compile(
    r"(?P<s>[左右双两])?侧?(?P<p>四肢|上肢|下肢|肢体)?(?:的|近端|远端)?(?P<w>肌力)?(?:是|为|都是?|约|大概)*"
    r"(?P<n>[0-4])(?P<m>[+-])?级|(?P<s5>[左右双两])侧?(?P<p5>上肢|下肢|肢体)?(?P<w5>肌力)?(?:是|为|都是?)*5级"
)
_RANGE = re.compile(
    r"(?P<s>[左右双两])?[\u4e00-\u9fff]{0,4}活动(?:度|范围)(?:是|为|约|大概|屈伸)*"
    r"(?P<a>\d+|零)度?(?:到|至|-)(?P<b>\d+)度?"
)
_DEVIATES = re.compile(
    r"(?P<what>伸舌|舌头|口角|嘴角|嘴)(?:有点|稍|略)?(?:[偏向往])(?P<s>[左右])(?:侧|边)?(?:偏斜|歪斜|偏|歪|斜)?"
)
_DEVIATION = {
    "伸舌": ("伸舌偏斜", "伸舌偏{}"), "舌头": ("伸舌偏斜", "伸舌偏{}"),
    "口角": ("口角歪斜体征", "口角向{}歪斜"), "嘴角": ("口角歪斜体征", "口角向{}歪斜"),
    "嘴": ("口角歪斜体征", "口角向{}歪斜"),
}  # fmt: skip
_LACKS = re.compile(
    r"(?:也|都)?(?:没有|没|无|未见)(?:明显)?(?P<x>充血|水肿|脓点?|渗出|穿孔|出血|溃疡|压痛)"
)


def read(clause: Clause, visit: Conversation) -> list[Found]:
    """The graded findings of a clause, not yet kept; none where nothing is graded."""
    found = [_power(clause, match, visit) for match in _POWER.finditer(clause.text)]
    found += [_range(clause, match) for match in _RANGE.finditer(clause.text)]
    found += [_deviation(clause, match) for match in _DEVIATES.finditer(clause.text)]
    found.append(_lacking(clause, visit))
    return [one for one in found if one is not None]


def _power(clause: Clause, match: re.Match[str], visit: Conversation) -> Found | None:
    """3级 is of power where the word stands with it, or stood in the same sentence before."""
    before = _last(clause, visit)
    goes_on = before is not None and before.name.startswith("肌力")
    if not (match["w"] or match["w5"] or goes_on):
        return None
    found = _noted(clause, "肌力减退" if match["n"] else "肌力正常", match)
    found.add("side", _SIDE_NAMES.get(match["s"] or match["s5"] or "", ""))
    found.add("site", match["p"] or match["p5"] or "")
    if match["n"]:
        found.add("finding", f"肌力{match['n']}{match['m'] or ''}级")
    return found


def _range(clause: Clause, match: re.Match[str]) -> Found:
    found = _noted(clause, "关节活动度", match)
    found.add("side", _SIDE_NAMES.get(match["s"] or "", ""))
    sites = mentions.sites(clause.text[: match.end()])
    found.add("site", sites[-1].term.name if sites else "")
    found.add("finding", match.group()[match.start("a") - match.start() :])
    return found


def _deviation(clause: Clause, match: re.Match[str]) -> Found:
    name, written = _DEVIATION[match["what"]]
    found = _noted(clause, name, match)
    found.add("finding", written.format(match["s"]))
    return found


def _lacking(clause: Clause, visit: Conversation) -> Found | None:
    """没有充血, after 鼓膜完整: denied of the part that the sentence named last."""
    match = _LACKS.fullmatch(clause.text)
    before = _last(clause, visit) if match else None
    if match is None or before is None or before.term is None:
        return None
    part = before.name.removesuffix("肿大").removesuffix("充血")
    if mentions.words().named(part, "exam") is None:
        return None
    names = [f"{part}{match['x']}", f"{part}{match['x']}点"]
    known = next((t for name in names if (t := mentions.words().named(name, "sign"))), None)
    term = known or Term(names[0], "sign", source=before.term.source)
    found = _noted(clause, term.name, match)
    found.polarity = Polarity.ABSENT
    return found


def _noted(clause: Clause, name: str, match: re.Match[str]) -> Found:
    term = mentions.words().named(name, "sign") or mentions.words().named(name, "exam")
    return Found(
        FactKind.EXAM, name, clause, match.start(), match.end(),
        status=FactStatus.DONE, term=term,
    )  # fmt: skip


def _last(clause: Clause, visit: Conversation) -> Found | None:
    """The finding that the same sentence told before this clause."""
    told = [f for f in visit.of_kind(FactKind.EXAM) if f.clause.sentence == clause.sentence]
    return told[-1] if told else None
