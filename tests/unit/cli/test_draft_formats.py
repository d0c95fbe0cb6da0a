"""`zhenlu draft` to paper and to other systems, from the outside."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app

NOTES = "医生:咳了几天\n患者:咳嗽五天\n医生:急性支气管炎。氨溴索三十毫克,一天三次,三天后复诊\n"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    path = tmp_path / "notes.txt"
    path.write_text(NOTES, encoding="utf-8")
    return path


def drafted(notes: Path, format: str, *more: str) -> Path:
    out = notes.with_name(f"out.{format}")
    command = ["draft", str(notes), "--layer", "rules", "-f", format, "-o", str(out), "-q", *more]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0
    return out


def test_a_draft_is_written_as_docx(notes: Path) -> None:
    with zipfile.ZipFile(drafted(notes, "docx")) as package:
        body = package.read("word/document.xml").decode("utf-8")

    assert "急性支气管炎" in body
    assert "AI生成，待医师审核" in body


def test_a_draft_is_written_as_pdf(notes: Path) -> None:
    pages = pypdf.PdfReader(io.BytesIO(drafted(notes, "pdf").read_bytes())).pages

    assert "急性支气管炎" in pages[0].extract_text()


def test_a_draft_is_written_as_a_fhir_document(notes: Path) -> None:
    document = json.loads(drafted(notes, "fhir").read_text(encoding="utf-8"))

    assert document["entry"][0]["resource"]["status"] == "preliminary"


def test_the_patients_summary_can_be_drafted_by_name(notes: Path) -> None:
    out = drafted(notes, "docx", "-t", "patient-handout")

    with zipfile.ZipFile(out) as package:
        assert "用药时间表" in package.read("word/document.xml").decode("utf-8")


def test_a_document_goes_whole_to_a_pipe(notes: Path) -> None:
    command = ["draft", str(notes), "--layer", "rules", "-f", "pdf", "-q"]

    result = CliRunner().invoke(app, command, catch_exceptions=False)

    assert result.stdout_bytes.startswith(b"%PDF-")
    assert result.stdout_bytes.rstrip().endswith(b"%%EOF")
