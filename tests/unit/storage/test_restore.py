"""Restoring gives everything back, and never takes anything away that was not given up."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import clinic_store as clinic
import pytest

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.backup import BackupStep, Progress
from zhenlu.domain.errors import (
    ActionForbidden,
    BackupBroken,
    Cancelled,
    DiskRefused,
    JournalRefused,
    KeyFileBroken,
    PassphraseRefused,
    RecoveryKeyInvalid,
    RestoreRefused,
    StoreLocked,
)
from zhenlu.domain.person import Role
from zhenlu.storage import recovery_key, restore, store
from zhenlu.storage.backup import back_up
from zhenlu.storage.restore import BackupKey, Restored
from zhenlu.storage.store_state import last_backup

_NURSE = ("王护士", "a passphrase of her own")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with `store`, and `a.zhenlu` and `without-audio.zhenlu` of it; its recovery key."""
    place = tmp_path_factory.mktemp("made")
    recovery = clinic.make(place / "store")
    with clinic.at_work(place / "store") as opened:
        opened.add_person(_NURSE[0], frozenset({Role.NURSE}), _NURSE[1])
        visit = clinic.see(opened, "王某")
        clinic.record(opened, visit, 2)
        back_up(opened, place / "a.zhenlu")
        back_up(opened, place / "without-audio.zhenlu", audio=False)
    return place, recovery


@pytest.fixture
def place(made: tuple[Path, str], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def folder(place: Path) -> Path:
    """The store that the backups were made of."""
    return place / "store"


@pytest.fixture
def path(place: Path) -> Path:
    return place / "a.zhenlu"


@pytest.fixture
def key(path: Path) -> BackupKey:
    return restore.unlock(path, clinic.NAME, clinic.PASSPHRASE)


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def refused(path: Path, key: BackupKey, folder: Path, **asked: bool) -> RestoreRefused:
    """What is said, after making sure that nothing was changed."""
    before = content_of(folder)
    with pytest.raises(RestoreRefused) as told:
        restore.restore(path, key, folder, **asked)
    # Looking at a database leaves its log files behind.
    after = {n: c for n, c in content_of(folder).items() if not n.endswith(("-wal", "-shm"))}
    assert after == {n: c for n, c in before.items() if not n.endswith(("-wal", "-shm"))}
    return told.value


# On another computer


def test_another_computer_has_everything_and_the_same_passphrase(
    path: Path, key: BackupKey, tmp_path: Path
) -> None:
    done = restore.restore(path, key, tmp_path / "other" / "store")

    assert done.replaced is None
    with clinic.at_work(tmp_path / "other" / "store") as opened:
        assert clinic.patients(opened) == {"王某"}
        assert len(opened.people.all()) == 2
        assert opened.audit.verify() > 0
        with closing(opened.open_journal()) as journal:
            ((visit, length_s),) = clinic.audio_s(journal).items()
            assert length_s == 2.0
            assert journal.integrity(visit).is_intact


def test_the_recovery_key_restores_too_and_sets_a_new_passphrase(
    path: Path, made: tuple[Path, str], tmp_path: Path
) -> None:
    restore.restore(path, restore.unlock_with_recovery_key(path, made[1]), tmp_path / "new")

    store.reset_passphrase(tmp_path / "new", clinic.NAME, made[1], "a newer passphrase")
    with clinic.at_work(tmp_path / "new", passphrase="a newer passphrase") as opened:
        assert clinic.patients(opened) == {"王某"}


def test_the_log_tells_of_the_restore_and_which_backup_it_was(
    path: Path, key: BackupKey, tmp_path: Path
) -> None:
    header = restore.restore(path, key, tmp_path / "new").header

    with clinic.at_work(tmp_path / "new") as opened:
        told = [e for e in opened.audit.entries() if e.action is AuditAction.RESTORE]
        assert [(e.object_id, e.person) for e in told] == [(header.id, key.person)]
    found = last_backup(tmp_path / "new")
    assert found is not None
    assert (found.id, found.path) == (header.id, str(path))


def test_an_empty_folder_is_filled(path: Path, key: BackupKey, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()

    assert restore.restore(path, key, tmp_path / "new").replaced is None


def test_names_are_told_for_the_choice_of_who_opens_it(path: Path) -> None:
    assert set(restore.names(path)) == {clinic.NAME, _NURSE[0]}


@pytest.mark.parametrize("name", [clinic.NAME, "没有的人"])
def test_a_wrong_passphrase_opens_nothing(path: Path, name: str) -> None:
    with pytest.raises(PassphraseRefused) as told:
        restore.unlock(path, name, "not the passphrase")

    assert told.value.reason == "wrong"


def test_the_recovery_key_of_other_data_opens_nothing(path: Path) -> None:
    with pytest.raises(RecoveryKeyInvalid) as told:
        restore.unlock_with_recovery_key(path, recovery_key.printed(recovery_key.new()))

    assert told.value.reason == "other"


def test_who_may_not_back_up_may_not_restore(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ActionForbidden):
        restore.restore(path, restore.unlock(path, *_NURSE), tmp_path / "new")

    assert not (tmp_path / "new").exists()


# Over what is there


def test_what_is_there_is_left_alone_unless_it_is_asked_for(
    path: Path, key: BackupKey, folder: Path
) -> None:
    assert refused(path, key, folder).reason == "exists"


def test_a_folder_of_anything_else_is_left_alone_too(
    path: Path, key: BackupKey, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear colleague", encoding="utf-8")

    assert refused(path, key, tmp_path / "letters").reason == "exists"
    assert refused(path, key, tmp_path / "letters", replace=True).reason == "other"


def test_looks_and_sign_ins_since_the_backup_hold_nobody_up(
    path: Path, key: BackupKey, folder: Path
) -> None:
    with clinic.at_work(folder) as opened:
        clinic.patients(opened)

    done = restore.restore(path, key, folder, replace=True)

    assert done.loss.rows > 0
    assert not done.loss.is_any


def test_the_replaced_folder_is_kept_beside_the_new_one(
    path: Path, key: BackupKey, folder: Path
) -> None:
    before = content_of(folder)

    done = restore.restore(path, key, folder, replace=True)

    assert done.replaced is not None
    assert done.replaced.parent == folder.parent
    assert content_of(done.replaced).items() >= before.items()


def test_newer_data_is_not_given_up_silently(path: Path, key: BackupKey, folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        visit = clinic.see(opened, "赵某")
        clinic.record(opened, visit, 1)

    told = refused(path, key, folder, replace=True)

    assert told.reason == "newer"
    assert (told.params["records"], told.params["audio"]) == (1, 1)
    assert int(told.params["changes"]) >= 3
    assert str(told.params["since"]) > "2026"


def test_newer_data_that_is_given_up_is_counted_and_kept_aside(
    path: Path, key: BackupKey, folder: Path
) -> None:
    with clinic.at_work(folder) as opened:
        clinic.see(opened, "赵某")

    done = restore.restore(path, key, folder, replace=True, accept_loss=True)

    assert done.loss.records == 1
    with clinic.at_work(folder) as opened:
        assert clinic.patients(opened) == {"王某"}
    assert done.replaced is not None
    with clinic.at_work(done.replaced) as opened:
        assert clinic.patients(opened) == {"王某", "赵某"}


def test_more_audio_alone_is_newer_data(path: Path, key: BackupKey, folder: Path) -> None:
    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        (visit,) = clinic.audio_s(journal)
        clinic.record(opened, visit, 1)

    assert refused(path, key, folder, replace=True).params["audio"] == 1


def test_data_that_went_another_way_since_is_newer_data(
    path: Path, key: BackupKey, folder: Path, place: Path
) -> None:
    restore.restore(path, key, place / "elsewhere")
    with clinic.at_work(place / "elsewhere") as opened:
        clinic.see(opened, "钱某")
        back_up(opened, place / "elsewhere.zhenlu")
    with clinic.at_work(folder) as opened:
        clinic.see(opened, "孙某")

    told = refused(place / "elsewhere.zhenlu", key, folder, replace=True)

    assert (told.reason, told.params["records"]) == ("newer", 1)


def test_another_clinics_data_is_not_replaced_silently(
    path: Path, key: BackupKey, tmp_path: Path
) -> None:
    clinic.make(tmp_path / "other")
    assert refused(path, key, tmp_path / "other", replace=True).reason == "other"

    done = restore.restore(path, key, tmp_path / "other", replace=True, accept_loss=True)

    assert done.replaced is not None
    with clinic.at_work(tmp_path / "other") as opened:
        assert clinic.patients(opened) == {"王某"}


def test_what_is_left_of_another_clinics_data_is_not_replaced_silently(
    path: Path, key: BackupKey, tmp_path: Path
) -> None:
    clinic.make(tmp_path / "other")
    (tmp_path / "other" / "records.db").unlink()

    assert refused(path, key, tmp_path / "other", replace=True).reason == "other"


def test_data_whose_keys_are_lost_is_compared_with_the_backups(
    path: Path, key: BackupKey, folder: Path
) -> None:
    with clinic.at_work(folder) as opened:
        clinic.see(opened, "赵某")
    for name in ("keys.json", "keys.backup.json"):
        (folder / name).unlink()

    told = refused(path, key, folder, replace=True)

    assert (told.reason, told.params["records"]) == ("newer", 1)


def test_damaged_data_is_replaced_only_when_that_is_asked_for(
    path: Path, key: BackupKey, folder: Path
) -> None:
    (folder / "records.db").write_bytes(b"\x00" * 100_000)
    reasons = {refused(path, key, folder, replace=True).reason}
    assert reasons <= {"unreadable", "other"}

    done = restore.restore(path, key, folder, replace=True, accept_loss=True)

    assert done.replaced is not None
    assert (done.replaced / "records.db").read_bytes() == b"\x00" * 100_000
    with clinic.at_work(folder) as opened:
        assert (opened.damage, clinic.patients(opened)) == (None, {"王某"})


def test_a_lost_database_is_restored_with_the_audio_that_is_left(
    place: Path, key: BackupKey, folder: Path
) -> None:
    (folder / "records.db").unlink()

    restore.restore(place / "without-audio.zhenlu", key, folder, replace=True)

    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        assert list(clinic.audio_s(journal).values()) == [2.0]


def test_a_backup_without_audio_leaves_the_audio_that_is_there(
    place: Path, key: BackupKey, folder: Path
) -> None:
    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        (visit,) = clinic.audio_s(journal)
        clinic.record(opened, visit, 1)

    done = restore.restore(place / "without-audio.zhenlu", key, folder, replace=True)

    assert not done.loss.is_any
    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        assert clinic.audio_s(journal) == {visit: 3.0}
        assert journal.integrity(visit).is_intact


def test_audio_that_was_erased_stays_erased(path: Path, key: BackupKey, folder: Path) -> None:
    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        (visit,) = clinic.audio_s(journal)
        journal.erase(visit)

    restore.restore(path, key, folder, replace=True)

    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        with pytest.raises(JournalRefused) as told:
            journal.read(visit)
        assert told.value.reason == "erased"


def test_an_open_folder_is_not_replaced(path: Path, key: BackupKey, folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        with pytest.raises(StoreLocked) as told:
            restore.restore(path, key, folder, replace=True)
        assert clinic.patients(opened) == {"王某"}

    assert told.value.reason == "open"


# When something goes wrong


def wronged(place: Path) -> set[str]:
    """What a restore that failed left behind beside the folder."""
    return {file.name for file in place.iterdir()} - {
        "store",
        "a.zhenlu",
        "without-audio.zhenlu",
    }


def test_an_altered_backup_changes_nothing(path: Path, key: BackupKey, place: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    before = content_of(place / "store")

    with pytest.raises(BackupBroken) as told:
        restore.restore(path, key, place / "store", replace=True)

    assert told.value.reason == "altered"
    assert content_of(place / "store") == before
    assert wronged(place) == set()
    with pytest.raises(BackupBroken):
        restore.verify(path, key)


def test_a_restore_that_is_cancelled_changes_nothing(
    path: Path, key: BackupKey, place: Path
) -> None:
    cancelled = threading.Event()

    def cancel(progress: Progress) -> None:
        if progress.step is BackupStep.EXCHANGING:
            cancelled.set()

    before = content_of(place / "store")
    cancelled.set()
    with pytest.raises(Cancelled):
        restore.restore(path, key, place / "store", replace=True, cancelled=cancelled)
    cancelled.clear()

    restore.restore(
        path, key, place / "elsewhere", on_progress=cancel, cancelled=cancelled
    )

    assert content_of(place / "store") == before
    assert wronged(place) == {"elsewhere"}


def test_a_full_disk_leaves_what_was_there(
    path: Path, key: BackupKey, small_disk: Path
) -> None:
    clinic.make(small_disk / "store")
    (small_disk / "filler").write_bytes(bytes(400_000))
    before = content_of(small_disk / "store")

    with pytest.raises(DiskRefused) as told:
        restore.restore(path, key, small_disk / "store", replace=True, accept_loss=True)

    assert told.value.reason in ("restore", "store_full", "store_write")
    assert content_of(small_disk / "store") == before
    assert {file.name for file in small_disk.iterdir()} == {"store", "filler"}


def test_a_power_cut_between_the_two_renames_is_finished_at_the_next_sign_in(
    path: Path, key: BackupKey, place: Path
) -> None:
    restore.restore(path, key, place / "store", replace=True)
    # The old folder was moved away and the new one is not yet in its place.
    (place / "store").rename(place / ".store.restored")

    with clinic.at_work(place / "store") as opened:
        assert clinic.patients(opened) == {"王某"}


def test_no_new_store_is_made_in_the_middle_of_an_exchange(
    path: Path, key: BackupKey, place: Path
) -> None:
    restore.restore(path, key, place / "store", replace=True)
    (place / "store").rename(place / ".store.restored")

    with pytest.raises(KeyFileBroken):
        clinic.make(place / "store")


@pytest.mark.parametrize("repeat", [1, 2, 3])
def test_each_replaced_folder_gets_a_name_of_its_own(
    path: Path, key: BackupKey, place: Path, repeat: int
) -> None:
    done: list[Restored] = [
        restore.restore(path, key, place / "store", replace=True) for _ in range(repeat)
    ]

    assert len({each.replaced for each in done}) == repeat


