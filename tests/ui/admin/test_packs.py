"""Model packs: brought in, used, read through, removed."""

from __future__ import annotations

from pathlib import Path

import pytest
import speaker_models
from admin_manager import Manager
from PySide6.QtWidgets import QLabel, QPushButton
from whisper_folder import whisper_folder_in

from zhenlu import paths
from zhenlu.domain.pack import PackKind
from zhenlu.engines.packs import shelf
from zhenlu.ui.parts.running import Running


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return whisper_folder_in(tmp_path / "stick")


def is_speech(installed: shelf.InstalledPack) -> bool:
    return installed.pack.kind is PackKind.SPEECH


def test_a_model_is_brought_in_from_a_stick_used_and_removed(
    manager: Manager, stick: Path
) -> None:
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(stick))
    manager.wait_for("packs_done", "is here")
    starter, brought = filter(is_speech, shelf.inventory().packs)

    manager.press(f"use_{starter.id}")
    manager.wait(lambda: shelf.chosen_id("speech") == starter.id)
    manager.wait_for("packs_done", "works from the next visit")

    manager.press(f"remove_{brought.id}")
    manager.wait_for("packs_done", "Removed")
    assert all(pack.shipped for pack in shelf.inventory().packs)


def test_a_speaker_model_is_brought_in_and_shown_as_one(manager: Manager, tmp_path: Path) -> None:
    voices = speaker_models.telling_voices_apart(tmp_path / "stick" / "voices.onnx")
    manager.page.choose("packs")

    manager.desk.packs.bring_in(str(voices))

    manager.wait_for("packs_done", "works from the next visit on")
    assert shelf.speaker() is not None
    manager.wait(lambda: "Voices" in _about(manager, "voices"))


def test_a_file_that_is_no_speaker_model_is_refused(manager: Manager, tmp_path: Path) -> None:
    other = speaker_models.of_bands(tmp_path / "stick" / "other.onnx", 40)
    manager.page.choose("packs")

    manager.desk.packs.bring_in(str(other))

    manager.wait_for("packs_problem", "float(?, ?, 40)")
    assert shelf.speaker() is None


def _about(manager: Manager, pack_id: str) -> str:
    """All the words of a pack's row; none while it is not shown."""
    button = manager.page.findChild(QPushButton, f"verify_{pack_id}")
    row = button.parentWidget() if button else None
    return " ".join(label.text() for label in row.findChildren(QLabel)) if row else ""


def test_a_model_that_was_altered_is_named_with_its_file(manager: Manager, stick: Path) -> None:
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(stick))
    manager.wait_for("packs_done", "is here")
    brought = next(pack for pack in shelf.inventory().packs if not pack.shipped)
    weights = brought.folder / "model.bin"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)

    manager.press(f"verify_{brought.id}")
    manager.wait_for("packs_problem", weights.name)


def test_a_folder_that_is_no_pack_is_named(manager: Manager) -> None:
    broken = paths.user_models() / "half"
    broken.mkdir(parents=True)
    (broken / "pack.toml").write_text("id = 3", encoding="utf-8")
    manager.page.choose("packs")
    manager.wait(lambda: manager.page.findChild(QLabel, "broken_pack") is not None)

    assert "pack.toml" in manager.words("broken_pack")


def test_a_file_that_is_no_model_is_refused(manager: Manager, tmp_path: Path) -> None:
    no_model = tmp_path / "letter.gguf"
    no_model.write_text("Dear colleague", encoding="utf-8")
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(no_model))
    manager.wait_for("packs_problem", "letter.gguf")

    assert all(pack.shipped for pack in shelf.inventory().packs)


def test_bringing_in_can_be_cancelled_and_leaves_nothing(manager: Manager, stick: Path) -> None:
    manager.page.choose("packs")
    running = manager.part(Running, "packs_running")
    gate = manager.hold(manager.desk.aside)
    manager.desk.packs.bring_in(str(stick))
    manager.press("packs_cancel")
    gate.set()
    manager.wait(lambda: not running.is_on)

    assert all(pack.shipped for pack in shelf.inventory().packs)
    assert list(paths.user_models().glob("*")) == []


def test_a_model_that_another_one_keeps_out_waits_to_be_put_to_work(
    manager: Manager, stick: Path
) -> None:
    shelf.use(next(filter(is_speech, shelf.inventory().packs)).id)
    manager.page.choose("packs")

    manager.desk.packs.bring_in(str(stick))

    manager.wait_for("packs_done", "“Use” puts it to work")
