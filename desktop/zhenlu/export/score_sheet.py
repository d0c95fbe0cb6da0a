"""A score sheet for reading, for programs and for a spreadsheet."""

from __future__ import annotations

import csv
import io

from zhenlu.domain.finding import Severity
from zhenlu.domain.score_sheet import Grade, ScoreSheet, SheetLine
from zhenlu.domain.transcript import Language

_SEVERITIES = (Severity.RED_FLAG, Severity.ERROR, Severity.WARNING, Severity.HINT)
_WORDS = {
    Language.ZH: {
        "title": "—— 归档病历评分 ——",
        "columns": (
            *("医师", "月份", "份数", "平均分", "甲", "乙", "丙"),
            *("危险信号", "须处理", "提醒", "建议", "常见问题"),
        ),
        "nobody": "(未署名)",
        "no_month": "(无日期)",
        "unreadable": "未能读取",
        "none": "没有可核对的病历。",
    },
    Language.EN: {
        "title": "—— Score sheet ——",
        "columns": (
            *("Doctor", "Month", "Records", "Mean points", "A", "B", "C"),
            *("Red flags", "Must settle", "Warnings", "Hints", "Most frequent"),
        ),
        "nobody": "(unsigned)",
        "no_month": "(no date)",
        "unreadable": "Could not be read",
        "none": "No record to check.",
    },
}
#: A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def score_sheet_to_text(sheet: ScoreSheet, language: Language) -> str:
    """One line a doctor and month."""
    words = _WORDS[language]
    if not sheet.records and not sheet.unreadable:
        return str(words["none"])
    lines = [str(words["title"]), " | ".join(words["columns"])]
    lines += [" | ".join(_cells(line, language)) for line in sheet.lines()]
    if sheet.unreadable:
        lines.append(f"{words['unreadable']}: {', '.join(sheet.unreadable)}")
    return "\n".join(lines)


def score_sheet_to_json(sheet: ScoreSheet) -> dict[str, object]:
    """The lines, every record with its points and rules, and what could not be read."""
    return {
        "lines": [
            {
                "doctor": line.doctor,
                "month": line.month,
                "records": line.records,
                "points": line.points,
                "grades": {grade.value: line.grades.get(grade, 0) for grade in Grade},
                "findings": {s.value: line.counts.get(s, 0) for s in _SEVERITIES},
                "frequent": [{"rule": rule, "records": count} for rule, count in line.frequent],
            }
            for line in sheet.lines()
        ],
        "records": [
            {
                "id": score.id,
                "doctor": score.doctor,
                "month": score.month,
                "points": score.points,
                "grade": score.grade.value,
                "rules": list(score.rules),
            }
            for score in sheet.records
        ],
        "unreadable": list(sheet.unreadable),
    }


def score_sheet_to_csv(sheet: ScoreSheet, language: Language) -> str:
    """The lines as CSV; no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_WORDS[language]["columns"])
    for line in sheet.lines():
        writer.writerow([as_plain_cell(cell) for cell in _cells(line, language)])
    return written.getvalue()


def as_plain_cell(text: str) -> str:
    """The text, marked as text where a spreadsheet would run it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _cells(line: SheetLine, language: Language) -> list[str]:
    words = _WORDS[language]
    return [
        line.doctor or str(words["nobody"]),
        line.month or str(words["no_month"]),
        str(line.records),
        f"{line.points:g}",
        *(str(line.grades.get(grade, 0)) for grade in Grade),
        *(str(line.counts.get(severity, 0)) for severity in _SEVERITIES),
        " ".join(f"{rule}×{count}" for rule, count in line.frequent),
    ]
