"""生命体征, 体格检查, 辅助检查, 诊断."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.illness import BODY_MEASURES
from zhenlu.language.zh.phrases.noted import (
    Matters,
    Noted,
    clauses,
    listed,
    sentence,
    side_of,
    sided,
)

_VITAL_ORDER = ("体温", "脉搏", "心率", "呼吸", "血压", "血氧饱和度", "体重", "身高", "腰围")

#: Regions in the order of a physical examination, with what belongs to each.
_REGIONS = (
    r"神志|精神|面色|面容|营养|步态|体位|脱水|皮肤弹性|前囟|眼窝",
    r"皮|疹|风团|疱|黄染|淋巴结|瘀|划痕",
    r"头|眼|瞳|结膜|巩膜|耳|鼓膜|鼻|口|唇|咽|喉|扁桃体|牙|舌",
    r"颈|甲状腺",
    r"胸|肺|呼吸|啰音|哮鸣|三凹|喉鸣",
    r"心",
    r"腹|压痛|反跳痛|肌紧张|肠鸣|墨菲|麦氏|肝|脾|移动性|包块|肾|膀胱",
    r"脊柱|腰|直腿|四肢|上肢|下肢|关节|膝|浮髌|抽屉|手|足|肿|畸形|骨|伤",
)
_HEARD = re.compile(r"啰音|哮鸣音|杂音|喉鸣|摩擦音|湿鸣|奔马律")
_SIGNS = re.compile(r"(?:征|试验|抵抗)$")
_SHORT_RESULTS = ("阴性", "阳性", "弱阳性", "正常", "异常", "未见异常")
_NEGATIVE = re.compile(r"^(?:无|未|不|正常|阴性)")


def vital_signs(section: str, matters: Matters, with_home: bool) -> list[Sentence]:
    """Measurements in the customary order as one sentence; those from home marked so."""
    measured = [n for n in matters.of(FactKind.VITAL) if n.fact.value]
    here = [n for n in measured if n.detail("by") != "self"]
    told = [n for n in measured if n not in here]
    if not with_home:
        # In an outpatient record home readings are history; weight and height are not.
        told = [n for n in told if n.name in BODY_MEASURES]
    written = []
    for group, mark in ((here, ""), (told, "自测" if with_home else "自述")):
        if group:
            ordered = sorted(group, key=_vital_place)
            written.append(sentence(section, f"{mark}{clauses(_readings(ordered))}。", ordered))
    return written


def physical_exam(section: str, matters: Matters) -> list[Sentence]:
    """What was examined, one sentence a region of the body."""
    regions: dict[int, list[Noted]] = {}
    for noted in matters.of(FactKind.EXAM):
        regions.setdefault(_region(noted), []).append(noted)
    written = []
    for region in sorted(regions):
        found = regions[region]
        text = clauses(_drawn_together(found)) + "。"
        written.append(sentence(section, text, found))
    return written


def auxiliary_exam(section: str, matters: Matters) -> list[Sentence]:
    """Results that are known at this visit."""
    done = [
        n
        for n in matters.of(FactKind.TEST)
        if n.fact.status is not FactStatus.ORDERED
        and n.fact.status is not FactStatus.REFUSED
        and (n.fact.value or n.detail("result"))
    ]
    if not done:
        return []
    measured = [n for n in done if not n.detail("result") or n.detail("result") in _SHORT_RESULTS]
    described = [n for n in done if n not in measured]
    written = []
    if measured:
        written.append(sentence(section, clauses(map(_result, measured)) + "。", measured))
    written += [sentence(section, f"{_result(n)}。", (n,)) for n in described]
    return written


def diagnoses(section: str, matters: Matters) -> list[Sentence]:
    """One line a diagnosis, certain ones first; what was ruled out is not one."""
    stated = [n for n in matters.of(FactKind.DIAGNOSIS) if not n.is_absent]
    stated.sort(key=lambda n: 0 if n.is_present else 1)
    written = []
    for noted in stated:
        name = sided(noted, noted.detail("site") + noted.name if _lacks_site(noted) else noted.name)
        certainty = noted.detail("certainty")
        if not noted.is_present:
            written.append(sentence(section, f"{name}待排", (noted,)))
        elif "待查" in certainty and "待查" not in name:
            written.append(sentence(section, f"{name}待查", (noted,)))
        elif "考虑" in certainty or "疑" in certainty:
            written.append(sentence(section, f"{name}？", (noted,)))
        else:
            written.append(sentence(section, name, (noted,)))
    return written


def exam_finding(noted: Noted) -> str:
    """One finding: 右下肺可闻及湿啰音, 墨菲征阴性, 双侧扁桃体Ⅱ度肿大."""
    finding = noted.detail("finding")
    where = _where(noted)
    if finding and finding != noted.name:
        return _with_finding(noted, where, finding)
    if _HEARD.search(noted.name):
        return f"{where}{'未闻及' if noted.is_absent else '可闻及'}{noted.name}"
    if _SIGNS.search(noted.name):
        return f"{where}{noted.name}{'阴性' if noted.is_absent else '阳性'}"
    if noted.is_absent:
        # 双侧肾区无叩击痛, not 无双侧肾区叩击痛
        region = re.match(r"(.*区)(.+)", noted.name)
        if region:
            return f"{where}{region.group(1)}无{region.group(2)}"
        return f"{where}无{noted.name}"
    return f"{where}{noted.name}"


def _with_finding(noted: Noted, where: str, finding: str) -> str:
    if finding in ("阳性", "阴性") or _NEGATIVE.match(finding):
        return f"{where}{noted.name}{finding}"
    if noted.is_absent:
        if _HEARD.search(noted.name) or _SIGNS.search(noted.name):
            return f"{where}{noted.name}{'阴性' if _SIGNS.search(noted.name) else finding}"
        return f"{where}{noted.name}无{finding}"
    if noted.name in finding or finding.startswith(noted.name[:2]):
        # 肌力减退 with 肌力3级: the grade says more than the name.
        return f"{where}{finding}"
    # 扁桃体肿大 + Ⅱ度肿大 → 扁桃体Ⅱ度肿大
    shared = next(
        (n for n in range(len(noted.name), 0, -1) if finding.endswith(noted.name[-n:])), 0
    )
    return f"{where}{noted.name[: len(noted.name) - shared]}{finding}"


def _where(noted: Noted) -> str:
    side, site = side_of(noted), noted.detail("site")
    if site and (site in noted.name or noted.name.startswith(site)):
        site = ""
    if side and not site.startswith(("左", "右", "双", "两")):
        if noted.name.startswith(("左", "右", "双")):
            return site
        short = side.removesuffix("侧")
        return f"{short}{site}" if site else f"{short}侧"
    return site


def _drawn_together(found: Sequence[Noted]) -> list[str]:
    """Findings of a region, plain denials of it in one clause: 无压痛、反跳痛."""
    denied = [
        n
        for n in found
        if n.is_absent
        and not n.detail("finding")
        and not _SIGNS.search(n.name)
        and not _HEARD.search(n.name)
        and not re.match(r".*区.", n.name)
    ]
    texts = [exam_finding(n) for n in found if n not in denied and not _said_better(n, found)]
    if denied:
        texts.append("无" + listed(_where(n) + n.name for n in denied))
    return list(dict.fromkeys(texts))


def _said_better(noted: Noted, found: Sequence[Noted]) -> bool:
    """Whether a plain 啰音 stands beside the 湿啰音 of the same place."""
    return any(
        other is not noted
        and other.name != noted.name
        and other.name.endswith(noted.name)
        and other.fact.polarity is noted.fact.polarity
        and _where(other) == _where(noted)
        for other in found
    )


def _region(noted: Noted) -> int:
    words = noted.detail("site") + noted.name
    for place, pattern in enumerate(_REGIONS):
        if re.search(pattern, noted.name):
            return place
    return next(
        (p for p, pattern in enumerate(_REGIONS) if re.search(pattern, words)), len(_REGIONS)
    )


def _vital_place(noted: Noted) -> int:
    order = _VITAL_ORDER
    return order.index(noted.name) if noted.name in order else len(order)


def _readings(ordered: Sequence[Noted]) -> list[str]:
    """血压158/96mmHg、复测156/94mmHg: repetitions stand behind the first reading."""
    labels: dict[str, list[Noted]] = {}
    for noted in ordered:
        side = side_of(noted).removesuffix("侧")
        name, when = noted.name, noted.detail("when")
        label = f"{when}{name}" if name == "血糖" and when else name
        labels.setdefault(f"{side}侧{label}" if side else label, []).append(noted)
    told = []
    for label, same in labels.items():
        again = "，复测" if same[0].name != "血糖" else "、"
        told.append(label + again.join(n.quantity + _time_of(n) for n in same))
    return told


def _time_of(noted: Noted) -> str:
    when = noted.detail("when")
    return f"（{when}）" if when and noted.name != "血糖" else ""


def _result(noted: Noted) -> str:
    result, date = noted.detail("result"), noted.detail("date")
    name = f"{noted.name}（{date}）" if date else noted.name
    if not result:
        return name + noted.quantity
    if result in _SHORT_RESULTS and not noted.fact.value:
        return name + result
    if noted.fact.value:
        return f"{name}{noted.quantity}，{result}"
    return f"{name}：{result}"


def _lacks_site(noted: Noted) -> bool:
    site = noted.detail("site")
    return bool(site) and site not in noted.name
