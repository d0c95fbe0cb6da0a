"""A copy of a record that leaves the program: for what, and what it says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from zhenlu.domain.clinic import Letterhead
from zhenlu.domain.person import Role


class ExportReason(StrEnum):
    """What a copy is for: whom 医疗机构病历管理规定 (2013) art. 17-20 lets have one, and
    what the clinic does with its own records."""

    PATIENT = "patient"  # asked for by the patient or their agent
    REFERRAL = "referral"
    INSURANCE = "insurance"
    LEGAL = "legal"  # court, procurator, police
    QUALITY = "quality"
    TEACHING = "teaching"

    @property
    def is_for_the_patient(self) -> bool:
        """Whether whoever gets it has to know whom it is about."""
        return self not in (ExportReason.QUALITY, ExportReason.TEACHING)


@dataclass(frozen=True, slots=True)
class Signature:
    """Under which version somebody's name stands.

    Attributes:
        person: Who signed, by name.
        at: Local time, to the minute.
        role: As what they signed: a doctor, or a nurse.
    """

    version: int
    person: str
    at: str
    digest: str = ""
    role: Role = Role.DOCTOR


def local_time(at: str) -> str:
    """An ISO time of the store as this computer's clock shows it, to the minute."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a copy says about itself.

    Attributes:
        signature: None for a draft: then the copy says that it is one.
        person: Who took it out, by name; "" for what stays on the screen.
        at: Local time, to the minute.
        reason: None for what stays on the screen.
        letterhead: On top of every page.
    """

    signature: Signature | None = None
    person: str = ""
    at: str = ""
    reason: ExportReason | None = None
    masked: bool = False
    letterhead: Letterhead = field(default_factory=Letterhead)
