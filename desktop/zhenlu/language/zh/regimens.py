"""The regimen of a drug as it is told bit by bit: what a further clause adds or corrects."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactStatus
from zhenlu.language.zh import doses
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Found

_LATER = re.compile(
    r"(?:以后|之后|[周天月]后|第[2-9二三四五]|下个?月|下周|慢慢|再|逐渐|没事|耐受|适应).{0,10}(?:加到|增到|加量到|增加到|减到|改成|改为)"
)


#: 吃5天再慢慢减, 吃3天停4天
_COURSE_THEN = re.compile(
    r"(?:先|连|就)?(?:吃|用|喝|服|打|输)\d+(?:天|周)(?:再|然后|之后)?(?:慢慢|逐渐|停|减)"
)


#: 1次1粒, 1天吃了3粒: the second is what the day came to.
_DAILY_TOTAL = re.compile(
    r"(?:1|每)[天日](?:总共|[1一]共|共|得|要|也就)?[吃喝用服]了?(?P<v>\d+(?:\.\d+)?)"
)


def apply(found: Found, use: doses.Use, clause: Clause, keep: bool = False) -> None:
    """Add a dose; the last one said wins, a strength stands over a number of pieces."""
    metric = use.unit in ("mg", "g", "ml", "μg", "单位", "万单位")
    had_metric = found.unit in ("mg", "g", "ml", "μg", "单位", "万单位")
    if found.value and _LATER.search(clause.text):
        # 两周以后加到五毫克: what comes later does not replace what is taken now.
        use = doses.Use(details={k: v for k, v in use.details.items() if k == "days"})
    total = _DAILY_TOTAL.search(clause.text) if found.value else None
    daily = total is not None and total["v"] == use.value
    if use.value and not daily and not (keep and found.value):
        if had_metric and not metric:
            found.add("count", use.value + use.unit, replace=True)
        else:
            if found.value and metric and not had_metric:
                found.add("count", found.value + found.unit, replace=True)
            found.value, found.unit = use.value, use.unit
    if use.count:
        found.add("count", use.count, replace=True)
    for key, text in use.details.items():
        if keep and key in found.attributes:
            continue
        if (
            key == "frequency"
            and text in ("单次",)
            and found.attributes.get("frequency", "").startswith("每")
        ):
            continue
        if key == "frequency" and re.match("然后|之后|以后", clause.text):
            found.add(key, f"后改为{text}")
            continue
        limit = text.startswith("每日不超过") and "小时" in found.attributes.get(key, "")
        found.add(key, text, replace=key != "timing" and not limit)
    if use:
        found.rest_on(clause)


#: 上周大夫让加到18: the new dose is in the unit of the old one.
_RETITRATED = re.compile(
    r"(?:加|减|增|降|调|改)(?:量)?(?:到了?|成了?|为)(?P<v>\d+(?:\.\d+)?)(?:了|的|吧)*$"
)


def retitrate(found: Found, clause: Clause) -> None:
    """Take a dose that is told by its number alone after the one that it replaces."""
    match = _RETITRATED.search(clause.text)
    if found.status in (FactStatus.STOPPED, FactStatus.REFUSED):
        return
    if match and found.value and not _LATER.search(clause.text):
        found.value = match["v"]
        found.rest_on(clause)


def is_course_only(use: doses.Use) -> bool:
    return not use.value and set(use.details) <= {"days", "timing"}


def is_dose_clause(text: str) -> bool:
    """三天 or 吃五天 on its own is a course; 三天 inside other talk is not."""
    return bool(
        _COURSE_THEN.match(text)
        or re.fullmatch(
            r"(?:先|连|一共|总共|共|疗程|饭[前后]|空腹|睡前|早上|晚上|吃|用|喝|服|打|输|补|雾化|"
            r"抹|涂|滴|喷|擦|敷|泡|口服|必要时|随餐|就|再|都|跟饭1?起|"
            r"第1口饭|嚼着|吃了|了|\d+|-|\.|天|日|周|个|星期|礼拜|月|的|量|后|半)+",
            text,
        )
    )


_UNIT = r"毫克|微克|毫升|万?单位|国际单位|克|片|粒|袋|包|支|滴|喷|吸|丸|贴|mg|ml|g"
_ONLY_USE = re.compile(
    rf"(?:不是|就是|应该是|还是|现在|目前|能吃|可以吃|就|那|是|应该|得|要|也|只能|只|改成|改为|改|先|[吃喝喂打用服]|"
    rf"1次|每次|每[天日晚周]|[1一]周|1[天日]|1个?(?:礼拜|星期|月)|早晚|各|[1一]?共|总共|"
    rf"\d+(?:\.\d+)?(?:/\d+)?(?:-\d+)?(?:{_UNIT}|次|回)|半[片粒袋包支]|的|啊|吧|了|哈|呢)+"
)


def is_only_use(text: str) -> bool:
    """是4毫升, 一周1次: how a drug is taken, and nothing else."""
    return bool(_ONLY_USE.fullmatch(text))


#: 这个剂量不对, 这个量大了: the dose that was said does not stand.
_WRONG_DOSE = re.compile(
    r"(?:剂量|浓度|这个?量|药量)[^,]{0,3}(?:不对|错|有问题|太?[大小多少]了)(?!吗|吧|么)"
)
_CHECKS = (
    r"(?:我|让我|等我|得|要|先|再|重新)+(?:再|得|要|先|重新|好好)*[核算查看对](?:对|实)?"
    r"(?:[1一]?(?:下|眼|遍|核|算|查|看|对))"
)
_CHECKS_DOSE = re.compile(
    rf"(?:剂量|浓度|规格|这个?量|药量|多少(?:毫升|毫克|片|粒)?)[^,]{{0,4}}{_CHECKS}"
    rf"|{_CHECKS}[^,]{{0,4}}(?:剂量|浓度|规格|药量|这个?量)"
)
_ONLY_CHECKS = re.compile(rf"(?:嗯|那|哦|啊|这个)*{_CHECKS}(?:啊|吧|哈)?")


def leaves_in_doubt(text: str, correcting: bool) -> bool:
    """这个剂量我再核一下: what was said of the dose is not what will be given."""
    if _WRONG_DOSE.search(text) or _CHECKS_DOSE.search(text):
        return True
    return correcting and bool(_ONLY_CHECKS.fullmatch(text))


def withdraw(found: Found, clause: Clause) -> None:
    """A dose in doubt is no dose: better none than a wrong one."""
    found.value = found.unit = ""
    found.attributes.pop("count", None)
    found.rest_on(clause)
