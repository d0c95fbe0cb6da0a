"""The clinic's own words: checked, kept in a readable file, and known at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zhenlu.application import own_words
from zhenlu.domain.errors import WordRefused
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language import lexicon
from zhenlu.language.extraction import extract_facts


@pytest.fixture(autouse=True)
def lexicon_of_this_folder(data_folder: Path) -> Iterator[Path]:
    lexicon.reload()
    yield data_folder
    lexicon.reload()


def test_a_new_word_is_found_in_what_is_said() -> None:
    own_words.add(Language.ZH, "drug", "沃可替尼", ["沃可"])

    said = Transcript(Language.ZH, (Segment(1, "沃可停了没有?", SpeakerRole.DOCTOR),))
    found = lexicon.load(Language.ZH).find(next(iter(said)).text, "drug")

    assert [m.term.name for m in found] == ["沃可替尼"]


def test_a_new_drug_is_prescribed_under_its_standard_name() -> None:
    own_words.add(Language.ZH, "drug", "沃可替尼", ["沃可"])
    spoken = Segment(1, "给您开沃可,一次十毫克,一天两次,吃七天。", SpeakerRole.DOCTOR)

    facts = extract_facts(Transcript(Language.ZH, (spoken,)))

    assert [(f.name, f.value, f.unit) for f in facts] == [("沃可替尼", "10", "mg")]


def test_a_known_term_gains_a_wording_and_keeps_its_own() -> None:
    own_words.add(Language.ZH, "drug", "布洛芬", ["小红片"])
    known = lexicon.load(Language.ZH)

    gained, shipped = known.named("小红片", "drug"), known.named("芬必得", "drug")

    assert gained is shipped
    assert gained is not None
    assert gained.extra["class"] == ["解热镇痛药", "非甾体抗炎药"]


def test_a_word_added_twice_collects_its_wordings() -> None:
    own_words.add(Language.EN, "drug", "wocotinib", ["woco"])
    own_words.add(Language.EN, "drug", "wocotinib", ["Wocotab"])

    assert [t.say for t in own_words.words(Language.EN)] == [("woco", "Wocotab")]


def test_a_removed_word_is_gone_and_what_ships_stays() -> None:
    own_words.add(Language.ZH, "drug", "布洛芬", ["小红片"])

    own_words.remove(Language.ZH, "drug", "布洛芬")

    known = lexicon.load(Language.ZH)
    assert known.named("小红片", "drug") is None
    assert known.named("芬必得", "drug") is not None


@pytest.mark.parametrize(
    ("kind", "name", "say", "reason"),
    [
        ("spaceship", "沃可替尼", (), "kind"),
        ("drug", "沃", (), "length"),
        ("drug", "沃可\n替尼", (), "length"),
        ("drug", '沃可"替尼', (), "length"),
        ("drug", "沃可替尼", ("三天",), "protected"),
        ("drug", "沃可替尼", ("烧烤",), "everyday"),
        ("drug", "沃可替尼", ("芬必得",), "taken"),
        ("drug", "芬必得", (), "taken"),
    ],
)
def test_a_word_that_would_do_harm_is_refused(
    kind: str, name: str, say: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(WordRefused) as refused:
        own_words.add(Language.ZH, kind, name, say)

    assert refused.value.reason == reason
    assert own_words.words(Language.ZH) == ()


def test_an_unknown_word_cannot_be_removed() -> None:
    with pytest.raises(WordRefused) as refused:
        own_words.remove(Language.ZH, "drug", "沃可替尼")

    assert refused.value.full_code == "word.refused.unknown"


def test_what_a_person_wrote_beside_a_word_stays(data_folder: Path) -> None:
    folder = data_folder / "lexicon" / "zh"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(
        '[[term]]\nkind = "drug"\nname = "沃可替尼"\nsay = ["沃可"]\nforms = ["片"]\n',
        encoding="utf-8",
    )
    lexicon.reload()

    own_words.add(Language.ZH, "drug", "沃可替尼", ["小沃"])

    (term,) = own_words.words(Language.ZH)
    assert (term.say, term.extra["forms"]) == (("沃可", "小沃"), ["片"])
