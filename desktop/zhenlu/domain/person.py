"""Who works with the program, and what each role may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.domain.errors import ActionForbidden


class Role(StrEnum):
    """A person's part in the clinic. One person may hold several."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    ASSISTANT = "assistant"
    ADMIN = "admin"


class Permission(StrEnum):
    """What can be allowed or not."""

    READ_NOTES = "read_notes"
    WRITE_NOTES = "write_notes"
    RECORD = "record"
    SIGN_RECORD = "sign_record"  # a record that may state a diagnosis
    SIGN_NURSING = "sign_nursing"  # nursing notes and follow-up forms
    PRINT = "print"
    EXPORT = "export"
    DELETE = "delete"
    SEAL = "seal"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    BACKUP = "backup"
    SETTINGS = "settings"
    ENROL_VOICE = "enrol_voice"  # one's own, to be told from the patient's


#: Least privilege: a nurse signs no diagnosis, an assistant signs nothing, an admin
#: keeps people, backups and the audit log but opens no note.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DOCTOR: frozenset({
        Permission.READ_NOTES,
        Permission.WRITE_NOTES,
        Permission.RECORD,
        Permission.SIGN_RECORD,
        Permission.SIGN_NURSING,
        Permission.PRINT,
        Permission.EXPORT,
        Permission.DELETE,
        Permission.SEAL,
        Permission.ENROL_VOICE,
    }),
    Role.NURSE: frozenset({
        Permission.READ_NOTES,
        Permission.WRITE_NOTES,
        Permission.RECORD,
        Permission.SIGN_NURSING,
        Permission.PRINT,
        Permission.ENROL_VOICE,
    }),
    Role.ASSISTANT: frozenset({
        Permission.READ_NOTES,
        Permission.WRITE_NOTES,
        Permission.RECORD,
    }),
    Role.ADMIN: frozenset({
        Permission.MANAGE_PEOPLE,
        Permission.READ_AUDIT,
        Permission.BACKUP,
        Permission.SETTINGS,
        Permission.SEAL,
    }),
}


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these roles allow together."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account of their own.

    Attributes:
        name: What they sign in with, unique in the clinic.
        created: When the account was made, ISO 8601 in UTC.
    """

    id: str
    name: str
    roles: frozenset[Role]
    created: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in permissions(self.roles)

    @property
    def signs_as(self) -> Role:
        """What stands beside their signature: nurse for a nurse who is no doctor."""
        is_nurse = Role.NURSE in self.roles and Role.DOCTOR not in self.roles
        return Role.NURSE if is_nurse else Role.DOCTOR

    def require(self, permission: Permission) -> None:
        """Go on only where a role of this person allows it.

        Raises:
            ActionForbidden: With the permission that is missing as its reason.
        """
        if not self.may(permission):
            raise ActionForbidden(permission.value)


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """That somebody opened notes in an emergency without the role for it.

    Attributes:
        person: Id of who did.
        at: When, ISO 8601 in UTC.
        until: When it ended by itself.
    """

    id: str
    person: str
    at: str
    until: str
    reason: str = field(repr=False)
