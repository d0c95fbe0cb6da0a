"""A live visit that is paused, cut short or kept waiting: no sound is lost, and gaps are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from live_rig import KEY, PATIENCE_S, HandSource, LiveRig

from zhenlu.application.live_events import Committed, GapMarked, Journalled
from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ
from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.journal import GapReason
from zhenlu.storage.database import connect
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_seal import derived
from zhenlu.storage.visit_sound import JournalledSound, recording_alone

# --- Pauses and gaps ---


def test_what_is_said_in_a_pause_is_not_recorded(
    begin: Callable[..., LiveRig], spoken: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    half = len(spoken) // 2
    source.say(spoken[:half])
    rig.live.pause()
    rig.until(GapMarked, lambda gap: gap.length_s is None)
    source.say(spoken)
    rig.live.resume()
    over = rig.until(GapMarked, lambda gap: gap.length_s is not None)
    source.say(spoken[half:])
    rig.live.stop()
    rig.finish()

    assert over.reason is GapReason.PAUSED
    assert over.at_s == pytest.approx(half / RATE_HZ)
    assert np.array_equal(rig.sound(), spoken)
    assert [gap.reason for gap in rig.journal.gaps("v1")] == [GapReason.PAUSED]


def test_the_last_words_before_a_pause_come_without_waiting_for_its_end(
    begin: Callable[..., LiveRig], spoken: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    # Cut in the middle of a word: no pause of the voice ends this utterance.
    source.say(spoken[: 3 * RATE_HZ])
    rig.live.pause()
    line = rig.until(Committed)
    rig.live.stop()
    rig.finish()

    assert line.segment.end_s <= 3.0


def test_a_microphone_that_comes_back_leaves_a_gap_of_its_length(
    begin: Callable[..., LiveRig], spoken: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(spoken)
    source.heard_by.lost()
    begun = rig.until(GapMarked)
    source.heard_by.regained(4.25)
    source.say(spoken)
    rig.live.stop()
    record = rig.finish()

    assert begun.length_s is None
    assert [(g.at_s, g.length_s, g.reason) for g in rig.journal.gaps("v1")] == [
        (len(spoken) / RATE_HZ, 4.25, GapReason.MICROPHONE)
    ]
    assert record.coverage.gaps == rig.journal.gaps("v1")
    assert record.transcript.heard[-1].start_s > len(spoken) / RATE_HZ


# --- A disk that refuses ---


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Somebody else writes to the journal and does not stop."""
    other = connect(path, derived(KEY, "database"))
    other.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.conn.execute("ROLLBACK")
        other.conn.close()


def test_sound_that_the_disk_refuses_waits_and_is_written_in_the_end(
    begin: Callable[..., LiveRig], tmp_path: Path, spoken: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(spoken[: 4 * RATE_HZ])
    rig.until(Journalled)
    with _locked(tmp_path / "journal.db"):
        source.say(spoken[4 * RATE_HZ :])
        refused = rig.until(Journalled, lambda event: event.disk == "refused")
    rig.until(Journalled, lambda event: event.disk == "writing")
    rig.live.stop()
    rig.finish()

    assert refused.waiting_s > 0
    assert refused.code == "disk.refused.journal"
    assert np.array_equal(rig.sound(), spoken)


# --- Beginning and breaking off ---


def test_a_second_recording_is_refused_while_one_goes_on(tmp_path: Path) -> None:
    with recording_alone(tmp_path), pytest.raises(JournalRefused) as refused:
        _enter(lambda: recording_alone(tmp_path))

    assert refused.value.reason == "recording"


def test_after_a_recording_another_may_begin(tmp_path: Path) -> None:
    _enter(lambda: recording_alone(tmp_path))
    _enter(lambda: recording_alone(tmp_path))

    assert list(tmp_path.iterdir()) == []


def _enter(make: Callable[[], object]) -> None:
    with make():  # type: ignore[attr-defined]
        pass


def test_a_cancelled_visit_keeps_its_sound(
    begin: Callable[..., LiveRig], spoken: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(spoken)
    rig.live.cancel()

    assert rig.live.wait(PATIENCE_S) is None
    assert np.array_equal(rig.sound(), spoken)


def test_sound_is_read_back_exactly_from_any_place(tmp_path: Path, spoken: Pcm) -> None:
    journal = Journal.open(tmp_path / "journal.db", KEY)
    sound = JournalledSound(journal, "v1")
    writer = sound.open(lambda _seconds: None, lambda _news: None)
    writer.append(spoken[:70_000])
    writer.close()

    for start, end in ((0, 70_000), (1, 16_001), (31_999, 32_001), (69_000, 70_000)):
        assert np.array_equal(sound.read(start, end), spoken[start:end])
    journal.close()
