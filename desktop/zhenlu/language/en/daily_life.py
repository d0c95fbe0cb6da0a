"""Habits and circumstances as a note says them."""

from __future__ import annotations

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.wording import (
    amount,
    capital,
)


def social_history(notes: Notes) -> list[Line]:
    """Smoking, alcohol and the rest of daily life."""
    lines = []
    for at in notes.of(FactKind.LIFESTYLE):
        text = _habit(notes.facts[at])
        if text:
            lines.append(notes.line(f"{text}.", [at]))
    return lines


def _habit(fact: Fact) -> str:  # noqa: PLR0911
    said = fact.attributes
    absent = fact.polarity is Polarity.ABSENT
    if fact.name == "smoking":
        if absent:
            return "Does not smoke"
        if said.get("text") == "vapes":
            return "Vapes"
        much = (
            f"{fact.value} {fact.unit.replace('packs', 'pack') if fact.value == '1' else fact.unit}"
            if fact.value
            else ""
        )
        lasting = f"for {said['duration']}" if said.get("duration") else ""
        if said.get("status") == "former":
            quit_at = f", quit {said['quit']}" if said.get("quit") else ""
            return (
                " ".join(
                    w for w in ("Former smoker:" if much else "Former smoker", much, lasting) if w
                ).strip()
                + quit_at
            )
        return " ".join(w for w in ("Smokes", much or said.get("amount", ""), lasting) if w)
    if fact.name == "alcohol":
        if absent:
            return "No alcohol"
        return (
            f"Alcohol: {amount(fact.value, '')} {fact.unit.replace('/', ' per ')}"
            if fact.value
            else f"Drinks alcohol{' occasionally' if said.get('amount') == 'occasionally' else ''}"
        )
    if fact.name == "recreational drugs":
        return "No recreational drugs" if absent else "Uses recreational drugs"
    if fact.name == "exercise":
        if absent:
            return "Does not exercise regularly"
        much = amount(fact.value, fact.unit) if fact.value else ""
        words = said.get("text") or " ".join(w for w in (much, said.get("frequency", "")) if w)
        return f"Exercise: {words}" if words else ""
    if fact.name in ("occupation", "living situation"):
        return capital(
            f"{'occupation: ' if fact.name == 'occupation' else ''}{said.get('text', '')}"
        )
    return f"{capital(fact.name)}: {said['text']}" if said.get("text") else ""
