"""The clinic's own files in the store, and back beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinic_at_work import MovableClock, log_of

from zhenlu.domain.person import Role
from zhenlu.storage import clinic_files, store
from zhenlu.storage.access import Access
from zhenlu.storage.backup import back_up
from zhenlu.storage.clinic_files import ClinicFiles
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.restore import restore, unlock

_TEMPLATE = "templates/soap.en.toml"


@pytest.fixture
def files(admin: Access, tmp_path: Path) -> ClinicFiles:
    own = ClinicFiles(admin, tmp_path / "data")
    written(own, _TEMPLATE, 'title = "SOAP"')
    written(own, "lexicon/zh/own.toml", "[[term]]")
    own.take_in()
    return own


def written(files: ClinicFiles, name: str, content: str) -> None:
    path = files.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_every_own_file_is_kept(files: ClinicFiles) -> None:
    kept = clinic_files.current(files.access.db)

    assert kept == {_TEMPLATE: 'title = "SOAP"', "lexicon/zh/own.toml": "[[term]]"}


def test_a_change_is_a_further_version_with_who_and_when(
    files: ClinicFiles, admin: Access, clock: MovableClock
) -> None:
    clock.forward(days=1)
    written(files, _TEMPLATE, 'title = "Visit"')

    assert files.take_in() == (_TEMPLATE,)

    first, second = files.history(_TEMPLATE)
    assert (first.content, second.content) == ('title = "SOAP"', 'title = "Visit"')
    assert (second.person, second.at > first.at) == (admin.person.id, True)
    assert log_of(admin)[-1] == ("settings", "clinic_file", "done")


def test_what_did_not_change_is_not_kept_again(files: ClinicFiles) -> None:
    assert files.take_in() == ()


def test_a_file_that_went_is_told_and_its_versions_stay(files: ClinicFiles) -> None:
    (files.folder / _TEMPLATE).unlink()

    assert files.take_in() == (_TEMPLATE,)

    assert _TEMPLATE not in clinic_files.current(files.access.db)
    assert [version.content for version in files.history(_TEMPLATE)] == ['title = "SOAP"', None]


def test_other_files_stay_outside(files: ClinicFiles) -> None:
    written(files, "models/pack.toml", "x")
    written(files, "templates/notes.txt", "x")
    (files.folder / "templates" / "broken.toml").write_bytes(b"\xff\xfe\x00")

    assert files.take_in() == ()


def test_missing_files_are_written_and_none_is_overwritten(
    files: ClinicFiles, tmp_path: Path
) -> None:
    elsewhere = ClinicFiles(files.access, tmp_path / "elsewhere")
    written(elsewhere, "lexicon/zh/own.toml", "theirs")

    assert clinic_files.write_out(files.access.db, elsewhere.folder) == (_TEMPLATE,)

    assert (elsewhere.folder / _TEMPLATE).read_text() == 'title = "SOAP"'
    assert (elsewhere.folder / "lexicon/zh/own.toml").read_text() == "theirs"


@pytest.mark.parametrize(
    "change", ["UPDATE clinic_file SET content = ''", "DELETE FROM clinic_file"]
)
def test_the_database_rewrites_no_version(files: ClinicFiles, change: str) -> None:
    with pytest.raises(ConstraintBroken):
        files.access.db.execute(change)


def test_a_backup_brings_them_to_another_computer(tmp_path: Path) -> None:
    here, there, phrase = tmp_path / "here" / "store", tmp_path / "there" / "store", "a" * 12
    store.create(here, "admin", frozenset({Role.ADMIN}), phrase)
    (here.parent / "templates").mkdir()
    (here.parent / _TEMPLATE).write_text('title = "SOAP"')
    opened = store.sign_in(here, "admin", phrase)
    back_up(opened, tmp_path / "backup.zhenlu")
    opened.close()

    restore(tmp_path / "backup.zhenlu", unlock(tmp_path / "backup.zhenlu", "admin", phrase), there)

    assert (there.parent / _TEMPLATE).read_text() == 'title = "SOAP"'
