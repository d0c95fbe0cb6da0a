"""Visits as the drafting engine is given them, short and as long as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from zhenlu.application.ports import Candidate, Drafted, DraftTask, PromptLine, SectionTask
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.engines.drafting.messages import drafted_of, task_payload
from zhenlu.engines.drafting.session import DraftingSession
from zhenlu.engines.messages import Payload

_ZH = (
    ("doctor", "你好,今天哪里不舒服?"),
    ("patient", "咳嗽五天了,有黄痰。"),
    ("doctor", "发烧吗?胸口疼不疼?"),
    ("patient", "昨天三十八度五,胸口不疼。"),
    ("doctor", "对什么药过敏吗?"),
    ("patient", "青霉素过敏,起过疹子。"),
    ("doctor", "右下肺有点湿啰音,考虑急性支气管炎,左氧氟沙星零点五克一天一次吃五天。"),
)
_EN = (
    ("doctor", "Hi, what brings you in?"),
    ("patient", "I've had a cough for five days, with yellow phlegm."),
    ("doctor", "Any chest pain? Any drug allergies?"),
    ("patient", "No chest pain. Penicillin gives me a rash."),
    ("doctor", "Crackles at the right base. Probably bronchitis, doxycycline 100 mg twice a day."),
)
_LINES = {Language.ZH: _ZH, Language.EN: _EN}


def lines(language: Language, repeat: int = 1) -> tuple[PromptLine, ...]:
    """A visit; repeated for one that talks in circles. Ids count from 1."""
    said = _LINES[language] * repeat
    return tuple(
        PromptLine(number, SpeakerRole(role), number * 3.0, text)
        for number, (role, text) in enumerate(said, start=1)
    )


def section(
    section_id: str, title: str, claims: Sequence[tuple[str, tuple[int, ...]]] = ()
) -> SectionTask:
    """A section with (claim, segments) to weigh, bounded so that free writing stays quick."""
    candidates = tuple(Candidate(key, text, ids) for key, (text, ids) in enumerate(claims))
    return SectionTask(section_id, title, candidates=candidates, max_tokens=80)


def outpatient(repeat: int = 1) -> DraftTask:
    """A Chinese first visit with claims for every kind of section."""
    return DraftTask(
        Language.ZH,
        "outpatient-initial",
        lines(Language.ZH, repeat),
        (
            section("chief_complaint", "主诉"),
            section(
                "history_of_present_illness",
                "现病史",
                [
                    ("症状 有 咳嗽 5天", (2,)),
                    ("症状 有 发热", (3, 4)),
                    ("症状 无 胸痛", (3, 4)),
                ],
            ),
            section("past_history", "既往史"),
            section("allergy_history", "过敏史", [("过敏 有 青霉素", (5, 6))]),
            section("vital_signs", "生命体征", [("体征 有 体温 38.5℃", (4,))]),
            section("physical_exam", "体格检查", [("查体 已做 湿啰音 右", (7,))]),
            section("diagnosis", "诊断", [("诊断 有 急性支气管炎", (7,))]),
            section("treatment_plan", "处理意见", [("用药 开 左氧氟沙星 0.5g 每日1次 5天", (7,))]),
        ),
    )


def soap() -> DraftTask:
    """An English visit."""
    return DraftTask(
        Language.EN,
        "soap",
        lines(Language.EN),
        (
            section("subjective", "Subjective", [("symptom yes cough 5 days", (2,))]),
            section("objective", "Objective", [("exam done crackles right", (5,))]),
            section("assessment", "Assessment", [("diagnosis yes bronchitis", (5,))]),
            section("plan", "Plan", [("drug ordered doxycycline 100 mg twice daily", (5,))]),
        ),
    )


def hypertension_follow_up() -> DraftTask:
    """A follow-up form."""
    return DraftTask(
        Language.ZH,
        "followup-hypertension",
        lines(Language.ZH),
        (
            section("subjective", "症状", [("症状 有 头晕", (2,))]),
            section("medication_use", "用药", [("用药 在用 氨氯地平 5mg 每日1次", (4,))]),
            section("lifestyle", "生活方式", [("生活 无 饮酒", (4,))]),
            section("plan", "处理", [("复诊 有 复诊 2周", (7,)), ("医嘱 有 低盐饮食", (7,))]),
        ),
    )


def short() -> list[DraftTask]:
    """A short visit of each kind."""
    return [outpatient(), soap(), hypertension_follow_up()]


def draft(session: DraftingSession, task: DraftTask) -> Drafted:
    """What a session writes for a visit, while nobody follows it."""
    return drafted_of(session.draft(task_payload(task), unheard, threading.Event()), 0.0, 0.0)


def unheard(name: str, payload: Payload) -> None:
    """Progress that nobody follows."""
    del name, payload
