"""What one colleague tells another: referral, SBAR, certificate, emergency disposition."""

from __future__ import annotations

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.complaint import chief_complaint
from zhenlu.language.zh.phrases.durations import span
from zhenlu.language.zh.phrases.findings import (
    auxiliary_exam,
    diagnoses,
    physical_exam,
    vital_signs,
)
from zhenlu.language.zh.phrases.history import allergies, past_history
from zhenlu.language.zh.phrases.illness import follow_up_symptoms
from zhenlu.language.zh.phrases.medicines import is_long_term, usage
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, sentence
from zhenlu.language.zh.phrases.plan import referral

#: Advice that decides where the patient goes.
DISPOSITIONS = ("转诊", "留院观察", "住院治疗", "离院", "绝对卧床")
_REST = ("注意休息", "卧床休息")


def referral_request(section: str, matters: Matters) -> list[Sentence]:
    """转市医院心内科，目的：进一步查继发性高血压: only what was said."""
    written = []
    for noted in matters.of(FactKind.INSTRUCTION):
        if noted.name == "转诊":
            reason = noted.detail("reason")
            text = clauses((referral(noted), f"目的：{reason}" if reason else ""))
            written.append(sentence(section, f"{text}。", (noted,)))
    return written


def treatment_given(section: str, matters: Matters) -> list[Sentence]:
    """Drugs taken before and those given at this visit."""
    taken = [n for n in matters.medications(FactStatus.TAKEN) if not is_long_term(n, matters)]
    given = matters.medications(FactStatus.ORDERED)
    written = [sentence(section, f"曾用{usage(n)}。", (n,)) for n in taken]
    return written + [sentence(section, f"已予{usage(n)}。", (n,)) for n in given]


def opinion(section: str, matters: Matters) -> list[Sentence]:
    """建议休息3天: what a certificate is asked for."""
    written = []
    for noted in matters.of(FactKind.INSTRUCTION):
        length = span(noted.fact.value, noted.fact.unit)
        if noted.name in _REST and length:
            written.append(sentence(section, f"建议休息{length}。", (noted,)))
        elif noted.name in ("住院治疗", "转诊"):
            text = referral(noted) if noted.name == "转诊" else noted.name
            written.append(sentence(section, f"建议{text}。", (noted,)))
    for noted in matters.of(FactKind.FOLLOW_UP):
        length = span(noted.fact.value, noted.fact.unit)
        if length:
            written.append(sentence(section, f"{length}后复诊。", (noted,)))
    return written[:4]


def disposition(section: str, matters: Matters) -> list[Sentence]:
    """去向: observation with its length, admission, referral or home."""
    written = []
    for noted in matters.of(FactKind.INSTRUCTION):
        if noted.name not in DISPOSITIONS:
            continue
        length = span(noted.fact.value, noted.fact.unit)
        text = referral(noted) if noted.name == "转诊" else noted.name + length
        reason = noted.detail("reason")
        written.append(sentence(section, f"{clauses((text, reason))}。", (noted,)))
    return written


def situation(section: str, matters: Matters) -> list[Sentence]:
    """Why now: the complaint, what is there at this moment, the vital signs."""
    written = [
        sentence_with_stop(s) for s in chief_complaint(section, matters, max_chars=40)
    ]
    told = {p for s in written for p in s.facts}
    rest = tuple(n for n in matters.all if not told & set(n.positions))
    others = follow_up_symptoms(section, Matters(rest, matters.said_by_clinician), False)
    written += others
    return [*written, *vital_signs(section, matters, True), *physical_exam(section, matters)]


def background(section: str, matters: Matters) -> list[Sentence]:
    """History, long-term drugs, allergies, results that are known."""
    return [
        *past_history(section, matters),
        *allergies(section, matters),
        *auxiliary_exam(section, matters),
    ]


def judgement(section: str, matters: Matters) -> list[Sentence]:
    """What was said to be the matter, then how the symptoms go."""
    stated = [sentence_with_stop(s) for s in diagnoses(section, matters)]
    going = [n for n in matters.of(FactKind.SYMPTOM) if n.is_present and n.detail("course")]
    return stated + [_trend(section, n) for n in going]


def sentence_with_stop(made: Sentence) -> Sentence:
    """A complaint or a diagnosis closed with a full stop, as prose wants it."""
    stop = "" if made.text.endswith(("。", "？")) else "。"
    return Sentence(made.section, made.text + stop, made.facts, made.segments)


def _trend(section: str, noted: Noted) -> Sentence:
    return sentence(section, f"{noted.name}{noted.detail('course').split('、')[0]}。", (noted,))
