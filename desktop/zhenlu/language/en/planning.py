"""Problems and plan, as a note lists them. Only what the clinician decided."""

from __future__ import annotations

import re

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.wording import amount, capital, diagnosed, medicine


def problems(notes: Notes) -> list[Line]:
    """One line a problem, most certain wording as said."""
    return [
        notes.line(f"{diagnosed(notes.facts[at])}.", [at])
        for at in notes.of(FactKind.DIAGNOSIS, polarity=Polarity.PRESENT)
    ]


def plan(notes: Notes) -> list[Line]:
    """Medicines, tests, advice, follow-up, when to come back sooner."""
    return [
        *_medicines(notes),
        *_tests(notes),
        *_advice(notes),
        *_follow_up(notes),
        *_precautions(notes),
    ]


_ITSELF = re.compile(
    r"test|X-ray|scan|culture|ultrasound|ECG|echo|swab|dipstick|screen|monitor|spirometry|scopy"
    r"|mammogram|count|panel|check|study|flow|biopsy",
    re.IGNORECASE,
)


#: Advice with a section of its own where the template has one.
DISPOSITIONS = ("observation", "hospital admission", "discharge home")


def _with_food(notes: Notes) -> tuple[int, ...]:
    """Positions of "take with food", where a medicine's own line says it already."""
    if not any(
        f.kind is FactKind.MEDICATION
        and f.status is FactStatus.ORDERED
        and f.attributes.get("timing") == "with food"
        for f in notes.facts
    ):
        return ()
    return tuple(notes.of(FactKind.INSTRUCTION, where=lambda f: f.name == "take with food"))


def _medicines(notes: Notes) -> list[Line]:
    lines = []
    with_food = _with_food(notes)
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.PRESENT, status=FactStatus.STOPPED):
        fact = notes.facts[at]
        if fact.said_by.is_clinician and not fact.attributes.get("ended"):
            lines.append(notes.line(f"Stop {fact.name}.", [at]))
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.PRESENT, status=FactStatus.ORDERED):
        fact = notes.facts[at]
        action = fact.attributes.get("action", "")
        text = medicine(fact)
        states = [at, *with_food] if fact.attributes.get("timing") == "with food" else [at]
        if action == "continue":
            lines.append(notes.line(f"Continue {text}.", states))
        elif action == "increase":
            more = text.replace(fact.name, f"{fact.name} to", 1) if fact.value else text
            lines.append(notes.line(f"Increase {more}.", states))
        else:
            lines.append(notes.line(f"{capital(text)}.", states))
    return lines


def _tests(notes: Notes) -> list[Line]:
    ordered = notes.of(FactKind.TEST, status=FactStatus.ORDERED)
    if not ordered:
        return []
    lines = []
    for at in ordered:
        name = notes.facts[at].name
        text = capital(name) if _ITSELF.search(name) else f"Check {name}"
        lines.append(notes.line(f"{text}.", [at]))
    return lines


def _advice(notes: Notes) -> list[Line]:
    lines = []
    covered = _with_food(notes)
    apart = "disposition" in notes.sections
    for at in notes.of(FactKind.INSTRUCTION, where=lambda f: f.name != "return precautions"):
        fact = notes.facts[at]
        elsewhere = fact.name in DISPOSITIONS or fact.name.endswith("referral")
        if at in covered or (apart and elsewhere):
            continue
        text = advice_text(fact)
        lines.append(notes.line(f"{text}.", [at]))
    return lines


def advice_text(fact: Fact) -> str:
    """One piece of advice with how long and how soon."""
    text = advised(fact)
    if detail := fact.attributes.get("text"):
        text += f" {detail}" if detail.startswith(("until", "for")) else f" ({detail})"
    if fact.attributes.get("urgency"):
        text += f" ({fact.attributes['urgency']})"
    return text


def advised(fact: Fact) -> str:
    """One piece of advice: "Referral to the chest clinic to check for asthma"."""
    text = capital(fact.name)
    if fact.attributes.get("to") and fact.name == "referral":
        text += f" to {fact.attributes['to']}"
    if fact.attributes.get("reason"):
        text += f" {fact.attributes['reason']}"
    if fact.value:
        text += f" for {amount(fact.value, fact.unit)}"
    return text


def _follow_up(notes: Notes) -> list[Line]:
    lines = []
    for at in notes.of(FactKind.FOLLOW_UP):
        fact = notes.facts[at]
        said = fact.attributes
        text = "Follow-up"
        if said.get("mode"):
            text += f" {said['mode']}"
        if fact.value:
            text += f" in {amount(fact.value, fact.unit)}"
        if said.get("date"):
            text += f" {said['date']}"
        if said.get("purpose"):
            text += f" to {said['purpose']}"
        if said.get("condition"):
            text += f" {said['condition']}"
        lines.append(notes.line(f"{text}.", [at]))
    return lines


def _precautions(notes: Notes) -> list[Line]:
    lines = []
    for at in notes.of(FactKind.INSTRUCTION, where=lambda f: f.name == "return precautions"):
        fact = notes.facts[at]
        action = fact.attributes.get("action", "return sooner")
        condition = fact.attributes.get("condition", "")
        lines.append(notes.line(f"{capital(action)} if {condition}.", [at]))
    return lines
