"""The one net for errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import typer

from zhenlu.cli import app as door
from zhenlu.domain.errors import FileUnreadable


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The door with a single command that fails as told."""
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "en")
    app = typer.Typer()

    @app.command()
    def fail(how: str) -> None:
        if how == "known":
            raise FileUnreadable("missing", file="a.wav")
        raise ValueError("患者张三的病历")

    monkeypatch.setattr(door, "app", app)
    return app


def test_a_known_error_is_explained(
    raising: typer.Typer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhenlu", "known"])

    code = door.main()

    assert code == 1
    assert "a.wav" in capsys.readouterr().err


def test_an_unexpected_error_leaves_a_log_without_its_words(
    raising: typer.Typer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhenlu", "unknown"])

    code = door.main()

    shown = capsys.readouterr().err
    log = tmp_path / "logs" / "zhenlu.log"
    assert code == 1
    assert "Traceback" not in shown
    assert "张三" not in shown + log.read_text(encoding="utf-8")
    assert "ValueError" in log.read_text(encoding="utf-8")
    if os.name == "posix":
        assert log.stat().st_mode & 0o077 == 0
