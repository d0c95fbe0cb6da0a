"""What a clinic decides for itself, within what the law leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from zhenlu.domain.errors import SettingRefused

#: Outpatient records are kept at least so long after the last visit
#: (电子病历应用管理规范 art. 19; 医疗机构管理条例实施细则 art. 53).
LEAST_RECORD_YEARS = 15
#: Days that audio may outlive the signature; 0 deletes it on signing.
AUDIO_DAYS = (0, 7, 30)
#: Least and most of what is counted.
BOUNDS = {
    "record_years": (LEAST_RECORD_YEARS, 100),
    "lock_minutes": (1, 30),
    "backup_days": (1, 30),
}
#: Most characters of what is one line of text.
LONGEST = {"clinic": 60, "address": 100, "phone": 40, "department": 40}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who gives a record out; stands on top of every printed page.

    Attributes:
        clinic, address, phone: "" for what is left out.
    """

    clinic: str = ""
    address: str = ""
    phone: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The name, and below it where the clinic is found and called; none where unknown."""
        contact = "  ".join(filter(None, (self.address, self.phone)))
        return tuple(filter(None, (self.clinic, contact)))


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The clinic's choices. Nothing in here is about a patient.

    Attributes:
        audio_days: Days after the signature until audio is erased: 0, 7 or 30; None
            keeps it where the patient agreed to that.
        record_years: Years after a patient's last visit during which signed records
            cannot be deleted.
        lock_minutes: Idle minutes until the screen locks, 1 to 30.
        backup_days: Days without a backup after which the program reminds.
        department: Of visits that are opened without one; records of outpatients have to
            name it. "" where every visit names its own.
        clinic, address, phone: On top of what is printed and taken out; "" leaves it out.
    """

    audio_days: int | None = 0
    record_years: int = LEAST_RECORD_YEARS
    lock_minutes: int = 10
    backup_days: int = 7
    department: str = ""
    clinic: str = ""
    address: str = ""
    phone: str = ""

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(self.clinic, self.address, self.phone)

    def __post_init__(self) -> None:
        """Refuse what the standards do not allow.

        Raises:
            SettingRefused: With `setting`, and `least` and `most` or the choices.
        """
        if self.audio_days is not None and self.audio_days not in AUDIO_DAYS:
            raise SettingRefused("audio_days", choices=", ".join(map(str, AUDIO_DAYS)))
        for name, (least, most) in BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise SettingRefused(name, least=least, most=most)
        for name, most in LONGEST.items():
            text = getattr(self, name)
            if len(text) > most or not text.isprintable():
                raise SettingRefused(name, most=most)


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """The settings as somebody left them.

    Attributes:
        number: Counts from 1; 0 for the program's own before anybody changed them.
        person: Id of who changed them; "" for the program's own.
        at: When, ISO 8601 in UTC.
    """

    settings: ClinicSettings
    number: int = 0
    person: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ClinicFileVersion:
    """One of the clinic's own files as it was at some time.

    Attributes:
        name: `templates/soap.en.toml`.
        person: Id of whose program took it in.
        at: When, ISO 8601 in UTC.
        content: None where the file was gone.
    """

    name: str
    person: str
    at: str
    content: str | None
