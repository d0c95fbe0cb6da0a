"""主诉: the main symptom and how long, in no more than about twenty characters."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import FactKind
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.durations import days, duration
from zhenlu.language.zh.phrases.noted import Matters, Noted, listed, sentence
from zhenlu.language.zh.phrases.symptoms import (
    is_over,
    place_and_name,
    recent_worsening,
    together_with,
)

#: Symptoms that accompany others and lead a record only when they stand alone.
_MINOR = ("活动受限", "不适", "乏力", "精神差", "食欲减退", "出汗", "外伤")

#: Where a template gives no length of its own: the usual limit of score sheets.
_USUAL_LENGTH = 20


def main_symptom(matters: Matters) -> Noted | None:
    """What the patient came for: the first symptom with a duration, else the first one.

    A symptom without a duration is preferred only where none has one.
    """
    present = [n for n in matters.of(FactKind.SYMPTOM) if n.is_present]
    if not present:
        return None
    timed = [n for n in present if duration(n) or recent_worsening(n)]
    weighty = [n for n in timed if n.name not in _MINOR]
    plain = [n for n in present if n.name not in _MINOR]
    return next(iter(weighty or timed or plain or present))


def chief_complaint(section: str, matters: Matters, max_chars: int) -> list[Sentence]:
    """The complaint as one sentence, nothing where no symptom was named."""
    main = main_symptom(matters)
    if main is None:
        return []
    limit = max_chars or _USUAL_LENGTH
    others = [n for n in matters.of(FactKind.SYMPTOM) if n.is_present and n is not main]
    group = [main, *together_with(main, others)]
    while len(group) > 1 and len(_worded(group, main)) > limit:
        group.pop()
    text = _worded(group, main)
    used = list(group)
    later = [n for n in _later(main, others) if n not in used]
    while later:
        longer = f"{text}，{_worded(later, later[0])}"
        if len(longer) <= limit:
            text = longer
            used += later
            break
        later.pop()
    return [sentence(section, text, used)]


def _worded(group: Sequence[Noted], main: Noted) -> str:
    """咳嗽、咳痰5天; a lasting trouble that got worse: 头痛3年，加重2天."""
    names = listed(place_and_name(n) for n in group)
    lasted, worse = duration(main), recent_worsening(main)
    if worse:
        return f"{names}{lasted}，加重{worse}" if lasted else f"{names}加重{worse}"
    return names + lasted


def _later(main: Noted, others: Sequence[Noted]) -> list[Noted]:
    """What joined next in the same illness and lasts: symptoms of one duration."""
    begin = days(main)
    if begin is None:
        return []
    joined = [(days(n) or 0.0, n) for n in others if days(n) is not None and not is_over(n)]
    shorter = [length for length, _ in joined if length < begin]
    return [n for length, n in joined if shorter and length == max(shorter)]
