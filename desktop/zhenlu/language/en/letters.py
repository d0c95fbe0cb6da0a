"""What one colleague tells another: referral, SBAR, certificate, emergency disposition."""

from __future__ import annotations

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.en import objective, planning, subjective
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.wording import amount, capital, listing, medicine
from zhenlu.language.en.wording import complaint as symptom

_REST = ("rest", "stay off work", "stay off school", "sick note")


def is_referral(fact: Fact) -> bool:
    return fact.name.endswith("referral")


def referral_request(notes: Notes) -> list[Line]:
    """Where to, how soon, and the question, as far as they were said."""
    lines = []
    for at in notes.of(FactKind.INSTRUCTION, where=is_referral):
        fact = notes.facts[at]
        text = planning.advised(fact)
        if fact.attributes.get("urgency"):
            text += f" ({fact.attributes['urgency']})"
        lines.append(notes.line(f"{text}.", [at]))
    return lines


def treatment_given(notes: Notes) -> list[Line]:
    """Medicines tried before, then those started at this visit."""
    lines = []
    tried = notes.of(
        FactKind.MEDICATION,
        polarity=Polarity.PRESENT,
        status=FactStatus.TAKEN,
        where=lambda f: bool(f.attributes.get("effect") or f.attributes.get("purpose")),
    )
    for at in tried:
        lines.append(notes.line(f"Has taken {medicine(notes.facts[at])}.", [at]))
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.PRESENT, status=FactStatus.ORDERED):
        lines.append(notes.line(f"Started on {medicine(notes.facts[at])}.", [at]))
    return lines


def opinion(notes: Notes) -> list[Line]:
    """As in "Rest for 3 days is advised": what a certificate is asked for."""
    rests = notes.of(FactKind.INSTRUCTION, where=lambda f: f.name in _REST)
    timed = [at for at in rests if notes.facts[at].value]
    if timed:
        fact = notes.facts[timed[-1]]
        lines = [notes.line(f"Rest for {amount(fact.value, fact.unit)} is advised.", rests)]
    elif rests:
        told = next(
            (t for at in rests if (t := notes.facts[at].attributes.get("text", ""))), ""
        )
        lines = [notes.line(f"Rest {told} is advised.".replace("  ", " "), rests)]
    else:
        lines = []
    return lines + disposition(notes)


def disposition(notes: Notes) -> list[Line]:
    """Observation with its length, admission, referral or home."""
    where = notes.of(
        FactKind.INSTRUCTION, where=lambda f: f.name in planning.DISPOSITIONS or is_referral(f)
    )
    return [notes.line(f"{planning.advised(notes.facts[at])}.", [at]) for at in where]


def situation(notes: Notes) -> list[Line]:
    """Why now: the complaint, what is there at this moment, the vital signs."""
    complaint = [
        Line(f"{line.text}.", line.facts, line.segments)
        for line in subjective.chief_complaint(notes)
    ]
    told = {at for line in complaint for at in line.facts}
    others = [
        at for at in notes.of(FactKind.SYMPTOM, polarity=Polarity.PRESENT) if at not in told
    ]
    if others:
        names = listing([symptom(notes.facts[at]) for at in others])
        complaint.append(notes.line(f"Also {names}.", others))
    return [
        *complaint,
        *subjective.denials(notes),
        *objective.vital_signs(notes),
        *objective.examination(notes),
    ]


def background(notes: Notes) -> list[Line]:
    """History, medicines, allergies, results that are known."""
    return [
        *subjective.past_history(notes),
        *subjective.long_term_medicines(notes),
        *subjective.allergies(notes),
        *objective.results(notes),
    ]


def judgement(notes: Notes) -> list[Line]:
    """What was said to be the matter, then how the symptoms go."""
    if "situation" not in notes.sections:
        return planning.problems(notes)
    going = notes.of(
        FactKind.SYMPTOM,
        polarity=Polarity.PRESENT,
        where=lambda f: bool(f.attributes.get("course")),
    )
    trend = [
        notes.line(
            f"{capital(notes.facts[at].name)}: {notes.facts[at].attributes['course']}.", [at]
        )
        for at in going
    ]
    return planning.problems(notes) + trend


def systems(notes: Notes) -> list[Line]:
    """What was asked and denied."""
    return subjective.denials(notes)
