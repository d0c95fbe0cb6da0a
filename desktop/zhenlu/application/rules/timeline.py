"""Times and sums: dates that can be, values that agree with what they are made of, nothing late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.finding import Severity

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)日?")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s*年(?!\d)|\b(?:in|since)\s+((?:19|20)\d\d)\b")
_BODY = re.compile(
    r"(?:体重|weight)\D{0,6}(?P<kg>\d{1,3}(?:\.\d+)?)\s*(?:kg|公斤|千克)"
    r"|(?:身高|height)\D{0,6}(?P<cm>\d{2,3}(?:\.\d+)?)\s*(?:cm|厘米)"
    r"|(?:BMI|体重指数|体质指数|body mass index)\D{0,6}(?P<bmi>\d{1,2}(?:\.\d+)?)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:每次|一次|1次)\s*(?P<dose>\d+)\s*(?P<unit>片|粒|袋|支|丸)\D{0,8}?(?:每日|一日|每天)\s*"
    r"(?P<times>\d+)\s*次.{0,8}?(?P<days>\d+)\s*天.{0,10}?共\s*(?P<total>\d+)\s*(?P=unit)"
    r"|(?P<dose_en>\d+) (?:tablet|capsule)s? (?P<times_en>\d+) times (?:a day|daily)"
    r" for (?P<days_en>\d+) days.{0,12}?(?:total|dispense)\D{0,4}(?P<total_en>\d+)",
    re.IGNORECASE,
)


def relative_time(note: Note, rule: Rule) -> Iterator[Hit]:
    """昨天, last Tuesday, 下午3点: read a year later, nobody knows when that was."""
    listed = rule.words("relative", note.language)
    quoted = rule.words("quoted", note.language)
    for section_id, text in note.texts(*_HISTORY):
        for start, end in words.spans(text, listed):
            if words.holds(text[max(0, start - 1) : start], quoted):
                continue
            yield Hit(section_id, start, end, params={"shown": text[start:end]})
            break


_HISTORY = ("chief_complaint", "history_of_present_illness", "past_history", "auxiliary_exam")


def impossible_date(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A past event dated after the visit or before the patient was born."""
    born = _born(note)
    for section_id, text in note.texts(*_HISTORY, "personal_family_history", "physical_exam"):
        for start, end, first, last in _dates(text):
            late = note.day is not None and first > note.day
            early = born is not None and last < born
            family = section_id == "personal_family_history"
            if late or (early and not family):
                yield Hit(section_id, start, end)


def _dates(text: str) -> Iterator[tuple[int, int, date, date]]:
    """Place, first and last day that the words can mean."""
    for match in _DATE.finditer(text):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            # 2月30日: no such day, so it is after any.
            yield *match.span(), date.max, date.max
            continue
        yield *match.span(), day, day
    for match in _YEAR.finditer(text):
        year = int(match[1] or match[2])
        yield *match.span(), date(year, 1, 1), date(year, 12, 31)


def _born(note: Note) -> date | None:
    told = _birth_date(note)
    if told is not None:
        return told
    if note.day is None or note.age_years is None:
        return None
    # Completed years: the birthday lies up to a year further back.
    return date(note.day.year - note.age_years - 1, 1, 1)


def _birth_date(note: Note) -> date | None:
    try:
        return date.fromisoformat(note.known("birth_date"))
    except ValueError:
        return None


def derived_value_wrong(note: Note, rule: Rule) -> Iterator[Hit]:
    """BMI, age or total amount that do not follow from what they are made of."""
    yield from _body_mass(note, rule)
    yield from _age(note)
    section = note.place("treatment_plan")
    for match in _TOTAL.finditer(note.text("treatment_plan")):
        parts = [match[name] or match[f"{name}_en"] for name in ("dose", "times", "days", "total")]
        dose, times, days, total = map(int, parts)
        if dose * times * days != total:
            yield Hit(section, *match.span(), params={"expected": str(dose * times * days)})


def _body_mass(note: Note, rule: Rule) -> Iterator[Hit]:
    found: dict[str, tuple[float, str, int, int]] = {}
    for section_id, text in note.texts("vital_signs", "physical_exam"):
        for match in _BODY.finditer(text):
            name = match.lastgroup or ""
            found.setdefault(name, (float(match[name]), section_id, *match.span()))
    if {"kg", "cm", "bmi"} <= set(found):
        expected = found["kg"][0] / (found["cm"][0] / 100) ** 2
        told, section_id, start, end = found["bmi"]
        if abs(told - expected) > rule.thresholds["bmi_apart"]:
            yield Hit(section_id, start, end, params={"expected": f"{expected:.1f}"})


def _age(note: Note) -> Iterator[Hit]:
    born = _birth_date(note)
    if born is None or note.day is None or note.age_years is None:
        return
    had_birthday = (note.day.month, note.day.day) >= (born.month, born.day)
    age = note.day.year - born.year - (not had_birthday)
    if age != note.age_years:
        yield Hit(params={"expected": str(age)})


def signed_late(note: Note, rule: Rule) -> Iterator[Hit]:
    """Not signed in time after the visit; much later it takes the mark of a late entry."""
    ended = note.time("ended")
    done = note.time("signed") or note.now
    if ended is None or done is None:
        return
    waited = done - ended
    if waited > timedelta(hours=rule.thresholds["error_hours"]):
        if note.told("late_entry") != "true":
            yield Hit(severity=Severity.ERROR)
    elif waited > timedelta(minutes=rule.thresholds["minutes"]):
        yield Hit()


def changed_after_signing(note: Note, _rule: Rule) -> Iterator[Hit]:
    """Edited after the signature without a reason."""
    signed, edited = note.time("signed"), note.time("edited")
    if signed and edited and edited > signed and not note.told("reason"):
        yield Hit()


def printed_is_not_latest(note: Note, _rule: Rule) -> Iterator[Hit]:
    """The printed copy shows another version than the one signed last."""
    printed, version = note.told("printed_version"), note.told("version")
    if printed and version and printed != version:
        yield Hit()


def rescue_note_late(note: Note, rule: Rule) -> Iterator[Hit]:
    """Saved too long after the rescue, or afterwards without saying so."""
    ended, saved = note.time("rescue_ended"), note.time("rescue_saved")
    if ended is None:
        return
    done = saved or note.now
    if done is None:
        return
    waited = done - ended
    marked = words.holds(note.whole(), rule.words("late_entry", note.language))
    after = waited > timedelta(minutes=rule.thresholds["minutes"])
    if waited > timedelta(hours=rule.thresholds["hours"]) or (after and saved and not marked):
        yield Hit()


CHECKS: dict[str, Check] = {
    "relative_time": relative_time,
    "impossible_date": impossible_date,
    "derived_value_wrong": derived_value_wrong,
    "signed_late": signed_late,
    "changed_after_signing": changed_after_signing,
    "printed_is_not_latest": printed_is_not_latest,
    "rescue_note_late": rescue_note_late,
}
NEEDED = {
    "derived_value_wrong": frozenset({"bmi_apart"}),
    "signed_late": frozenset({"minutes", "error_hours"}),
    "rescue_note_late": frozenset({"hours", "minutes"}),
}
