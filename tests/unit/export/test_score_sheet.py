"""A score sheet as text, JSON and CSV."""

from __future__ import annotations

import csv
import io

import pytest

from zhenlu.domain.finding import Severity
from zhenlu.domain.score_sheet import Grade, RecordScore, ScoreSheet
from zhenlu.domain.transcript import Language
from zhenlu.export.score_sheet import (
    as_plain_cell,
    score_sheet_to_csv,
    score_sheet_to_json,
    score_sheet_to_text,
)

SHEET = ScoreSheet(
    (
        RecordScore("1", "陈敏", "2026-03", 97, Grade.A, {Severity.WARNING: 1}, ("C19",)),
        RecordScore("2", "陈敏", "2026-03", 80, Grade.B, {Severity.ERROR: 2}, ("C05", "C19")),
        RecordScore("3", "", "", 100, Grade.A),
    ),
    ("x.json",),
)


def test_text_shows_the_most_frequent_rule_and_what_was_not_read() -> None:
    text = score_sheet_to_text(SHEET, Language.ZH)

    assert "陈敏 | 2026-03 | 2 | 88.5 | 1 | 1 | 0 | 0 | 2 | 1 | 0 | C19×2 C05×1" in text
    assert "(未署名) | (无日期) | 1 | 100" in text
    assert text.endswith("未能读取: x.json")


def test_an_empty_archive_is_told_in_words() -> None:
    assert score_sheet_to_text(ScoreSheet(), Language.EN) == "No record to check."


def test_json_carries_lines_records_and_what_was_not_read() -> None:
    data = score_sheet_to_json(SHEET)

    assert data["unreadable"] == ["x.json"]
    assert [entry["points"] for entry in data["records"]] == [97, 80, 100]  # type: ignore[index, attr-defined]


def test_csv_has_one_row_a_line_under_its_heading() -> None:
    rows = list(csv.reader(io.StringIO(score_sheet_to_csv(SHEET, Language.EN))))

    assert rows[0][:3] == ["Doctor", "Month", "Records"]
    assert len(rows) == 3
    assert {len(row) for row in rows} == {12}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", " =1", "\t=1", "＝1"])
def test_a_cell_that_could_be_a_formula_is_marked_as_text(cell: str) -> None:
    assert as_plain_cell(cell) == f"'{cell}"


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert as_plain_cell("陈敏") == "陈敏"
