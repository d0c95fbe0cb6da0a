"""`zhenlu check`: one record, a folder of them, and every signed record of the store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from reading_records import sections, sound
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import RecordInvalid, ZhenluError
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.export.record_json import to_json

Run = Callable[..., str]
Fails = Callable[..., ZhenluError]

TEXTS = sound("outpatient-initial", Language.ZH)
SOUND = Record(
    "outpatient-initial",
    Language.ZH,
    sections("outpatient-initial", Language.ZH, TEXTS),
    patient={"name": "李某", "sex": "male", "age_years": 56},
    visit={"started": "2026-03-02T09:10", "department": "全科", "signer": "陈敏"},
)
ALLERGIC = replace(
    SOUND,
    sections=sections(
        "outpatient-initial",
        Language.ZH,
        {**TEXTS, "allergy_history": "青霉素过敏,表现为皮疹。", "treatment_plan": "1. 3天后复诊。"},
    ),
)
WITHOUT_PLAN = replace(
    SOUND,
    sections=sections("outpatient-initial", Language.ZH, {**TEXTS, "treatment_plan": ""}),
    visit={**SOUND.visit, "started": "2026-04-01T10:00", "signer": "=HYPERLINK(1)"},
)


def save(path: Path, record: Record) -> Path:
    path.write_text(json.dumps(to_json(record), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def folder(clinic: Path, tmp_path: Path) -> Path:
    """Two records of one patient and a file that is none."""
    records = tmp_path / "records"
    records.mkdir()
    save(records / "a.json", SOUND)
    save(records / "b.json", WITHOUT_PLAN)
    (records / "broken.json").write_text('{"sections": 3}', encoding="utf-8")
    return records


def test_a_record_is_checked_with_what_can_be_done(run: Run, tmp_path: Path, clinic: Path) -> None:
    file = save(tmp_path / "record.json", WITHOUT_PLAN)

    findings = json.loads(run("check", str(file), "-f", "json"))["findings"]

    missing = next(finding for finding in findings if finding["rule"] == "C10")
    assert missing["severity"] == "error"
    assert missing["action"]["kind"] == "go_to"
    assert missing["source"]


def test_an_earlier_record_is_compared_with(run: Run, tmp_path: Path, clinic: Path) -> None:
    now, before = save(tmp_path / "now.json", SOUND), save(tmp_path / "before.json", ALLERGIC)

    alone = run("check", str(now))
    compared = run("check", str(now), "--earlier", str(before))

    assert "K09" not in alone
    assert "K09" in compared


def test_a_folder_is_scored_by_doctor_and_month(run: Run, folder: Path) -> None:
    sheet = json.loads(run("check", str(folder), "-q", "-f", "json"))

    months = {(line["doctor"], line["month"]): line["points"] for line in sheet["lines"]}
    assert months["陈敏", "2026-03"] == 100
    assert months["=HYPERLINK(1)", "2026-04"] < 100
    assert sheet["unreadable"] == ["broken.json"]


def test_a_spreadsheet_runs_no_cell_of_the_sheet(run: Run, folder: Path) -> None:
    printed = run("check", str(folder), "-q", "-f", "csv").removeprefix("\ufeff")

    rows = list(csv.reader(io.StringIO(printed)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)" in {row[0] for row in rows}


def test_progress_is_shown_on_stderr(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(folder)])

    assert "核对病历 100%" in result.stderr
    assert "核对病历" not in result.stdout


def test_every_signed_record_of_the_store_is_scored(run: Run, clinic: Path) -> None:
    run("draft", "notes.txt", "--layer", "rules", "-q", "--patient", "王某", "--file")
    visit = json.loads(run("records", "list", "-f", "json"))[0]["id"]
    run("records", "sign", visit, "--reason", "已核对")

    sheet = json.loads(run("check", "--archive", "-q", "-f", "json"))

    assert [(line["doctor"], line["records"]) for line in sheet["lines"]] == [("李医生", 1)]


def test_a_file_that_is_no_record_is_refused(fails: Fails, folder: Path) -> None:
    fails(RecordInvalid, "check", str(folder / "broken.json"))


@pytest.mark.parametrize("arguments", [[], ["a.json", "--archive"], ["a.json", "-f", "csv"]])
def test_what_cannot_be_meant_is_wrong_usage(
    arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    result = CliRunner().invoke(app, ["check", *arguments], standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
