"""Bringing packs from outside: what is taken, what is refused, and that nothing is left behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.domain.errors import (
    Cancelled,
    DiskRefused,
    FileUnreadable,
    PackRejected,
    ZhenluError,
)
from zhenlu.domain.pack import PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import importing as pack_import
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.importing import import_pack
from zhenlu.wording import explain


def rejection(source: Path) -> str:
    """Why a source is refused; checks on the way that it is explained and nothing left behind."""
    with pytest.raises(ZhenluError) as caught:
        import_pack(source)
    assert nothing_left()
    for language in Language:
        assert caught.value.full_code not in explain(caught.value, language)
    return caught.value.full_code


def nothing_left() -> bool:
    folder = paths.user_models()
    return not folder.exists() or list(folder.iterdir()) == []


# What is taken


def test_a_whisper_folder_is_recognised_copied_and_recorded(whisper_folder: Path) -> None:
    installed = import_pack(whisper_folder)

    pack = shelf.find("my-whisper").pack
    sources = list(whisper_folder.iterdir())
    expected = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sources}
    assert (pack.kind, pack.languages) == (PackKind.SPEECH, (Language.ZH, Language.EN))
    assert not pack.short_windows
    assert {file.path: file.sha256 for file in pack.files} == expected
    shelf.verify(installed)


def test_a_gguf_file_is_recognised_copied_and_recorded(write_gguf) -> None:
    source = write_gguf("Tiny Instruct 小.gguf")

    installed = import_pack(source)

    pack = shelf.find("tiny-instruct").pack
    assert (pack.kind, pack.layer, pack.prompt_format) == (PackKind.DRAFTING, Layer.WRITE, "chat")
    assert (pack.context_tokens, pack.rolls_back) == (4096, True)
    assert pack.title[Language.EN] == "Tiny Instruct Q8_0"
    assert installed.load_path.read_bytes() == source.read_bytes()
    shelf.verify(installed)


def test_a_folder_with_one_gguf_is_taken_like_the_file(write_gguf) -> None:
    installed = import_pack(write_gguf().parent)

    assert installed.id == "tiny-instruct"


def test_an_imported_pack_is_ready_without_reading_it_again(write_gguf, monkeypatch) -> None:
    import_pack(write_gguf())
    monkeypatch.setattr(hashlib, "sha256", None)

    assert shelf.choose("drafting", Language.ZH).id == "tiny-instruct"


def test_progress_reaches_the_whole_size(whisper_folder: Path) -> None:
    seen: list[tuple[int, int]] = []

    import_pack(whisper_folder, lambda done, total: seen.append((done, total)))

    total = sum(path.stat().st_size for path in whisper_folder.iterdir())
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_parts_of_a_split_model_are_taken_together(write_gguf) -> None:
    first = write_gguf("big-00001-of-00002.gguf", metadata={"split.count": 2})
    write_gguf("big-00002-of-00002.gguf", metadata={"split.count": 2}, filling=2.0)

    installed = import_pack(first)

    assert [f.path for f in installed.pack.files] == [
        "big-00001-of-00002.gguf",
        "big-00002-of-00002.gguf",
    ]
    assert installed.load_path.name == "big-00001-of-00002.gguf"


def test_a_second_model_of_the_same_name_gets_an_id_of_its_own(write_gguf) -> None:
    import_pack(write_gguf())

    second = import_pack(write_gguf(filling=3.0))

    assert second.id == f"tiny-instruct-{second.pack.sha256[:8]}"
    assert len(shelf.inventory().packs) == 4


def test_a_pack_with_its_own_manifest_keeps_what_that_says(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "stick" / "drafting"
    shutil.copytree(paths.models() / "starter" / "drafting", folder)
    empty = tmp_path / "no-models-shipped"
    (empty / "catalogue").mkdir(parents=True)
    monkeypatch.setattr(paths, "models", lambda: empty)

    installed = import_pack(folder)

    assert (installed.id, installed.pack.memory_mb) == ("starter-drafting", 85)
    assert installed.pack.layer is Layer.SELECT


def test_a_starter_drafter_without_its_manifest_may_still_only_choose(
    write_gguf,
) -> None:
    source = write_gguf("x.gguf", metadata={"general.name": "starter-drafter"})

    assert import_pack(source).pack.layer is Layer.SELECT


def test_a_published_pack_gets_its_licence_from_the_catalogue(write_gguf) -> None:
    installed = import_pack(write_gguf("Qwen2.5-3B-Instruct-Q4_K_M.gguf"))

    assert installed.pack.licence == "Qwen Research License (non-commercial)"


def test_the_person_may_say_which_languages_it_understands(write_gguf) -> None:
    installed = import_pack(write_gguf(), languages=[Language.EN])

    assert installed.pack.languages == (Language.EN,)


@pytest.mark.parametrize(
    "metadata",
    [
        {"qwen2.attention.sliding_window": 4096},
        {"qwen2.ssm.conv_kernel": 4},
        {"qwen2.shortconv.l_cache": 3},
    ],
)
def test_a_model_that_cannot_take_back_its_context_is_marked_and_explained(
    write_gguf, metadata: dict[str, int]
) -> None:
    pack = import_pack(write_gguf(metadata=metadata)).pack

    assert not pack.rolls_back
    assert pack.notes[Language.ZH]
    assert pack.notes[Language.EN]


def test_a_whisper_without_the_empty_token_counts_as_english_only(whisper_folder: Path) -> None:
    path = whisper_folder / "vocabulary.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    words[words.index("")] = "x"
    path.write_text(json.dumps(words), encoding="utf-8")

    pack = import_pack(whisper_folder).pack

    assert pack.languages == (Language.EN,)
    assert pack.notes[Language.EN]


# What is refused


def test_the_same_files_are_not_installed_twice(write_gguf) -> None:
    source = write_gguf()
    import_pack(source)

    with pytest.raises(PackRejected) as caught:
        import_pack(source)

    assert (caught.value.reason, caught.value.params["pack"]) == ("installed", "tiny-instruct")
    assert [folder.name for folder in paths.user_models().iterdir()] == ["tiny-instruct"]


def test_a_path_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    assert rejection(tmp_path / "nowhere") == "file.unreadable.missing"


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "vocabulary.json"])
def test_a_whisper_folder_lacking_a_file_says_which(whisper_folder: Path, name: str) -> None:
    (whisper_folder / name).unlink()

    with pytest.raises(PackRejected) as caught:
        import_pack(whisper_folder)

    missing = "vocabulary.txt" if name == "vocabulary.json" else name
    assert (caught.value.reason, caught.value.params["missing"]) == ("incomplete", missing)


def test_a_truncated_speech_model_is_refused(whisper_folder: Path) -> None:
    with (whisper_folder / "model.bin").open("r+b") as stream:
        stream.truncate(5_000_000)

    assert rejection(whisper_folder) == "pack.rejected.truncated"


def test_a_model_bin_of_another_format_is_refused(whisper_folder: Path) -> None:
    (whisper_folder / "model.bin").write_bytes(b"lmgg" + bytes(1000))

    assert rejection(whisper_folder) == "pack.rejected.not_ctranslate2"


def test_a_translation_model_is_no_whisper(whisper_folder: Path) -> None:
    path = whisper_folder / "model.bin"
    content = path.read_bytes()
    path.write_bytes(content[:6] + b"TransfoSpec" + content[17:])

    assert rejection(whisper_folder) == "pack.rejected.not_whisper"


def test_a_vocabulary_that_is_no_list_is_damaged(whisper_folder: Path) -> None:
    (whisper_folder / "vocabulary.json").write_text('{"a": 1}', encoding="utf-8")

    assert rejection(whisper_folder) == "pack.rejected.damaged"


def test_an_unconverted_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "hf"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(bytes(100))
    (folder / "config.json").write_text("{}")

    assert rejection(folder) == "pack.rejected.unconverted"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    (folder / "beach.jpg").write_bytes(bytes(100))

    assert rejection(folder) == "pack.rejected.nothing_found"


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("not a model, but long enough to look")

    assert rejection(path) == "pack.rejected.not_gguf"


def test_a_truncated_gguf_is_refused(write_gguf) -> None:
    path = write_gguf()
    path.write_bytes(path.read_bytes()[:-300])

    assert rejection(path) == "pack.rejected.truncated"


@pytest.mark.parametrize(
    ("architecture", "metadata", "leave_out"),
    [
        ("bert", {}, ()),
        ("clip", {}, ()),
        ("qwen2", {"general.type": "adapter"}, ()),
        ("flux", {}, ("tokenizer.ggml.tokens",)),
        ("qwen2", {}, ("qwen2.context_length",)),
    ],
)
def test_a_gguf_that_cannot_draft_is_refused(write_gguf, architecture, metadata, leave_out) -> None:
    source = write_gguf(architecture=architecture, metadata=metadata, leave_out=leave_out)

    assert rejection(source) == "pack.rejected.not_drafting"


def test_a_base_model_is_refused(write_gguf) -> None:
    source = write_gguf(leave_out=("tokenizer.chat_template",))

    assert rejection(source) == "pack.rejected.no_chat_template"


def test_a_folder_with_two_models_asks_for_one(write_gguf) -> None:
    write_gguf("one.gguf")

    assert rejection(write_gguf("two.gguf").parent) == "pack.rejected.several"


def test_a_split_model_lacking_a_part_is_refused(write_gguf) -> None:
    source = write_gguf("big-00001-of-00002.gguf", metadata={"split.count": 2})

    assert rejection(source) == "pack.rejected.parts"


def test_a_link_in_the_folder_is_refused(whisper_folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere.json"
    (whisper_folder / "config.json").rename(secret)
    (whisper_folder / "config.json").symlink_to(secret)

    assert rejection(whisper_folder) == "pack.rejected.link"


def drafting_copy(tmp_path: Path, before: str, after: str) -> Path:
    folder = tmp_path / "stick" / "drafting"
    shutil.copytree(paths.models() / "starter" / "drafting", folder)
    manifest = folder / "pack.toml"
    text = manifest.read_text(encoding="utf-8")
    assert before in text
    manifest.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def test_a_file_that_differs_from_the_manifest_it_came_with_is_refused(tmp_path: Path) -> None:
    folder = drafting_copy(tmp_path, 'sha256 = "ed7d', 'sha256 = "0000')

    assert rejection(folder) == "pack.rejected.manifest_digest"


def test_a_manifest_listing_a_strange_file_is_refused(tmp_path: Path) -> None:
    folder = drafting_copy(tmp_path, '"starter-drafter.gguf"', '"install.sh"')

    assert rejection(folder) == "pack.rejected.manifest_file"


def test_a_manifest_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = drafting_copy(tmp_path, '"starter-drafter.gguf"', '"../../secret"')

    assert rejection(folder) == "resource.broken.pack_manifest"


# What interrupts


def test_a_cancelled_import_leaves_nothing(whisper_folder: Path) -> None:
    cancelled = threading.Event()

    def cancel_half_way(done: int, total: int) -> None:
        if done > total // 2:
            cancelled.set()

    with pytest.raises(Cancelled):
        import_pack(whisper_folder, cancel_half_way, cancelled)

    assert nothing_left()


def test_too_little_space_is_told_before_copying(whisper_folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(pack_import, "_RESERVE_BYTES", 1 << 60)

    assert rejection(whisper_folder) == "disk.refused.full"


def test_a_disk_that_fills_up_leaves_nothing(whisper_folder: Path) -> None:
    def fill(_done: int, _total: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiskRefused) as caught:
        import_pack(whisper_folder, fill)

    assert caught.value.reason == "filled"
    assert nothing_left()


def test_a_stick_pulled_while_reading_leaves_nothing(whisper_folder: Path) -> None:
    def pull(_done: int, _total: int) -> None:
        shutil.rmtree(whisper_folder, ignore_errors=True)

    with pytest.raises(FileUnreadable) as caught:
        import_pack(whisper_folder, pull)

    assert caught.value.reason == "read"
    assert nothing_left()


def test_what_a_killed_import_left_is_cleared_by_the_next_one(write_gguf) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = paths.user_models() / f".import-{ended.pid}-0123abcd"
    left.mkdir(parents=True)
    (left / "model.bin").write_bytes(bytes(10))

    import_pack(write_gguf())

    assert [folder.name for folder in paths.user_models().iterdir()] == ["tiny-instruct"]


def test_an_import_under_way_elsewhere_is_left_alone(write_gguf) -> None:
    running = paths.user_models() / f".import-{os.getpid()}-0123abcd"
    running.mkdir(parents=True)

    import_pack(write_gguf())

    assert running.exists()
    assert [pack.id for pack in shelf.inventory().packs if not pack.shipped] == ["tiny-instruct"]
