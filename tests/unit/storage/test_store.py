"""The data folder from its first start through damage, loss and forgotten passphrases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import (
    ActionForbidden,
    DiskRefused,
    KeyFileBroken,
    KeyWrong,
    PassphraseRefused,
    PersonRefused,
    RecoveryKeyInvalid,
    StoreDamaged,
    StoreMissing,
)
from zhenlu.domain.person import Role
from zhenlu.storage import recovery_key, store
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import connect, writing
from zhenlu.storage.store import Store

_PASSPHRASE = "correct horse battery"
_BOTH = frozenset({Role.DOCTOR, Role.ADMIN})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store whose first person is Li, doctor and admin; and its recovery key."""
    folder = tmp_path_factory.mktemp("made") / "store"
    return folder, store.create(folder, "李医生", _BOTH, _PASSPHRASE)


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "store")
    return tmp_path / "store"


@contextmanager
def signed_in(folder: Path, name: str = "李医生", passphrase: str = _PASSPHRASE) -> Iterator[Store]:
    opened = store.sign_in(folder, name, passphrase)
    try:
        yield opened
    finally:
        opened.close()


def test_the_first_person_signs_in_and_the_log_tells_of_it(folder: Path) -> None:
    with signed_in(folder) as opened:
        told = [(e.action, e.object_kind, e.person) for e in opened.audit.entries()]

        li = opened.person.id
        assert opened.person.roles == _BOTH
        assert told == [
            (AuditAction.CREATE, "store", li),
            (AuditAction.CREATE, "person", li),
            (AuditAction.LOGIN, "person", li),
        ]
        assert opened.audit.verify() == 3


def test_the_first_person_has_to_be_an_admin(tmp_path: Path) -> None:
    with pytest.raises(PersonRefused) as told:
        store.create(tmp_path / "store", "李医生", frozenset({Role.DOCTOR}), _PASSPHRASE)

    assert told.value.reason == "first"
    assert list(tmp_path.iterdir()) == []


def test_a_first_start_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(PassphraseRefused):
        store.create(tmp_path / "store", "李医生", _BOTH, "short")

    assert list(tmp_path.iterdir()) == []


def test_a_first_start_on_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, file_size_limit: Callable[[int], AbstractContextManager[None]]
) -> None:
    with file_size_limit(30_000), pytest.raises(DiskRefused):
        store.create(tmp_path / "store", "李医生", _BOTH, _PASSPHRASE)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lost", [(), ("records.db",), ("keys.json", "keys.backup.json")])
def test_nothing_is_made_anew_over_a_store_or_a_part_of_one(
    folder: Path, lost: tuple[str, ...]
) -> None:
    for name in lost:
        (folder / name).unlink()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    with pytest.raises(KeyFileBroken) as told:
        store.create(folder, "赵", _BOTH, _PASSPHRASE)

    assert told.value.reason == "exists"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as told:
        store.sign_in(tmp_path / "store", "李医生", _PASSPHRASE)

    assert told.value.reason == "never"


def test_a_lost_key_file_is_told_and_no_new_one_is_made(folder: Path) -> None:
    for name in ("keys.json", "keys.backup.json"):
        (folder / name).unlink()

    with pytest.raises(KeyFileBroken) as told:
        store.sign_in(folder, "李医生", _PASSPHRASE)

    assert told.value.reason == "missing"
    assert not (folder / "keys.json").exists()


@pytest.mark.parametrize("content", [None, b""])
def test_a_lost_database_is_told_and_no_empty_one_is_made(
    folder: Path, content: bytes | None
) -> None:
    (folder / "records.db").unlink()
    if content is not None:
        (folder / "records.db").write_bytes(content)

    with pytest.raises(StoreMissing):
        store.sign_in(folder, "李医生", _PASSPHRASE)

    assert (folder / "records.db").exists() == (content is not None)


def test_the_database_of_another_clinic_is_told(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = connect(other, bytes(32))
    db["note"].insert_all({"id": n, "text": "x" * 500} for n in range(50))
    db.close()
    shutil.copy(other, folder / "records.db")

    with pytest.raises(KeyWrong):
        store.sign_in(folder, "李医生", _PASSPHRASE)


def test_a_damaged_database_opens_to_read_and_says_so(folder: Path) -> None:
    with signed_in(folder) as opened:
        for n in range(100):
            opened.patients.add(f"病人{n}")
    db = folder / "records.db"
    content = bytearray(db.read_bytes())
    content[-100] ^= 1
    db.write_bytes(content)

    with signed_in(folder) as opened:
        assert opened.damage is not None
        assert opened.damage.params["pages"] == 1
        assert [person.name for person in opened.people.all()] == ["李医生"]
        with pytest.raises(DiskRefused):
            opened.add_person("王护士", frozenset({Role.NURSE}), "a passphrase of her own")

    assert db.read_bytes() == bytes(content)


def test_damage_to_the_tables_names_is_told(folder: Path) -> None:
    db = folder / "records.db"
    content = bytearray(db.read_bytes())
    content[100] ^= 1
    db.write_bytes(content)

    with pytest.raises(StoreDamaged):
        store.sign_in(folder, "李医生", _PASSPHRASE)

    assert db.read_bytes() == bytes(content)


def test_a_nurse_gets_an_account_of_her_own(folder: Path) -> None:
    with signed_in(folder) as opened:
        opened.add_person("王护士", frozenset({Role.NURSE}), "a passphrase of her own")

    with signed_in(folder, "王护士", "a passphrase of her own") as opened:
        assert opened.person.roles == {Role.NURSE}
        with pytest.raises(ActionForbidden):
            opened.add_person("赵", frozenset({Role.DOCTOR}), "another passphrase")
        assert len(opened.people.all()) == 2


@pytest.mark.parametrize("name", ["李医生", " 李医生 "])
def test_a_name_is_given_once(folder: Path, name: str) -> None:
    with signed_in(folder) as opened, pytest.raises(PersonRefused) as told:
        opened.add_person(name, frozenset({Role.NURSE}), "a passphrase of her own")

    assert told.value.reason == "taken"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 65])
def test_what_is_no_name_is_refused(folder: Path, name: str) -> None:
    with signed_in(folder) as opened, pytest.raises(PersonRefused) as told:
        opened.add_person(name, frozenset({Role.NURSE}), "a passphrase of her own")

    assert told.value.reason == "name"


def test_an_account_that_gets_no_passphrase_does_not_come_to_be(folder: Path) -> None:
    with signed_in(folder) as opened:
        with pytest.raises(PassphraseRefused):
            opened.add_person("王护士", frozenset({Role.NURSE}), "short")

        assert [person.name for person in opened.people.all()] == ["李医生"]
        assert opened.audit.verify() == 3


def test_a_changed_passphrase_leaves_the_database_as_it_is(folder: Path) -> None:
    with signed_in(folder) as opened:
        opened.change_passphrase("a newer passphrase")

    with pytest.raises(PassphraseRefused):
        store.sign_in(folder, "李医生", _PASSPHRASE)
    with signed_in(folder, passphrase="a newer passphrase") as opened:
        assert [e.action for e in opened.audit.entries()].count(AuditAction.EDIT) == 1


def test_the_recovery_key_sets_a_new_passphrase_and_the_log_tells_of_it(
    folder: Path, made: tuple[Path, str]
) -> None:
    store.reset_passphrase(folder, "李医生", made[1], "a newer passphrase")

    with signed_in(folder, passphrase="a newer passphrase") as opened:
        assert AuditAction.RECOVER in [entry.action for entry in opened.audit.entries()]


def test_failed_attempts_enter_the_log_at_the_next_sign_in(folder: Path) -> None:
    for attempt in range(3):
        with pytest.raises(PassphraseRefused):
            store.sign_in(folder, "李医生", "not the passphrase", lambda at=attempt: 1e9 + at)

    with signed_in(folder) as opened:
        refused = [e for e in opened.audit.entries() if e.result is AuditResult.REFUSED]

        assert [entry.at[:19] for entry in refused] == [
            "2001-09-09T01:46:40", "2001-09-09T01:46:41", "2001-09-09T01:46:42"
        ]  # fmt: skip
    with signed_in(folder) as opened:
        assert len([e for e in opened.audit.entries() if e.result is AuditResult.REFUSED]) == 3


def test_wrong_recovery_keys_enter_the_log_at_the_next_sign_in(folder: Path) -> None:
    other = recovery_key.printed(recovery_key.new())
    with pytest.raises(RecoveryKeyInvalid):
        store.reset_passphrase(folder, "李医生", other, "a newer passphrase", lambda: 1e9)

    with signed_in(folder) as opened:
        refused = [e for e in opened.audit.entries() if e.result is AuditResult.REFUSED]

        assert [(e.action, e.at[:19]) for e in refused] == [
            (AuditAction.RECOVER, "2001-09-09T01:46:40")
        ]
    with signed_in(folder) as opened:
        assert len([e for e in opened.audit.entries() if e.result is AuditResult.REFUSED]) == 1


def test_a_disk_that_fills_up_is_told_and_nothing_that_was_kept_is_lost(
    folder: Path, small_disk: Path
) -> None:
    place = small_disk / "store"
    shutil.copytree(folder, place)
    kept = 0

    def add_until_full(opened: Store) -> None:
        nonlocal kept
        while True:
            opened.patients.add(f"病人{kept}", number=f"{kept} " + "9" * 2000)
            kept += 1

    with signed_in(place) as opened:
        with pytest.raises(DiskRefused) as told:
            add_until_full(opened)

        assert told.value.reason == "store_full"
        assert kept > 0
        assert len(opened.people.all()) == 1

    opened_again = connect(place / "records.db", opened.data_key.records)
    assert opened_again["patient"].count == kept
    assert AuditLog(opened_again, opened.data_key.audit).verify() == 3 + kept
    opened_again.close()


def test_signing_in_on_a_full_disk_is_told_and_works_once_there_is_room(
    folder: Path, small_disk: Path
) -> None:
    place = small_disk / "store"
    shutil.copytree(folder, place)
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))

    with pytest.raises(DiskRefused) as told:
        store.sign_in(place, "李医生", _PASSPHRASE)

    assert told.value.reason in ("store_full", "store_write", "store_open")
    filler.unlink()
    with signed_in(place) as opened:
        assert opened.audit.verify() == 3


def test_long_work_has_a_connection_of_its_own_and_writes_in_turn(folder: Path) -> None:
    with signed_in(folder) as opened, opened.beside() as beside:
        with writing(opened.db):
            opened.patients.add("王小明")
            assert list(beside.db.execute("SELECT name FROM patient")) == []
        beside.patients.add("李小红")

        assert [each.name for each in opened.patients.named("李小红", 1)] == ["李小红"]
        assert opened.audit.verify() == beside.audit.verify()


def test_damage_that_long_work_met_makes_the_next_opening_careful(folder: Path) -> None:
    with signed_in(folder) as opened, opened.beside() as beside:
        beside.db.met_damage = True

    with signed_in(folder) as opened:
        assert opened.opening.was_checked
