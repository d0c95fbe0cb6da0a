"""Finding, verifying, choosing and removing packs."""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.domain.errors import (
    Cancelled,
    ChoiceUnknown,
    PackMissing,
    PackTampered,
    ResourceBroken,
)
from zhenlu.domain.pack import PackKind
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.shelf import InstalledPack


def install_copy(kind: str, pack_id: str, **changes: object) -> InstalledPack:
    """Put a copy of a starter among the person's own packs, its manifest changed."""
    folder = paths.user_models() / pack_id
    shutil.copytree(paths.models() / "starter" / kind, folder)
    pack = replace(pack_manifest.read(folder), id=pack_id, **changes)
    (folder / "pack.toml").write_text(pack_manifest.to_toml(pack), encoding="utf-8")
    return InstalledPack(pack, folder)


def flip_byte(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_fresh_computer_has_the_two_starters() -> None:
    found = shelf.inventory()

    assert [pack.id for pack in found.packs] == ["starter-drafting", "starter-speech"]
    assert all(pack.shipped for pack in found.packs)
    assert found.broken == ()


def test_the_shipped_weights_are_what_their_manifests_record() -> None:
    for pack in shelf.inventory().packs:
        shelf.verify(pack)


def test_a_broken_folder_hides_no_other_pack(data_folder: Path) -> None:
    folder = data_folder / "models" / "half"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text("id = ", encoding="utf-8")

    found = shelf.inventory()

    assert len(found.packs) == 2
    assert [broken.folder for broken in found.broken] == [folder]


def test_a_second_pack_of_the_same_id_is_set_aside() -> None:
    install_copy("speech", "starter-speech")

    found = shelf.inventory()

    assert [pack.shipped for pack in found.packs if pack.id == "starter-speech"] == [True]
    assert [broken.error.reason for broken in found.broken] == ["pack_twice"]


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "config.json"])
def test_one_changed_byte_in_any_file_is_named(name: str) -> None:
    pack = install_copy("speech", "mine")
    flip_byte(pack.folder / name, 200)

    with pytest.raises(PackTampered) as caught:
        shelf.verify(pack)

    assert caught.value.reason == "changed"
    assert caught.value.params["file"] == str(pack.folder / name)


def test_a_missing_file_is_named() -> None:
    pack = install_copy("speech", "mine")
    (pack.folder / "config.json").unlink()

    with pytest.raises(PackTampered) as caught:
        shelf.verify_quickly(pack)

    assert caught.value.reason == "missing"
    assert caught.value.params["file"] == str(pack.folder / "config.json")


def test_a_file_replaced_by_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    pack = install_copy("drafting", "mine")
    weights = pack.load_path
    elsewhere = tmp_path / "elsewhere.gguf"
    weights.rename(elsewhere)
    weights.symlink_to(elsewhere)

    with pytest.raises(PackTampered) as caught:
        shelf.verify(pack)

    assert caught.value.reason == "link"


def test_start_up_notices_a_changed_byte_after_an_earlier_check() -> None:
    pack = install_copy("drafting", "mine")
    shelf.verify_quickly(pack)
    flip_byte(pack.load_path, 5_000_000)

    with pytest.raises(PackTampered):
        shelf.verify_quickly(pack)


def test_a_full_check_reads_the_bytes_although_the_record_says_intact(data_folder: Path) -> None:
    pack = install_copy("drafting", "mine")
    shelf.verify(pack)
    flip_byte(pack.load_path, 5_000_000)
    # Whoever can write the weights can also forge the record that start-up trusts.
    stat = pack.load_path.stat()
    record = data_folder / "pack-checks.json"
    forged = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, pack.pack.files[0].sha256]
    record.write_text(f'{{"{pack.folder.resolve()}": {{"starter-drafter.gguf": {forged}}}}}'
                      .replace("'", '"'), encoding="utf-8")  # fmt: skip
    shelf.verify_quickly(pack)

    with pytest.raises(PackTampered):
        shelf.verify(pack)


def test_start_up_reads_again_when_only_the_time_of_a_file_changed() -> None:
    pack = install_copy("drafting", "mine")
    shelf.verify(pack)

    os.utime(pack.load_path, (1, 1))

    shelf.verify_quickly(pack)


def test_the_starter_serves_until_another_pack_is_imported() -> None:
    before = shelf.choose(PackKind.SPEECH, Language.ZH)
    install_copy("speech", "mine")

    after = shelf.choose("speech", Language.ZH)

    assert (before.id, after.id) == ("starter-speech", "mine")


def test_a_pack_is_passed_over_for_a_language_it_does_not_understand() -> None:
    install_copy("speech", "english-only", languages=(Language.EN,))

    assert shelf.choose("speech", Language.ZH).id == "starter-speech"
    assert shelf.choose("speech", Language.EN).id == "english-only"


def test_a_pack_beyond_the_memory_of_the_computer_is_not_taken_unasked() -> None:
    install_copy("drafting", "giant", memory_mb=100_000_000)

    assert shelf.choose("drafting", None).id == "starter-drafting"


def test_the_chosen_pack_is_taken_even_if_another_one_is_larger() -> None:
    install_copy("speech", "mine")

    shelf.use("starter-speech")

    assert shelf.choose("speech", Language.ZH).id == "starter-speech"
    assert shelf.chosen_id("speech") == "starter-speech"


def test_choosing_a_speech_pack_leaves_the_drafting_choice() -> None:
    shelf.use("starter-drafting")
    shelf.use("starter-speech")

    assert shelf.chosen_id("drafting") == "starter-drafting"


def test_a_damaged_pack_cannot_be_chosen_and_the_earlier_choice_stays() -> None:
    pack = install_copy("drafting", "mine")
    shelf.use("starter-drafting")
    flip_byte(pack.load_path, 5_000_000)

    with pytest.raises(PackTampered):
        shelf.use("mine")

    assert shelf.chosen_id("drafting") == "starter-drafting"


def test_choosing_can_be_cancelled_and_the_earlier_choice_stays() -> None:
    install_copy("drafting", "mine")
    shelf.use("starter-drafting")
    cancelled = threading.Event()
    cancelled.set()

    with pytest.raises(Cancelled):
        shelf.use("mine", cancelled=cancelled)

    assert shelf.chosen_id("drafting") == "starter-drafting"


def test_a_pack_counts_as_verified_from_its_full_check_until_a_file_moves() -> None:
    pack = install_copy("drafting", "mine")
    assert not shelf.is_verified(pack)
    shelf.verify(pack)
    assert shelf.is_verified(pack)

    os.utime(pack.load_path, ns=(1, 1))
    assert not shelf.is_verified(pack)


def test_the_starters_are_in_use_on_a_fresh_computer() -> None:
    assert shelf.in_use() == {"starter-speech", "starter-drafting"}


def test_a_damaged_chosen_pack_is_reported_rather_than_replaced_silently() -> None:
    pack = install_copy("drafting", "mine")
    shelf.use("mine")
    flip_byte(pack.load_path, 5_000_000)

    with pytest.raises(PackTampered):
        shelf.choose("drafting", Language.ZH)


def test_a_pack_of_another_kind_cannot_be_chosen() -> None:
    with pytest.raises(ChoiceUnknown) as caught:
        shelf.use("starter-speech", "drafting")

    assert caught.value.reason == "pack_kind"


def test_an_unknown_pack_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ChoiceUnknown) as caught:
        shelf.use("no-such")

    assert caught.value.params["known"] == "starter-drafting, starter-speech"


def test_a_chosen_pack_that_was_deleted_by_hand_is_missed() -> None:
    pack = install_copy("speech", "mine")
    shelf.use("mine")
    shutil.rmtree(pack.folder)

    with pytest.raises(PackMissing) as caught:
        shelf.choose("speech", Language.ZH)

    assert caught.value.reason == "chosen"


def test_a_removed_pack_is_gone_and_no_longer_chosen() -> None:
    pack = install_copy("speech", "mine")
    shelf.use("mine")

    shelf.remove("mine")

    assert list(paths.user_models().iterdir()) == []
    assert shelf.choose("speech", Language.ZH).id == "starter-speech"
    assert not pack.folder.exists()


def test_a_shipped_pack_cannot_be_removed() -> None:
    with pytest.raises(ChoiceUnknown) as caught:
        shelf.remove("starter-speech")

    assert caught.value.reason == "pack_shipped"
    shelf.verify(shelf.find("starter-speech"))


def test_a_damaged_settings_file_is_reported_and_left_alone(data_folder: Path) -> None:
    data_folder.mkdir()
    settings_file = data_folder / "settings.json"
    settings_file.write_text('{"speech_pack": 3}', encoding="utf-8")

    with pytest.raises(ResourceBroken):
        shelf.use("starter-speech")

    assert settings_file.read_text(encoding="utf-8") == '{"speech_pack": 3}'


def test_settings_of_a_newer_version_survive_a_choice(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "settings.json").write_text('{"theme": "dark"}', encoding="utf-8")

    shelf.use("starter-speech")

    assert '"theme": "dark"' in (data_folder / "settings.json").read_text(encoding="utf-8")
