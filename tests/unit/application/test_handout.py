"""The patient's summary of a visit names what was ordered."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.handout import handout
from zhenlu.application.notes import parse_notes
from zhenlu.application.templates import load
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit
from zhenlu.export.sheet import lay_out

_SAID = {
    Language.ZH: ("医生：急性支气管炎。氨溴索三十毫克，一天三次，吃五天。", "氨溴索"),
    Language.EN: ("Doctor: Take doxycycline 100 milligrams twice a day.", "doxycycline"),
}


_VISIT = Visit(id="1")


def record_of(language: Language) -> Record:
    drafting = Consultation(_VISIT, lambda spoken: load("outpatient-initial", spoken))
    return drafting.from_transcript(parse_notes(_SAID[language][0], language), None)


@pytest.mark.parametrize("language", list(_SAID))
def test_an_ordered_medicine_stands_in_it(language: Language) -> None:
    medicine = _SAID[language][1]
    record = record_of(language)
    # As the record writes it at the beginning of a sentence.
    assert any(medicine.casefold() in section.text.casefold() for section in record.sections)

    summary = handout(record, _VISIT)

    told = "\n".join(section.text for section in summary.sections)
    assert medicine.casefold() in told.casefold()


@pytest.mark.parametrize(("phone", "printed"), [("555-0100", "555-0100"), ("", "（待填）")])
def test_the_number_to_ring_is_the_clinic_s(phone: str, printed: str) -> None:
    sheet = lay_out(handout(record_of(Language.ZH), _VISIT, phone))

    fields = dict(field for section in sheet.sections for field in section.fields)
    assert fields["诊所电话"] == printed
