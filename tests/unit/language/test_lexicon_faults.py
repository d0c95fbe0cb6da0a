"""The shipped lexicon holds up, and what a clinic edits is told where it breaks."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon_faults
from zhenlu.language.lexicon import load
from zhenlu.language.lexicon_faults import FaultKind, faults, is_protected


@pytest.mark.parametrize("language", list(Language))
def test_the_shipped_files_have_no_faults(language: Language) -> None:
    found = [f"{f.file.name}:{f.line} {f.kind} {f.wording}" for f in faults(language)]

    assert found == []


@pytest.mark.parametrize("language", list(Language))
def test_every_shipped_term_says_where_it_comes_from(language: Language) -> None:
    """Written in the term or once for its file: the reader's own default is no source."""
    unsourced = []
    for path in sorted((paths.resources() / "lexicon" / language.value).glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        terms = data["term"]
        unsourced += [
            f"{path.name} {t['name']}" for t in terms if not t.get("source", data.get("source"))
        ]

    assert unsourced == []


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


def test_no_two_chinese_terms_claim_one_english_counterpart() -> None:
    words = load(Language.ZH)
    claims = Counter(concept for term in words.terms if (concept := words.concept(term)))

    assert {concept: times for concept, times in claims.items() if times > 1} == {}


@pytest.mark.parametrize(
    ("kind", "chinese", "english"),
    [
        ("drug", "氨溴索", "ambroxol"),
        ("drug", "阿莫西林克拉维酸钾", "co-amoxiclav"),
        ("disease", "高血压", "hypertension"),
        ("symptom", "咳嗽", "cough"),
        ("test", "糖化血红蛋白", "HbA1c"),
    ],
)
def test_a_concept_leads_from_one_language_to_the_other(
    kind: str, chinese: str, english: str
) -> None:
    term = load(Language.ZH).named(chinese, kind)
    assert term is not None

    counterpart = load(Language.EN).of_concept(load(Language.ZH).concept(term))

    assert counterpart is not None
    assert counterpart.name == english
    assert load(Language.ZH).of_concept(load(Language.EN).concept(counterpart)) == term


def test_codes_have_the_form_of_icd_10() -> None:
    codes = {t.name: t.extra["icd10"] for t in load(Language.ZH).terms if "icd10" in t.extra}

    assert {n: c for n, c in codes.items() if not re.fullmatch(r"[A-Z]\d\d(\.\d)?", c)} == {}
    assert len(codes) > 250


def test_reference_limits_stand_with_a_unit_and_in_order() -> None:
    wrong = [
        term.name
        for term in load(Language.ZH).of_kind("test", "vital")
        if {"low", "high"} & term.extra.keys()
        and (
            not term.extra.get("unit")
            or term.extra.get("low", 0) >= term.extra.get("high", float("inf"))
        )
    ]

    assert wrong == []
