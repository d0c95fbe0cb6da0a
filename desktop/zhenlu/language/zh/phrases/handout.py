"""What the patient takes home, in everyday words: why, what, how to take it, when to come back."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.complaint import chief_complaint
from zhenlu.language.zh.phrases.durations import span
from zhenlu.language.zh.phrases.findings import auxiliary_exam
from zhenlu.language.zh.phrases.letters import DISPOSITIONS
from zhenlu.language.zh.phrases.medicines import days, dose
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence
from zhenlu.language.zh.phrases.plan import condition, next_date, referral, tests_to_do
from zhenlu.language.zh.phrases.revisit import revisit_complaint

_SWALLOWED = ("口服", "嚼服", "吞服", "冲服", "")
_EVERYDAY = (
    ("每日", "每天"),
    ("早晨", "早上"),
    ("晨起", "早上起来"),
    ("睡前", "睡觉前"),
    ("空腹", "空着肚子"),
    ("必要时", "需要的时候"),
    ("餐后", "饭后"),
    ("餐前", "饭前"),
    ("餐时", "吃饭的时候"),
)
_HURRY = re.compile(r"急诊|120|立即|马上|赶紧")


def visit_reason(section: str, matters: Matters, is_revisit: bool) -> list[Sentence]:
    """因咳嗽、咳痰5天来看病。"""
    write = revisit_complaint if is_revisit else chief_complaint
    made = write(section, matters, 40)
    return [Sentence(section, f"因{s.text}来看病。", s.facts, s.segments) for s in made]


def findings(section: str, matters: Matters) -> list[Sentence]:
    """What the doctor said it is, and the results of today."""
    written = []
    for noted in matters.of(FactKind.DIAGNOSIS):
        if noted.is_absent:
            continue
        sure = noted.is_present and not re.search(r"考虑|疑|待查", noted.detail("certainty"))
        text = f"诊断：{noted.name}。" if sure else f"可能是{noted.name}，还没有确定。"
        written.append(sentence(section, text, (noted,)))
    return written + auxiliary_exam(section, matters)


def medicines(section: str, matters: Matters) -> list[Sentence]:
    """One line a drug: how much, how often, when, how long; then what to stop, allergies."""
    written = [_taken(section, n) for n in matters.medications(FactStatus.ORDERED)]
    ordered = {n.name for n in matters.medications(FactStatus.ORDERED)}
    for noted in matters.medications(FactStatus.STOPPED):
        if noted.name not in ordered and matters.ended_now(noted):
            written.append(sentence(section, f"{noted.name}：不要再用。", (noted,)))
    for noted in matters.of(FactKind.ALLERGY):
        if noted.is_present:
            what = f"{noted.name}不耐受" if noted.fact.is_intolerance else f"对{noted.name}过敏"
            text = f"{what}，看病买药时请主动说明。"
            written.append(sentence(section, text, (noted,)))
    return written


def tests(section: str, matters: Matters) -> list[Sentence]:
    """请做：血常规、胸片。"""
    ordered = tests_to_do(matters)
    if not ordered:
        return []
    return [sentence(section, f"请做：{listed(n.name for n in ordered)}。", ordered)]


def self_care(section: str, matters: Matters) -> list[Sentence]:
    """Advice line by line; where the patient is sent stands first."""
    written = []
    advice = [
        n
        for n in matters.of(FactKind.INSTRUCTION)
        if n.is_present and n.fact.status is not FactStatus.REFUSED
    ]
    advice.sort(key=lambda n: 0 if n.name in DISPOSITIONS else 1)
    for noted in advice:
        length = span(noted.fact.value, noted.fact.unit)
        text = noted.detail("text") or noted.name
        if noted.name == "转诊":
            text = referral(noted)
        elif length and length not in text:
            text = f"{text}{length}"
        written.append(sentence(section, f"{text}。", (noted,)))
    return written


def warning_signs(section: str, matters: Matters) -> list[Sentence]:
    """What brings the patient back at once."""
    written = []
    for noted in matters.of(FactKind.FOLLOW_UP):
        said = condition(noted)
        if noted.is_present and said:
            at_once = _HURRY.search(noted.detail("condition"))
            where = "请马上去急诊或打120" if at_once else "请尽快来医院"
            written.append(sentence(section, f"如果{said}，{where}。", (noted,)))
    return written


def next_visit(section: str, matters: Matters) -> list[Sentence]:
    """2周后来复诊。"""
    dated = [n for n in matters.of(FactKind.FOLLOW_UP) if n.is_present and next_date(n)]
    if not dated:
        return []
    last = dated[-1]
    what = last.name if last.name not in ("复诊", "随时就诊", "") else "复诊"
    return [sentence(section, f"{next_date(last)}来{what}。", (last,))]


def _taken(section: str, noted: Noted) -> Sentence:
    """阿莫西林：每次0.5g，每天3次，饭后吃，连用5天。"""
    swallowed = noted.detail("route") in _SWALLOWED
    verb = "吃" if swallowed else "用"
    timing = _everyday(noted.detail("timing"))
    if timing and "单位" not in timing and not timing.endswith(("吃", "用", "服")):
        timing += verb
    total = days(noted).removeprefix("共").removeprefix("连")
    when = noted.detail("condition")
    told = clauses(
        (
            f"{when.removesuffix('时')}时{verb}" if when else "",
            f"每次{dose(noted)}" if dose(noted) else "",
            _everyday(noted.detail("frequency")),
            timing,
            "" if swallowed else noted.detail("route"),
            f"连{verb}{total}" if total else "",
        )
    )
    return sentence(section, f"{noted.name}：{told}。" if told else f"{noted.name}。", (noted,))


def _everyday(text: str) -> str:
    for formal, plain in _EVERYDAY:
        text = text.replace(formal, plain)
    return text
