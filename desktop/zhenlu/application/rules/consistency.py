"""Parts of the record that contradict each other or the person it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note, Said
from zhenlu.application.rules.scope import Clause
from zhenlu.domain.facts import Subject
from zhenlu.domain.transcript import Language

_SIDED = (
    "chief_complaint",
    "history_of_present_illness",
    "physical_exam",
    "diagnosis",
    "treatment_plan",
)
_BREAKS = (",", "，", "。", ";", "；", ".", "\n")
_NUMERALS = dict(zip("半一二三四五六七八九十", (0.5, *range(1, 11)), strict=True)) | {"两": 2}
_IN_DAYS = {
    **{"小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "个月": 30, "年": 365},
    **{"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365},
}
_DURATION = re.compile(
    r"(?P<count>\d+(?:\.\d+)?|[半一二两三四五六七八九十])\s*-?\s*余?\s*"
    r"(?P<unit>小时|天|日(?!\d*次)|周|星期|个月|月(?!经)|年|hour|day|week|month|year)"
)


def laterality_conflict(note: Note, rule: Rule) -> Iterator[Hit]:
    """One section tells only of the left, another only of the right of the same organ."""
    organs = [entry.split("|") for entry in rule.words("organ", note.language)]
    seen: dict[str, list[tuple[str, str, int, int]]] = {}
    for section_id, text in note.texts(*_SIDED):
        if words.holds(text, rule.words("both", note.language)):
            continue
        for names in organs:
            places = list(_sides_of(text, names, note, rule))
            if len({side for side, _, _ in places}) == 1:
                side, start, end = places[0]
                seen.setdefault(names[0], []).append((side, section_id, start, end))
    reported: set[tuple[str, int]] = set()
    for organ, mentions in seen.items():
        first, *others = mentions
        for side, section_id, start, end in others:
            if side != first[0] and (section_id, start) not in reported:
                reported.add((section_id, start))
                yield Hit(section_id, start, end, params={"organ": organ})


def _sides_of(
    text: str, names: list[str], note: Note, rule: Rule
) -> Iterator[tuple[str, int, int]]:
    """(left or right, start, end) of an organ's mentions, left to right.

    The healthy side that an examination compares with is not meant.
    """
    organ = "|".join(re.escape(name) for name in names)
    if note.language is Language.ZH:
        pattern = rf"(?P<side>左|右)(?:侧|边|下|上|中|前|后)*(?:{organ})"
    else:
        within = r"(?:[\s-]+(?:upper|lower|middle))?[\s-]+"
        pattern = rf"\b(?P<side>left|right){within}(?:{organ})"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        start = max(text.rfind(mark, 0, match.start()) for mark in _BREAKS) + 1
        ends = (text.find(mark, match.end()) for mark in _BREAKS)
        end = min((place for place in ends if place >= 0), default=len(text))
        around = Clause(text[start:end], start, end)
        healthy = words.holds(around.text, rule.words("healthy", note.language))
        if healthy or scope.denied(around, end, end, note.language):
            continue
        side = match["side"].lower()
        yield {"左": "left", "右": "right"}.get(side, side), *match.span()


def sex_conflict(note: Note, rule: Rule) -> Iterator[Hit]:
    """Organs or states of the other sex, relatives apart."""
    foreign = rule.words({"male": "female_only", "female": "male_only"}.get(note.sex, ""),
                         note.language)
    for section_id, text in note.texts(*(s.id for s in note.sections)):
        if section_id == "personal_family_history":
            continue
        for start, end in words.spans(text, foreign):
            clause = _clause_at(text, start, note.language)
            if clause and not scope.of_relative(clause, start, note.language):
                yield Hit(section_id, start, end, params={"term": text[start:end]})
                break


def duration_mismatch(note: Note, rule: Rule) -> Iterator[Hit]:
    """The complaint and the history give the same symptom different durations."""
    if not note.is_own_part("chief_complaint"):
        return
    told = _durations(note, "chief_complaint", rule)
    history = _durations(note, "history_of_present_illness", rule)
    apart = {
        name
        for name, (days, _, _) in told.items()
        if name in history
        and not any(_alike(a, b, rule.thresholds["ratio"]) for a in days for b in history[name][0])
    }
    # 咳嗽、咳痰6天 gives the time of the first: the sputum may have come later.
    agreed = (set(told) & set(history)) - apart
    for name, (_, start, end) in told.items():
        if name in apart and not any(told[other][1:] == (start, end) for other in agreed):
            _, at, stop = history[name]
            section = note.place("history_of_present_illness")
            complaint = note.text("chief_complaint")[start:end]
            yield Hit(section, at, stop, params={"symptom": name, "complaint": complaint})
            return


def _durations(
    note: Note, part: str, rule: Rule
) -> dict[str, tuple[list[float], int, int]]:
    """Per symptom the durations in days that its clause gives, and the place of the first."""
    found: dict[str, tuple[list[float], int, int]] = {}
    text = note.text(part)
    for term in note.terms(part, "symptom"):
        episode = words.holds(term.clause.text, rule.words("episode", note.language))
        if not term.is_patients or episode:
            continue
        for match in _DURATION.finditer(text, term.clause.start, term.clause.end):
            count = match["count"]
            days = _NUMERALS.get(count) or float(count)
            entry = found.setdefault(term.name, ([], *match.span()))
            entry[0].append(days * _IN_DAYS[match["unit"]])
    return found


def _alike(one: float, other: float, ratio: float) -> bool:
    return max(one, other) <= ratio * min(one, other)


def complaint_not_in_history(note: Note, rule: Rule) -> Iterator[Hit]:
    """The main symptom of the complaint does not come up in the history."""
    history = note.text("history_of_present_illness")
    if not note.is_own_part("chief_complaint") or not history:
        return
    main = next((t for t in note.terms("chief_complaint", "symptom") if t.is_patients), None)
    if main is None:
        return
    told = note.terms("history_of_present_illness", "symptom", "sign")
    written = note.text("chief_complaint")[main.start : main.end]
    if written in history or any(_kin(main.name, term.name) for term in told):
        return
    if any(_scattered(main.name, clause.text) for clause in scope.clauses(history, note.language)):
        return
    for entry in rule.words("kin", note.language):
        names = entry.split("|")
        if {main.name, written} & set(names) and words.holds(history, names):
            return
    yield Hit("chief_complaint", main.start, main.end, params={"symptom": main.name})


def _kin(one: str, other: str) -> bool:
    """上腹痛 and 腹痛 tell of the same: one name closes the other."""
    return one == other or one.endswith(other) or other.endswith(one)


def _scattered(name: str, clause: str) -> bool:
    """上腹部胀痛 tells of 上腹痛: its characters stand in the clause in their order."""
    if name.isascii():
        return all(words.holds(clause, (f"{word[:5]}*",)) for word in name.split())
    rest = iter(clause)
    return all(character in rest for character in name)


def affirmed_and_denied(note: Note, rule: Rule) -> Iterator[Hit]:
    """The same symptom is told and denied with nothing that sets the times apart."""
    parts = ("chief_complaint", "history_of_present_illness", "physical_exam", "vital_signs")
    told: dict[str, Said] = {}
    denials: list[tuple[str, Said]] = []
    for section_id, _ in note.texts(*parts):
        for term in note.terms(section_id, "symptom"):
            if term.name in rule.words("generic", note.language):
                continue
            group = "other_time" if term.denied else "ended"
            if term.of_relative or _set_apart(term, rule, group, note.language):
                continue
            if term.denied:
                denials.append((section_id, term))
            else:
                told.setdefault(term.name, term)
    reported: set[str] = set()
    for section_id, term in denials:
        if term.name in told and term.name not in reported:
            reported.add(term.name)
            yield Hit(section_id, term.start, term.end, params={"symptom": term.name})


def _set_apart(term: Said, rule: Rule, group: str, language: Language) -> bool:
    """The clause tells of another time, a condition or one side only."""
    listed = words.holds(term.clause.text, rule.words(group, language))
    return listed or scope.conditional(term.clause, language)


def relative_as_own(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A disease that only a relative was said to have stands as the patient's own."""
    own: set[str] = set()
    relatives: dict[str, list[int]] = {}
    for segment, terms in note.heard():
        for term in terms:
            if term.kind != "disease":
                continue
            if term.of_relative:
                relatives.setdefault(term.name, []).append(segment.id)
            elif not term.denied and not scope.is_question(term.clause.text, note.language):
                own.add(term.name)
    facts = note.record.facts
    family_facts = {f.name for f in facts if f.subject is Subject.FAMILY}
    patient_facts = {f.name for f in facts if f.subject is Subject.PATIENT}
    section = note.place("past_history")
    for term in note.terms("past_history", "disease"):
        by_words = term.name in relatives and term.name not in own
        by_facts = term.name in family_facts and term.name not in patient_facts
        if term.is_patients and (by_words or by_facts):
            segments = tuple(relatives.get(term.name, ()))
            yield Hit(section, term.start, term.end, segments, {"disease": term.name})


def _clause_at(text: str, place: int, language: Language) -> Clause | None:
    return next((c for c in scope.clauses(text, language) if c.start <= place < c.end), None)


CHECKS: dict[str, Check] = {
    "laterality_conflict": laterality_conflict,
    "sex_conflict": sex_conflict,
    "duration_mismatch": duration_mismatch,
    "complaint_not_in_history": complaint_not_in_history,
    "affirmed_and_denied": affirmed_and_denied,
    "relative_as_own": relative_as_own,
}
NEEDED = {"duration_mismatch": frozenset({"ratio"})}
