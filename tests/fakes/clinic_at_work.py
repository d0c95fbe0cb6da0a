"""A small clinic for the tests of what is stored: a clock to move, a record, a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.record import EngineUsed, Evidence, Record, Section, Statement, Support
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.storage.access import Access
from zhenlu.storage.records import Records

KEY = bytes(range(32))
STARTED = datetime(2026, 3, 1, 9, 42)


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)

    def back(self, **time: float) -> None:
        self.now -= timedelta(**time)


def shortly_after_the_visit() -> MovableClock:
    return MovableClock((STARTED + timedelta(minutes=20)).astimezone(UTC))


def written(
    text: str = "咳嗽5天", template: str = "outpatient-initial", facts: Sequence[Fact] = ()
) -> Record:
    """A record with one section and its evidence."""
    statement = Statement(text, Support.SUPPORTED, (Evidence(1, 3.2, 6.0),), facts=(0,))
    cough = Fact(FactKind.SYMPTOM, "咳嗽", 1, value="5", unit="天", attributes={"onset": "急"})
    return Record(
        template,
        Language.ZH,
        (Section("chief_complaint", "主诉", text, (statement,)),),
        tuple(facts) or (cough,),
        transcript=Transcript(Language.ZH, (Segment(1, "咳嗽五天了", start_s=3.2, end_s=6.0),)),
        engines={"speech": EngineUsed("starter-speech", "ab" * 32)},
        patient={"name": "王某", "age_years": 55},
    )


def signed(access: Access, visit: str, record: Record, reason: str = "") -> str:
    """Id of the version that a person signs."""
    Records(access).save_draft(visit, record)
    return Records(access).sign(visit, record, reason).id


def log_of(access: Access) -> list[tuple[str, str, str]]:
    """Action, kind of object and result of every row of the log."""
    entries = access.audit.entries()
    return [(e.action.value, e.object_kind, e.result.value) for e in entries]
