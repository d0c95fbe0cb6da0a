"""`zhenlu medicines` as a doctor types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import ActionForbidden, ChoiceUnknown

_LI, _WANG = "correct horse battery", "a passphrase of her own"


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)
    Path("li.txt").write_text(_LI, encoding="utf-8")
    Path("wang.txt").write_text(_WANG, encoding="utf-8")
    run("people add Li --role doctor --role admin --passphrase-file li.txt")
    return tmp_path


def run(command: str) -> str:
    result = CliRunner().invoke(app, command.split(), catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_everything_is_open_as_shipped() -> None:
    told = run("medicines list paracetamol")

    assert "drug:paracetamol  待药师核对" in told
    assert "daily_max_mg=2000" in told
    assert told.splitlines()[-1].endswith("已确认 0 条。")


def test_a_doctor_confirms_and_takes_back() -> None:
    run("medicines confirm drug:loratadine interaction:I6 --as Li --passphrase-file li.txt")
    confirmed = json.loads(run("medicines list loratadine --format json"))
    run("medicines withdraw drug:loratadine --as Li --passphrase-file li.txt")

    assert [e["key"] for e in confirmed if e["confirmed_by"]] == ["drug:loratadine"]
    assert "drug:loratadine" in run("medicines list loratadine --open")
    assert "interaction:I6 " not in run("medicines list --open")


def test_a_nurse_confirms_nothing() -> None:
    run(
        "people add Wang --role nurse --as Li --passphrase-file li.txt"
        " --new-passphrase-file wang.txt"
    )

    with pytest.raises(ActionForbidden):
        run("medicines confirm drug:loratadine --as Wang --passphrase-file wang.txt")

    assert "drug:loratadine" in run("medicines list --open")


def test_an_unknown_entry_is_told() -> None:
    with pytest.raises(ChoiceUnknown) as unknown:
        run("medicines confirm drug:moonshine --as Li --passphrase-file li.txt")

    assert unknown.value.full_code == "choice.unknown.medicine"
