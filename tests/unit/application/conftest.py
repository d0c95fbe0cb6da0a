"""Sound records that the rule tests change in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reading_records import sections, sound, spoken

from zhenlu.application.checking import check
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Finding
from zhenlu.domain.record import Ledger, Record, Statement
from zhenlu.domain.transcript import Language

Checked = Callable[..., tuple[Finding, ...]]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No clinic's own templates or rules."""
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def findings() -> Checked:
    """Check a sound record with some sections replaced."""

    def checked(
        template: str = "outpatient-initial",
        *,
        said: str = "",
        patient: dict[str, str | int] | None = None,
        facts: tuple[Fact, ...] = (),
        ledger: Ledger | None = None,
        statements: dict[str, tuple[Statement, ...]] | None = None,
        **changed: str,
    ) -> tuple[Finding, ...]:
        language = Language.EN if template == "soap" else Language.ZH
        texts = {**sound(template, language), **changed}
        parts = tuple(
            replace(part, statements=(statements or {}).get(part.id, ()))
            for part in sections(template, language, texts)
        )
        record = Record(
            template,
            language,
            parts,
            facts,
            ledger or Ledger(),
            transcript=spoken(said, language),
            patient={"sex": "male", "age_years": 56} if patient is None else patient,
        )
        return check(record)

    return checked
