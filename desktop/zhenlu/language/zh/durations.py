"""How long: 三天, 一个半月, 十来年, 好几天, 从昨天开始 — in a reading's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT = (
    r"(?P<unit>天|日|周|个(?:多|来)?(?:月|星期|礼拜|小时|钟头)|星期|礼拜|月(?=了|余|$)|年|分钟|"
    r"小时|钟头|宿|晚上?)"
)
_PATTERN = re.compile(
    r"(?P<n>\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?|好几|几|数)(?P<more>多|来|几|余)?\s*"
    + _UNIT
    + r"(?P<after>多|来(?![看复找拆换取抽查做1一])|余)?"
)
_UNITS = {
    "天": "天", "日": "天", "宿": "天", "晚": "天", "晚上": "天", "周": "周",
    "星期": "周", "礼拜": "周",
    "月": "月", "年": "年", "分钟": "分钟", "小时": "小时", "钟头": "小时",
}  # fmt: skip
_SINCE = re.compile(
    r"(?:从|打|自)?(?P<day>今天|昨天|昨儿|昨晚|昨夜|前天|前晚|大前天)[^,。]{0,5}?(?:开始|起|摔|崴|扭|撞|砸|磕|碰|割|烫|咬|夹|闪|疼醒|痛醒|"
    r"疼起来|犯)"
)
#: 这个礼拜又有点喘: since about a week.
_THIS_WEEK = re.compile(r"这1?个?(?:礼拜|星期|周|月)(?=又|开始|起|就|老|总|一直)")
#: 成个月, 个把月, 大半年, 俩仨月
_VAGUE = re.compile(
    r"(?:成个(?:几)?|个把)(?P<one>月|星期|礼拜|小时|钟头|年)|[大小]半个?(?P<half>年|月|天)|"
    r"[俩两](?:仨|3)个?(?P<few>月|天|年|礼拜)"
)
#: 腰痛1月, as notes write it; 今年3月 is a date.
_WRITTEN_OF = re.compile(r"(?:[痛热嗽晕泻吐麻闷悸痒肿喘力血疹胀]|史|病|术后|余)$")
#: 今天第三天了
_NTH_DAY = re.compile(r"第(?P<n>[二三四五六七八九十\d])天(?=了|$)")
_DIGITS = "零一二三四五六七八九十"
_DAYS = {
    "今天": "",
    "昨天": "1",
    "昨儿": "1",
    "昨晚": "1",
    "昨夜": "1",
    "前天": "2",
    "前晚": "2",
    "大前天": "3",
}

#: A length of time that is no length of an illness.
_OTHER_USE = re.compile(r"^(?:\d+(?:-\d+)?(?:来|多)?个?(?:小时|钟头)|后|以后|之后|内|复|来|吃|一|"
    r"1次|[0-9]+次|[0-9]+[粒片袋回顿])")
_OTHER_BEFORE = re.compile(
    r"(?:(?:吃|喝|服|用|打|贴|抹|涂|停|输|挂|嚼|喂|喷|吸|敷|扎|擦|换|练|做)了|过|等|隔|间隔|每|再|看|下|头|第|前|吃|喝|服|用|打|歇|休息|睡|躺|"
    r"翻|走|怀孕|孕|醒|不到|先|"
    r"连|练|输|满|近|这|大|"
    r"(?:1|每|一)[天日]|孩子|宝宝|岁|又|出生|才|各|上|近节|一|1|别超过|活动个|到)$"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time.

    Attributes:
        value: "3", "3-4", "1.5", "半" or "数".
        unit: 天, 周, 月, 年, 小时 or 分钟.
        text: As a record writes it where the number is not exact: "10余天"; else "".
        recent: Said as 这三天: a stretch up to now that need not be the whole illness.
    """

    value: str
    unit: str
    text: str
    start: int
    end: int
    recent: bool = False
    ago: bool = False


def find(text: str) -> tuple[Duration, ...]:
    """Lengths of time that may tell how long something has lasted."""
    found = []
    for match in _PATTERN.finditer(text):
        duration = _read(match)
        before, after = text[: match.start()], text[match.end() :]
        if match["unit"] == "月" and not after and not _WRITTEN_OF.search(before):
            continue
        if match["n"] == "1" and re.match(r"[^,]{0,4}\d(?:-\d)?[次回趟]", after):
            # 1晚上咳醒1回: so often in one night.
            continue
        if duration is None or _OTHER_USE.match(after) or re.search(r"[\d.]$", before):
            continue
        recent = bool(re.search(r"(?:这|最近|近)(?:了|的)?$", before))
        if not recent and _OTHER_BEFORE.search(before):
            continue
        ago = bool(re.match(r"(?:之|以)?前", after))
        found.append(
            Duration(
                duration.value,
                duration.unit,
                duration.text,
                match.start(),
                match.end(),
                recent,
                ago,
            )
        )
    nth = _NTH_DAY.search(text)
    if not found and nth:
        found.append(
            Duration(
                str(_DIGITS.index(nth["n"]) if nth["n"] in _DIGITS else nth["n"]),
                "天",
                "",
                nth.start(),
                nth.end(),
            )
        )
    vague = _VAGUE.search(text)
    if not found and vague:
        found.append(_vaguely(vague))
    week = _THIS_WEEK.search(text)
    if not found and week:
        unit = "月" if "月" in week.group() else "周"
        found.append(Duration("1", unit, "", week.start(), week.end()))
    if not found and (since := _since(text)):
        found.append(since)
    return tuple(found)


def _vaguely(match: re.Match[str]) -> Duration:
    value = "1" if match["one"] else "半" if match["half"] else "2-3"
    unit = _UNITS[match["one"] or match["half"] or match["few"]]
    return Duration(value, unit, "", match.start(), match.end())


def interval(text: str) -> Duration | None:
    """The first length of time, whatever it is for."""
    match = _PATTERN.search(text)
    return _read(match) if match else None


def all_lengths(text: str) -> tuple[Duration, ...]:
    return tuple(d for m in _PATTERN.finditer(text) if (d := _read(m)) is not None)


def _read(match: re.Match[str]) -> Duration | None:
    unit_said = match.group("unit")
    number = match.group("n")
    more = bool(match.group("more") or match.group("after") or re.search(r"多|来", unit_said))
    unit = _UNITS[re.sub(r"^个|多|来", "", unit_said)]
    if number in ("好几", "几", "数"):
        value, text = "数", f"数{_written(unit)}"
    elif number == "0.5":
        value, text = "半", ""
    else:
        value, text = number, _roughly(number, unit) if more else ""
    if unit == "年" and number.isdigit() and int(number) > 99:
        return None
    if unit_said in ("日", "月") and re.search(r"\d$", match.string[: match.start()]):
        return None
    return Duration(value, unit, text, match.start(), match.end())


def _roughly(number: str, unit: str) -> str:
    """十来天 is 10余天, 一个多月 is 1月余."""
    return (
        f"{number}余{_written(unit)}"
        if number.isdigit() and int(number) >= 10
        else f"{number}{unit}余"
    )


def _written(unit: str) -> str:
    return "个月" if unit == "月" else unit


def _since(text: str) -> Duration | None:
    match = _SINCE.search(text)
    if match is None or not _DAYS[match.group("day")]:
        return None
    return Duration(_DAYS[match.group("day")], "天", "", match.start(), match.end())
