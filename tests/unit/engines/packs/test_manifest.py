"""pack.toml: what is accepted, what is refused, and that writing and reading agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.pack import PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import manifest as pack_manifest

STARTERS = paths.models() / "starter"


def test_the_starter_packs_say_how_they_may_be_used() -> None:
    speech = pack_manifest.read(STARTERS / "speech")
    drafting = pack_manifest.read(STARTERS / "drafting")

    assert (speech.kind, speech.short_windows, speech.layer) == (PackKind.SPEECH, True, None)
    assert (drafting.layer, drafting.prompt_format) == (Layer.SELECT, "weigh-1")
    assert drafting.context_tokens == 2048


def test_the_starter_packs_together_stay_below_25_megabytes() -> None:
    sizes = [pack_manifest.read(folder).bytes for folder in STARTERS.iterdir() if folder.is_dir()]

    assert len(sizes) == 2
    assert sum(sizes) < 25_000_000


def test_a_single_file_pack_is_cited_by_the_digest_of_that_file() -> None:
    drafting = pack_manifest.read(STARTERS / "drafting")

    assert drafting.sha256 == drafting.files[0].sha256


def test_every_file_of_a_pack_changes_what_it_is_cited_by() -> None:
    speech = pack_manifest.read(STARTERS / "speech")
    cited = set()

    for i, file in enumerate(speech.files):
        changed = replace(file, sha256="0" * 64)
        files = (*speech.files[:i], changed, *speech.files[i + 1 :])
        cited.add(replace(speech, files=files).sha256)

    assert len(cited | {speech.sha256}) == len(speech.files) + 1


@pytest.mark.parametrize("name", ["speech", "drafting"])
def test_a_written_manifest_reads_back_equal(tmp_path: Path, name: str) -> None:
    pack = pack_manifest.read(STARTERS / name)
    odd = replace(pack, title={Language.ZH: '引"号\\', Language.EN: "tab\there\x7f"})

    (tmp_path / "pack.toml").write_text(pack_manifest.to_toml(odd), encoding="utf-8")

    assert pack_manifest.read(tmp_path) == odd


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('kind = "drafting"', 'kind = "vision"', "kind"),
        ('engine = "llama.cpp"', 'engine = "faster-whisper"', "pack"),
        ("memory_mb = 85", "memory_mb = -1", "memory_mb"),
        ("memory_mb = 85", 'memory_mb = "85"', "memory_mb"),
        ('languages = ["zh", "en"]', "languages = []", "languages"),
        ('layer = "select"', "", "pack"),
        ('layer = "select"', 'layer = "write"', "pack"),
        ("doubt_at = ", "doubt_at = {zh = 0.2} #", "doubt_at.zh"),
        ("context_tokens = 2048", "context_token = 2048", "context_token"),
        ('id = "starter-drafting"', 'id = "../up"', "id"),
        ('path = "starter-drafter.gguf"', 'path = "../starter-drafter.gguf"', "files.0.path"),
        ('path = "starter-drafter.gguf"', 'path = "/etc/hostname"', "files.0.path"),
        ('path = "starter-drafter.gguf"', "path = 'C:\\x.gguf'", "files.0.path"),
        ('path = "starter-drafter.gguf"', 'path = "a//b.gguf"', "files.0.path"),
        ('sha256 = "', 'sha256 = "Z', "files.0.sha256"),
        ('schema = "zhenlu.pack/1"', 'schema = "zhenlu.pack/9"', "schema"),
        ('schema = "zhenlu.pack/1"', "schema = ", "TOML"),
    ],
)
def test_a_manifest_that_breaks_the_schema_is_refused_at_the_place(
    tmp_path: Path, before: str, after: str, key: str
) -> None:
    text = (STARTERS / "drafting" / "pack.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "pack.toml").write_text(text.replace(before, after), encoding="utf-8")

    with pytest.raises(ResourceBroken) as caught:
        pack_manifest.read(tmp_path)

    assert (caught.value.reason, caught.value.params["key"]) == ("pack_manifest", key)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceBroken):
        pack_manifest.read(tmp_path)
