"""Visits as a list shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime

import pytest

from zhenlu.domain.errors import VisitUnknown
from zhenlu.domain.person import Role
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage import store
from zhenlu.storage.store import Store


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("clinic") / "store"
    store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), "correct horse battery")
    with closing(store.sign_in(folder, "李医生", "correct horse battery")) as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def visits(opened: Store) -> dict[str, Visit]:
    """One visit a state, a day apart, of two patients in turn."""
    patients = [opened.patients.add(name).id for name in ("王某", "赵某")]
    made = {}
    for number, state in enumerate(VisitState):
        started = datetime(2026, 11, 1 + number, 9, 0)
        visit = opened.visits.add(patients[number % 2], started=started)
        opened.db.execute("UPDATE visit SET state = ? WHERE id = ?", [state.value, visit.id])
        made[state.value] = visit
    return made


def test_the_latest_come_first_as_many_as_wanted(
    opened: Store, visits: dict[str, Visit]
) -> None:
    found = opened.visit_list.read(limit=3)

    assert [each.id for each in found] == [visit.id for visit in list(visits.values())[:-4:-1]]


def test_what_somebody_was_at_work_on_is_unfinished(
    opened: Store, visits: dict[str, Visit]
) -> None:
    found = opened.visit_list.read(unfinished=True)

    assert {each.state for each in found} == {
        state for state in VisitState if Visit("", state).is_at_work
    } | {VisitState.INTERRUPTED}


def test_the_unfinished_are_found_without_reading_all_visits(
    opened: Store, visits: dict[str, Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    opened.db.conn.set_trace_callback(asked.append)
    opened.visit_list.read(unfinished=True)
    opened.db.conn.set_trace_callback(None)

    (query,) = (each for each in asked if "FROM visit" in each)
    plan = opened.db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert any("visit_unfinished" in str(step) for step in plan)


def test_days_patients_and_states_narrow_the_list(
    opened: Store, visits: dict[str, Visit]
) -> None:
    day = date(2026, 11, 3)
    wang = opened.visits.patient_of(visits["planned"].id)

    assert [each.started[:10] for each in opened.visit_list.read(since=day, until=day)] == [
        "2026-11-03"
    ]
    assert {each.patient for each in opened.visit_list.read(patients=[wang])} == {wang}
    assert opened.visit_list.read(patients=[]) == ()
    (signed,) = opened.visit_list.read(states=[VisitState.SIGNED])
    assert signed.id == visits["signed"].id


def test_a_visit_is_meant_by_the_beginning_of_its_id(
    opened: Store, visits: dict[str, Visit]
) -> None:
    wanted = visits["drafted"].id

    assert opened.visit_list.one(wanted[:12]).id == wanted
    for nobody in ("", wanted[:3], "zzzz", "%%%%", "____"):
        with pytest.raises(VisitUnknown):
            opened.visit_list.one(nobody)


def test_a_beginning_that_fits_several_is_told(opened: Store, visits: dict[str, Visit]) -> None:
    patient = opened.visits.patient_of(visits["drafted"].id)
    for end in "12":
        row = [f"abcd{end}", patient, "planned", "first", "", ""]
        opened.db.execute("INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, '', 0)", row)

    with pytest.raises(VisitUnknown) as several:
        opened.visit_list.one("abcd")

    assert several.value.reason == "several"
