"""What was measured, examined and found, as a note says it."""

from __future__ import annotations

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.wording import capital, examined, listing, tested, vital

_ORDER = (
    "temperature",
    "blood pressure",
    "pulse",
    "respiratory rate",
    "oxygen saturation",
    "weight",
    "height",
    "BMI",
    "waist",
    "blood glucose",
)


def vital_signs(notes: Notes) -> list[Line]:
    """Measured at the visit; the patient's own readings belong to the history."""
    measured = notes.of(
        FactKind.VITAL,
        where=lambda f: (
            f.attributes.get("by") != "self" and f.attributes.get("when") != "previous visit"
        ),
    )
    measured.sort(
        key=lambda at: (
            _ORDER.index(notes.facts[at].name) if notes.facts[at].name in _ORDER else len(_ORDER)
        )
    )
    if not measured:
        return []
    text = ", ".join(vital(notes.facts[at]) for at in measured)
    return [notes.line(f"{capital(text)}.", measured)]


def examination(notes: Notes) -> list[Line]:
    """Findings in the order of the examination, those of one breath in one sentence."""
    lines = []
    found = notes.of(FactKind.EXAM)
    denied = [
        at
        for at in found
        if notes.facts[at].polarity is Polarity.ABSENT
        and notes.facts[at].name != "straight leg raise"
    ]
    for at in found:
        if at not in denied:
            lines.append(notes.line(f"{capital(examined(notes.facts[at]))}.", [at]))
    if denied:
        names = [examined(notes.facts[at]).removeprefix("no ") for at in denied]
        lines.append(notes.line(f"No {listing(names, 'or')}.", denied))
    return lines


def results(notes: Notes) -> list[Line]:
    """Results that are known."""
    done = notes.of(
        FactKind.TEST,
        subject=Subject.PATIENT,
        status=FactStatus.DONE,
        where=lambda f: f.attributes.get("by") != "patient",
    )
    return [notes.line(f"{capital(tested(notes.facts[at]))}.", [at]) for at in done]
