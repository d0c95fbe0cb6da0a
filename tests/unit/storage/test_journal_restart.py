"""The journal goes on after anything: one call repairs, lists what broke off, and records on."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import clinic_store as clinic
import numpy as np
import pytest
from journal_audio import KEY, Clocks, heard, recorded, speech
from journal_damage import checkpointed, damage, opens_clean, unwritable

from zhenlu.domain.errors import JournalRebuilt, KeyWrong, StoreDamaged, StoreLocked
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_restart import restart, working_journal
from zhenlu.storage.journal_writer import JournalWriter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def broken_off(path: Path, seconds: float, visit: str, clocks: Clocks) -> None:
    with closing(Journal.open(path, KEY, clocks)) as journal:
        writer = journal.start(visit)
        writer.write(speech(seconds))
        writer.abandon()


def test_what_broke_off_is_listed_with_its_length_and_its_gap(path: Path, clocks: Clocks) -> None:
    broken_off(path, 2.5, "v1", clocks)
    clocks.pass_by(600)
    broken_off(path, 1.0, "v2", clocks)

    with closing(restart(path, KEY, clocks).journal):
        told = [(u.visit.visit, u.visit.length_s, u.visit.since_last_s, u.integrity.heard_s)
                for u in restart(path, KEY, clocks).unfinished]  # fmt: skip

    assert told == [("v1", 2.5, 600.0, 2.5), ("v2", 1.0, 0.0, 1.0)]


def test_a_sound_journal_is_not_rebuilt(path: Path, clocks: Clocks) -> None:
    broken_off(path, 1.0, "v1", clocks)

    restarted = restart(path, KEY, clocks)

    assert (restarted.rebuilt, restarted.writer) == (None, None)
    restarted.journal.close()


def test_the_first_start_makes_an_empty_journal(path: Path) -> None:
    restarted = restart(path, KEY)

    assert restarted.unfinished == ()
    recorded(restarted.journal, speech(1))
    restarted.journal.close()


def test_what_is_damaged_in_an_unfinished_visit_is_told(path: Path, clocks: Clocks) -> None:
    broken_off(path, 6.0, "v1", clocks)
    damage(path, path.stat().st_size // 4096 - 3)

    restarted = restart(path, KEY, clocks)

    (left,) = restarted.unfinished
    assert not left.integrity.is_intact
    assert left.integrity.heard_s + sum(g.length_s for g in left.integrity.faults) == 6.0
    restarted.journal.close()


def test_a_journal_of_which_nothing_can_be_read_is_set_aside(path: Path, clocks: Clocks) -> None:
    broken_off(path, 2.0, "v1", clocks)
    damage(path, 0)
    content = path.read_bytes()

    restarted = restart(path, KEY, clocks)

    assert restarted.rebuilt is not None
    assert restarted.rebuilt.kept.read_bytes() == content
    recorded(restarted.journal, speech(1), "new")
    restarted.journal.close()


def failing_writer(path: Path, clocks: Clocks) -> tuple[Journal, JournalWriter]:
    """A recording of v1 whose disk gave way after the visit had begun."""
    journal = Journal.open(path, KEY, clocks)
    writer = journal.reopen("v1")
    with pytest.raises(StoreDamaged):
        writer.write(speech(1.5, seed=9))
    return journal, writer


def test_a_recording_whose_disk_gave_way_goes_on_with_all_it_had(
    path: Path, tmp_path: Path, clocks: Clocks
) -> None:
    broken_off(path, 2.0, "v1", clocks)
    copy = unwritable(path, tmp_path / "cut")
    journal, failed = failing_writer(copy, clocks)
    journal.close()

    restarted = restart(copy, KEY, clocks, failed=failed)

    assert restarted.rebuilt is not None
    assert restarted.writer is not None
    assert restarted.unfinished == ()  # it is being recorded
    restarted.writer.append(speech(0.5, seed=10))
    restarted.writer.close()
    said = np.concatenate([speech(1.5, seed=9), speech(0.5, seed=10)])
    assert np.array_equal(heard(restarted.journal)[-len(said) :], said)
    restarted.journal.close()
    opens_clean(copy)


def test_a_recording_whose_own_row_is_lost_is_saved_as_a_new_one(
    path: Path, tmp_path: Path, clocks: Clocks
) -> None:
    broken_off(path, 2.0, "v1", clocks)
    copy = unwritable(path, tmp_path / "cut")
    journal, failed = failing_writer(copy, clocks)
    journal.close()
    failed.abandon()
    damage(copy, 0)

    restarted = restart(copy, KEY, clocks, failed=failed)

    assert restarted.writer is not None
    restarted.writer.close()
    assert np.array_equal(heard(restarted.journal), speech(1.5, seed=9))
    restarted.journal.close()


def test_the_wrong_key_sets_nothing_aside(path: Path, clocks: Clocks) -> None:
    broken_off(path, 2.0, "v1", clocks)
    before = path.read_bytes()

    with pytest.raises(KeyWrong):
        restart(path, bytes(32), clocks)

    assert path.read_bytes() == before
    assert list(path.parent.glob("*damaged*")) == []


def test_nothing_is_rebuilt_under_another_recording(path: Path, clocks: Clocks) -> None:
    with closing(Journal.open(path, KEY, clocks)) as journal:
        writer = journal.start("v1")
        writer.write(speech(1))
        checkpointed(path)
        damage(path, 0)

        with pytest.raises(StoreLocked) as told:
            restart(path, KEY, clocks)

        writer.abandon()
    assert told.value.reason == "recording"
    assert list(path.parent.glob("*damaged*")) == []


def test_nothing_is_rebuilt_while_another_program_has_the_folder_open(tmp_path: Path) -> None:
    clinic.make(tmp_path / "store")
    with clinic.at_work(tmp_path / "store") as one:
        clinic.record(one, "v1", 2)
        damage(tmp_path / "store" / "journal.db", 0)
        with clinic.at_work(tmp_path / "store"), pytest.raises(StoreLocked) as told:
            one.restart_journal()

        restarted = one.restart_journal()

    assert told.value.reason == "open"
    assert restarted.rebuilt is not None
    restarted.journal.close()


def test_a_stores_damaged_journal_is_rebuilt_and_told_before_work_begins(tmp_path: Path) -> None:
    clinic.make(tmp_path / "store")
    with clinic.at_work(tmp_path / "store") as opened:
        with closing(opened.open_journal()) as journal:
            recorded(journal, speech(3))
        path = opened.folder / "journal.db"
        damage(path, 0)

        journal, told = working_journal(opened)

        with closing(journal):
            assert not journal.is_read_only
        assert isinstance(told, JournalRebuilt)
        assert told.params["file"] != "journal.db"


def test_a_stores_sound_journal_is_opened_as_it_is(tmp_path: Path) -> None:
    clinic.make(tmp_path / "store")
    with clinic.at_work(tmp_path / "store") as opened:
        journal, told = working_journal(opened)

        with closing(journal):
            assert told is None
