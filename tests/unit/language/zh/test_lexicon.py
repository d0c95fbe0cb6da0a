from collections import defaultdict
from pathlib import Path

import pytest

from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon
from zhenlu.language.lexicon import Lexicon, Term
from zhenlu.language.zh import mentions


def _words() -> Lexicon:
    return lexicon.load(Language.ZH)


@pytest.mark.parametrize(
    ("said", "kind", "name"),
    [
        ("拉肚子", "symptom", "腹泻"),
        ("嗓子疼", "symptom", "咽痛"),
        ("心慌", "symptom", "心悸"),
        ("想吐", "symptom", "恶心"),
        ("睡不着", "symptom", "失眠"),
        ("抽筋", "symptom", "肌肉痉挛"),
        ("芬必得", "drug", "布洛芬"),
        ("络活喜", "drug", "氨氯地平"),
        ("头孢", "drug_class", "头孢菌素类"),
        ("尿检", "test", "尿常规"),
        ("耳石症", "disease", "良性阵发性位置性眩晕"),
        ("波棱盖", "site", "膝关节"),
    ],
)
def test_everyday_wording_leads_to_the_standard_term(said: str, kind: str, name: str) -> None:
    term = _words().named(said, kind)

    assert term is not None
    assert name == term.name


def test_no_wording_stands_for_two_terms_of_one_kind() -> None:
    by_wording: dict[tuple[str, str], set[str]] = defaultdict(set)
    for term in _words().terms:
        for said in (term.name, *term.say):
            by_wording[term.kind, said].add(term.name)

    assert {key: names for key, names in by_wording.items() if len(names) > 1} == {}


def test_every_member_of_a_drug_class_is_a_drug_of_the_lexicon() -> None:
    words = _words()
    unknown = [
        member
        for cls in words.of_kind("drug_class")
        for member in cls.extra.get("members", ())
        if words.named(member) is None
    ]

    assert [m for m in unknown if m not in ("鱼腥草", "清开灵", "双黄连")] == []


def test_the_longest_wording_wins() -> None:
    words = Lexicon(Language.ZH, (Term("头痛", "symptom", ("头疼",)), Term("偏头痛", "disease")))

    assert [m.term.name for m in words.find("偏头痛三年")] == ["偏头痛"]


def test_a_wanted_kind_is_found_where_a_longer_wording_of_another_kind_begins() -> None:
    words = Lexicon(Language.ZH, (Term("血压", "vital"), Term("血压升高", "symptom")))

    assert [m.term.name for m in words.find("血压升高", "vital")] == ["血压"]


def test_english_terms_match_whole_words_and_plurals() -> None:
    words = Lexicon(Language.EN, (Term("cough", "symptom"),))

    assert [(m.start, m.end) for m in words.find("Coughs and cough coughing")] == [(0, 6), (11, 16)]


def test_a_term_without_a_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('kind = "symptom"\n[[term]]\nsay = ["x"]\n', encoding="utf-8")

    with pytest.raises(ResourceBroken) as caught:
        lexicon.read_terms(file)

    assert caught.value.full_code == "resource.broken.term"


def test_an_abbreviation_is_never_found_in_a_text() -> None:
    assert _words().of_kind("abbreviation")
    assert _words().find("qd HTN", "abbreviation") == ()
    assert _words().find("HTN") == ()


@pytest.mark.parametrize("verb", ["给您开", "继续用", "配点", "先吃", "换成"])
def test_no_everyday_word_swallows_the_beginning_of_a_drug(verb: str) -> None:
    lost = [
        said
        for term in _words().of_kind("drug")
        for said in (term.name, *term.say)
        if len(said) > 2
        and term.name not in [m.term.name for m in mentions.find(f"{verb}{said},1次1片", "drug")]
    ]

    assert lost == []
