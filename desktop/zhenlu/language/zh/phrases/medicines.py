"""Drugs as a record writes them: dose, route, frequency, days, effect."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.language.lexicon import load
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses

#: Words that make a drug class one of long-term treatment (resources/lexicon: class).
_LONG_TERM = re.compile(
    r"降压|降糖|胰岛素|调脂|他汀|贝特|胆固醇|抗血小板|抗凝|双胍|磺脲|格列|糖苷酶|噻唑烷|"
    r"SGLT2|GLP-1|DPP-4|血管紧张素|[αβ]受体阻滞|钙通道|利尿|甲状腺|硝酸酯|抗癫痫|降尿酸|SSRI|"
    r"强心|抗心律失常|吸入性|铁剂|钙剂|5α还原酶|普利$|沙坦$|地平$"
)
_OUTSIDE = ("外用", "外敷", "外涂", "外贴", "滴眼", "滴鼻", "滴耳", "含漱", "坐浴")
_NOT_SWALLOWED = ("滴眼液", "滴鼻液", "滴耳液", "膏", "洗剂", "喷雾剂", "栓")
_NO_EFFECT = ("无效", "无", "没有", "没用", "不明显", "无明显缓解", "无缓解", "效果不佳")


def is_long_term(noted: Noted, matters: Matters) -> bool:
    """Whether a drug treats a chronic disease rather than the present illness."""
    term = load(Language.ZH).named(noted.name, "drug", "drug_class")
    if term is not None:
        classes = term.extra.get("class", ())
        if any(_LONG_TERM.search(str(c)) for c in (*classes, term.name)):
            return True
    elif _LONG_TERM.search(noted.name):
        return True
    diseases = [n for n in matters.of(FactKind.HISTORY) if n.is_present]
    return any(
        (set(noted.segments) & set(d.segments)) and d.name not in _acute_names() for d in diseases
    )


def usage(noted: Noted) -> str:
    """硝苯地平控释片30mg，口服，每日1次，共7天: only what was said."""
    return clauses((noted.name + dose(noted), *_how(noted), days(noted)))


def habit(noted: Noted) -> str:
    """How a drug is taken now, with adherence and effect."""
    return clauses((noted.name + dose(noted), *_how(noted), adherence(noted), effect(noted)))


def dose(noted: Noted) -> str:
    """Single dose, with the form where only the form tells what one piece is."""
    return noted.quantity


def days(noted: Noted) -> str:
    said = noted.detail("days")
    return f"共{said}" if said and not said.startswith(("共", "连")) else said


def adherence(noted: Noted) -> str:
    said = noted.detail("adherence")
    if said in ("规律", "按时"):
        return "规律用药"
    if said in ("不规律", "间断"):
        return f"{said}用药"
    return said


def effect(noted: Noted) -> str:
    """What it did."""
    said = noted.detail("effect")
    if not said:
        return ""
    if said in _NO_EFFECT:
        return "效果不佳"
    if said in ("有效", "好转", "缓解", "有", "明显", "好"):
        return "用后好转"
    return said


def prior_care(drugs: Sequence[Noted]) -> str:
    """Treatment before this visit after its verb; names as told, in quotes."""
    told = [
        clauses(
            (
                f"“{noted.name}”{dose(noted)}",
                *(how for how in _how(noted) if not _is_in_verb(how, noted)),
                days(noted),
                effect(noted),
                "已停用" if noted.fact.status is FactStatus.STOPPED else "",
            )
        )
        for noted in drugs
    ]
    return ("；" if any("，" in text for text in told) else "、").join(told)


def leading_verb(noted: Noted) -> str:
    """曾服用, 曾外用, or 曾予 where someone else gave it."""
    if any(word in noted.detail("route") for word in _OUTSIDE):
        return "曾外用"
    if noted.name.endswith(_NOT_SWALLOWED) and not noted.name.endswith("枇杷膏"):
        return "曾使用"
    return "曾予" if told_by_companion(noted) else "曾服用"


def _is_in_verb(how: str, noted: Noted) -> bool:
    return how in ("口服", "外用") and leading_verb(noted).endswith(("服用", "外用"))


def told_by_companion(noted: Noted) -> bool:
    return noted.fact.said_by is SpeakerRole.COMPANION


def _how(noted: Noted) -> tuple[str, ...]:
    timing = noted.detail("timing")
    # "早16单位、晚12单位" is a dose by time of day and needs no verb.
    if timing and not timing.endswith(("服", "用", "服用")) and "单位" not in timing:
        timing += "使用" if _is_outside(noted) else "服用"
    return noted.detail("route"), noted.detail("frequency"), timing


def _is_outside(noted: Noted) -> bool:
    route = noted.detail("route")
    return bool(route) and route not in ("口服", "嚼服", "含服", "舌下含服", "吞服", "冲服")


def _acute_names() -> frozenset[str]:
    """Diseases that the lexicon knows and does not call chronic."""
    lexicon = load(Language.ZH)
    return frozenset(
        term.name for term in lexicon.of_kind("disease") if not term.extra.get("chronic", False)
    )
