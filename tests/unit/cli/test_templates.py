"""`zhenlu templates` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenlu import paths, wording
from zhenlu.application.template_faults import FaultKind
from zhenlu.cli.app import app
from zhenlu.domain.transcript import Language


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    (tmp_path / "templates").mkdir()
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["templates", *arguments])
    return result.exit_code, result.stdout


def test_the_list_names_every_template_of_a_language() -> None:
    code, out = run("list", "--language", "zh")

    assert code == 0
    assert "followup-diabetes" in out
    assert "就诊小结" in out
    assert "Visit summary" not in out


def test_the_list_marks_the_clinics_own(data_folder: Path) -> None:
    shipped = (paths.resources() / "templates" / "soap.zh.toml").read_text(encoding="utf-8")
    (data_folder / "templates" / "soap.zh.toml").write_text(shipped, encoding="utf-8")

    _, out = run("list", "--language", "zh", "--format", "json")

    assert [t["id"] for t in json.loads(out) if t["own"]] == ["soap"]


def test_a_template_is_shown_with_sections_units_and_targets() -> None:
    code, out = run("show", "followup-hypertension", "--language", "zh")

    assert code == 0
    assert "收缩压 mmHg 50–280" in out
    assert "<140" in out


def test_a_template_as_json_lists_its_fields() -> None:
    _, out = run("show", "emergency", "--language", "en", "--format", "json")

    sections = {s["id"]: s for s in json.loads(out)["sections"]}
    assert {f["id"] for f in sections["vital_signs"]["fields"]} >= {"pulse", "systolic"}


def test_sound_files_exit_with_0() -> None:
    code, _ = run("validate")

    assert code == 0


def test_a_broken_own_file_is_pointed_at_and_exits_with_1(data_folder: Path) -> None:
    path = data_folder / "templates" / "soap.zh.toml"
    path.write_text('id = "soap"\nlanguage = "zh"\ntitle = 5\n', encoding="utf-8")

    code, out = run("validate")

    assert code == 1
    assert "soap.zh.toml:3: " in out


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_of_fault_has_its_sentence(kind: FaultKind, language: Language) -> None:
    sentence = wording.say(
        f"templates.fault.{kind.value}", language, place="section.1.id", allowed="x"
    )

    assert sentence.endswith(("。", "."))
    assert "{" not in sentence
