"""Takes a copy of a record out: on record first, stamped, and masked where it is not for care."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from zhenlu.application.locking import Confirmation, GuardedAct, Reauthentication
from zhenlu.domain.clinic import Letterhead
from zhenlu.domain.export import ExportReason, Signature, Stamp, local_time
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.person import Person
from zhenlu.domain.record import Coverage, Ledger, Record, Section, Statement
from zhenlu.domain.transcript import Transcript


class ExportBook(Protocol):
    """Where copies are put on record: the store."""

    def enter(self, visit_id: str, reason: ExportReason) -> None:
        """
        Raises:
            ActionForbidden
        """
        ...


class PeopleBook(Protocol):
    """Who works here: the store."""

    def get(self, person_id: str) -> Person: ...


def signature_of(people: PeopleBook, version: RecordVersion) -> Signature:
    """Under which version whose name stands, by this computer's clock."""
    author = people.get(version.author)
    at = local_time(version.at)
    role = version.signed_as or author.signs_as
    return Signature(version.number, author.name, at, version.digest, role)


@dataclass(frozen=True, slots=True)
class Exporting:
    """Copies that the person who is signed in takes out.

    Attributes:
        letterhead: The clinic's; a masked copy goes without it.
        now: This computer's time.
    """

    book: ExportBook
    asking: Reauthentication
    person: Person
    letterhead: Letterhead = field(default_factory=Letterhead)
    now: Callable[[], datetime] = datetime.now

    def take_out(
        self,
        visit_id: str,
        record: Record,
        signature: Signature | None,
        reason: ExportReason,
        confirmation: Confirmation,
        *,
        masks: bool | None = None,
    ) -> tuple[Record, Stamp]:
        """The copy and what it says about itself; it is on record when this returns.

        Args:
            signature: Of the version that is taken out; None for a draft.
            masks: None leaves it to what the copy is for.

        Raises:
            ActionForbidden, PassphraseRefused.
        """
        self.asking.spend(confirmation, GuardedAct.EXPORT, visit_id)
        self.book.enter(visit_id, reason)
        is_masked = not reason.is_for_the_patient if masks is None else masks
        at = self.now().isoformat(sep=" ", timespec="minutes")
        letterhead = Letterhead() if is_masked else self.letterhead
        stamp = Stamp(signature, self.person.name, at, reason, is_masked, letterhead)
        return (masked(record) if is_masked else record), stamp


def masked(record: Record) -> Record:
    """The record without what tells whom it is about.

    The name goes everywhere, numbers of identity cards, telephones and cards go from the
    text, and what was said goes altogether: anybody may have been named there.
    """
    name = str(record.patient.get("name", ""))
    patient = dict(record.patient)
    if name:
        patient["name"] = masked_name(name)
    return replace(
        record,
        sections=tuple(_masked_section(section, name) for section in record.sections),
        facts=(),
        ledger=Ledger(),
        findings=(),
        dropped=(),
        transcript=Transcript(record.language),
        coverage=Coverage(),
        patient=patient,
    )


def masked_name(name: str) -> str:
    """The first character or letter, and nothing of the rest, not even its length: 王**, J**."""
    return name[:1] + "**"


#: Identity cards, telephones, bank cards: digits in a row, spaces or hyphens between them.
_NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[ -]?\d){9,18}[Xx]?(?![\d.])")


def _masked_text(text: str, name: str) -> str:
    if name:
        text = text.replace(name, masked_name(name))
    return _NUMBER.sub(lambda found: "*" * len(found.group()), text)


def _masked_section(section: Section, name: str) -> Section:
    return replace(
        section,
        text=_masked_text(section.text, name),
        statements=tuple(_masked_statement(each, name) for each in section.statements),
        fields=tuple(
            replace(value, value=_masked_text(value.value, name), evidence=())
            for value in section.fields
        ),
    )


def _masked_statement(statement: Statement, name: str) -> Statement:
    return replace(
        statement, text=_masked_text(statement.text, name), evidence=(), facts=()
    )
