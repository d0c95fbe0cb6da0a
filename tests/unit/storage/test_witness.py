"""An older copy of the data folder that is put back is noticed, and held against nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import clinic_store as clinic
import pytest

from zhenlu import paths
from zhenlu.domain.audit import AuditAction
from zhenlu.storage import restore
from zhenlu.storage.backup import back_up
from zhenlu.storage.store import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    clinic.make(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "store")
    return tmp_path / "store"


def put_back(older: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


def copy_of(folder: Path) -> Path:
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    return copy


def restores_in_log(opened: Store) -> list[str]:
    return [e.object_id for e in opened.audit.entries() if e.action is AuditAction.RESTORE]


def test_work_on_the_same_folder_is_never_doubted(folder: Path) -> None:
    for number in range(3):
        with clinic.at_work(folder) as opened:
            opened.patients.add(f"病人{number}")
            assert opened.rolled_back is None


def test_an_older_copy_is_told_with_what_is_missing_and_opens(folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        older, old = copy_of(folder), opened.audit.verify()
    with clinic.at_work(folder) as opened:
        opened.patients.add("王某")
        newest = opened.audit.verify()
    put_back(older, folder)

    with clinic.at_work(folder) as opened:
        assert opened.rolled_back is not None
        assert opened.rolled_back.full_code == "store.rolled_back"
        assert opened.rolled_back.params["missing"] == newest - old
        assert clinic.patients(opened) == set()


def test_it_is_told_once_and_stands_in_the_log(folder: Path) -> None:
    with clinic.at_work(folder):
        older = copy_of(folder)
    with clinic.at_work(folder) as opened:
        opened.patients.add("王某")
    put_back(older, folder)

    with clinic.at_work(folder) as opened:
        assert restores_in_log(opened) == ["older-copy"]
    with clinic.at_work(folder) as opened:
        assert opened.rolled_back is None
        assert restores_in_log(opened) == ["older-copy"]


def test_a_copy_that_went_another_way_is_told_even_when_it_is_longer(folder: Path) -> None:
    with clinic.at_work(folder):
        older = copy_of(folder)
    with clinic.at_work(folder) as opened:
        opened.patients.add("王某")
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setenv("ZHENLU_STATE", str(folder.with_name("another-computer")))
        with clinic.at_work(older) as opened:
            assert opened.rolled_back is None  # nothing was seen of it there
            for number in range(20):
                opened.patients.add(f"病人{number}")
    put_back(older, folder)

    with clinic.at_work(folder) as opened:
        assert opened.rolled_back is not None
        assert opened.rolled_back.full_code == "store.rolled_back.forked"


def test_a_restore_that_was_asked_for_is_not_told_again(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zhenlu"
    with clinic.at_work(folder) as opened:
        header = back_up(opened, path)
    with clinic.at_work(folder) as opened:
        opened.patients.add("王某")
    key = restore.unlock(path, clinic.NAME, clinic.PASSPHRASE)

    restore.restore(path, key, folder, replace=True, accept_loss=True)

    with clinic.at_work(folder) as opened:
        assert opened.rolled_back is None
        assert restores_in_log(opened) == [header.id]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"rows": 9999, "mac": "", "at": "", "seal": ""}']
)
def test_a_memory_that_this_program_did_not_write_is_not_believed(
    folder: Path, content: bytes
) -> None:
    with clinic.at_work(folder):
        pass
    (memory,) = (paths.user_state() / "witness").iterdir()
    memory.write_bytes(content)

    with clinic.at_work(folder) as opened:
        assert opened.rolled_back is None


def test_the_memory_tells_no_name_and_lies_outside_the_folder(folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        opened.patients.add("王某")

    (memory,) = (paths.user_state() / "witness").iterdir()
    assert not memory.is_relative_to(folder)
    assert "王某" not in memory.read_text(encoding="utf-8")
    assert clinic.NAME not in memory.read_text(encoding="utf-8")
