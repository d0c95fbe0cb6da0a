"""The people of the clinic: a name to sign in with and what they may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from zhenlu.domain.errors import PersonRefused
from zhenlu.domain.person import Person, Role
from zhenlu.storage.database import Database

_MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class People:
    """Accounts in the records database; passphrases live in the key file alone."""

    db: Database

    def all(self) -> tuple[Person, ...]:
        """In the order they joined."""
        return tuple(map(_person, self.db.execute(f"{_SELECT} ORDER BY created, rowid")))

    def get(self, person_id: str) -> Person:
        """
        Raises:
            PersonRefused: Reason "unknown".
        """
        found = self.db.execute(f"{_SELECT} WHERE id = ?", [person_id]).fetchone()
        if found is None:
            raise PersonRefused("unknown", name=person_id)
        return _person(found)

    def named(self, name: str) -> Person:
        """
        Raises:
            PersonRefused: Reason "unknown".
        """
        found = self.db.execute(f"{_SELECT} WHERE name = ?", [proper_name(name)]).fetchone()
        if found is None:
            raise PersonRefused("unknown", name=name)
        return _person(found)

    def add(self, name: str, roles: frozenset[Role]) -> Person:
        """
        Raises:
            PersonRefused: Reasons "name", "taken", "roles".
        """
        name = proper_name(name)
        if not roles:
            raise PersonRefused("roles")
        if self.db.execute("SELECT 1 FROM person WHERE name = ?", [name]).fetchone():
            raise PersonRefused("taken", name=name)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        person = Person(uuid4().hex, name, roles, created)
        self.db.execute(
            "INSERT INTO person (id, name, roles, created) VALUES (?, ?, ?, ?)",
            [person.id, name, _held(roles), created],
        )
        return person

    def give_roles(self, person: Person, roles: frozenset[Role]) -> Person:
        """Exchange what somebody may do; none at all for an account that ended."""
        self.db.execute(
            "UPDATE person SET roles = ? WHERE id = ?", [_held(roles), person.id]
        )
        return replace(person, roles=roles)


_SELECT = "SELECT id, name, roles, created FROM person"


def _held(roles: frozenset[Role]) -> str:
    return " ".join(sorted(role.value for role in roles))


def proper_name(name: str) -> str:
    """One spelling of a name, whatever keyboard it was typed on.

    Raises:
        PersonRefused: Reason "name".
    """
    proper = unicodedata.normalize("NFKC", name).strip()
    if not proper or len(proper) > _MOST_CHARACTERS or not proper.isprintable():
        raise PersonRefused("name", most=_MOST_CHARACTERS)
    return proper


def _person(row: tuple[str, str, str, str]) -> Person:
    person_id, name, roles, created = row
    return Person(person_id, name, frozenset(map(Role, roles.split())), created)
