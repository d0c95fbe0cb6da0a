"""The clock that audio is kept by, and when each visit was signed by it."""

from __future__ import annotations

from datetime import datetime

from zhenlu.domain.retention import KeptClock
from zhenlu.storage.database import Database, writing


def look(db: Database, now: datetime) -> KeptClock:
    """Count the time that went by since the last look, and keep the count."""
    with writing(db):
        found = db.execute("SELECT kept_s, seen_s, doubt_s FROM kept_clock").fetchone()
        now_s = now.timestamp()
        clock = KeptClock(*found).seeing(now_s) if found else KeptClock.starting(now_s)
        _keep(db, clock)
    return clock


def begin(db: Database, visit_id: str, now: datetime) -> None:
    """Start the term of a visit's audio with its first signature."""
    clock = look(db, now)
    db.execute("INSERT OR IGNORE INTO audio_term VALUES (?, ?)", [visit_id, clock.kept_s])


def confirm(db: Database, now: datetime) -> KeptClock:
    """Believe the computer's date from now on.

    What was signed while it was doubted was dated too early by as much as the clock now
    moves on, and moves with it.
    """
    with writing(db):
        before = look(db, now)
        clock = before.confirmed(now.timestamp())
        if before.doubt_s is not None:
            db.execute(
                "UPDATE audio_term SET signed_s = signed_s + ? WHERE signed_s >= ?",
                [clock.kept_s - before.kept_s, before.doubt_s],
            )
        _keep(db, clock)
    return clock


def signed(db: Database) -> dict[str, float]:
    """When each visit was signed, by the kept clock."""
    return dict(db.execute("SELECT visit, signed_s FROM audio_term"))


def _keep(db: Database, clock: KeptClock) -> None:
    db.execute(
        "INSERT OR REPLACE INTO kept_clock VALUES (1, ?, ?, ?)",
        [clock.kept_s, clock.seen_s, clock.doubt_s],
    )
