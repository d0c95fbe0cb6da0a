"""How a patient takes a drug: regularly or not, with or without effect, insulin by the hour."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactStatus
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Found

NO_EFFECT = re.compile(
    r"效果?(?:不佳|欠佳|差)|未(?:见)?缓解|没(?:什么|啥)?变化|没啥用|没得用|没用$|不管用|不顶用|不中用|没起作用|没见好|没管用|又来了|压不住|没效|不顶事|"
    r"没什么用|没什么效果|效果不好|不见好|没效果|没觉得|也没好|"
    r"没作用|不起作用|无明显缓解|无效|没(?:什么)?缓解"
)
_EFFECT = re.compile(
    r"能下来|退下来(?!又)|退了(?!又)|管用|管点用|有效|好使|好些|缓解|好点|见效|好多了|能退"
)
ADHERENCE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:有时候?|老|总|经常|偶尔|常|容易|老是)(?:会)?[^,]{0,6}忘|(?<!没)(?<!没有)(?<!不)(?<!未)漏|忘(?:了|个|掉)?(?:1|2|"
            r"几|"
            r"\d)|忘了吃|忘吃|忘[12\d]"
        ),
        "漏服",
    ),
    (
        re.compile(
            r"不按时|不规律|老不吃|总不吃|不(?:爱|肯|愿意?)吃|想起来才|断断续续|吃吃停停|间断|有[1一]?顿没[1一]?顿|难受了?才|"
            r"不(?:怎么)?[喘疼痛晕难受]{1,2}我?就(?:没|不)(?:吃|吸|用|喷)|想起来就"
        ),
        "间断服药",
    ),
    (
        re.compile(r"按时|规律|天天吃|每天都吃|没忘|从来不忘|没断过|坚持吃|没有?漏|没有?落|不落"),
        "规律服药",
    ),
)
INSULIN_PARTS = re.compile(r"(?P<when>早上?|中午|晚上?|睡前)\D{0,3}?(?P<n>\d+)(?:个|单位)")


def details(text: str, found: Found) -> None:
    if found.status not in (FactStatus.TAKEN, FactStatus.STOPPED):
        return
    if NO_EFFECT.search(text):
        found.add("effect", "效果不佳", replace=True)
    elif _EFFECT.search(text):
        found.add("effect", "有效", replace=True)
    for pattern, adherence in ADHERENCE:
        if pattern.search(text):
            found.add("adherence", adherence, replace=True)
            break


def insulin(text: str, last: Found, clause: Clause) -> None:
    if "胰岛素" not in last.name:
        return
    for part in INSULIN_PARTS.finditer(text):
        when = {"早": "早", "晚": "晚"}.get(part["when"][0], part["when"])
        kept = [
            t for t in last.attributes.get("timing", "").split("、") if t and not t.startswith(when)
        ]
        last.attributes["timing"] = "、".join(
            [*[k for k in kept if "单位" in k], f"{when}{part['n']}单位"]
        )
        last.rest_on(clause)
