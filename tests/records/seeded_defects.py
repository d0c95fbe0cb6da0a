"""Seeds one named defect into a clean record, with the rule that has to find it.

Deterministic: the same records give the same defects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import blocking_defects
import warning_defects
from clean_records import CleanRecord, clean_records

from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language

_KINDS = (*blocking_defects.KINDS, *warning_defects.KINDS)
#: How many records of a language each kind is seeded into at most.
_MOST = 3


@dataclass(frozen=True)
class SeededDefect:
    """A record with one defect.

    Attributes:
        kind: What was done to it.
        rule: The rule that has to speak.
        also: Rules that rightly speak too: a complaint of another system does not come up
            in the history either.
        clean: The record it was made of.
    """

    kind: str
    rule: str
    also: frozenset[str]
    record: Record
    clean: CleanRecord


def seeded_defects() -> Iterator[SeededDefect]:
    """All defects, kind by kind; each kind starts at another record to spread them."""
    clean = clean_records()
    for number, (kind, rule, also, change) in enumerate(_KINDS):
        for language in Language:
            own = [c for c in clean if c.record.language is language]
            turned = own[number * 7 % len(own) :] + own[: number * 7 % len(own)]
            made = 0
            for record in turned:
                if rule in record.true or made == _MOST:
                    continue
                changed = change(record.record)
                if changed is not None and changed != record.record:
                    made += 1
                    yield SeededDefect(kind, rule, also, changed, record)
