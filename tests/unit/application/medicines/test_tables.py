"""The medication tables hold together, agree with the lexicon, and a clinic can change them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.application.medicines import tables
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon

#: Ingredients that stand only in combinations, or are no drug by themselves.
_ONLY_INSIDE = {
    "克拉维酸", "磺胺甲噁唑", "福尔可定", "甲氧那明", "咖啡因", "克仑特罗", "沙库巴曲", "美利曲辛",
    "青霉素V", "酒精",
}  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
def test_every_name_is_a_standard_name_of_the_lexicon(language: Language) -> None:
    known = lexicon.load(language)
    entries = (*tables.load().drugs.values(), *tables.load().products)
    names = {n for e in entries for n in (e.zh if language is Language.ZH else e.en)}

    strange = {
        name
        for name in names - _ONLY_INSIDE
        if (term := known.named(name, "drug")) is None or term.name != name
    }

    assert strange == set()


def test_every_usual_dose_lies_within_its_limits() -> None:
    for drug in tables.load().drugs.values():
        if drug.usual_single_mg is not None and drug.single_max_mg is not None:
            assert drug.usual_single_mg[1] <= drug.single_max_mg, drug.id


def test_no_value_claims_to_be_verified() -> None:
    sources = {entry.source for entry in tables.load().entries()}

    assert {s for s in sources if "to be verified" not in s} == set()


def test_a_combination_tells_its_ingredients() -> None:
    parts = tables.load().parts("感冒灵颗粒")

    assert {(p.drug.id, p.mg) for p in parts} == {
        ("paracetamol", 200), ("chlorphenamine", 4), ("caffeine", 4),
    }  # fmt: skip


def test_international_advice_holds_for_english_records() -> None:
    drug = tables.load().drugs["paracetamol"]

    assert (drug.daily_limit(Language.ZH), drug.daily_limit(Language.EN)) == (2000, 4000)


def write(folder: Path, name: str, text: str) -> None:
    (folder / "safety").mkdir(exist_ok=True)
    (folder / "safety" / name).write_text(text, encoding="utf-8")


def test_a_clinic_changes_one_value_and_keeps_the_rest(data_folder: Path) -> None:
    write(data_folder, "drugs.toml", '[[drug]]\nid = "paracetamol"\ndaily_max_mg = 3000\n')

    drug = tables.load().drugs["paracetamol"]

    assert (drug.daily_max_mg, drug.single_max_mg, drug.zh) == (3000, 1000, ("对乙酰氨基酚",))


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("drugs.toml", '[[drug]]\nid = "x"\ndaily_max_mg = -1\n', "drug.1.daily_max_mg"),
        ("drugs.toml", '[[drug]]\nid = "x"\ndose = 1\n', "drug.1.dose"),
        ("drugs.toml", '[[drug]]\nid = "x"\ngroups = ["nowhere"]\n', "drug:x.groups"),
        (
            "products.toml",
            '[[product]]\nzh = ["甲"]\ncontains_mg = { z = 1 }\n',
            "product:甲.contains_mg",
        ),
        (
            "interactions.toml",
            '[[interaction]]\nid = "X1"\na = ["z"]\nb = ["nsaid"]\nseverity = "major"\n'
            'zh = "避免"\nen = "avoid"\n',
            "interaction:X1",
        ),
    ],
)
def test_a_broken_entry_is_told_by_file_and_key(
    data_folder: Path, name: str, text: str, key: str
) -> None:
    write(data_folder, name, text)

    with pytest.raises(ResourceBroken) as broken:
        tables.load()

    assert broken.value.params == {"file": name, "key": key}
