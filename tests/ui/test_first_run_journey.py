"""J7: from nothing to the day: language, passphrase, recovery key, microphone, computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinician import PASSPHRASE, SHORT_VISITS, Clinician, opened
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.domain.transcript import Language
from zhenlu.ui.first_run.first_run_page import FirstRunPage
from zhenlu.ui.keys import Action

_SPOKEN = SHORT_VISITS[0].values[1]
_OTHER = {Language.ZH: Language.EN, Language.EN: Language.ZH}


def first_page(clinician: Clinician) -> FirstRunPage:
    assert clinician.window.first_run is not None
    return clinician.window.first_run.page


def until_the_recovery_key(clinician: Clinician) -> None:
    """Name and passphrase; the folder is made by then."""
    clinician.window.show()
    clinician.type_into("first_name", "李医生")
    clinician.press("step_next")
    clinician.type_into("new_passphrase", PASSPHRASE)
    clinician.type_into("same_passphrase", PASSPHRASE)
    clinician.press("step_next")
    clinician.wait(lambda: bool(first_page(clinician).recovery.key))


@pytest.mark.parametrize(
    ("language", "good", "pack", "title"),
    [
        pytest.param(Language.ZH, "很好", "起步", "今日", id="zh"),
        pytest.param(Language.EN, "Good", "Starter", "Today", id="en"),
    ],
)
def test_somebody_who_never_saw_it_gets_from_nothing_to_the_day(
    data_folder: Path, qtbot: QtBot, language: Language, good: str, pack: str, title: str
) -> None:
    clinician = opened(data_folder / "store", qtbot, _SPOKEN, _OTHER[language])
    window = clinician.window
    window.show()
    clinician.press(f"choose_{language.value}")
    until_the_recovery_key(clinician)
    recovery = first_page(clinician).recovery
    clinician.type_into("recovery_answer", recovery.key.split("-")[recovery.asked_group])
    clinician.press("step_next")
    clinician.press("check_microphone")
    verdict = clinician.part(QLabel, "microphone_verdict")
    assert isinstance(verdict, QLabel)
    clinician.wait(lambda: bool(verdict.text()))
    clinician.press("step_next")
    told = " ".join(label.text() for label in first_page(clinician).computer.findChildren(QLabel))
    clinician.press("step_next")
    clinician.wait(lambda: window.desks is not None)

    assert verdict.text().startswith(good)
    assert pack in told
    assert window.workplace is not None
    assert window.workplace.page.place is Action.TODAY
    assert title in window.workplace.rail.findChild(QToolButton, "rail_today").text()
    window.close()


def test_a_recovery_key_that_was_not_kept_holds_the_first_run(
    data_folder: Path, qtbot: QtBot
) -> None:
    clinician = opened(data_folder / "store", qtbot, _SPOKEN, Language.ZH)
    until_the_recovery_key(clinician)

    clinician.type_into("recovery_answer", "AAAAA")

    assert not clinician.part(QPushButton, "step_next").isEnabled()
    clinician.window.close()
