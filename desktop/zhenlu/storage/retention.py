"""What has been kept for its term: audio goes, and records may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.consent import ConsentScope
from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.person import Permission
from zhenlu.domain.retention import (
    KeptClock,
    audio_days,
    audio_is_due,
    day_counted,
    record_kept_until,
)
from zhenlu.storage import terms
from zhenlu.storage.access import Access, is_sealed
from zhenlu.storage.audio import Audio
from zhenlu.storage.clinic_settings import settings_in
from zhenlu.storage.database import Database


@dataclass(frozen=True, slots=True)
class Due:
    """What is due now.

    Attributes:
        audio: Visits whose audio has to go.
        is_doubted: The computer's date jumped ahead; audio with days to stay waits until
            the date is right again or `Retention.confirm_date`.
    """

    audio: tuple[str, ...] = ()
    is_doubted: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """The clinic's terms, applied by whoever is signed in: it is the clinic's decision.

    Call `apply` after signing, at start and once a day.
    """

    access: Access
    audio: Audio

    def due(self) -> Due:
        """What `apply` would erase now. Sealed visits wait."""
        db = self.access.db
        clock = terms.look(db, self.access.clock())
        signed = terms.signed(db)
        return Due(
            tuple(
                visit
                for visit in self.audio.kept()
                if not is_sealed(db, visit) and _must_go(db, visit, signed.get(visit), clock)
            ),
            clock.is_doubted,
        )

    def apply(self) -> tuple[str, ...]:
        """Erase what is due; the log tells of each.

        Returns:
            The visits whose audio was erased. One that is in use is left for next time.

        Raises:
            StoreDamaged, DiskRefused, StoreLocked: What was not erased stays due.
        """
        erased = []
        for visit in self.due().audio:
            try:
                if self.audio.erase_kept(visit):
                    erased.append(visit)
            except JournalRefused:
                continue
        return tuple(erased)

    def confirm_date(self) -> None:
        """Say that the computer's date is right although it jumped ahead.

        Raises:
            ActionForbidden
        """
        access = self.access
        with access.changing(Permission.SETTINGS, AuditAction.SETTINGS, "clock", ""):
            terms.confirm(access.db, access.clock())


def kept_until(db: Database, patient_id: str, now: datetime) -> date | None:
    """Until when the signed records of a patient have to be kept; None once they may go."""
    query = """
        SELECT max(coalesce(nullif(visit.started, ''), record_version.at))
        FROM visit LEFT JOIN record_version ON record_version.visit = visit.id
        WHERE visit.patient = ?
    """
    (last,) = db.execute(query, [patient_id]).fetchone()
    if last is None:
        return None
    until = record_kept_until(datetime.fromisoformat(last).date(), settings_in(db))
    return until if day_counted(terms.look(db, now), now) < until else None


def _must_go(db: Database, visit: str, signed_s: float | None, clock: KeptClock) -> bool:
    if db.execute("SELECT 1 FROM deletion WHERE visit = ?", [visit]).fetchone():
        return True
    scope, is_withdrawn = _consented(db, visit)
    if is_withdrawn:
        return True
    days = audio_days(settings_in(db), scope)
    return signed_s is not None and audio_is_due(signed_s, clock, days)


def _consented(db: Database, visit: str) -> tuple[ConsentScope, bool]:
    """What the last answer allows, and whether it was taken back."""
    query = """
        SELECT scope, consent_withdrawal.at FROM consent
        LEFT JOIN consent_withdrawal ON consent_withdrawal.consent = consent.id
        WHERE consent.visit = ? ORDER BY consent.rowid DESC LIMIT 1
    """
    found = db.execute(query, [visit]).fetchone()
    if found is None:
        return ConsentScope.RECORD, False
    return ConsentScope(found[0]), found[1] is not None
