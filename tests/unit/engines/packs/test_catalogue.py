"""The catalogue of packs to fetch elsewhere."""

from __future__ import annotations

import re

import pytest

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.pack import PackKind
from zhenlu.engines.packs import catalogue as pack_catalogue
from zhenlu.engines.packs.recognition import slug


def test_every_entry_is_complete_and_named_once() -> None:
    entries = pack_catalogue.entries()

    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.kind for entry in entries} == set(PackKind)
    assert all(all(entry.suits.values()) for entry in entries)


def test_an_entry_is_recognised_by_the_name_its_files_are_published_under() -> None:
    for entry in pack_catalogue.entries():
        if entry.kind is PackKind.SPEECH:
            published = entry.repository.rpartition("/")[2]
        else:
            published = re.split(r"\.gguf|\.onnx", entry.files)[0].partition("-00001-of-")[0]

        assert slug(published) == entry.id


def test_no_entry_carries_an_address() -> None:
    for path in (paths.models() / "catalogue").glob("*.toml"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_a_misspelt_key_is_named(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    text = (paths.models() / "catalogue" / "speech.toml").read_text(encoding="utf-8")
    (folder / "speech.toml").write_text(
        text.replace("\nmemory_mb =", "\nmemory =", 1), encoding="utf-8"
    )
    monkeypatch.setattr(paths, "models", lambda: tmp_path)

    with pytest.raises(ResourceBroken) as caught:
        pack_catalogue.entries()

    assert caught.value.params["key"] in ("pack.0.memory_mb", "pack.0.memory")
