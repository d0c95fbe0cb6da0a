"""What a search brought, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord, Question


@dataclass(frozen=True, slots=True)
class Found:
    """Everything for one question.

    Attributes:
        took_s: Seconds that looking took.
    """

    question: Question
    patients: tuple[KnownPatient, ...] = field(default=(), repr=False)
    records: tuple[FoundRecord, ...] = field(default=(), repr=False)
    took_s: float = 0.0
