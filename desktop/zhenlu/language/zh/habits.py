"""Way of life: tobacco, alcohol, exercise."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.zh import durations
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found, subject_of

_TOBACCO = re.compile(
    r"抽烟|吸烟|烟龄|烟(?!雾|草局)|(?:1|每)[天日](?P<n>\d+(?:\.\d+)?(?:-\d+)?)(?P<u>支|包|根)"
)


_ALCOHOL = re.compile(r"喝酒|饮酒|白酒|啤酒|红酒|黄酒|(?<!别)(?<!碘)酒(?!精|店|席)")


_AMOUNT = re.compile(
    r"(?:(?:1(?=[天日顿])|每)[天日顿]?)?\D{0,3}(?P<n>\d+(?:\.\d+)?(?:-\d+)?)(?P<u>支|包|根|两|斤|瓶|杯|毫升)"
)


_EXERCISE = re.compile(
    r"广场舞|散步|走路|跑步|快走|锻炼|打太极|太极拳|遛弯|游泳|健身|骑车|爬山|"
    r"走(?=\d+多?(?:分钟|个?小时|圈|公里|步))"
)


def hear(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    subject = subject_of(clause)
    if subject is not Subject.PATIENT or re.search(r"烟龄鉴定|戒烟药|吹烟|酒精", text):
        return
    asked = {a.aspect for a in visit.asked}
    if _is_advice(text):
        return
    smoke = _TOBACCO.search(text) or (
        "smoking" in asked
        and re.match(
            r"^(?:我|从来|从|都|[1一]直|早就?|也|还)*(?:抽|吸|不抽|不吸|没抽|没吸|不沾|不碰|戒了|没戒|戒)",
            text,
        )
    )
    if smoke:
        _habit(clause, visit, "吸烟", smoke, r"烟|抽|吸")
    drink = _ALCOHOL.search(text) or (
        "alcohol" in asked
        and re.match(
            r"^(?:我|从来|从|都|也|[1一]直|还)*(?:喝|不喝|不抽(?:烟)?(?:也)?不喝|没喝|偶尔喝|推不掉|不沾|不碰|滴酒不沾)",
            text,
        )
    )
    if drink and not re.search(r"咖啡|茶|奶|水|药|补液", text):
        _habit(clause, visit, "饮酒", drink, r"酒|喝|饮")
    _continue_habit(clause, visit)
    _exercise(clause, visit)


def deny_asked(clause: Clause, visit: Conversation) -> None:
    """抽烟喝酒吗 — 没有: neither, where nothing else was told of them."""
    for aspect, name in (("smoking", "吸烟"), ("alcohol", "饮酒")):
        asked = [a for a in visit.asked if a.aspect == aspect]
        gave_up = any(re.search(r"戒", a.clause.text) for a in asked)
        if not asked or gave_up or visit.known(FactKind.LIFESTYLE, name):
            continue
        end = len(clause.text)
        found = visit.add(
            Found(FactKind.LIFESTYLE, name, clause, 0, end, Polarity.ABSENT)
        )
        found.rest_on(asked[-1].clause)


def _is_advice(text: str) -> bool:
    """戒烟 alone tells someone to stop; 戒了五年 tells that it was done."""
    return bool(re.search(r"戒(?:烟|酒)?", text)) and not re.search(
        r"没戒|戒不|戒了|已戒|戒过|戒掉|戒(?:烟|酒)?\d|年", text
    )


def _habit(clause: Clause, visit: Conversation, name: str, match: re.Match[str], verb: str) -> None:
    text = clause.text
    if (
        re.search(r"戒(?:了|过|掉)?", text)
        and name == "吸烟"
        and not re.search(r"得戒|要戒|没戒|戒不", text)
    ):
        polarity, note = Polarity.PRESENT, "已戒烟"
    elif re.search(
        rf"(?:不|没|从不|不怎么|无)(?:有|再|会|沾)*(?:{verb})|(?:{verb})(?:也|都)?(?:不|没)(?:抽|"
        rf"喝|沾)|不沾|不碰",
        text,
    ):
        polarity, note = Polarity.ABSENT, ""
    else:
        polarity, note = Polarity.PRESENT, "偶尔" if "偶尔" in text else ""
    known = visit.known(FactKind.LIFESTYLE, name)
    if known is None:
        known = visit.add(
            Found(FactKind.LIFESTYLE, name, clause, match.start(), match.end(), polarity)
        )
    else:
        known.polarity = polarity
        known.rest_on(clause)
    if note:
        known.add("status" if "戒" in note else "frequency", note, replace=True)
    _amount(text, known, name)


def _continue_habit(clause: Clause, visit: Conversation) -> None:
    """每日二十支, 三十年了: amounts that follow the habit."""
    habits = [
        f for f in visit.of_kind(FactKind.LIFESTYLE) if f.name in ("吸烟", "饮酒") and f.is_present
    ]
    if not habits or habits[-1].clause.turn != clause.turn or habits[-1].clause == clause:
        return
    if re.search(r"烟|酒", clause.text):
        return
    if re.search(r"支|包|根|两|斤|瓶", clause.text):
        of = "吸烟" if re.search(r"支|包|根", clause.text) else "饮酒"
        wanted = [h for h in habits if h.name == of]
        if wanted:
            _amount(clause.text, wanted[-1], of)
            wanted[-1].rest_on(clause)
    elif _WEEKLY.search(clause.text) and habits[-1].name == "饮酒":
        _amount(clause.text, habits[-1], "饮酒")
    elif re.fullmatch(
        r"(?:抽了|喝了|得有|有|大概|差不多|都)*\d+(?:-\d+)?(?:多|来)?年(?:了|吧|多)*", clause.text
    ):
        _amount(clause.text, habits[-1], habits[-1].name)


_WEEKLY = re.compile(r"(?:1个?(?:星期|礼拜)|1周|每周)\D{0,2}(?P<n>\d+(?:-\d+)?)[次回顿]")


def _amount(text: str, found: Found, name: str) -> None:
    fewer = re.search(r"(?:减|降)到", text)
    amount = _AMOUNT.search(text, fewer.end() if fewer else 0)
    units = ("支", "包", "根") if name == "吸烟" else ("两", "斤", "瓶", "杯", "毫升")
    if amount and amount["u"] in units:
        unit = amount["u"].replace("根", "支")
        weekly = _WEEKLY.search(text)
        if weekly:
            found.add("frequency", f"每周{weekly['n']}次", replace=True)
        each = weekly or found.attributes.get("frequency", "").startswith(("每周", "偶尔"))
        once = re.search(r"前天|昨天|昨晚|那天|当天|这次", text)
        found.value, found.unit = amount["n"], unit if each or once else f"{unit}/日"
    elif weekly := _WEEKLY.search(text):
        found.add("frequency", f"每周{weekly['n']}次", replace=True)
    years = [d for d in durations.all_lengths(text) if d.unit == "年"]
    if years:
        found.add("since", years[-1].text or f"{years[-1].value}年", replace=True)


def _exercise(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    match = _EXERCISE.search(text)
    asked = "exercise" in {a.aspect for a in visit.asked}
    known = visit.known(FactKind.LIFESTYLE, "运动")
    if match and asked and not re.search(r"不|没", text[: match.start()]):
        known = known or visit.add(
            Found(
                FactKind.LIFESTYLE,
                "运动",
                clause,
                match.start(),
                match.end(),
                status=FactStatus.NONE,
            )
        )
        known.add("type", match.group())
    if known is None or known.clause.turn != clause.turn:
        return
    times = re.search(r"(?:1个?(?:星期|礼拜)|1?周|每周)\D{0,2}(?P<n>\d+(?:-\d+)?)[次回天]", text)
    if times:
        known.add("frequency", f"每周{times['n']}次", replace=True)
    each = re.search(r"(?P<n>\d+(?:\.\d+)?|0\.5)个?(?P<u>小时|钟头|分钟)", text)
    if each:
        known.value = "半" if each["n"] == "0.5" else each["n"]
        known.unit = {"钟头": "小时"}.get(each["u"], each["u"])
