"""What the patient takes home: the same visit in everyday words, by the rules alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhenlu.application.drafting import draft_by_rules
from zhenlu.application.grounding import SaidWords, known_age
from zhenlu.application.templates import fingerprint, load
from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.domain.record import EngineUsed, FieldState, Ledger, Record, Section
from zhenlu.domain.visit import Visit

HANDOUT = "patient-handout"
#: Its field for the number to ring.
_CONTACT = "contact"


def handout(record: Record, visit: Visit, phone: str = "") -> Record:
    """The patient's summary of a visit whose record stands.

    A medicine that the clinician struck out of the record, or whose dose they changed there,
    is left out: the summary must not say anything else than the record. It stays a draft of
    its own, signed on paper.

    Args:
        phone: The clinic's; "" leaves its place to be filled in.
    """
    template = load(HANDOUT, record.language)
    facts = tuple(_still_ordered(record))
    age = known_age(visit.patient.age_years, record.language)
    said = SaidWords.of(record.transcript, facts, age)
    return replace(
        record,
        template=template.id,
        template_sha256=fingerprint(template),
        sections=tuple(
            _with_phone(section, phone)
            for section in draft_by_rules(template, said, visit).sections
        ),
        facts=facts,
        ledger=Ledger(),
        findings=(),
        dropped=(),
        engines={"drafting": EngineUsed("rules", "", "rules")},
    )


def _with_phone(section: Section, phone: str) -> Section:
    fields = tuple(
        replace(each, value=phone, state=FieldState.CONFIRMED)
        if each.id == _CONTACT and phone
        else each
        for each in section.fields
    )
    return replace(section, fields=fields)


def _still_ordered(record: Record) -> Iterable[Fact]:
    # A record begins its sentences with a capital: Paracetamol for the fact's paracetamol.
    written = "\n".join(section.text for section in record.sections).casefold()
    for fact in record.facts:
        is_order = fact.kind is FactKind.MEDICATION and fact.status is FactStatus.ORDERED
        if not is_order or (fact.name.casefold() in written and fact.value in written):
            yield fact
