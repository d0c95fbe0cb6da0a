"""`zhenlu intake` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import IntakeInvalid


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["intake", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_complaints_are_listed_in_the_language_asked_for() -> None:
    assert "发热" in run("list")
    assert "Fever" in run("list", "--language", "en")


def test_the_questions_of_a_complaint_are_shown() -> None:
    out = json.loads(run("show", "咳嗽", "--format", "json", "--sex", "male"))

    assert {"duration", "sputum_colour", "allergy"} <= {q["id"] for q in out}
    assert "pregnant" not in {q["id"] for q in out}


def test_answers_stand_before_the_visits_words(tmp_path: Path) -> None:
    answers, visit = tmp_path / "a.json", tmp_path / "v.txt"
    answers.write_text('{"duration": "3天", "highest": 39.2}', encoding="utf-8")
    visit.write_text("医生:哪里不舒服\n患者:嗓子也疼\n", encoding="utf-8")

    out = json.loads(run("answer", "fever", str(answers), "--before", str(visit)))

    assert [s["text"] for s in out["transcript"]] == [
        "发热3天",
        "最高体温39.2℃",
        "哪里不舒服",
        "嗓子也疼",
    ]
    assert [s.get("origin", "") for s in out["transcript"]] == ["patient_typed"] * 2 + [""] * 2


@pytest.mark.parametrize("text", ["{", "[1]", '{"cough": {"a": 1}}'])
def test_a_file_that_holds_no_answers_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(IntakeInvalid) as caught:
        CliRunner().invoke(app, ["intake", "answer", "fever", str(path)], catch_exceptions=False)

    assert caught.value.reason == "file"
