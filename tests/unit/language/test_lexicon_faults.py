"""The shipped lexicon holds up, and what a clinic edits is told where it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon_faults
from zhenlu.language.lexicon_faults import FaultKind, faults, is_protected


@pytest.mark.parametrize("language", list(Language))
def test_the_shipped_files_have_no_faults(language: Language) -> None:
    found = [f"{f.file.name}:{f.line} {f.kind} {f.wording}" for f in faults(language)]

    assert found == []


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(
        lexicon_faults, "folders", lambda _language: (tmp_path / "shipped", tmp_path / "own")
    )
    (tmp_path / "own").mkdir()
    return tmp_path / "own" / "own.toml"


def test_a_wording_of_two_terms_is_told_with_its_line_and_owner(own_file: Path) -> None:
    own_file.write_text(
        'kind = "drug"\n\n[[term]]\nname = "美林"\n\n[[term]]\nname = "布洛芬"\nsay = ["美林"]\n',
        encoding="utf-8",
    )

    (fault,) = faults(Language.ZH)

    assert (fault.kind, fault.line, fault.wording, fault.term, fault.owner) == (
        FaultKind.TAKEN,
        8,
        "美林",
        "布洛芬",
        "美林",
    )


def test_a_wording_of_two_kinds_is_no_fault(own_file: Path) -> None:
    own_file.write_text(
        '[[term]]\nkind = "sign"\nname = "皮疹"\n[[term]]\nkind = "symptom"\nname = "皮疹"\n',
        encoding="utf-8",
    )

    assert faults(Language.ZH) == ()


def test_a_wording_that_stands_twice_is_told(own_file: Path) -> None:
    own_file.write_text(
        'kind = "symptom"\n[[term]]\nname = "cough"\nsay = ["Cough", "hack"]\n', encoding="utf-8"
    )

    assert [(f.kind, f.line) for f in faults(Language.EN)] == [(FaultKind.REPEATED, 4)]


@pytest.mark.parametrize("wording", ["三天", "左", "没有", "不是"])
def test_a_number_a_side_or_a_denial_is_protected(wording: str) -> None:
    assert is_protected(wording, Language.ZH)


@pytest.mark.parametrize("wording", ["三七片", "左眼", "无力", "二甲双胍"])
def test_a_term_that_only_holds_one_is_not(wording: str) -> None:
    assert not is_protected(wording, Language.ZH)


def test_english_numbers_and_denials_are_protected_too() -> None:
    assert is_protected("no", Language.EN)
    assert not is_protected("nosebleed", Language.EN)
