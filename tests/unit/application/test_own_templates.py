"""A clinic's own template comes into force whole and correct, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.application import own_templates
from zhenlu.application.templates import load
from zhenlu.domain.errors import FileUnreadable, ResourceBroken
from zhenlu.domain.transcript import Language

_NAME = "soap.en.toml"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_saved_template_takes_the_place_of_the_shipped_one_until_it_is_discarded() -> None:
    text = own_templates.text_of(_NAME)
    own_templates.save(_NAME, text.replace('title = "SOAP note"', 'title = "Our note"'))
    assert load("soap", Language.EN).title == "Our note"

    own_templates.discard(_NAME)
    assert load("soap", Language.EN).title == "SOAP note"


def test_a_mistake_is_named_and_nothing_is_written(data_folder: Path) -> None:
    text = own_templates.text_of(_NAME).replace('kind = "outpatient"', 'kin = "outpatient"')
    with pytest.raises(ResourceBroken) as refused:
        own_templates.save(_NAME, text)

    assert refused.value.params["key"] in ("kin", "kind")
    assert not (data_folder / "templates" / _NAME).exists()


def test_a_broken_own_file_is_listed_first_and_hides_no_other(data_folder: Path) -> None:
    own = data_folder / "templates" / _NAME
    own.parent.mkdir(parents=True)
    own.write_text("id = soap", encoding="utf-8")
    first, *others = own_templates.listed()

    assert (first.name, first.is_own, first.is_shipped, first.is_broken) == (
        _NAME, True, True, True
    )  # fmt: skip
    assert others
    assert not any(file.is_broken for file in others)


def test_a_name_leads_nowhere_outside_the_folder_of_templates() -> None:
    with pytest.raises(FileUnreadable):
        own_templates.text_of("../../etc/hostname")
