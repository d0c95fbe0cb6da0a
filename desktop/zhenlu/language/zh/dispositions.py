"""Where the patient goes from here: referral and its reason, observation, sick leave."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

#: 转到市医院心内科, 转上级医院, 转诊去县医院: the place follows the word.
_PLACE = r"[\u4e00-\u9fff]{0,8}?(?:医院|院区|中心)(?:[\u4e00-\u9fff]{1,5}(?:科|中心))?"
_REFERRAL = re.compile(
    rf"转(?:诊|院)(?:到|去|往|至|给)?(?P<place>{_PLACE}|[\u4e00-\u9fff]{{1,6}}科)?"
    rf"|转(?:到|去|往|给)?(?P<to>{_PLACE}|(?<=[到去往给])[\u4e00-\u9fff]{{1,6}}科)"
)
_NO_PLACE = re.compile(r"什么|哪|过来|回来")
#: What the other hospital is asked: 进一步查继发性高血压, 排除心梗, 明确诊断.
_ASKED = re.compile(
    r"(?P<reason>(?:进一步|请他们|请上级|目的是|主要是)[\u4e00-\u9fff0-9]{2,24}"
    r"|(?:明确|排除|除外|评估)[\u4e00-\u9fff0-9]{2,20}"
    r"|(?:做|行)(?:个)?(?:心脏|冠状动脉|冠脉)?(?:造影|支架|手术)[\u4e00-\u9fff0-9]{0,12})"
)
_POLITE = re.compile(r"^(?:目的是|主要是|请他们|请上级(?:医院)?)|(?:一下|吧|啊|了|哈)+$")
_AT_ONCE = re.compile(r"马上|立即|立刻|赶紧|尽快|紧急|急诊|120")
_NO_HURRY = re.compile(r"不急|不着急|择期|平诊|慢慢")
_STAY = (
    ("留院观察", re.compile(r"留(?:院|下来?)?观(?:察)?|留下来观察|在这(?:儿|里)观察")),
    ("住院治疗", re.compile(r"住院(?:治疗)?(?!证)|收(?:你)?住院|办住院")),
    ("离院", re.compile(r"可以(?:回家|离院|走)(?:了)?|回家观察")),
)
_LEAVE = re.compile(r"(?:病假|病休|假条|休假)")
_LENGTH = re.compile(r"(?P<n>\d+(?:-\d+)?|半)(?:个)?(?P<u>天|周|星期|礼拜|月)")
_NOT_SO = re.compile(r"不用|不需要|没必要|别|先不|上次|以前|之前|住过|住了|出院")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take where a clinician sends the patient. Questions and conditions are none."""
    if clause.question or clause.supposed or clause.about or clause.clinician is False:
        return
    _referral(clause, visit)
    _stay(clause, visit)
    _leave(clause, visit)


def _referral(clause: Clause, visit: Conversation) -> None:
    match = _REFERRAL.search(clause.text)
    if match and not _NOT_SO.search(clause.text) and not _NO_PLACE.search(match.group()):
        found = visit.known(FactKind.INSTRUCTION, "转诊") or visit.add(
            Found(FactKind.INSTRUCTION, "转诊", clause, match.start(), match.end())
        )
        found.rest_on(clause)
        found.add("to", match["place"] or match["to"] or "", replace=True)
    known = visit.known(FactKind.INSTRUCTION, "转诊")
    if known is None or clause.turn - known.clause.turn not in (0, 1, 2):
        return
    asked = _ASKED.search(clause.text)
    if asked and clause.clinician is not False:
        known.add("reason", _POLITE.sub("", asked["reason"]), replace=True)
        known.rest_on(clause)
    if _NO_HURRY.search(clause.text):
        known.add("urgency", "常规", replace=True)
        known.rest_on(clause)
    elif _AT_ONCE.search(clause.text) and match:
        known.add("urgency", "紧急", replace=True)


def _stay(clause: Clause, visit: Conversation) -> None:
    for name, pattern in _STAY:
        match = pattern.search(clause.text)
        unsaid = match is None or clause.past or clause.clinician is not True
        if match is None or unsaid or _NOT_SO.search(clause.text):
            continue
        found = visit.known(FactKind.INSTRUCTION, name) or visit.add(
            Found(FactKind.INSTRUCTION, name, clause, match.start(), match.end())
        )
        length = re.search(r"(?P<n>\d+(?:-\d+)?)个?(?P<u>小时|钟头|天)", clause.text)
        if length and name == "留院观察":
            found.value, found.unit = length["n"], length["u"].replace("钟头", "小时")


def _leave(clause: Clause, visit: Conversation) -> None:
    """开三天病假: rest of that length, for a certificate."""
    match = _LEAVE.search(clause.text)
    length = _LENGTH.search(clause.text)
    if match is None or length is None or clause.clinician is not True:
        return
    if _NOT_SO.search(clause.text):
        return
    known = visit.known(FactKind.INSTRUCTION, "注意休息") or visit.add(
        Found(FactKind.INSTRUCTION, "注意休息", clause, match.start(), match.end())
    )
    known.rest_on(clause)
    known.value = length["n"]
    known.unit = {"星期": "周", "礼拜": "周"}.get(length["u"], length["u"])
    known.add("leave", "病假")
