"""The writer when the disk does not take what it is given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import numpy as np
import pytest
from journal_audio import KEY, heard, speech, tamper

from zhenlu.domain.errors import DiskRefused, JournalRefused
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_writer import WriterState, WriterStatus

Limit = Callable[[int], AbstractContextManager[None]]

#: Room for a few seconds beside the tables.
_FULL_AT = 200_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def test_a_full_disk_loses_nothing_and_recording_goes_on_when_there_is_room(
    journal: Journal, file_size_limit: Limit
) -> None:
    seconds, acknowledged, refused = np.split(speech(20), 20), 0, ""
    writer = journal.start("v1")

    with file_size_limit(_FULL_AT):
        while not refused:
            try:
                writer.write(seconds[acknowledged])
                acknowledged += 1
            except DiskRefused as error:
                refused = error.full_code
        kept_while_full = heard(journal)
    writer.append(np.concatenate(seconds[acknowledged + 1 :]))
    writer.close()

    samples = np.concatenate(seconds)
    assert refused == "disk.refused.journal"
    assert acknowledged > 0
    assert np.array_equal(kept_while_full, samples[: acknowledged * 16_000])
    assert np.array_equal(heard(journal), samples)
    assert journal.integrity("v1").is_intact


def test_a_refusing_disk_and_its_recovery_are_told_once(
    journal: Journal, file_size_limit: Limit
) -> None:
    told: list[WriterStatus] = []
    writer = journal.start("v1", on_status=told.append)

    with file_size_limit(0):
        for _ in range(2):
            with pytest.raises(DiskRefused):
                writer.write(speech(1))
    writer.close()

    assert [status.state for status in told] == [WriterState.REFUSED, WriterState.WRITING]
    assert journal.visit("v1").length_s == 2


def test_more_than_thirty_waiting_seconds_hold_the_caller_up_and_tell_it(
    journal: Journal, file_size_limit: Limit
) -> None:
    told: list[WriterStatus] = []
    samples = speech(40)
    with ExitStack() as full:

        def make_room(status: WriterStatus) -> None:
            told.append(status)
            if status.state is WriterState.BEHIND:
                full.close()

        writer = journal.start("v1", on_status=make_room)
        full.enter_context(file_size_limit(0))
        writer.append(samples)
    writer.close()

    behind = [status for status in told if status.state is WriterState.BEHIND]
    assert [status.waiting_s > 30 for status in behind] == [True]
    assert np.array_equal(heard(journal), samples)


def test_closing_on_a_full_disk_is_refused_and_can_be_done_again(
    journal: Journal, file_size_limit: Limit
) -> None:
    writer = journal.start("v1")
    samples = speech(2.5)
    with file_size_limit(0):
        writer.append(samples)
        with pytest.raises(DiskRefused):
            writer.close()

    writer.close()

    assert np.array_equal(heard(journal), samples)


def test_giving_up_on_a_full_disk_hands_back_what_it_did_not_take(
    journal: Journal, file_size_limit: Limit
) -> None:
    writer = journal.start("v1")
    writer.write(speech(1))
    samples = speech(2.5)
    with file_size_limit(0):
        writer.append(samples)
        handed_back = writer.abandon()

    assert np.array_equal(handed_back, samples)
    assert [visit.length_s for visit in journal.unfinished()] == [1.0]


def test_a_recording_that_was_overtaken_stops_instead_of_mixing(
    journal: Journal, path: Path
) -> None:
    told: list[WriterStatus] = []
    writer = journal.start("v1", on_status=told.append)
    writer.write(speech(1))
    tamper(path, "UPDATE piece SET last = 1, first = 1")

    with pytest.raises(JournalRefused) as refused:
        writer.write(speech(1))

    assert refused.value.reason == "in_use"
    with pytest.raises(JournalRefused):
        writer.append(speech(1))
    assert len(writer.abandon()) == 16_000
    assert [status.state for status in told] == [WriterState.FAILED]


def test_a_visit_that_cannot_be_begun_leaves_no_lock(
    journal: Journal, file_size_limit: Limit, tmp_path: Path
) -> None:
    with file_size_limit(0), pytest.raises(DiskRefused):
        journal.start("v1")

    assert list(tmp_path.glob("*.lock")) == []
    journal.start("v1").close()


def test_a_folder_that_cannot_be_written_is_told(path: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")

    with pytest.raises(DiskRefused):
        Journal.open(blocked / path.name, KEY)
