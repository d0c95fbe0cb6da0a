"""When a patient is to come back: return precautions, reviews, and notes in written shorthand."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.language.en.facts import extract


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


@pytest.mark.parametrize(
    ("said", "condition", "action"),
    [
        ("Return if fever or flank pain.", "fever or flank pain", "return sooner"),
        ("Sooner if she gets drowsy, or not better in three days.",
         "drowsy, or not better in 3 days", "return sooner"),
        ("Come back immediately with any new weakness or numbness.",
         "any new weakness or numbness", "return at once"),
        ("If she gets worse, or has trouble breathing, take her to A&E.",
         "worse, or has trouble breathing", "seek emergency care"),
        ("Look out for fever, vomiting or a bad headache, and ring us if you get any of those.",
         "fever, vomiting or bad headache", "return sooner"),
        ("Watch for redness or pus, and if you see any come back.",
         "redness or pus", "return sooner"),
        ("If chest pain returns call 999.", "chest pain returns", "seek emergency care"),
    ],
)  # fmt: skip
def test_a_return_precaution_is_read_in_every_form(
    said: str, condition: str, action: str
) -> None:
    (told,) = _facts("P: My ear hurts.", f"D: {said}")[1:]

    assert (told.name, told.attributes["condition"]) == ("return precautions", condition)
    assert told.attributes["action"] == action


@pytest.mark.parametrize(
    ("lines", "interval"),
    [
        (["P: When do I see you again?", "D: Give it about ten days."], ("10", "days")),
        (["P: What about coming back?", "D: Two weeks."], ("2", "weeks")),
        (["P: Will you see me again?", "D: Yes, in a fortnight."], ("2", "weeks")),
        (["D: Use the drops for a week, then come back to the nurse."], ("1", "weeks")),
        (["U: 34 year old female. Plan: fluids. Review 1/52."], ("1", "weeks")),
        (["U: 34 year old female. Plan: fluids. F/U cardiology 2 weeks."], ("2", "weeks")),
    ],
)
def test_a_review_is_read_from_replies_and_shorthand(
    lines: list[str], interval: tuple[str, str]
) -> None:
    reviews = [(f.value, f.unit) for f in _facts(*lines) if f.kind is FactKind.FOLLOW_UP]

    assert reviews == [interval]


def test_a_note_in_shorthand_keeps_its_parts() -> None:
    facts = _facts(
        "U: 45F. PMH: asthma. DH: salbutamol 100 mcg PRN. NKDA. Non smoker.",
        "U: Imp: UTI. Rx: nitrofurantoin 100 mg BD 5/7.",
    )

    found = {(f.kind, f.name): f for f in facts}
    ordered = found[FactKind.MEDICATION, "nitrofurantoin"]
    assert ordered.attributes == {"frequency": "twice daily", "days": "5 days"}
    assert (FactKind.DIAGNOSIS, "urinary tract infection") in found
    assert (FactKind.HISTORY, "asthma") in found
    assert FactKind.VITAL not in {f.kind for f in facts}
