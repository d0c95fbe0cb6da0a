"""处理意见 and the drugs a follow-up lists."""

from __future__ import annotations

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.durations import span
from zhenlu.language.zh.phrases.history import allergies
from zhenlu.language.zh.phrases.medicines import habit, usage
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence


def treatment_plan(section: str, matters: Matters, returns: str) -> list[Sentence]:
    """Drugs one by one, then drugs ended, tests, advice and the next contact.

    Args:
        returns: What the next contact is called: 复诊 or 随访.
    """
    written = []
    ordered = matters.medications(FactStatus.ORDERED)
    for noted in ordered:
        when = noted.detail("condition")
        lead = f"{when}时予" if when and not when.endswith("时") else when
        text = f"{lead}{usage(noted)}"
        written.append(sentence(section, f"{text}。", (noted,)))
    written += _ended(section, matters, {n.name for n in ordered})
    tests = [
        n
        for n in matters.of(FactKind.TEST)
        if n.fact.status is FactStatus.ORDERED and not n.is_absent
    ]
    if tests:
        names = listed(n.name for n in tests)
        written.append(sentence(section, f"查{names}。", tests, (f"完善{names}。",)))
    advice = [
        n
        for n in matters.of(FactKind.INSTRUCTION)
        if n.is_present and n.fact.status is not FactStatus.REFUSED
    ]
    if advice:
        text = clauses(dict.fromkeys(_advice(n) for n in advice))
        written.append(sentence(section, f"{text}。", advice))
    return written + _next_contact(section, matters, returns)


def drugs_in_use(section: str, matters: Matters) -> list[Sentence]:
    """What is taken now and how regularly, what was ended, and allergies."""
    taken = matters.medications(FactStatus.TAKEN)
    written = [sentence(section, f"{habit(n)}。", (n,)) for n in taken]
    current = {n.name for n in taken}
    for noted in matters.medications(FactStatus.STOPPED):
        if noted.name not in current:
            written.append(sentence(section, f"{noted.name}已停用。", (noted,)))
    return written + allergies(section, matters)


def _ended(section: str, matters: Matters, ordered: set[str]) -> list[Sentence]:
    """Drugs the clinician ended at this visit."""
    ended = [
        n
        for n in matters.medications(FactStatus.STOPPED)
        if n.name not in ordered and matters.said_by_clinician(n.segments[-1])
    ]
    if not ended:
        return []
    return [sentence(section, f"停用{listed(n.name for n in ended)}。", ended)]


def _advice(noted: Noted) -> str:
    text = noted.detail("text") or noted.name
    if noted.fact.value and noted.quantity not in text:
        text += span(noted.fact.value, noted.fact.unit)
    to = noted.detail("to")
    return f"{text}（{to}）" if to and to not in text else text


def _next_contact(section: str, matters: Matters, returns: str) -> list[Sentence]:
    planned = [n for n in matters.of(FactKind.FOLLOW_UP) if n.is_present]
    dated = [n for n in planned if _when(n)]
    bound = [n for n in planned if n not in dated]
    written = []
    if dated:
        text = clauses(f"{_when(n)}{_purpose(n, returns)}" for n in dated[-1:])
        conditions = clauses(_if(n, returns) for n in (*dated[-1:], *bound))
        # An earlier date for the same contact gave way to the last one.
        written.append(
            sentence(section, clauses((text, conditions)) + "。", (*dated[-1:], *bound))
        )
    elif bound:
        text = clauses(_if(n, returns) for n in bound)
        written.append(sentence(section, f"{text}。", bound))
    return written


def _when(noted: Noted) -> str:
    length = span(noted.fact.value, noted.fact.unit)
    if length:
        return f"{length}后"
    return noted.detail("date")


def _purpose(noted: Noted, returns: str) -> str:
    name = noted.name
    if name.startswith("复查") or name in ("复诊", "随访", "电话随访", "复测血压"):
        return name
    return returns


def _if(noted: Noted, returns: str) -> str:
    condition = noted.detail("condition")
    if not condition:
        return ""
    condition = condition.removeprefix("如果").removeprefix("如").removeprefix("若")
    ending = "" if condition.endswith(("就诊", "复诊", "随诊", "急诊")) else "及时就诊"
    return f"如{condition}{ending}" if returns else condition
