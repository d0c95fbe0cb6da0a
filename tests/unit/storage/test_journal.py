"""The audio journal: what goes in comes out, and what cannot be heard is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from journal_audio import KEY, Clocks, heard, recorded, speech, tamper

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import JournalRefused, KeyWrong, StoreNewer
from zhenlu.domain.journal import AudioState, Gap, GapReason, MarkKind, Moment
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_reading import Passage
from zhenlu.storage.journal_writer import Committed


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path, clocks: Clocks) -> Iterator[Journal]:
    with closing(Journal.open(path, KEY, clocks)) as opened:
        yield opened


def test_what_was_recorded_is_read_back_sample_for_sample(journal: Journal) -> None:
    samples = recorded(journal, speech(3.7))

    assert np.array_equal(heard(journal), samples)


def test_both_channels_are_kept_and_engines_hear_their_mean(journal: Journal) -> None:
    samples = recorded(journal, speech(2.5, channels=2))

    assert np.array_equal(journal.span("v1", 0, 9).samples, samples)
    assert np.array_equal(heard(journal), samples.mean(axis=1).astype(np.int16))


def test_audio_is_on_the_disk_when_write_returns(journal: Journal, path: Path) -> None:
    writer = journal.start("v1")
    samples = speech(1.3)

    writer.write(samples)

    with closing(Journal.open(path, KEY)) as other:
        assert np.array_equal(heard(other), samples)
    writer.close()


def test_small_buffers_make_rows_of_one_second(journal: Journal, path: Path) -> None:
    committed: list[Committed] = []
    writer = journal.start("v1", on_committed=committed.append)

    for piece in np.array_split(speech(2.5), 40):
        writer.append(piece)
    writer.close()

    assert [(c.start_s, len(c.samples)) for c in committed] == [
        (0.0, 16_000),
        (1.0, 16_000),
        (2.0, 8_000),
    ]


def test_listeners_hear_only_what_another_reader_already_finds(
    journal: Journal, path: Path
) -> None:
    found: list[bool] = []

    def listen(committed: Committed) -> None:
        with closing(Journal.open(path, KEY)) as other:
            found.append(len(heard(other)) >= round(committed.start_s * RATE_HZ) + 1)

    writer = journal.start("v1", on_committed=listen)
    writer.append(speech(3))
    writer.close()

    assert found == [True, True, True]


def test_a_listener_that_fails_does_not_stop_the_recording(journal: Journal) -> None:
    def fail(_: Committed) -> None:
        raise RuntimeError

    writer = journal.start("v1", on_committed=fail)
    writer.append(speech(3))
    writer.close()

    assert journal.visit("v1").length_s == 3


def test_the_buffer_may_be_used_again_after_it_was_handed_in(journal: Journal) -> None:
    buffer = speech(1)
    expected = buffer.copy()
    writer = journal.start("v1")

    writer.append(buffer)
    buffer[:] = 0
    writer.close()

    assert np.array_equal(heard(journal), expected)


def test_a_span_holds_exactly_the_samples_between_its_ends(journal: Journal) -> None:
    samples = recorded(journal, speech(25))

    span = journal.span("v1", 9.25, 12.5)

    assert np.array_equal(span.samples, samples[148_000:200_000])
    assert span.gaps == ()


def test_reading_can_begin_where_the_transcript_ends(journal: Journal) -> None:
    samples = recorded(journal, speech(5))

    stream = journal.read("v1", start_s=3.5)

    assert stream.duration_s == 1.5
    assert np.array_equal(np.concatenate(list(stream.chunks)), samples[56_000:])


def test_a_stream_can_be_read_twice(journal: Journal) -> None:
    recorded(journal, speech(2))
    stream = journal.read("v1")

    assert np.array_equal(np.concatenate(list(stream.chunks)), np.concatenate(list(stream.chunks)))


def test_engines_get_whole_seconds_however_short_the_rows_are(journal: Journal) -> None:
    writer = journal.start("v1")
    for _ in range(7):
        writer.write(speech(0.4))
    writer.close()

    assert [len(chunk) for chunk in journal.read("v1").chunks] == [19_200, 19_200, 6_400]


# Gaps, marks and clocks


def test_a_pause_is_a_gap_with_its_length_and_no_silence(
    journal: Journal, clocks: Clocks
) -> None:
    writer = journal.start("v1")
    writer.append(speech(1.5))
    writer.pause()
    clocks.pass_by(42)
    writer.resume()
    writer.append(speech(1))
    writer.close()

    assert journal.gaps("v1") == (Gap(1.5, 42.0, GapReason.PAUSED),)
    assert journal.visit("v1").length_s == 2.5


def test_a_lost_microphone_is_a_gap_at_its_place(journal: Journal) -> None:
    writer = journal.start("v1")
    writer.append(speech(2.25))
    writer.gap(3.0, GapReason.MICROPHONE)
    writer.append(speech(1))
    writer.close()

    assert journal.gaps("v1") == (Gap(2.25, 3.0, GapReason.MICROPHONE),)
    assert journal.span("v1", 2, 3).gaps == (Gap(2.25, 3.0, GapReason.MICROPHONE),)


def test_a_clock_set_back_changes_no_order(journal: Journal, clocks: Clocks) -> None:
    samples = speech(3)
    writer = journal.start("v1")
    for second in range(3):
        writer.write(samples[second * RATE_HZ : (second + 1) * RATE_HZ])
        clocks.wall_s -= 86_400
        clocks.monotonic_s += 1
    writer.pause()
    clocks.monotonic_s += 30
    writer.resume()
    writer.close()

    kinds = [mark.kind for mark in journal.marks("v1")]
    expected = [MarkKind.STARTED, MarkKind.PAUSED, MarkKind.RESUMED, MarkKind.STOPPED]
    assert kinds == expected
    assert np.array_equal(heard(journal), samples)


def test_a_pause_with_the_clock_set_back_has_its_monotonic_length(
    journal: Journal, clocks: Clocks
) -> None:
    writer = journal.start("v1")
    writer.pause()
    clocks.monotonic_s += 30
    clocks.wall_s -= 3_600
    writer.resume()
    writer.close()

    assert journal.gaps("v1") == (Gap(0.0, 30.0, GapReason.PAUSED, exact=False),)


def test_a_restart_of_the_computer_is_measured_by_the_wall_clock() -> None:
    before = Moment(wall_s=1_000.0, monotonic_s=90_000.0)

    assert Moment(wall_s=1_100.0, monotonic_s=20.0).since(before) == (100.0, True)


# Breaking off and going on


def test_a_visit_that_broke_off_is_listed_with_its_length_and_the_time_since(
    journal: Journal, clocks: Clocks
) -> None:
    writer = journal.start("v1")
    writer.write(speech(2.5))
    writer.abandon()
    clocks.pass_by(600)

    (visit,) = journal.unfinished()

    assert (visit.visit, visit.length_s, visit.since_last_s) == ("v1", 2.5, 600.0)


def test_reopening_goes_on_with_the_same_visit_after_a_gap(
    journal: Journal, clocks: Clocks
) -> None:
    samples = speech(4)
    writer = journal.start("v1")
    writer.write(samples[:24_000])
    writer.abandon()
    clocks.pass_by(600)

    writer = journal.reopen("v1")
    writer.append(samples[24_000:])
    writer.close()

    assert journal.gaps("v1") == (Gap(1.5, 600.0, GapReason.INTERRUPTED),)
    assert np.array_equal(heard(journal), samples)
    assert journal.unfinished() == ()


def test_a_visit_that_was_ended_is_gone_on_with_behind_a_pause(
    journal: Journal, clocks: Clocks
) -> None:
    samples = speech(4)
    recorded(journal, samples[:24_000], "v1")
    journal.compress("v1")
    clocks.pass_by(600)

    writer = journal.reopen("v1")
    assert journal.visit("v1").state is AudioState.OPEN
    writer.append(samples[24_000:])
    writer.close()

    assert journal.gaps("v1") == (Gap(1.5, 600.0, GapReason.PAUSED),)
    assert np.array_equal(heard(journal), samples)
    assert journal.integrity("v1").is_intact


def test_a_visit_that_broke_off_can_be_closed_as_it_is(journal: Journal) -> None:
    writer = journal.start("v1")
    writer.write(speech(1))
    writer.abandon()

    journal.finish("v1")

    assert journal.visit("v1").state is AudioState.CLOSED


def test_a_running_recording_is_not_listed_as_broken_off(journal: Journal, path: Path) -> None:
    writer = journal.start("v1")

    with closing(Journal.open(path, KEY)) as other:
        assert other.unfinished() == ()
    writer.close()


@pytest.mark.parametrize(
    "second", [lambda j: j.reopen("v1"), lambda j: j.finish("v1"), lambda j: j.erase("v1")]
)
def test_a_visit_under_recording_is_refused_to_everyone_else(
    journal: Journal, path: Path, second: Callable[[Journal], object]
) -> None:
    writer = journal.start("v1")

    with closing(Journal.open(path, KEY)) as other, pytest.raises(JournalRefused) as refused:
        second(other)

    assert refused.value.reason == "in_use"
    writer.close()


def test_two_visits_can_be_recorded_at_once(journal: Journal) -> None:
    one, two = journal.start("v1"), journal.start("v2")
    first, second = speech(3, seed=1), speech(3, seed=2)

    for start in range(0, 48_000, 8_000):
        one.append(first[start : start + 8_000])
        two.append(second[start : start + 8_000])
    one.close()
    two.close()

    assert np.array_equal(heard(journal, "v1"), first)
    assert np.array_equal(heard(journal, "v2"), second)


def test_locks_leave_no_files_behind(journal: Journal, tmp_path: Path) -> None:
    recorded(journal, speech(1))
    journal.compress("v1")

    assert list(tmp_path.glob("*.lock")) == []


# What is refused


def test_a_wrong_key_is_refused_and_changes_nothing(journal: Journal, path: Path) -> None:
    recorded(journal, speech(1))
    journal.close()
    before = path.read_bytes()

    with pytest.raises(KeyWrong):
        Journal.open(path, bytes(32))

    assert path.read_bytes() == before


def test_a_journal_of_a_newer_program_is_refused(journal: Journal, path: Path) -> None:
    tamper(path, "PRAGMA user_version = 2")

    with pytest.raises(StoreNewer):
        Journal.open(path, KEY)


@pytest.mark.parametrize(
    ("reason", "attempt"),
    [
        ("unknown", lambda j: j.read("nobody")),
        ("unknown", lambda j: j.reopen("nobody")),
        ("exists", lambda j: j.start("done")),
        ("closed", lambda j: j.finish("done")),
        ("channels", lambda j: j.start("new", channels=6)),
        ("span", lambda j: j.span("done", 3, 1)),
        ("span", lambda j: j.read("done", start_s=-1)),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(
    journal: Journal, reason: str, attempt: Callable[[Journal], object]
) -> None:
    recorded(journal, speech(1), "done")

    with pytest.raises(JournalRefused) as refused:
        attempt(journal)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "samples", [np.zeros(100, np.float32), np.zeros((100, 2), np.int16), np.zeros((), np.int16)]
)
def test_samples_of_another_kind_are_refused(journal: Journal, samples: Pcm) -> None:
    writer = journal.start("v1")

    with pytest.raises(JournalRefused) as refused:
        writer.append(samples)

    assert refused.value.reason == "samples"
    writer.close()


def test_a_paused_and_a_closed_recording_take_no_audio(journal: Journal) -> None:
    writer = journal.start("v1")
    writer.pause()
    with pytest.raises(JournalRefused) as while_paused:
        writer.append(speech(1))
    writer.close()
    with pytest.raises(JournalRefused) as afterwards:
        writer.append(speech(1))

    assert (while_paused.value.reason, afterwards.value.reason) == ("paused", "closed")


# What was altered


def test_an_altered_row_is_a_gap_and_the_rest_keeps_its_place(
    journal: Journal, path: Path
) -> None:
    samples = recorded(journal, speech(4))
    tamper(path, "UPDATE piece SET sealed = zeroblob(32028) WHERE last = 1")

    found = list(journal.passages("v1"))

    assert [f.start_s for f in found if isinstance(f, Passage)] == [0.0, 2.0, 3.0]
    assert [f for f in found if isinstance(f, Gap)] == [Gap(1.0, 1.0, GapReason.DAMAGED)]
    assert np.array_equal(heard(journal), np.delete(samples, np.s_[16_000:32_000]))


@pytest.mark.parametrize("last", [0, 2, 3])
def test_a_removed_row_is_a_gap_wherever_it_was(
    journal: Journal, path: Path, last: int
) -> None:
    recorded(journal, speech(4))
    tamper(path, "DELETE FROM piece WHERE last = ?", last)

    assert journal.integrity("v1").faults == (Gap(float(last), 1.0, GapReason.MISSING),)


def test_rows_that_changed_places_do_not_open(journal: Journal, path: Path) -> None:
    recorded(journal, speech(3))
    tamper(
        path,
        "UPDATE piece SET sealed = (SELECT sealed FROM piece AS other WHERE other.last = 1)"
        " WHERE last = 0",
    )

    assert journal.integrity("v1").faults == (Gap(0.0, 1.0, GapReason.DAMAGED),)


def test_a_row_of_another_visit_does_not_open(journal: Journal, path: Path) -> None:
    recorded(journal, speech(2), "v1")
    recorded(journal, speech(2, seed=5), "v2")
    tamper(
        path,
        "UPDATE piece SET sealed = (SELECT sealed FROM piece AS other"
        " WHERE other.visit = 2 AND other.last = 1) WHERE visit = 1 AND last = 1",
    )

    assert journal.integrity("v1").faults == (Gap(1.0, 1.0, GapReason.DAMAGED),)


def test_a_span_tells_of_damage_within_it_alone(journal: Journal, path: Path) -> None:
    recorded(journal, speech(6))
    tamper(path, "DELETE FROM piece WHERE last IN (1, 4)")

    assert journal.span("v1", 2.5, 4.5).gaps == (Gap(4.0, 0.5, GapReason.MISSING),)


def test_an_intact_visit_is_said_to_be_intact(journal: Journal) -> None:
    recorded(journal, speech(2.5))

    assert journal.integrity("v1").is_intact
    assert journal.integrity("v1").heard_s == 2.5
