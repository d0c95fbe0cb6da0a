"""A visit as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.consent import Consent
from zhenlu.domain.export import Stamp
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.visit import Visit, VisitState


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A signed version as it is listed and compared.

    Attributes:
        person: Who signed, by name.
        at: Local time, to the minute.
        reason: Why it was written again; "" for the first.
        is_late: Written more than a day after the visit.
        cosigned: Who signed as well, by name.
        is_own: Whoever is signed in put their name under it already.
    """

    id: str
    number: int
    person: str
    at: str
    record: Record = field(repr=False)
    reason: str = field(default="", repr=False)
    is_late: bool = False
    cosigned: tuple[str, ...] = ()
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """What is known of a visit when it is opened.

    Attributes:
        template: That its record follows, or would follow.
        record: The draft or the last signed version; None before there is one.
        allergies: Known from earlier records.
        consent: The last answer, None where nobody asked.
        stamp: What a copy says about itself; without a signature it is a draft.
        has_sound: The recording is still kept.
        versions: What was signed, the first first.
        templates: That the visit could be written in instead.
        intake: What the rules make of the answers before the visit, while there is no record
            yet; None where nobody was asked.
    """

    visit: Visit
    template: Template
    record: Record | None = field(default=None, repr=False)
    allergies: tuple[str, ...] = field(default=(), repr=False)
    consent: Consent | None = None
    stamp: Stamp = field(default_factory=Stamp)
    has_sound: bool = False
    versions: tuple[SignedVersion, ...] = ()
    templates: tuple[Template, ...] = ()
    intake: Record | None = field(default=None, repr=False)

    @property
    def takes_answers(self) -> bool:
        """Whether the questions before the visit may still be answered."""
        return self.visit.state is VisitState.PLANNED and self.record is None

    @property
    def is_signed(self) -> bool:
        return self.stamp.signature is not None
