"""What is left after a kill, a power cut or a torn file: everything that was acknowledged."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from journal_audio import KEY, heard, recorded, speech
from journal_damage import PAGE_BYTES, checkpointed, copy_cut, damage, opens_clean, unwritable
from journal_kills import Recorders
from journal_recorder import SECONDS

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import StoreDamaged
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_file import JournalFile
from zhenlu.storage.journal_recovery import rebuild

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def recorders() -> Iterator[Recorders]:
    if not hasattr(os, "fork"):
        pytest.skip("the recorders fork")
    with closing(Recorders()) as started:
        yield started


def test_a_hundred_kills_lose_nothing_that_was_acknowledged(
    recorders: Recorders, tmp_path: Path
) -> None:
    path, moments = tmp_path / "journal.db", random.Random(7)
    lost, visit = [], 0
    for kill in range(100):
        # Each third is killed while it opens the journal, or soon after.
        since = "handed" if kill % 3 else "process"
        handed, kept = recorders.killed(path, f"v{visit}", visit, moments.uniform(0, 0.15), since)

        opens_clean(path)
        with closing(Journal.open(path, KEY)) as journal:
            left = {found.visit: found for found in journal.unfinished()}
            if f"v{visit}" not in left:
                assert (handed, kept) == (0, 0)  # killed before there was a visit
                continue
            audio = heard(journal, f"v{visit}")
            assert journal.integrity(f"v{visit}").is_intact
            assert len(audio) >= kept
            assert np.array_equal(audio, speech(SECONDS, seed=visit)[: len(audio)])
            lost.append(max(0, handed - len(audio)) / RATE_HZ)
            if kill % 4:  # every visit but each fourth is gone on with
                continue
            journal.finish(f"v{visit}")
        visit += 1

    assert max(lost) <= 2.0
    assert len(lost) > 50


# Power cuts: the files as they may be left


@pytest.fixture
def cut(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a journal's files with one of them cut short."""
    return partial(copy_cut, tmp_path / "cut")


def small_pieces(count: int) -> list[Pcm]:
    return [speech(0.05, seed=number) for number in range(count)]


def test_a_log_cut_anywhere_leaves_all_rows_written_before_the_cut(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    log = path.with_name("journal.db-wal")
    pieces, ends = small_pieces(2), []
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        checkpointed(path)
        for piece in pieces:
            writer.write(piece)
            ends.append(log.stat().st_size)
        for size in range(0, ends[-1] + 1, 64):
            rows = sum(end <= size for end in ends)

            with closing(Journal.open(cut(path, log=size), KEY)) as left:
                audio = heard(left)

            assert np.array_equal(audio, np.concatenate([np.zeros(0, np.int16), *pieces[:rows]]))
        writer.close()


def test_a_database_cut_in_a_checkpoint_is_whole_with_its_log(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    log = path.with_name("journal.db-wal")
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        samples = speech(2)
        writer.write(samples)
        before = log.read_bytes()
        checkpointed(path)
        writer.close()
    # The log is emptied only after the database is safely on the disk.
    log.write_bytes(before)
    size = path.stat().st_size
    for cut_size in range(size - PAGE_BYTES, size, 64):
        with closing(Journal.open(cut(path, database=cut_size), KEY)) as left:
            assert np.array_equal(heard(left), samples)


def test_a_last_page_cut_anywhere_costs_at_most_the_visit_it_belongs_to(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        before = recorded(journal, speech(3, seed=1), "before")
        recorded(journal, speech(3, seed=2), "last")
    size = path.stat().st_size
    for cut_size in range(size - PAGE_BYTES, size, 64):
        with closing(Journal.open(cut(path, database=cut_size), KEY)) as left:
            assert np.array_equal(heard(left, "before"), before)
            faults = left.integrity("last").faults
            assert left.integrity("last").heard_s + sum(f.length_s for f in faults) == 3.0
            assert 0 < sum(f.length_s for f in faults) <= 1.0


def test_a_damaged_page_anywhere_is_told_and_rarely_costs_more_than_a_second(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        said = {name: recorded(journal, speech(2, seed=ord(name)), name) for name in "abc"}
    pages, costing_a_second = path.stat().st_size // PAGE_BYTES, 0
    for page in range(pages):
        copy = cut(path)
        damage(copy, page)
        try:
            with closing(Journal.open(copy, KEY)) as left:
                found = {name: left.integrity(name) for name in said}
                intact = [name for name in said if found[name].is_intact]
                assert all(np.array_equal(heard(left, name), said[name]) for name in intact)
        except StoreDamaged:
            continue
        costing_a_second += sum(visit.heard_s for visit in found.values()) >= 5

    # All but the tables' own pages: audio fills the rest.
    assert costing_a_second > 0.75 * pages


def test_a_damaged_page_of_audio_costs_its_own_second_alone(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        checkpointed(path)
        tables = path.stat().st_size // PAGE_BYTES
        writer.append(speech(3))
        writer.close()
    losses = []
    for page in range(tables, path.stat().st_size // PAGE_BYTES):
        copy = cut(path)
        damage(copy, page)
        with closing(Journal.open(copy, KEY)) as left:
            losses.append(sum(fault.length_s for fault in left.integrity("v1").faults))

    assert set(losses) == {1.0}


def test_a_rebuilt_journal_has_everything_that_could_be_read_and_takes_new_audio(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        before = recorded(journal, speech(3, seed=1), "before")
        recorded(journal, speech(3, seed=2), "last")
    damaged = cut(path, database=path.stat().st_size - 1_000)
    torn = damaged.read_bytes()

    done = rebuild(damaged, KEY)

    opens_clean(damaged)
    assert done.kept.read_bytes() == torn
    assert not damaged.with_name("journal.db-wal").exists()
    assert (done.visits, done.lost_visits, done.lost_rows > 0) == (2, 0, True)
    with closing(Journal.open(damaged, KEY)) as journal:
        assert np.array_equal(heard(journal, "before"), before)
        assert not journal.integrity("last").is_intact
        recorded(journal, speech(1), "new")


def test_a_journal_of_which_nothing_can_be_read_is_set_aside_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        recorded(journal, speech(3))
    content = bytearray(path.read_bytes())
    content[100:200] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        Journal.open(path, KEY)

    done = rebuild(path, KEY)

    assert done.kept.read_bytes() == bytes(content)
    with closing(Journal.open(path, KEY)) as journal:
        recorded(journal, speech(1))


def test_a_rebuild_cut_short_is_finished_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        samples = recorded(journal, speech(2))
        journal.start("open").abandon()
        log = path.with_name("journal.db-wal").read_bytes()
    rebuild(path, KEY)
    # As if the power had gone after the damaged file was moved away and before its log.
    path.replace(path.with_name(".journal.db.rebuilding"))
    path.with_name("journal.db-wal").write_bytes(log)

    with closing(Journal.open(path, KEY)) as journal:
        assert np.array_equal(heard(journal), samples)
    opens_clean(path)
    assert tmp_path.joinpath("journal.db.damaged-1-wal").read_bytes() == log


def test_a_rebuild_keeps_the_damaged_journals_log_away_from_the_new_one(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        samples = recorded(journal, speech(2))
        copy = cut(path)
        log = copy.with_name("journal.db-wal").read_bytes()

    # Another reader keeps the log where it is, as a program that was killed does.
    with closing(JournalFile(copy, KEY, read_only=True)):
        done = rebuild(copy, KEY)

    assert done.kept.with_name(done.kept.name + "-wal").read_bytes() == log
    with closing(Journal.open(copy, KEY)) as journal:
        assert np.array_equal(heard(journal), samples)


def test_what_a_damaged_journal_does_not_take_goes_into_the_rebuilt_one(
    tmp_path: Path, cut: Callable[..., Path]
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        writer.write(speech(2))
        writer.abandon()
    copy, new = unwritable(path, tmp_path / "cut"), speech(1.5, seed=9)
    with closing(Journal.open(copy, KEY)) as journal:
        writer = journal.reopen("v1")
        with pytest.raises(StoreDamaged):
            writer.write(new)
        waiting = writer.abandon()

    rebuild(copy, KEY)

    with closing(Journal.open(copy, KEY)) as journal:
        writer = journal.reopen("v1")
        writer.append(waiting)
        writer.close()
        assert np.array_equal(heard(journal)[-len(new) :], new)


def test_another_process_is_refused_a_visit_under_recording(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    other = (
        "import sys, pathlib; from zhenlu.storage.journal import Journal\n"
        "try: Journal.open(pathlib.Path(sys.argv[1]), bytes(range(32))).reopen('v1')\n"
        "except Exception as error: print(error)"
    )
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        said = subprocess.run(
            [sys.executable, "-c", other, str(path)],
            env={**os.environ, "PYTHONPATH": str(_ROOT / "desktop")},
            capture_output=True,
            text=True,
            check=True,
        )
        writer.close()

    assert said.stdout.strip() == "journal.refused.in_use"
