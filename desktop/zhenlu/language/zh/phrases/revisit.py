"""复诊: what changed since the last visit, how the treatment went, what is still there."""

from __future__ import annotations

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.complaint import chief_complaint, main_symptom
from zhenlu.language.zh.phrases.durations import duration
from zhenlu.language.zh.phrases.illness import (
    BODY_MEASURES,
    denials,
    general_state,
    measured_at_home,
    uncertain,
)
from zhenlu.language.zh.phrases.medicines import habit
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence
from zhenlu.language.zh.phrases.symptoms import details, is_over, place_and_name, with_quality

_BETTER = ("好转", "减轻", "缓解", "改善")


def revisit_complaint(section: str, matters: Matters, max_chars: int) -> list[Sentence]:
    """The complaint of a revisit; what is better says so, without one the disease is named."""
    main = main_symptom(matters)
    if main is None:
        known = [n for n in matters.of(FactKind.DIAGNOSIS, FactKind.HISTORY) if n.is_present]
        return [sentence(section, f"{known[0].name}复诊", known[:1])] if known else []
    better = [n for n in matters.of(FactKind.SYMPTOM) if n.is_present and _is_better(n)]
    if main in better and not duration(main):
        group = [n for n in better if not duration(n)][:2]
        return [sentence(section, f"{listed(map(place_and_name, group))}好转，复诊", group)]
    return chief_complaint(section, matters, max_chars)


def course_since(section: str, matters: Matters) -> list[Sentence]:
    """Treatment taken and how it went, symptoms now, what was denied, readings from home."""
    taken = matters.medications(FactStatus.TAKEN)
    written = []
    if taken:
        text = f"服用{'；'.join(habit(n) for n in taken)}。"
        written.append(sentence(section, text, taken))
    ended = [n for n in matters.medications(FactStatus.STOPPED) if not matters.ended_now(n)]
    ended = [n for n in ended if n.name not in {t.name for t in taken}]
    if ended:
        written.append(sentence(section, f"{listed(n.name for n in ended)}已停用。", ended))
    symptoms = matters.of(FactKind.SYMPTOM)
    present = [n for n in symptoms if n.is_present]
    better = [n for n in present if _is_better(n)]
    if better:
        names = listed(place_and_name(n) for n in better)
        written.append(sentence(section, f"{names}较前好转。", better))
    for noted in (n for n in present if n not in better):
        since = f"{duration(noted)}前出现" if duration(noted) else "有"
        text = clauses((f"{since}{with_quality(noted)}", details(noted)))
        written.append(sentence(section, f"{text}。", (noted,)))
    home = [n for n in matters.of(FactKind.VITAL) if n.detail("by") == "self"]
    home = [n for n in home if n.name not in BODY_MEASURES]
    if home:
        written.append(sentence(section, f"自测{'，'.join(measured_at_home(home))}。", home))
    written += uncertain(section, symptoms)
    written += denials(section, symptoms)
    return written + general_state(section, matters)


def _is_better(noted: Noted) -> bool:
    course = noted.detail("course")
    return is_over(noted) or any(word in course for word in _BETTER)
