"""The patient's summary of a visit names what was ordered."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.handout import handout
from zhenlu.application.notes import parse_notes
from zhenlu.application.templates import load
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit

_SAID = {
    Language.ZH: ("医生：急性支气管炎。氨溴索三十毫克，一天三次，吃五天。", "氨溴索"),
    Language.EN: ("Doctor: Take doxycycline 100 milligrams twice a day.", "doxycycline"),
}


@pytest.mark.parametrize("language", list(_SAID))
def test_an_ordered_medicine_stands_in_it(language: Language) -> None:
    said, medicine = _SAID[language]
    visit = Visit(id="1")
    drafting = Consultation(visit, lambda spoken: load("outpatient-initial", spoken))
    record = drafting.from_transcript(parse_notes(said, language), None)
    # As the record writes it at the beginning of a sentence.
    assert any(medicine.casefold() in section.text.casefold() for section in record.sections)

    summary = handout(record, visit)

    told = "\n".join(section.text for section in summary.sections)
    assert medicine.casefold() in told.casefold()
