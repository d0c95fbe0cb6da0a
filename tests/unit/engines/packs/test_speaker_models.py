"""Speaker models from outside: tried in a process of their own, taken or refused."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import speaker_models

from zhenlu import paths
from zhenlu.domain.errors import (
    Cancelled,
    PackRejected,
    PackTampered,
    ResourceBroken,
    ZhenluError,
)
from zhenlu.domain.pack import PackKind
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.importing import import_pack
from zhenlu.engines.speech.speaker_process import dimensions_of
from zhenlu.wording import explain


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _good(stick: Path, seed: int = 1) -> Path:
    return speaker_models.telling_voices_apart(stick / f"My CAM++ {seed}.onnx", seed)


def _refusal(source: Path) -> str:
    """Why a source is refused; checks on the way that it is explained and nothing left behind."""
    with pytest.raises(ZhenluError) as caught:
        import_pack(source)
    folder = paths.user_models()
    assert not folder.exists() or list(folder.iterdir()) == []
    for language in Language:
        told = explain(caught.value, language)
        assert caught.value.full_code not in told
        assert "{" not in told
    return caught.value.full_code


def test_a_speaker_model_is_tried_copied_and_recorded(stick: Path) -> None:
    source = _good(stick)

    installed = import_pack(source)

    pack = shelf.find("my-cam-1").pack
    assert (pack.kind, pack.engine, pack.dimensions) == (PackKind.SPEAKER, "onnxruntime", 48)
    (file,) = pack.files
    assert file.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert file.bytes == source.stat().st_size
    assert installed.load_path.read_bytes() == source.read_bytes()
    shelf.verify(installed)


def test_a_folder_with_one_is_taken_like_the_file(stick: Path) -> None:
    _good(stick)

    assert import_pack(stick).pack.kind is PackKind.SPEAKER


def test_one_that_is_imported_is_in_use_until_it_is_removed(stick: Path) -> None:
    assert shelf.speaker() is None

    imported = import_pack(_good(stick))
    assert shelf.speaker() == imported
    assert imported.id in shelf.in_use()
    assert shelf.embedder() == imported.pack.sha256

    shelf.remove(imported.id)
    assert shelf.speaker() is None
    assert shelf.embedder() == ""


def test_the_one_that_was_chosen_is_used(stick: Path) -> None:
    first, second = (import_pack(_good(stick, seed)) for seed in (1, 2))

    for chosen in (first, second):
        shelf.use(chosen.id)
        assert shelf.speaker() == chosen
    assert shelf.chosen_id("speech") == ""


def test_one_that_was_altered_is_not_used_and_named_when_verified(stick: Path) -> None:
    imported = import_pack(_good(stick))
    imported.load_path.write_bytes(imported.load_path.read_bytes()[:-1] + b"\0")

    assert shelf.speaker() is None
    with pytest.raises(PackTampered):
        shelf.verify(imported)


def test_one_that_was_chosen_and_is_gone_is_not_used(stick: Path) -> None:
    imported = import_pack(_good(stick))
    shelf.use(imported.id)
    imported.folder.rename(imported.folder.with_name(".gone"))

    assert shelf.speaker() is None


def test_a_published_one_gets_its_licence_from_the_catalogue(stick: Path) -> None:
    name = "3dspeaker_speech_campplus_sv_zh_en_16k-common_advanced"

    pack = import_pack(speaker_models.telling_voices_apart(stick / f"{name}.onnx")).pack

    assert (pack.id, pack.licence) == (name, "Apache-2.0")


def _broken(path: Path) -> Path:
    path.write_bytes(b"\x08\x08" * 4000)
    return path


def _cut_short(path: Path) -> Path:
    content = speaker_models.telling_voices_apart(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _huge(path: Path) -> Path:
    with path.open("wb") as stream:
        stream.truncate((1 << 30) + 1)
    return path


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (_broken, "speaker_broken"),
        (_cut_short, "speaker_broken"),
        (_empty, "speaker_broken"),
        (_huge, "speaker_large"),
        (lambda path: speaker_models.with_data_elsewhere(path, Path("w.bin")), "speaker_broken"),
        (
            lambda path: speaker_models.with_data_elsewhere(path, Path("../../../etc/hostname")),
            "speaker_broken",
        ),
        (lambda path: speaker_models.of_bands(path, 40), "speaker_shape"),
        (lambda path: speaker_models.telling_voices_apart(path, dimensions=8), "speaker_shape"),
        (speaker_models.by_frame, "speaker_shape"),
        (speaker_models.constant, "speaker_numbers"),
        (lambda path: speaker_models.constant(path, float("nan")), "speaker_numbers"),
        (speaker_models.taking_all_memory, "speaker_fails"),
    ],
    ids=[
        "no model", "cut short", "empty", "huge", "data beside it", "data of the computer",
        "40 bands", "8 numbers", "an answer a frame", "always the same", "no numbers",
        "all memory",
    ],
)  # fmt: skip
def test_what_is_no_speaker_model_is_refused(
    stick: Path, build: Callable[[Path], Path], reason: str
) -> None:
    assert _refusal(build(stick / "voices.onnx")) == f"pack.rejected.{reason}"


def test_one_that_comes_to_no_end_is_stopped(stick: Path) -> None:
    endless = speaker_models.without_end(stick / "voices.onnx")

    with pytest.raises(PackRejected) as caught:
        dimensions_of(endless, threading.Event(), patience_s=4.0)

    assert caught.value.reason == "speaker_fails"


def test_the_trial_of_one_can_be_cancelled(stick: Path) -> None:
    endless = speaker_models.without_end(stick / "voices.onnx")
    cancelled = threading.Event()
    soon = threading.Timer(1.0, cancelled.set)
    soon.start()

    with pytest.raises(Cancelled):
        import_pack(endless, cancelled=cancelled)

    soon.join()
    assert not paths.user_models().exists()


def test_several_onnx_files_in_a_folder_are_no_speaker_model(stick: Path) -> None:
    _good(stick, 1)
    _good(stick, 2)

    assert _refusal(stick) == "pack.rejected.unconverted"


@pytest.mark.parametrize(
    ("key", "value"), [("dimensions = 48", "dimensions = 0"), ("onnxruntime", "llama.cpp")]
)
def test_a_manifest_that_does_not_hold_together_is_refused(
    stick: Path, key: str, value: str
) -> None:
    imported = import_pack(_good(stick))
    path = imported.folder / pack_manifest.FILE_NAME
    path.write_text(path.read_text(encoding="utf-8").replace(key, value), encoding="utf-8")

    with pytest.raises(ResourceBroken):
        pack_manifest.read(imported.folder)
