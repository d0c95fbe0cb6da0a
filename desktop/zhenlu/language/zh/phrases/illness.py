"""现病史 as prose: onset, main symptom, company, denials, prior care, general state."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.complaint import main_symptom
from zhenlu.language.zh.phrases.durations import duration
from zhenlu.language.zh.phrases.history import habit_text
from zhenlu.language.zh.phrases.medicines import is_long_term, leading_verb, prior_care
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence
from zhenlu.language.zh.phrases.symptoms import (
    SPLIT_NAMES,
    details,
    has_details,
    onset,
    together_with,
    with_quality,
)

#: Life habits that tell the general state and belong to the present illness.
GENERAL_STATE = ("精神", "睡眠", "食欲", "饮食", "大便", "小便", "大小便", "二便", "体重", "体力")


#: Told by the patient or not, these are no course of an illness.
BODY_MEASURES = ("体重", "身高", "腰围", "体质指数")


def present_illness(
    section: str, matters: Matters, with_denials: bool = True
) -> list[Sentence]:
    """The whole section in the order of the standard.

    Args:
        with_denials: Whether what was denied stands here, not in a review of systems.
    """
    symptoms = matters.of(FactKind.SYMPTOM)
    present = [n for n in symptoms if n.is_present]
    home = [n for n in matters.of(FactKind.VITAL) if n.detail("by") == "self"]
    home = [n for n in home if n.name not in BODY_MEASURES]
    written: list[Sentence] = []
    main = main_symptom(matters)
    if main is not None:
        written += _course_of(section, main, present, home)
        home = [n for n in home if not (n.name == "体温" and _has_fever(present))]
    if home:
        text = f"自测{'，'.join(measured_at_home(home))}。"
        written.append(sentence(section, text, home))
    if with_denials:
        written += uncertain(section, symptoms)
        written += denials(section, symptoms)
    written += _prior_care(section, matters)
    written += general_state(section, matters)
    return written


def follow_up_symptoms(section: str, matters: Matters, with_history: bool) -> list[Sentence]:
    """Symptoms of a follow-up contact: what there is, what was denied."""
    symptoms = matters.of(FactKind.SYMPTOM)
    plain = [n for n in symptoms if n.is_present and not has_details(n)]
    written = []
    if plain:
        names = listed(with_quality(n) for n in plain)
        written.append(sentence(section, f"有{names}。", plain))
    for noted in symptoms:
        if noted.is_present and noted not in plain:
            since = f"{duration(noted)}前出现" if duration(noted) else "有"
            text = clauses((f"{onset(noted)}{since}{with_quality(noted)}", details(noted)))
            written.append(sentence(section, f"{text}。", (noted,)))
    written += uncertain(section, symptoms)
    written += denials(section, symptoms)
    if with_history:
        own = [n for n in matters.of(FactKind.HISTORY) if n.is_present]
        written += [sentence(section, f"有{n.name.removesuffix('病史')}病史。", (n,)) for n in own]
    return written


def denials(section: str, symptoms: Sequence[Noted]) -> list[Sentence]:
    """无咯血、胸痛: only what was asked and denied, and nothing that is also present."""
    present = {n.name for n in symptoms if n.is_present}
    denied = [n for n in symptoms if n.is_absent and n.name not in present]
    if not denied:
        return []
    names = listed(_denied_name(n) for n in denied)
    return [sentence(section, f"无{names}。", denied)]


def uncertain(section: str, symptoms: Sequence[Noted]) -> list[Sentence]:
    """What the patient was not sure of."""
    certain = {n.name for n in symptoms if n.is_present or n.is_absent}
    unsure = [
        n for n in symptoms if not n.is_present and not n.is_absent and n.name not in certain
    ]
    if not unsure:
        return []
    return [sentence(section, f"似有{listed(n.name for n in unsure)}。", unsure)]


def measured_at_home(readings: Sequence[Noted]) -> list[str]:
    """体温最高39.3℃, 空腹血糖11.3mmol/L, in the order they were told."""
    told = []
    for name in dict.fromkeys(n.name for n in readings):
        same = [n for n in readings if n.name == name]
        told.append(name + "、".join(_reading(n) for n in same))
    return told


def _course_of(
    section: str, main: Noted, present: Sequence[Noted], home: Sequence[Noted]
) -> list[Sentence]:
    others = [n for n in present if n is not main]
    paired = together_with(main, others)
    # 咳嗽、咳黄痰 read as one; a paired symptom with a story of its own gets its own sentence.
    opening = [main, *(n for n in paired if n.name in SPLIT_NAMES or not details(n))]
    trigger = next((onset(n) for n in opening if onset(n)), "")
    since = duration(main)
    began = f"{since}前" if since else ""
    names = listed(with_quality(n) for n in opening)
    fever = [n for n in home if n.name == "体温"] if _has_fever(opening) else []
    rest = [details(n) for n in opening if n is not main] + _fever_readings(fever)
    tail = clauses((details(main), *rest))
    text = f"患者{clauses((f'{began}{trigger}出现{names}', tail))}。"
    written = [sentence(section, text, (*opening, *fever))]
    return written + _company(section, [n for n in others if n not in opening], home, bool(fever))


def _company(
    section: str, others: Sequence[Noted], home: Sequence[Noted], fever_told: bool
) -> list[Sentence]:
    """Accompanying symptoms: the plain ones in one breath, detailed ones by clause."""
    if not others:
        return []
    temperatures = [] if fever_told else [n for n in home if n.name == "体温"]
    plain = [n for n in others if not has_details(n) and n.name != "发热"]
    detailed = [n for n in others if n not in plain]
    written = []
    if plain:
        names = listed(with_quality(n) for n in plain)
        written.append(sentence(section, f"伴{names}。", plain))
    for noted in detailed:
        fever = temperatures if noted.name == "发热" else []
        since = duration(noted)
        began = f"{since}前{onset(noted)}出现" if since else f"{onset(noted)}出现"
        if not since and not onset(noted):
            began = "伴"
        text = clauses((f"{began}{with_quality(noted)}", details(noted), *_fever_readings(fever)))
        written.append(sentence(section, f"{text}。", (noted, *fever)))
    return written


def _prior_care(section: str, matters: Matters) -> list[Sentence]:
    taken = [
        n
        for n in matters.medications(FactStatus.TAKEN)
        if not is_long_term(n, matters) and not _only_named_as_allergen(n, matters)
    ]
    known = {n.name for n in taken}
    ended = [
        n
        for n in matters.medications(FactStatus.STOPPED)
        if n.name not in known and not matters.ended_now(n)
    ]
    # Drugs named in one breath stand in one sentence.
    told: dict[tuple[str, int], list[Noted]] = {}
    for noted in (*taken, *ended):
        told.setdefault((leading_verb(noted), noted.segments[-1]), []).append(noted)
    return [
        sentence(section, f"{verb}{prior_care(drugs)}。", drugs)
        for (verb, _), drugs in told.items()
    ]


def _only_named_as_allergen(drug: Noted, matters: Matters) -> bool:
    """打头孢起了一身疙瘩 tells of the allergy, not of treatment for this illness."""
    allergens = {n.name for n in matters.of(FactKind.ALLERGY) if n.is_present}
    return drug.name in allergens and not (drug.fact.value or drug.fact.attributes)


def general_state(section: str, matters: Matters) -> list[Sentence]:
    state = [
        n for n in matters.of(FactKind.LIFESTYLE) if n.name in GENERAL_STATE and not n.is_absent
    ]
    if not state:
        return []
    text = clauses(habit_text(n).replace("，", "") for n in state)
    return [sentence(section, f"{text}。", state)]


def _has_fever(symptoms: Sequence[Noted]) -> bool:
    return any(n.name == "发热" for n in symptoms)


def _fever_readings(readings: Sequence[Noted]) -> list[str]:
    return [f"自测{text}" for text in measured_at_home(readings)]


def _reading(noted: Noted) -> str:
    when = noted.detail("when")
    return f"{noted.quantity}（{when}）" if when and when != "最高" else f"{when}{noted.quantity}"


def _denied_name(noted: Noted) -> str:
    site = noted.detail("site")
    if site and noted.name.endswith("痛") and len(noted.name) <= 2 and site not in noted.name:
        return with_quality(noted)
    return noted.name
