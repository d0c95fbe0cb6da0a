"""A symptom with its details as a record words them: 咳黄痰, 右下腹痛, 夜间加重."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.language.zh.phrases.durations import days
from zhenlu.language.zh.phrases.noted import Noted, clauses, side_of, sided

#: Symptoms that a complaint names together when they came together.
_PAIRS = (
    ("咳嗽", "咳痰"),
    ("尿频", "尿急", "尿痛"),
    ("恶心", "呕吐"),
    ("口干", "口渴", "多饮", "多尿", "夜尿增多", "多食", "体重下降", "消瘦"),
    ("皮疹", "风团", "瘙痒", "皮肤瘙痒"),
    ("鼻塞", "流涕"),
    ("腹痛", "腹泻"),
    ("胸痛", "胸闷"),
    ("失眠", "入睡困难", "早醒"),
)

#: Names that a quality enters: 咳 + 黄 + 痰.
SPLIT_NAMES = {"咳痰": ("咳", "痰"), "流涕": ("流", "涕")}

_RECENTLY_WORSE = re.compile(
    r"近((?:[\d.\-]+|半|数|几)(?:小时|天|日|周|个月|年))来?(?:症状)?加重"
)
_TIMES_OF_DAY = ("夜间", "晨起", "清晨", "早晨", "午后", "傍晚", "白天", "入睡前", "夜晚", "早上")
_GRADES = ("轻", "轻度", "中", "中度", "中等", "重", "重度", "较重", "较轻", "剧烈")
_SUDDEN = ("突然", "突发", "骤然")
_SLOW = ("逐渐", "缓慢", "渐起", "反复")


def together_with(main: Noted, others: Sequence[Noted]) -> list[Noted]:
    """Symptoms that a complaint names in one breath with the main one."""
    group = next((pair for pair in _PAIRS if main.name in pair), ())
    ours = days(main)
    return [
        other
        for other in others
        if other.name in group
        and other.name != main.name
        and (days(other) is None or days(other) == ours)
    ]


def place_and_name(noted: Noted) -> str:
    """右下腹痛, 右侧头痛, 双膝关节痛: a place that does not fit in follows as a detail."""
    site = noted.detail("site")
    stem = _stem(noted)
    if stem and site.endswith(stem) and site not in noted.name:
        return sided(noted, site + noted.name[len(stem) :])
    return sided(noted, noted.name)


def with_quality(noted: Noted) -> str:
    """The symptom's name in place, its quality inside where Chinese puts it there."""
    inside, _ = _qualities(noted)
    count = noted.detail("frequency") if counted(noted) else ""
    if noted.name in SPLIT_NAMES and inside:
        before, after = SPLIT_NAMES[noted.name]
        return f"{before}{inside}{after}{count}"
    return (inside or place_and_name(noted)) + count


def counted(noted: Noted) -> bool:
    """Whether a bare count was said (呕吐2次), which stands right behind the name."""
    return bool(re.fullmatch(r"[\d.\-]+(?:余)?次", noted.detail("frequency")))


def details(noted: Noted) -> str:
    """Everything said about a symptom after its name, clause by clause."""
    return clauses(
        (
            _site(noted),
            _quality(noted),
            _severity(noted),
            "" if counted(noted) else noted.detail("frequency"),
            _radiation(noted),
            _worse(noted),
            _better(noted),
            course(noted),
        )
    )


def onset(noted: Noted) -> str:
    """受凉后, 搬重物后突然, or "" where nothing was said."""
    trigger = noted.detail("trigger")
    if trigger.startswith(noted.name):
        trigger = ""  # 跌倒后跌倒 says nothing
    if trigger and not trigger.endswith(("后", "时", "前")):
        trigger += "后"
    manner = noted.detail("onset")
    if any(word in manner for word in _SUDDEN):
        return f"{trigger}突然"
    if "反复" in manner:
        return f"{trigger}反复"
    if any(word in manner for word in _SLOW):
        return f"{trigger}逐渐"
    if manner and not trigger and not noted.fact.value:
        return manner.removesuffix("开始").removesuffix("起")
    return trigger


def course(noted: Noted) -> str:
    """How it went on."""
    said = noted.detail("course")
    if _RECENTLY_WORSE.search(said):
        # 近2个月加重 says what 进行性加重 beside it says.
        said = "、".join(part for part in said.split("、") if part != "进行性加重")
    if said in ("加重", "好转", "缓解", "减轻", "逐渐加重", "进行性加重"):
        return f"症状{said}"
    if said in ("持续", "持续性"):
        return "呈持续性"
    if said in ("阵发", "阵发性", "间断", "间歇性"):
        return f"呈{said.removesuffix('性')}性"
    return said


def recent_worsening(noted: Noted) -> str:
    """半个月 where a course reads 近半个月加重, else ""."""
    match = _RECENTLY_WORSE.search(course(noted))
    return match.group(1) if match else ""


def is_over(noted: Noted) -> bool:
    """Whether a symptom was there and has gone."""
    return any(word in noted.detail("course") for word in ("已缓解", "已消失", "已止", "好转"))


def _qualities(noted: Noted) -> tuple[str, str]:
    """What goes into the name (咳黄痰, 阵发性咳嗽) and what follows it (痰黏)."""
    items = [item for item in re.split(r"[、，]", noted.detail("quality")) if item]
    inside = ""
    rest = []
    for item in items:
        if noted.name in SPLIT_NAMES:
            what = SPLIT_NAMES[noted.name][1]
            stem = item.removesuffix(what).removesuffix("的")
            if not inside and stem and not item.startswith(what):
                inside = stem
            else:
                rest.append(item if item.startswith(what) else f"{what}{stem}")
        elif item.endswith(noted.name) and item != noted.name and not inside:
            inside = sided(noted, item)
        else:
            rest.append(item)
    return inside, "、".join(rest)


def _quality(noted: Noted) -> str:
    _, quality = _qualities(noted)
    if not quality or noted.name in SPLIT_NAMES:
        return quality
    if noted.name == "腹泻":
        return f"为{quality}" if "便" in quality else f"为{quality}便"
    if noted.name == "呕吐" and not quality.endswith("性"):
        return f"呕吐物为{quality.removeprefix('呕吐物')}"
    if quality.endswith(("咳", "声", "音")):
        return f"为{quality}"
    if noted.name.endswith("痛") and re.search(r"[性样]$", quality):
        return f"呈{quality}疼痛"
    return f"呈{quality}"


def _stem(noted: Noted) -> str:
    """The part of the body that a pain is named for: 腹痛 → 腹."""
    if not noted.name.endswith("痛"):
        return ""
    return noted.name.removesuffix("疼痛").removesuffix("痛")


def _site(noted: Noted) -> str:
    """位于胸骨后: where the name does not tell it already."""
    site = noted.detail("site")
    stem = _stem(noted)
    if not site or site in noted.name or (stem and site.endswith(stem)):
        return ""
    if site.removesuffix("部") in noted.name or (stem and site.removesuffix("部") == stem):
        return ""
    return f"位于{site}"


def _severity(noted: Noted) -> str:
    severity = noted.detail("severity")
    if re.fullmatch(r"\d+(?:[-/]\d+)?分?", severity):
        return f"疼痛评分{severity.removesuffix('分')}分"
    return f"程度{severity}" if severity.startswith(_GRADES) else severity


def _radiation(noted: Noted) -> str:
    where = noted.detail("radiation")
    if not where:
        return ""
    return where if "放射" in where or "牵涉" in where else f"向{where}放射"


def _worse(noted: Noted) -> str:
    told = re.split(r"[、，]", noted.detail("aggravating"))
    # A cough that is worse on coughing says nothing.
    when = "、".join(item for item in told if not item.startswith(noted.name))
    if not when:
        return ""
    if "加重" in when or "加剧" in when:
        return when
    if when.endswith(("后", "时", *_TIMES_OF_DAY)):
        return f"{when}加重"
    return f"{when}时加重"


def _better(noted: Noted) -> str:
    how = noted.detail("relieving")
    if not how:
        return ""
    if any(word in how for word in ("缓解", "减轻", "好转")):
        return how
    return f"{how}缓解" if how.endswith(("后", "时")) else f"{how}后缓解"


def has_details(noted: Noted) -> bool:
    """Whether a symptom needs a clause of its own."""
    return bool(details(noted) or onset(noted) or noted.fact.value)


__all__ = [
    "SPLIT_NAMES",
    "course",
    "details",
    "has_details",
    "is_over",
    "onset",
    "place_and_name",
    "recent_worsening",
    "side_of",
    "together_with",
    "with_quality",
]
