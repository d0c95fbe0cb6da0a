"""How a drug is taken: single dose, frequency, length, route, timing — in a reading's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhenlu.language.lexicon import Term

_NUMBER = r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?|\d/\d"
#: 80/12.5mg: the strengths of a combination, one behind the other.
_COMBINED = r"\d+(?:\.\d+)?/\d+(?:\.\d+)?"
_METRIC = re.compile(
    rf"(?<![\d./])(?P<v>{_COMBINED}|{_NUMBER})\s*(?P<u>毫克|微克|毫升|万单位|国际单位|个?单位|mg|ml|mL|ug|μg|IU|"
    rf"iu|克(?!拉|霉)|"
    rf"g)(?![A-Za-z])"
)
_COUNTED = re.compile(
    rf"(?<![\d./])(?P<v>{_NUMBER})\s*(?P<u>片|粒|袋|包|支|颗|丸|滴|喷|揿|吸|勺|瓶|枚|贴)(?!子)"
)
_METRIC_UNITS = {
    "毫克": "mg", "克": "g", "毫升": "ml", "微克": "μg", "ug": "μg", "mL": "ml", "iu": "单位",
    "IU": "单位",
    "国际单位": "单位", "个单位": "单位",
}  # fmt: skip
_NO_DOSE_BEFORE = re.compile(
    r"(?:兑|超过|别超|盐|喝水|以上|饮水|水(?!仙)|每公斤|抽|吸烟|每日饮)[^,]{0,3}$"
)
_NO_DOSE_AFTER = re.compile(r"^(?:的?(?:温|热|开|凉)?水|以上|以下|酒|白酒|盐|烟)")
_A_WEEK = r"(?:每个?(?:周|星期|礼拜)|[1一]周|1个?星期|1个?礼拜)"
_FREQUENCY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"(?:1|每)[天日](?:吃|用|喝|口服|服)?(?P<n>\d(?:-\d)?)[次回顿趟]", "每日{n}次"),
        (r"日(?P<n>\d)次", "每日{n}次"),
        (r"(?P<n>\d(?:-\d)?)[次回](?:1|每)[天日](?!\d)", "每日{n}次"),
        (r"[tT][iI][dD]", "每日3次"),
        (r"[bB][iI][dD]", "每日2次"),
        (r"[qQ][dD]", "每日1次"),
        (r"[qQ][nN]", "每晚1次"),
        (r"每(?:隔)?(?P<n>\d+(?:-\d+)?)个?小时(?:1次)?", "每{n}小时1次"),
        (r"(?:间隔|隔)(?:至少)?(?P<n>\d+(?:-\d+)?)个?(?:小时|钟头)(?:以上)?", "间隔至少{n}小时"),
        (r"隔(?:1)?[天日](?:1次)?", "隔日1次"),
        (rf"{_A_WEEK}(?:也|就|只)*[吃用喝打服]?(?P<n>\d(?:-\d)?)[次回针]", "每周{n}次"),
        (r"(?:每个?月|1个月)(?:也|就|只)*[吃用喝打服]?(?P<n>\d(?:-\d)?)[次回针]", "每月{n}次"),
        (rf"{_A_WEEK}(?:就|只)*[吃用喝打服]?1(?:片|粒|支|贴)", "每周1次"),
        (r"早晚各(?:1|[\d.]+)(?:次|片|粒|袋|支|包)?", "每日2次"),
        (r"早中晚各?", "每日3次"),
        (r"1顿(?:1|\d)(?:片|粒|袋)", "每餐1次"),
        (r"每晚|每天晚上|每天睡前", "每晚1次"),
        (r"(?:每天|每日|1天)(?:早上|早晨|上午|清晨)?(?:1次|1片|1粒|1袋)", "每日1次"),
        (r"(?:早上|早晨|晚上|睡前|早饭前)(?:1次|1片|1粒|吃|服)", "每日1次"),
        (r"(?:就)?(?:喝|吃|服)1次(?!\d)|顿服|1次(?:喝|吃)完", "单次"),
        (r"1[天日](?P<n>\d)(?:片|粒|袋)", "每日1次"),
        (
            r"(?:1|每)[天日24小时]+(?:内)?(?:最多|不要?超过|别超过?|不能超过|顶多)(?P<n>\d)[次回]",
            "每日不超过{n}次",
        ),
    )
)
_COURSE = re.compile(
    r"(?P<verb>先吃|连吃|连用|连服|连续|吃|用|喝|服|打|输|补|雾化|抹|涂|共|疗程|开|先|口服|泡|贴|"
    r"滴)?(?:了|个|满|上)?"
    r"(?<!\d次)(?P<n>\d+(?:-\d+)?|0\.5)(?P<u>天|周|个星期|个礼拜|星期|礼拜|个月|日)(?!后|以后|之后|内|复|"
    r"来|\d|前|1次|[一1]?[次回]|[就只也]*[吃用喝打服]?\d[次针]|[^,]{0,3}[忘漏]|别|不|最多|顶多|内)"
)
_ROUTES: tuple[tuple[str, str], ...] = (
    (r"嚼服|嚼着吃|嚼碎|嚼了", "嚼服"),
    (r"舌下|含服|含着|含化", "舌下含服"),
    (r"雾化", "雾化吸入"),
    (r"静推|静脉推注|推注|静注", "静脉注射"),
    (r"静脉|静滴|输液|挂水|吊瓶|点滴", "静脉滴注"),
    (r"肌注|肌肉注射|打屁股|肌内", "肌内注射"),
    (r"皮下", "皮下注射"),
    (r"滴眼|点眼|滴眼睛", "滴眼"),
    (r"滴耳", "滴耳"),
    (r"喷鼻|鼻喷|喷鼻子", "鼻喷"),
    (r"含漱|漱口水", "含漱"),
    (r"外用|外涂|涂|抹|外擦|贴|外敷", "外用"), (
        r"吸入|吸(?=\d|1次)", "吸入"),
    (r"局麻|局部麻醉", "局部麻醉"),
    (r"口服|冲服", "口服"),
)  # fmt: skip
_TIMINGS: tuple[tuple[str, str], ...] = (
    (r"早饭前|早餐前", "早餐前"),
    (r"饭前|餐前", "饭前"),
    (r"饭后|餐后", "饭后"),
    (r"空腹", "空腹"),
    (r"睡前", "睡前"),
    (r"跟(?:第1口)?饭|随餐|饭中|第一口饭|第1口饭", "随餐"),
    (r"早上|早晨|清晨", "早晨"),
    (r"(?<!早)晚上", "晚上"),
    (r"疼(?:的时候|了|的厉害)(?:再)?吃|痛时", "疼痛时"),
    (r"必要时|需要时|实在", "必要时"),
)  # fmt: skip
_FEVER_GATE = re.compile(
    r"(?P<v>3[789](?:\.\d)?|40)\s*(?:度|℃)?(?:以上|往上)|超过(?P<w>3[789](?:\.\d)?)"
)


#: 别晚上吃: when it is not to be taken.
_NOT_THEN = re.compile(
    r"(?:别|不要|不能|不可以?)(?:在)?(?:早上|晚上|睡前|空腹|饭[前后]|中午|夜里)[吃用喝服打]?"
)
#: 不是5毫升, 别喂成3克, 别天天吃: what is denied; 规格是3克的: what one piece holds.
_DENIED = re.compile(
    r"不是(?:说|要)?[吃喝喂打用服加]?(?:\d|天天|每[天日])[^,是]*"
    r"|(?:别|不要|不能|不可以?)(?:给[他她]|把它)?[吃喝喂打用服输弄当听记看]?(?:错)?成[^,]*"
    r"|(?:别|不要|不能|不可以?|不用)(?:再)?(?:天天|每天)[^,]*"
    r"|规格(?:是|为)?\d[^,]*"
)


@dataclass(slots=True)
class Use:
    """What a clause says of the way a drug is taken.

    Attributes:
        value, unit: Single dose; `count` the number of pieces where a strength is known too.
    """

    value: str = ""
    unit: str = ""
    count: str = ""
    details: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.value or self.count or self.details)


def read(text: str, term: Term | None = None) -> Use:
    """Everything that this stretch of text says of taking a drug."""
    text = _DENIED.sub("", _NOT_THEN.sub("", text))
    use = Use()
    metric, counted = _measure(_METRIC, text), _measure(_COUNTED, text)
    if metric and not (re.fullmatch(_COMBINED, metric[0]) and _is_single(term)):
        use.value, use.unit = metric[0], _METRIC_UNITS.get(metric[1], metric[1])
        use.count = counted[0] + counted[1] if counted else ""
    elif counted:
        use.value, use.unit = counted
        # 1片0.5的: the strength of the piece is told, too.
        strength = _bare_strength(text, term, "的") if term is not None else None
        if strength:
            use.value, use.unit, use.count = *strength, counted[0] + counted[1]
    elif term is not None and (strength := _bare_strength(text, term)):
        use.value, use.unit = strength
    _details(text, use)
    return use


def _measure(pattern: re.Pattern[str], text: str) -> tuple[str, str] | None:
    for match in pattern.finditer(text):
        if text.startswith("半", match.end()) and match["v"].isdigit():
            # 1片半
            return f"{match['v']}.5", match["u"]
        if _NO_DOSE_BEFORE.search(text[: match.start()]) or _NO_DOSE_AFTER.match(
            text[match.end() :]
        ):
            continue
        return match["v"], match["u"]
    return None


def _bare_strength(
    text: str, term: Term, after: str = r"的|$|每[天日次晚]|[bqt]i?d"
) -> tuple[str, str] | None:
    """零点五的: a number alone is the dose when it makes half, one or a few of the pieces."""
    for match in re.finditer(rf"(?<![\d.])(\d+(?:\.\d+)?)(?={after})", text):
        for strength in term.extra.get("strengths", ()):
            split = re.fullmatch(r"([\d.]+)([a-zμ]+)", str(strength))
            if split and _is_some_of(float(match[1]), float(split[1])):
                return match[1], split[2]
    return None


def _is_single(term: Term | None) -> bool:
    """Whether a drug is no combination: 80/12.5mg cannot be its dose."""
    return term is not None and len(term.extra.get("class", ())) < 2


def _is_some_of(dose: float, strength: float) -> bool:
    return any(abs(dose - strength * pieces) < 1e-9 for pieces in (0.5, 1, 2, 3, 4))


def _details(text: str, use: Use) -> None:
    found = sorted(
        (m.start(), template.format(**m.groupdict()))
        for pattern, template in _FREQUENCY
        for m in [*pattern.finditer(text)][-1:]
    )
    if found:
        use.details["frequency"] = _best(found)
    course = list(_COURSE.finditer(text))
    if course:
        last = course[-1]
        unit = {"日": "天"}.get(
            last["u"], last["u"].replace("个星期", "周").replace("个礼拜", "周")
        )
        unit = unit.replace("星期", "周").replace("礼拜", "周")
        use.details["days"] = ("半" if last["n"] == "0.5" else last["n"]) + unit
    for pattern, route in _ROUTES:
        if re.search(pattern, text):
            use.details["route"] = route
            break
    timings = [timing for pattern, timing in _TIMINGS if re.search(pattern, text)]
    gate = _FEVER_GATE.search(text)
    if gate:
        timings = [f"体温≥{gate['v'] or gate['w']}℃时"]
    if timings:
        use.details["timing"] = "、".join(timings)


def _best(found: list[tuple[int, str]]) -> str:
    """每日3次 before 每晚1次; several of one sort: the last one said."""
    daily = [text for _, text in found if text.startswith("每日")]
    return daily[-1] if daily else found[-1][1]
