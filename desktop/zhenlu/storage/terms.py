"""The clock that audio is kept by, and when each visit was signed by it."""

from __future__ import annotations

from datetime import datetime

from zhenlu.domain.retention import KeptClock
from zhenlu.storage.database import Database, writing


def look(db: Database, now: datetime) -> KeptClock:
    """Count the time that went by since the last look, and keep the count."""
    with writing(db):
        found = db.execute("SELECT kept_s, seen_s, is_doubted FROM kept_clock").fetchone()
        now_s = now.timestamp()
        clock = _clock(found).seeing(now_s) if found else KeptClock.starting(now_s)
        _keep(db, clock)
    return clock


def begin(db: Database, visit_id: str, now: datetime) -> None:
    """Start the term of a visit's audio with its first signature."""
    clock = look(db, now)
    db.execute(
        "INSERT OR IGNORE INTO audio_term VALUES (?, ?, ?)",
        [visit_id, clock.kept_s, int(clock.is_doubted)],
    )


def confirm(db: Database, now: datetime) -> KeptClock:
    """Believe the computer's date from now on.

    What was signed while it was doubted was dated too early by as much as the clock now
    moves on, and moves with it.
    """
    with writing(db):
        before = look(db, now)
        clock = before.confirmed(now.timestamp())
        db.execute(
            "UPDATE audio_term SET signed_s = signed_s + ? WHERE is_doubted",
            [clock.kept_s - before.kept_s],
        )
        _keep(db, clock)
    return clock


def signed(db: Database) -> dict[str, float]:
    """When each visit was signed, by the kept clock."""
    return dict(db.execute("SELECT visit, signed_s FROM audio_term"))


def _clock(row: tuple[float, float, int]) -> KeptClock:
    kept_s, seen_s, is_doubted = row
    return KeptClock(kept_s, seen_s, bool(is_doubted))


def _keep(db: Database, clock: KeptClock) -> None:
    db.execute(
        "INSERT OR REPLACE INTO kept_clock VALUES (1, ?, ?, ?)",
        [clock.kept_s, clock.seen_s, int(clock.is_doubted)],
    )
    if not clock.is_doubted:
        db.execute("UPDATE audio_term SET is_doubted = 0 WHERE is_doubted")
