"""A small clinic for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from clinic_at_work import KEY, STARTED, MovableClock, shortly_after_the_visit

from zhenlu.domain.person import Person, Role
from zhenlu.storage.access import Access
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import Database, connect
from zhenlu.storage.journal import Journal
from zhenlu.storage.migrations import migrate
from zhenlu.storage.patients import Patients
from zhenlu.storage.people import People
from zhenlu.storage.visits import Visits


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty records database."""
    path = tmp_path / "records.db"
    opened = connect(path, KEY)
    migrate(opened, path, KEY)
    AuditLog(opened, KEY).begin()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> MovableClock:
    """Twenty minutes after the visit began."""
    return shortly_after_the_visit()


@pytest.fixture
def as_role(db: Database, clock: MovableClock) -> Callable[[Role], Access]:
    """Somebody of each role, by name of the role."""
    people = People(db)
    known: dict[Role, Person] = {r: people.add(r.value, frozenset({r})) for r in Role}
    return lambda role: Access(db, known[role], AuditLog(db, KEY), clock=clock)


@pytest.fixture
def doctor(as_role: Callable[[Role], Access]) -> Access:
    return as_role(Role.DOCTOR)


@pytest.fixture
def admin(as_role: Callable[[Role], Access]) -> Access:
    return as_role(Role.ADMIN)


@pytest.fixture
def nurse(as_role: Callable[[Role], Access]) -> Access:
    return as_role(Role.NURSE)


@pytest.fixture
def second_doctor(db: Database, clock: MovableClock) -> Access:
    """A colleague who may sign as well."""
    colleague = People(db).add("second", frozenset({Role.DOCTOR}))
    return Access(db, colleague, AuditLog(db, KEY), clock=clock)


@pytest.fixture
def patient(doctor: Access) -> str:
    return Patients(doctor).add("王某", "male", date(1970, 3, 2), "A-17").id


@pytest.fixture
def visit(doctor: Access, patient: str) -> str:
    return Visits(doctor).add(patient, "first", "内科", STARTED).id


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """The audio of the clinic's visits."""
    with closing(Journal.open(tmp_path / "journal.db", KEY)) as opened:
        yield opened
