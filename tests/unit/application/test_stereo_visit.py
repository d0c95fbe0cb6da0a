"""A visit recorded with two microphones: kept as such, heard as one, told apart by loudness."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from live_rig import KEY, HandSource, LiveRig

from zhenlu.application.ports import Pcm, SpeechOptions
from zhenlu.application.transcribing import transcribe
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.transcript import Segment
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.scripted import ScriptedSpeechEngine
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.storage.journal import Journal
from zhenlu.storage.visit_sound import JournalledSound

SAMPLE = Path(__file__).parents[2] / "data" / "zh-headache.flac"


@pytest.fixture(scope="module")
def speech() -> Iterator[WhisperSpeechEngine]:
    with closing(WhisperSpeechEngine(find("starter-speech"))) as engine:
        yield engine


@pytest.fixture(scope="module")
def spoken() -> Pcm:
    return np.concatenate(list(read(SAMPLE).chunks))[: 8 * RATE_HZ]


def _stereo(mono: Pcm, right_db: float) -> Pcm:
    right = (mono * 10 ** (right_db / 20)).astype(np.int16)
    return np.stack([mono, right], axis=1)


def test_both_channels_are_kept_and_the_words_are_heard(
    tmp_path: Path, speech: WhisperSpeechEngine, spoken: Pcm
) -> None:
    source = HandSource(channels=2)
    rig = LiveRig(tmp_path, source, speech)
    rig.live.start()
    stereo = _stereo(spoken, right_db=-6.0)
    source.say(stereo)
    rig.live.stop()
    record = rig.finish()

    with closing(rig.journal):
        kept = JournalledSound(rig.journal, "v1")
        pieces = [found.samples for found in rig.journal.passages("v1", 0.0, 8.0)]
        lines = record.transcript.worded
        balances = [kept.balance_db(line.start_s, line.end_s) for line in lines]
    assert np.array_equal(np.concatenate(pieces), stereo)
    assert lines
    assert balances == pytest.approx([6.0] * len(lines), abs=0.2)


def test_a_microphone_with_one_channel_goes_on_in_a_recording_of_two(
    tmp_path: Path, speech: WhisperSpeechEngine, spoken: Pcm
) -> None:
    source = HandSource(channels=2)
    rig = LiveRig(tmp_path, source, speech)
    rig.live.start()
    source.say(_stereo(spoken, right_db=-6.0))
    source.say(spoken)
    rig.live.stop()
    rig.finish()

    with closing(rig.journal):
        assert rig.journal.visit("v1").length_s == pytest.approx(2 * len(spoken) / RATE_HZ)
        again = JournalledSound(rig.journal, "v1").read(len(spoken), 2 * len(spoken))
    assert np.array_equal(again, spoken)


def test_a_kept_recording_of_two_microphones_tells_who_speaks_when_it_is_written_up(
    tmp_path: Path,
) -> None:
    voice = np.random.default_rng(3).normal(0, 3000, 2 * RATE_HZ).astype(np.int16)
    doctor, patient = _stereo(voice, right_db=-9.0), _stereo(voice, right_db=-9.0)[:, ::-1]
    turns = (True, False, True, True, False, False)
    said = ("哪里不舒服?", "头痛。", "多久了?", "嗯。", "好。", "三天。")
    lines = [
        Segment(number, text, start_s=2.0 * number - 2, end_s=2.0 * number)
        for number, text in enumerate(said, 1)
    ]
    with closing(Journal.open(tmp_path / "journal.db", KEY)) as journal:
        writer = JournalledSound(journal, "v1").open(lambda _s: None, lambda _n: None, 2)
        writer.append(np.concatenate([doctor if is_doctors else patient for is_doctors in turns]))
        writer.close()
        done = transcribe(
            ScriptedSpeechEngine(tuple(lines)),
            journal.read("v1"),
            SpeechOptions(),
            lambda _event: None,
            threading.Event(),
        )

    told = [segment.role.is_clinician for segment in done.transcript]
    assert told == list(turns)


def test_one_microphone_has_no_balance(tmp_path: Path, spoken: Pcm) -> None:
    with closing(Journal.open(tmp_path / "journal.db", KEY)) as journal:
        sound = JournalledSound(journal, "v1")
        writer = sound.open(lambda _seconds: None, lambda _news: None)
        writer.append(spoken)
        writer.close()

        assert sound.balance_db(0.0, 2.0) is None
