"""Values over a patient's visits, emergencies that were taken, settings that were changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhenlu.domain.errors import PatientRefused, ZhenluError

Run = Callable[..., str]
Fails = Callable[..., ZhenluError]


@pytest.fixture
def measured(run: Run) -> str:
    """A visit of 王某 whose notes tell a blood pressure."""
    notes = "医生:量一下血压,一百五十,九十五。\n患者:头晕三天了。\n"
    Path("pressure.txt").write_text(notes, encoding="utf-8")
    run("draft", "pressure.txt", "--layer", "rules", "-q", "--patient", "王某", "--file")
    return "王某"


def test_a_value_is_listed_over_the_visits(run: Run, measured: str) -> None:
    (line,) = run("records", "course", measured, "血压").splitlines()

    assert line.endswith("150/95 mmHg")


def test_a_patient_who_is_not_there_is_told(run: Run, fails: Fails, measured: str) -> None:
    told = fails(PatientRefused, "records", "course", "李四", "血压")

    assert told.reason == "unknown"


def test_emergencies_are_listed_with_who_and_why(run: Run, measured: str) -> None:
    run("records", "emergency", "--reason", "患者昏迷,查过敏史")

    (line,) = run("records", "emergencies").splitlines()

    assert line.endswith("李医生  患者昏迷,查过敏史")


def test_every_change_of_the_settings_is_listed(run: Run, measured: str) -> None:
    run("settings", "--audio-days", "7")

    own, changed = run("settings", "--history").splitlines()

    assert "audio_days=0" in own
    assert "李医生" in changed
    assert "audio_days=7" in changed
