"""What a test showed: its value, its result in words, by side or by component."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import mentions, named_tests
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

PLUS = re.compile(r"(?P<n>[1-4])个加号?")
RESULT = re.compile(
    r"^(?:结果|检查|检测|试验|抗原|的|也|都|显示|提示|是|为|都|报|出来了?|:|上)*"
    r"(?P<r>弱?阳性|阴性|正常|(?:基本)?未见(?:明显)?异常|没(?:什么)?(?:问题|事)|偏高|偏低|升高|"
    r"增高|降低|高了?|低了?|有点高|稍高|"
    r"未见[\u4e00-\u9fff]{1,8}|\d个加号?|\++|可疑)"
)
_IMAGE_FINDING = re.compile(
    r"增大|增厚|毛糙|结石|回声|未见|内见|可见|阴影|占位|积液|扩张|狭窄|突出|增生|斑块|钙化|结节|"
    r"模糊|增粗|骨折线|错位|正常"
)
#: 碳13, 还是阳性: the result in the clause after the name.
_JUDGED = re.compile(
    r"(?:结果|这次|还|也|都|又)*是?(?P<r>弱?阳性|阴性|正常|偏高|偏低|升高|降低)(?:的|了|啊)?"
)
_SIDED_VALUE = re.compile(r"[左右双](?:眼|耳|侧|边|手|脚)?(?:是|为|测的)?\d+(?:\.\d+)?")


def value_follows(clause: Clause, mention: Mention, visit: Conversation) -> bool:
    """糖化出来了, 八点九: the value alone in the next clause."""
    following = visit.next_of(clause)
    unit = str(mention.term.extra.get("unit", ""))
    if following is None or following.sentence != clause.sentence or following.question:
        return False
    value = re.fullmatch(r"(?:是|有)?(?P<v>\d+(?:\.\d+)?)(?P<p>%)?", following.text)
    if value is None or not unit:
        return False
    found = record(clause, mention, FactStatus.DONE, visit)
    found.value, found.unit = value["v"], unit
    found.rest_on(following)
    return True


def reported(clause: Clause, mention: Mention, visit: Conversation) -> bool:
    """B超, 胆囊增大, 壁毛糙: what the picture shows, up to the end of the sentence."""
    index = visit.place_of(clause)
    shown = []
    for following in visit.clauses[index + 1 :]:
        if following.sentence != clause.sentence or named_tests.find(following.text):
            break
        shown.append(following)
    judged = _JUDGED.fullmatch(shown[0].text) if shown else None
    if judged and not shown[0].question:
        found = record(clause, mention, FactStatus.DONE, visit)
        found.add("result", judged["r"], replace=True)
        found.rest_on(shown[0])
        return True
    if not shown or not _IMAGE_FINDING.search(shown[0].text):
        return False
    if clause.question or any(s.question or s.supposed for s in shown):
        return False
    found = record(clause, mention, FactStatus.DONE, visit)
    found.add("result", ",".join(s.text for s in shown).replace(",", "，"), replace=True)
    found.rest_on(*shown)
    return True


def by_side(clause: Clause, mention: Mention, rest: str, visit: Conversation) -> bool:
    """眼压右眼56, 左眼18: one value a side, up to the end of the sentence."""
    if not _SIDED_VALUE.fullmatch(rest) or clause.clinician is False:
        return False
    found = record(clause, mention, FactStatus.DONE, visit)
    values = [rest]
    for following in visit.clauses[visit.place_of(clause) + 1 :]:
        if following.sentence != clause.sentence or not _SIDED_VALUE.fullmatch(following.text):
            break
        values.append(following.text)
        found.rest_on(following)
    found.add("result", "，".join(values), replace=True)
    return True


def component(clause: Clause, mention: Mention, rest: str, visit: Conversation) -> None:
    """白细胞三个加: part of the urine test that was taken."""
    plus = PLUS.match(rest)
    result = RESULT.match(rest)
    signs = "+" * int(plus["n"]) if plus else (plain(result["r"]) if result else rest)
    part = str(mention.term.extra.get("part", "尿常规"))
    recent = [
        f.name for f in visit.of_kind(FactKind.TEST) if f.name in ("尿常规", "便常规", "血常规")
    ]
    whole = recent[-1] if recent and plus else ("尿常规" if plus else part)
    term = mentions.words().named(whole, "test")
    if term is None:
        return
    found = record(
        clause, Mention(term, mention.start, mention.end, mention.said), FactStatus.DONE, visit
    )
    found.add("result", f"{mention.said}{signs}")
    visit.test = found


def record(clause: Clause, mention: Mention, status: FactStatus, visit: Conversation) -> Found:
    for known in visit.of_kind(FactKind.TEST):
        if known.name == mention.term.name and (
            known.status is status
            or (status is FactStatus.DONE and known.clause.turn == clause.turn)
        ):
            known.rest_on(clause)
            known.status = status
            return known
    return visit.add(
        Found(
            FactKind.TEST,
            mention.term.name,
            clause,
            mention.start,
            mention.end,
            status=status,
            term=mention.term,
        )
    )


def plain(result: str) -> str:
    if re.match(r"没", result):
        return "未见异常"
    return {"高": "升高", "高了": "升高", "低": "降低", "低了": "降低", "有点高": "偏高"}.get(
        result, result
    )


def counted(test: Term, value: re.Match[str]) -> str:
    """白细胞一万四 is 14×10⁹/L: a count told in thousands."""
    told = float(value["v"])
    thousands = "10⁹" in str(test.extra.get("unit", "")) and told >= 2000
    return f"{told / 1000:g}" if thousands else value["v"]


def more_exact(found: Found, clause: Clause, visit: Conversation) -> None:
    """白细胞一万四, 嗯, 十四点二: the same value, read out again."""
    following = visit.next_of(clause)
    if following is not None and re.fullmatch("嗯|哦|是|呃", following.text):
        following = visit.next_of(following)
    again = re.fullmatch(r"\d+\.\d+", following.text) if following else None
    if following is None or again is None or following.sentence != clause.sentence:
        return
    if found.value and again.group().startswith(f"{found.value}."):
        found.value = again.group()
        found.rest_on(following)


def unit_of(test: Term, value: re.Match[str]) -> str:
    """中性粒1.6 is a count: as a share of the white cells nobody would say it without 百分之."""
    absolute = str(test.extra.get("absolute", ""))
    counted = absolute and not value["p"] and "比" not in value.group()
    if counted and float(value["v"]) < float(test.extra["absolute_below"]):
        return absolute
    return str(test.extra.get("unit", ""))
