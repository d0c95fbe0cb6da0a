"""The end of a day in figures."""

from __future__ import annotations

from zhenlu.application.day_review import Hour, hours_of, most_rewritten, share_supported
from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit, VisitState


def visit(hour: int, state: VisitState) -> Visit:
    return Visit(f"{hour}", state, started=f"2026-11-24T{hour:02}:10")


def record(*supports: Support, standing: bool = False) -> Record:
    statements = tuple(Statement(f"{i}", s, standing=standing) for i, s in enumerate(supports))
    return Record("soap", Language.EN, (Section("plan", "Plan", "", statements),))


def test_visits_stand_in_the_hour_they_began_in() -> None:
    states = (VisitState.SIGNED, VisitState.DRAFTED, VisitState.SIGNED)
    visits = [visit(hour, state) for hour, state in zip((8, 8, 10), states, strict=True)]

    assert hours_of(visits) == (Hour(8, 1, 1), Hour(9), Hour(10, 1))


def test_a_day_without_visits_has_no_hours() -> None:
    assert hours_of(()) == ()


def test_a_section_counts_by_the_share_that_was_typed() -> None:
    (found,) = most_rewritten([
        record(Support.CLINICIAN, Support.SUPPORTED),
        record(Support.SUPPORTED, Support.SUPPORTED),
    ])

    assert (found.section, found.share, found.records) == ("plan", 0.25, 1)


def test_standing_phrases_and_untouched_sections_are_not_rewritten() -> None:
    assert most_rewritten([record(Support.CLINICIAN, standing=True)]) == ()
    assert most_rewritten([record(Support.SUPPORTED)]) == ()


def test_what_people_typed_is_no_draft_that_could_rest_on_words() -> None:
    found = share_supported([
        record(Support.SUPPORTED, Support.UNSUPPORTED, Support.CLINICIAN)
    ])

    assert found == 0.5


def test_nothing_drafted_rests_on_nothing() -> None:
    assert share_supported([]) is None
