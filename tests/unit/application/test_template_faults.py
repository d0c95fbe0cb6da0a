"""A mistake in a template is pointed at with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.application.template_faults import FaultKind, faults

SHIPPED = paths.resources() / "templates"


def changed(tmp_path: Path, old: str, new: str, name: str = "followup-diabetes.zh.toml") -> Path:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda p: p.name)
def test_no_shipped_template_has_a_fault(path: Path) -> None:
    assert faults(path) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "key", "line_holds"),
    [
        (
            'layout = "list"',
            'layout = "table"',
            FaultKind.NOT_ALLOWED,
            "section.7.layout",
            'layout = "table"',
        ),
        ('id = "lifestyle"', 'id = "habits"', FaultKind.UNKNOWN_SECTION, "section.3.id", "habits"),
        (
            'title = "糖化血红蛋白"',
            'titel = "糖化血红蛋白"',
            FaultKind.UNKNOWN_KEY,
            "section.5.field.3.titel",
            "titel",
        ),
        (
            "  high = 20\n",
            '  high = "多"\n',
            FaultKind.WRONG_TYPE,
            "section.3.field.2.high",
            'high = "多"',
        ),
        (
            '  title = "足背动脉搏动"\n',
            "",
            FaultKind.MISSING,
            "section.2.field.7.title",
            "[[section.field]]",
        ),
    ],
)
def test_a_mistake_is_named_with_its_kind_and_line(
    tmp_path: Path, old: str, new: str, kind: FaultKind, key: str, line_holds: str
) -> None:
    path = changed(tmp_path, old, new)

    found = next(fault for fault in faults(path) if fault.key == key)

    assert found.kind is kind
    assert line_holds in path.read_text(encoding="utf-8").splitlines()[found.line - 1]


def test_all_mistakes_are_listed_not_only_the_first(tmp_path: Path) -> None:
    path = changed(tmp_path, 'layout = "list"', 'layout = "table"')
    path.write_text(
        path.read_text(encoding="utf-8").replace('\nkind = "followup"', '\nkind = "form"'),
        encoding="utf-8",
    )

    assert [fault.key for fault in faults(path)] == ["kind", "section.7.layout"]


def test_what_may_stand_there_is_told(tmp_path: Path) -> None:
    (found,) = faults(changed(tmp_path, 'layout = "list"', 'layout = "table"'))

    assert "prose" in found.allowed


def test_a_line_that_is_no_toml_is_pointed_at(tmp_path: Path) -> None:
    path = tmp_path / "x.zh.toml"
    path.write_text('id = "x"\nlanguage = “zh”\n', encoding="utf-8")

    (found,) = faults(path)

    assert (found.kind, found.line) == (FaultKind.TOML, 2)


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    (found,) = faults(tmp_path / "none.zh.toml")

    assert found.kind is FaultKind.UNREADABLE


def test_a_file_named_for_another_template_is_told_its_right_name(tmp_path: Path) -> None:
    path = changed(tmp_path, 'id = "soap"', 'id = "ward"', "soap.zh.toml")

    (found,) = faults(path)

    assert (found.kind, found.allowed) == (FaultKind.NAME, "ward.zh.toml")


def test_a_required_section_without_a_phrase_for_nothing_is_told(tmp_path: Path) -> None:
    path = changed(tmp_path, 'when_empty = "未提及"', 'when_empty = ""', "soap.zh.toml")

    (found,) = faults(path)

    assert (found.kind, found.key) == (FaultKind.BLANK_WHEN_EMPTY, "section.1.when_empty")


def test_a_choice_that_no_word_fills_is_told(tmp_path: Path) -> None:
    text = (SHIPPED / "nursing-followup.zh.toml").read_text(encoding="utf-8")
    path = tmp_path / "nursing-followup.zh.toml"
    path.write_text(
        text + '\n  [[section.field]]\n  id = "x"\n  title = "x"\n  type = "choice"\n'
        '  choices = ["是", "否"]\n  [[section.field.source]]\n  kind = "symptom"\n',
        encoding="utf-8",
    )

    (found,) = faults(path)

    assert found.kind is FaultKind.NEVER_FILLED
