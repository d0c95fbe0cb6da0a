"""Changes to who may work here: roles, accounts that end, and the printed recovery key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import PersonRefused
from zhenlu.domain.person import Permission, Person, Role
from zhenlu.storage import schema_copies
from zhenlu.storage.access import Access
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.keys import KeyFile
from zhenlu.storage.people import People
from zhenlu.storage.voices import forget_voice


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts as one person may change them.

    Attributes:
        folder: Where the key file lies.
    """

    access: Access
    folder: Path
    data_key: DataKey = field(repr=False)

    def change_roles(self, person_id: str, roles: frozenset[Role]) -> Person:
        """Let somebody do other things from their next sign-in on.

        The voice of somebody who sees patients no more is deleted.

        Raises:
            ActionForbidden
            PersonRefused: Reasons "unknown", "roles", "last_admin".
        """
        if not roles:
            raise PersonRefused("roles")
        with self.access.changing(
            Permission.MANAGE_PEOPLE, AuditAction.EDIT, "person", person_id
        ):
            return self._with_roles(person_id, roles)

    def end(self, person_id: str) -> Person:
        """Take an account away: its passphrase opens nothing any more, its name stays on record.

        An enrolled voice goes with it.

        Raises:
            ActionForbidden
            PersonRefused: Reasons "unknown", "last_admin".
            DiskRefused: Nothing was changed.
        """
        with self.access.changing(
            Permission.MANAGE_PEOPLE, AuditAction.DELETE, "person", person_id
        ):
            ended = self._with_roles(person_id, frozenset())
            # Last before the commit, as where accounts are made.
            KeyFile(self.folder).take_away(self.data_key, person_id)
        return ended

    def renew_recovery_key(self) -> str:
        """A new recovery key to print; the one that was printed before opens nothing any more.

        Raises:
            ActionForbidden
            DiskRefused: The old one still holds.
        """
        with self.access.changing(
            Permission.MANAGE_PEOPLE, AuditAction.EDIT, "recovery-key", ""
        ):
            return KeyFile(self.folder).renew_recovery_key(self.data_key)

    def _with_roles(self, person_id: str, roles: frozenset[Role]) -> Person:
        people = People(self.access.db)
        person = people.get(person_id)
        others = (each for each in people.all() if each.id != person_id)
        if Role.ADMIN not in roles and not any(Role.ADMIN in each.roles for each in others):
            raise PersonRefused("last_admin", name=person.name)
        changed = people.give_roles(person, roles)
        if not changed.may(Permission.ENROL_VOICE) and forget_voice(self.access.db, person_id):
            schema_copies.remove_copies(self.access.db)
        return changed
