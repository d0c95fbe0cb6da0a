"""Consent to a recording: who gave it, how, to what, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.domain.errors import ConsentMissing

#: Below this age a guardian consents (PIPL art. 31).
GUARDIAN_BELOW_YEARS = 14


class ConsentMethod(StrEnum):
    """How the answer was given. Proxy: somebody answered for the patient."""

    ORAL = "oral"
    WRITTEN = "written"
    PROXY = "proxy"
    REFUSED = "refused"


class ConsentScope(StrEnum):
    """What may be done with the recording.

    `record` allows writing the record from it; the audio goes when the record is signed.
    `keep` also allows keeping it as long as the clinic's settings say.
    """

    RECORD = "record"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to the question whether a visit may be recorded.

    Attributes:
        given_by: Who answered for the patient, name or relation (母亲); "" for the
            patient in person.
        wording: Version of the notice that was read or shown, `zh/2026-11`.
        at: When, ISO 8601 in UTC.
        noted_by: Id of the person who entered it.
        withdrawn: When it was withdrawn, ISO 8601 in UTC; "" while it stands.
    """

    id: str
    visit: str
    method: ConsentMethod
    scope: ConsentScope
    wording: str
    at: str
    noted_by: str
    given_by: str = field(default="", repr=False)
    withdrawn: str = ""


def require_giver(method: ConsentMethod, given_by: str, age_years: int | None) -> None:
    """Refuse an answer that somebody else had to give.

    Args:
        age_years: The patient's age on the day; None where it is not known.

    Raises:
        ConsentMissing: Reason "guardian" for a child's own consent, "giver" for a proxy
            who is not named.
    """
    if method is ConsentMethod.REFUSED or given_by:
        return
    if age_years is not None and age_years < GUARDIAN_BELOW_YEARS:
        raise ConsentMissing("guardian", years=GUARDIAN_BELOW_YEARS)
    if method is ConsentMethod.PROXY:
        raise ConsentMissing("giver")


def stands_for_recording(consent: Consent | None) -> bool:
    """Whether the last answer allows a recording."""
    return (
        consent is not None
        and consent.method is not ConsentMethod.REFUSED
        and not consent.withdrawn
    )


def require_consent(latest: Consent | None, age_years: int | None) -> Consent:
    """The consent under which a recording may start now.

    Args:
        latest: The last answer for this visit; earlier ones no longer count.

    Raises:
        ConsentMissing: Reasons "none", "refused", "withdrawn", "guardian".
    """
    if latest is None:
        raise ConsentMissing("none")
    if latest.method is ConsentMethod.REFUSED:
        raise ConsentMissing("refused")
    if latest.withdrawn:
        raise ConsentMissing("withdrawn")
    # The birth date may have been entered after the consent.
    require_giver(latest.method, latest.given_by, age_years)
    return latest
