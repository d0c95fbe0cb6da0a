"""处理意见 and the drugs a follow-up lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import load
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.durations import span
from zhenlu.language.zh.phrases.history import allergies
from zhenlu.language.zh.phrases.medicines import habit, is_long_term, usage
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence

#: Advice whose time tells when it is due, not how long it lasts.
_ENDINGS = ("就诊", "复诊", "随诊", "急诊")
_EVENTS = ("拆线", "换药", "复查", "取药", "停药", "打")


def treatment_plan(
    section: str, matters: Matters, returns: str, elsewhere: Sequence[str] = ()
) -> list[Sentence]:
    """Drugs one by one, then drugs ended, tests, advice and the next contact.

    Args:
        returns: What the next contact is called: 复诊 or 随访.
        elsewhere: Advice that has a section of its own.
    """
    written = []
    ordered = matters.medications(FactStatus.ORDERED)
    current = {n.name: n.quantity for n in matters.medications(FactStatus.TAKEN)}
    for noted in ordered:
        when = noted.detail("condition")
        lead = f"{when}时予" if when and not when.endswith("时") else when
        going_on = is_long_term(noted, matters) and (
            noted.quantity in ("", current.get(noted.name)) and noted.name in current
        )
        text = f"继续服用{usage(noted)}" if going_on and not lead else f"{lead}{usage(noted)}"
        written.append(sentence(section, f"{text}。", (noted,)))
    written += _ended(section, matters, {n.name for n in ordered})
    tests = tests_to_do(matters)
    if tests:
        names = listed(n.name.removesuffix("检查").removesuffix("检测") for n in tests)
        written.append(sentence(section, f"查{names}。", tests))
    advice = [
        n
        for n in matters.of(FactKind.INSTRUCTION)
        if n.is_present and n.fact.status is not FactStatus.REFUSED and n.name not in elsewhere
    ]
    if advice:
        text = clauses(dict.fromkeys(_advice(n) for n in advice))
        written.append(sentence(section, f"{text}。", advice))
    return written + _next_contact(section, matters, returns)


def drugs_in_use(
    section: str, matters: Matters, with_allergies: bool = True
) -> list[Sentence]:
    """What is taken now and how regularly, what was ended, and allergies."""
    taken = matters.medications(FactStatus.TAKEN)
    written = [sentence(section, f"{habit(n)}。", (n,)) for n in taken]
    current = {n.name for n in taken}
    for noted in matters.medications(FactStatus.STOPPED):
        if noted.name not in current:
            written.append(sentence(section, f"{noted.name}已停用。", (noted,)))
    return written + allergies(section, matters) if with_allergies else written


def tests_to_do(matters: Matters) -> list[Noted]:
    """Tests ordered and not yet back: what was sent for and reported since is a result."""
    known = [n for n in matters.of(FactKind.TEST) if not n.is_absent]
    reported: dict[str, int] = {}
    for noted in known:
        if noted.fact.status is FactStatus.DONE:
            reported[noted.name] = max(reported.get(noted.name, 0), noted.segments[-1])
    return [
        n
        for n in known
        if n.fact.status is FactStatus.ORDERED and n.segments[-1] > reported.get(n.name, 0)
    ]


def _ended(section: str, matters: Matters, ordered: set[str]) -> list[Sentence]:
    """Drugs the clinician ended at this visit."""
    ended = [
        n
        for n in matters.medications(FactStatus.STOPPED)
        if n.name not in ordered and matters.ended_now(n)
    ]
    if not ended:
        return []
    return [sentence(section, f"停用{listed(n.name for n in ended)}。", ended)]


def _advice(noted: Noted) -> str:
    if noted.name == "转诊":
        return referral(noted)
    text = noted.detail("text") or noted.name
    length = span(noted.fact.value, noted.fact.unit)
    if length and length not in text:
        text = f"{length}后{text}" if text.startswith(_EVENTS) else f"{text}{length}"
    to = noted.detail("to")
    return f"{text}（{to}）" if to and to not in text else text


def referral(noted: Noted) -> str:
    """转县医院外科（紧急）: where to and how soon, as far as it was said."""
    to = noted.detail("to")
    urgency = noted.detail("urgency")
    return (f"转{to}" if to else "转诊") + (f"（{urgency}）" if urgency else "")


def _next_contact(section: str, matters: Matters, returns: str) -> list[Sentence]:
    planned = [n for n in matters.of(FactKind.FOLLOW_UP) if n.is_present]
    dated = [n for n in planned if next_date(n)]
    # An earlier date for the same contact gave way to the last one.
    used = [*dated[-1:], *(n for n in planned if n not in dated)]
    conditions = listed(condition(n) for n in used)
    if not used or not (dated or conditions):
        return []
    text = clauses(
        (
            f"{next_date(dated[-1])}{_purpose(dated[-1], returns)}" if dated else "",
            f"如{conditions}{'' if conditions.endswith(_ENDINGS) else '，及时就诊'}"
            if conditions
            else "",
        )
    )
    return [sentence(section, f"{text}。", used)]


def next_date(noted: Noted) -> str:
    length = span(noted.fact.value, noted.fact.unit)
    return f"{length}后" if length else noted.detail("date")


def _purpose(noted: Noted, returns: str) -> str:
    """复诊 or 随访 by the kind of record, more where more was said: 复测血压."""
    return returns if noted.name in ("复诊", "随访", "复查", "") else noted.name


def condition(noted: Noted) -> str:
    """What brings the patient back earlier, everyday words for symptoms made standard."""
    said = noted.detail("condition")
    for opening in ("如果", "要是", "如", "若"):
        said = said.removeprefix(opening)
    said = said.replace("高烧", "高热")
    standard: tuple[str, ...] = ()
    for mention in reversed(load(Language.ZH).find(said, "symptom")):
        if "热" in mention.said:  # 高热 and 低热 say more than the term they stand for
            continue
        before, term = said[: mention.start], mention.term.name
        # 精神蔫 → 精神差, not 精神精神差
        overlap = next((n for n in range(len(term), 0, -1) if before.endswith(term[:n])), 0)
        after = said[mention.end :].removeprefix("起来").removeprefix("起")
        link = "、" if after[:1] and after.startswith(standard) else ""
        said = before + term[overlap:] + link + after
        standard = (*standard, term)
    said = re.sub(r"(?:，|了)?(?:赶紧|马上|立刻)?打120.*$", "", said)
    said = re.sub(r"(?:就来|再来|就|再|来)$", "", said)
    return said.replace("，或者", "或").replace("或者", "或")
