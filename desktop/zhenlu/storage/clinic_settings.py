"""The clinic's choices, every version of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.clinic import ClinicSettings, SettingsVersion
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access
from zhenlu.storage.database import Database

_SELECT = "SELECT number, person, at, document FROM clinic_settings ORDER BY number"


@dataclass(frozen=True, slots=True)
class Settings:
    """The clinic's settings as one person may read and change them."""

    access: Access

    def current(self) -> ClinicSettings:
        """What holds now. Anybody's program needs to know it, so it takes no permission."""
        return settings_in(self.access.db)

    def change(self, settings: ClinicSettings) -> SettingsVersion:
        """Make these the clinic's settings.

        Raises:
            ActionForbidden
        """
        access = self.access
        number = len(_versions(access.db)) + 1
        told = Permission.SETTINGS, AuditAction.SETTINGS, "settings", str(number)
        with access.changing(*told):
            document = _adapter().dump_json(settings).decode("utf-8")
            version = SettingsVersion(settings, number, access.person.id, access.now())
            access.db.execute(
                "INSERT INTO clinic_settings VALUES (?, ?, ?, ?)",
                [number, version.person, version.at, document],
            )
        return version

    def history(self) -> tuple[SettingsVersion, ...]:
        """Every version, from the program's own on.

        Raises:
            ActionForbidden
        """
        self.access.require(Permission.SETTINGS, AuditAction.VIEW, "settings", "")
        return (SettingsVersion(ClinicSettings()), *_versions(self.access.db))


def settings_in(db: Database) -> ClinicSettings:
    """What holds now; the program's own where nobody changed anything."""
    versions = _versions(db)
    return versions[-1].settings if versions else ClinicSettings()


def _versions(db: Database) -> tuple[SettingsVersion, ...]:
    return tuple(
        SettingsVersion(_adapter().validate_json(document), number, person, at)
        for number, person, at, document in db.execute(_SELECT)
    )


@cache
def _adapter() -> TypeAdapter[ClinicSettings]:
    return TypeAdapter(ClinicSettings)
