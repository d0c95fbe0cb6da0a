"""A visit as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.consent import Consent
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """What is known of a visit when it is opened.

    Attributes:
        template: That its record follows, or would follow.
        record: The draft or the last signed version; None before there is one.
        allergies: Known from earlier records.
        consent: The last answer, None where nobody asked.
        signed_at: Local time as hh:mm with the day where it is another; "" while unsigned.
        version: Number of the signed version, 0 while unsigned.
        has_sound: The recording is still kept.
    """

    visit: Visit
    template: Template
    record: Record | None = field(default=None, repr=False)
    allergies: tuple[str, ...] = field(default=(), repr=False)
    consent: Consent | None = None
    signed_at: str = ""
    version: int = 0
    has_sound: bool = False

    @property
    def is_signed(self) -> bool:
        return self.version > 0
