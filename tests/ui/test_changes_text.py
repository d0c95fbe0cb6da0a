"""Two versions in one text: what stands apart in the records stands apart here."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from zhenlu.application.comparing import differences
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Language
from zhenlu.ui.review.changes_text import ChangesText

_WENT_AND_CAME = "1 week\u200910 days"


@pytest.fixture
def text(qtbot: QtBot) -> ChangesText:
    made = ChangesText()
    qtbot.addWidget(made)
    return made


def record(language: Language, text: str) -> Record:
    return Record("soap", language, (Section("plan", "Plan", text),))


@pytest.mark.parametrize(
    ("language", "before", "after", "shown"),
    [
        (Language.EN, "Dizzy for 1 week. Sleeps well.", "Dizzy for 10 days. Sleeps well.",
         f"Dizzy for {_WENT_AND_CAME}. Sleeps well."),
        (Language.EN, "1. Rest for 1 week.\n2. Drink.", "1. Rest for 10 days.\n2. Drink.",
         f"1. Rest for {_WENT_AND_CAME}.\n2. Drink."),
        (Language.ZH, "咳嗽5天。无发热。", "咳嗽4天。无发热。", "咳嗽5\u20094天。无发热。"),
    ],
)  # fmt: skip
def test_sentences_and_items_stand_apart_as_they_do_in_the_record(
    text: ChangesText, language: Language, before: str, after: str, shown: str
) -> None:
    text.show_changes(differences(record(language, before), record(language, after)))

    assert text.toPlainText().removeprefix("Plan\n") == shown
