"""What the patient takes home, in plain words: why, what, how to take it, when to come back."""

from __future__ import annotations

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.en import objective, planning, subjective
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.wording import amount, capital, diagnosed, listing

_AT_ONCE = ("seek emergency care", "return at once", "call an ambulance")
_EVERYDAY = (
    ("by mouth", ""),
    ("once daily", "once a day"),
    ("twice daily", "twice a day"),
    ("three times daily", "three times a day"),
    ("four times daily", "four times a day"),
    ("as needed", "when you need it"),
)


def visit_reason(notes: Notes) -> list[Line]:
    """As in "You came because of: cough for 5 days."."""
    return [
        Line(
            f"You came because of: {line.text[0].lower() + line.text[1:]}.",
            line.facts,
            line.segments,
        )
        for line in subjective.chief_complaint(notes)
    ]


def findings(notes: Notes) -> list[Line]:
    """What the doctor said it is, and the results that are known."""
    lines = []
    for at in notes.of(FactKind.DIAGNOSIS, polarity=Polarity.PRESENT):
        fact = notes.facts[at]
        sure = fact.attributes.get("certainty", "confirmed") == "confirmed"
        lead = "Your diagnosis" if sure else "It may be"
        lines.append(notes.line(f"{lead}: {_small(diagnosed(fact))}.", [at]))
    return lines + objective.results(notes)


def medicines(notes: Notes) -> list[Line]:
    """One line a medicine: how much, how often, how long; then what to stop, allergies."""
    lines = []
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.PRESENT, status=FactStatus.ORDERED):
        lines.append(notes.line(f"{_taken(notes.facts[at])}.", [at]))
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.PRESENT, status=FactStatus.STOPPED):
        fact = notes.facts[at]
        if fact.said_by.is_clinician and not fact.attributes.get("ended"):
            lines.append(notes.line(f"{capital(fact.name)}: do not take it any more.", [at]))
    for at in notes.of(FactKind.ALLERGY, polarity=Polarity.PRESENT):
        fact = notes.facts[at]
        told = "You do not tolerate" if fact.is_intolerance else "You are allergic to"
        lines.append(notes.line(f"{told} {fact.name}. Tell anyone who treats you.", [at]))
    return lines


def tests(notes: Notes) -> list[Line]:
    ordered = notes.of(FactKind.TEST, status=FactStatus.ORDERED)
    if not ordered:
        return []
    names = listing([notes.facts[at].name for at in ordered])
    return [notes.line(f"Please have these tests: {names}.", ordered)]


def self_care(notes: Notes) -> list[Line]:
    """Advice line by line."""
    advice = notes.of(FactKind.INSTRUCTION, where=lambda f: f.name != "return precautions")
    return [notes.line(f"{planning.advice_text(notes.facts[at])}.", [at]) for at in advice]


def warning_signs(notes: Notes) -> list[Line]:
    """What brings the patient back at once."""
    lines = []
    for at in notes.of(FactKind.INSTRUCTION, where=lambda f: f.name == "return precautions"):
        said = notes.facts[at].attributes
        if not said.get("condition"):
            continue
        action = said.get("action", "")
        where = "Get emergency help" if action in _AT_ONCE else "Come back or call us"
        lines.append(notes.line(f"{where} if: {said['condition']}.", [at]))
    for at in notes.of(
        FactKind.FOLLOW_UP, where=lambda f: bool(f.attributes.get("condition")) and not f.value
    ):
        said = notes.facts[at].attributes
        lines.append(notes.line(f"Come back {said['condition']}.", [at]))
    return lines


def next_visit(notes: Notes) -> list[Line]:
    """As in "Come back in 2 weeks."."""
    lines = []
    for at in notes.of(FactKind.FOLLOW_UP):
        fact = notes.facts[at]
        when = f"in {amount(fact.value, fact.unit)}" if fact.value else ""
        when = fact.attributes.get("date", "") or when
        if when:
            text = f"We will call you {when}." if fact.attributes.get("mode") else (
                f"Come back {when}."
            )
            lines.append(notes.line(text, [at]))
    return lines[-1:]


def _taken(fact: Fact) -> str:
    """As in "Amoxicillin: 500 mg, three times a day, for 5 days"."""
    said = fact.attributes
    days = said.get("days", "")
    told = [
        f"{fact.value} {fact.unit}".strip() if fact.value else "",
        said.get("route", ""),
        said.get("frequency", ""),
        said.get("timing", ""),
        f"for {days}" if days else "",
    ]
    plain = [text for part in told if (text := _everyday(part))]
    return f"{capital(fact.name)}: {', '.join(plain)}" if plain else capital(fact.name)


def _everyday(text: str) -> str:
    for formal, plain in _EVERYDAY:
        text = text.replace(formal, plain)
    return text.strip()


def _small(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
