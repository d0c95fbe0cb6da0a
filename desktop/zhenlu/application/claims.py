"""A fact as a claim that the *select* layer is asked to believe or to doubt.

One short line, always in the same order: sort, whose and how, name, amounts. What the
model is not trained to judge (course, severity, wording) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhenlu.application.ports import PromptFact
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language

#: Details that a claim states.
_STATED = ("relation", "side", "frequency", "days")

_KINDS = {
    Language.ZH: {
        FactKind.SYMPTOM: "症状",
        FactKind.HISTORY: "既往",
        FactKind.MEDICATION: "用药",
        FactKind.ALLERGY: "过敏",
        FactKind.VITAL: "体征",
        FactKind.EXAM: "查体",
        FactKind.TEST: "检查",
        FactKind.DIAGNOSIS: "诊断",
        FactKind.INSTRUCTION: "医嘱",
        FactKind.FOLLOW_UP: "复诊",
        FactKind.LIFESTYLE: "生活",
    },
    Language.EN: {
        FactKind.SYMPTOM: "symptom",
        FactKind.HISTORY: "history",
        FactKind.MEDICATION: "drug",
        FactKind.ALLERGY: "allergy",
        FactKind.VITAL: "vital",
        FactKind.EXAM: "exam",
        FactKind.TEST: "test",
        FactKind.DIAGNOSIS: "diagnosis",
        FactKind.INSTRUCTION: "advice",
        FactKind.FOLLOW_UP: "return",
        FactKind.LIFESTYLE: "habit",
    },
}
_POLARITIES = {
    Language.ZH: {Polarity.PRESENT: "有", Polarity.ABSENT: "无", Polarity.UNCERTAIN: "疑"},
    Language.EN: {Polarity.PRESENT: "yes", Polarity.ABSENT: "no", Polarity.UNCERTAIN: "unsure"},
}
_STATUSES = {
    Language.ZH: {
        FactStatus.TAKEN: "在用",
        FactStatus.ORDERED: "开",
        FactStatus.DONE: "已做",
        FactStatus.STOPPED: "停",
        FactStatus.REFUSED: "不用",
    },
    Language.EN: {
        FactStatus.TAKEN: "taken",
        FactStatus.ORDERED: "ordered",
        FactStatus.DONE: "done",
        FactStatus.STOPPED: "stopped",
        FactStatus.REFUSED: "not given",
    },
}
_FAMILY = {Language.ZH: "家族", Language.EN: "family"}


def claim(fact: Fact, language: Language) -> str:
    """The fact in one line: 用药 开 左氧氟沙星 0.5g 每日1次 5天."""
    space = "" if language is Language.ZH else " "
    parts = (
        _KINDS[language][fact.kind],
        _FAMILY[language] if fact.subject is not Subject.PATIENT else "",
        _POLARITIES[language][fact.polarity] if not fact.status else "",
        _STATUSES[language].get(fact.status, ""),
        fact.name,
        f"{fact.value}{space}{fact.unit}" if fact.value else "",
        *(fact.attributes.get(key, "") for key in _STATED),
    )
    return " ".join(part for part in parts if part)


def prompt_facts(facts: Iterable[Fact], language: Language) -> tuple[PromptFact, ...]:
    """What would enter a record, in the order of the visit, for a model that sees no words."""
    told = (
        PromptFact(claim(fact, language), fact.segments)
        for fact in facts
        if weighable(fact) and fact.segments
    )
    return tuple(sorted(told, key=lambda fact: min(fact.segments)))


def weighable(fact: Fact) -> bool:
    """Whether a fact would enter a record at all."""
    return fact.subject is not Subject.OTHER and fact.status is not FactStatus.REFUSED
