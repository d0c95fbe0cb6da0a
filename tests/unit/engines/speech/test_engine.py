"""The speech engine: real audio through a real worker, and workers that die."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from zhenlu.application.events import (
    AudioHeard,
    EngineRestarted,
    Event,
    LanguageDetected,
    SegmentCommitted,
)
from zhenlu.application.ports import AudioStream, Heard, SpeechOptions
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import Cancelled, EngineFailed, MemoryShort
from zhenlu.domain.transcript import Language
from zhenlu.engines import capacity
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.process import EngineProcess, load_payload
from zhenlu.engines.speech.engine import WhisperSpeechEngine

DATA = Path(__file__).parents[3] / "data"
ZH = SpeechOptions(Language.ZH)


@pytest.fixture(scope="module")
def engine() -> Iterator[WhisperSpeechEngine]:
    engine = WhisperSpeechEngine(find("starter-speech"), threads=1)
    yield engine
    engine.close()


def _stream(pcm: NDArray[np.int16], piece_s: float = 1.0) -> AudioStream:
    piece = int(piece_s * RATE_HZ)
    chunks = [pcm[start : start + piece] for start in range(0, len(pcm), piece)]
    return AudioStream(duration_s=len(pcm) / RATE_HZ, chunks=chunks)


def _hear(
    engine: WhisperSpeechEngine,
    audio: AudioStream,
    options: SpeechOptions = ZH,
    on_event: Callable[[Event], None] = lambda _event: None,
) -> Heard:
    return engine.transcribe(audio, options, on_event, threading.Event())


def _texts(heard: Heard) -> list[str]:
    return [segment.text for segment in heard.segments]


# --- A real model on real sound ---


@pytest.fixture(scope="module")
def headache(engine: WhisperSpeechEngine) -> tuple[Heard, list[Event]]:
    events: list[Event] = []
    heard = _hear(engine, read(DATA / "zh-headache.flac"), on_event=events.append)
    return heard, events


def test_most_characters_of_a_visit_are_understood(headache: tuple[Heard, list[Event]]) -> None:
    lines = tomllib.loads((DATA / "zh-headache.toml").read_text(encoding="utf-8"))["line"]
    said = [c for line in lines for c in line["text"] if c.isalnum()]

    heard = [c for text in _texts(headache[0]) for c in text if c.isalnum()]

    assert _distance(said, heard) / len(said) < 0.2


def _distance(said: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, found in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (wanted != found))
    return row[-1]


def test_segments_lie_where_their_lines_were_spoken(headache: tuple[Heard, list[Event]]) -> None:
    lines = tomllib.loads((DATA / "zh-headache.toml").read_text(encoding="utf-8"))["line"]

    for segment in headache[0].segments:
        assert any(
            line["start_s"] - 0.3 <= segment.start_s and segment.end_s <= line["end_s"] + 0.4
            for line in lines
        )


def test_segments_are_numbered_and_in_order(headache: tuple[Heard, list[Event]]) -> None:
    segments = headache[0].segments

    assert [segment.id for segment in segments] == list(range(1, len(segments) + 1))
    assert all(a.end_s <= b.start_s for a, b in pairwise(segments))


def test_words_lie_within_their_segment_and_spell_it(headache: tuple[Heard, list[Event]]) -> None:
    for segment in headache[0].segments:
        assert "".join(word.text for word in segment.words) == segment.text
        assert segment.start_s <= segment.words[0].start_s + 0.001
        assert segment.words[-1].end_s <= segment.end_s + 0.001
        assert all(0.0 < word.confidence <= 1.0 for word in segment.words)


def test_chinese_words_are_single_characters(headache: tuple[Heard, list[Event]]) -> None:
    for segment in headache[0].segments:
        for word in segment.words:
            assert len([c for c in word.text if c.isalnum()]) <= 1


def test_every_segment_is_announced_once(headache: tuple[Heard, list[Event]]) -> None:
    heard, events = headache

    announced = [event.segment for event in events if isinstance(event, SegmentCommitted)]

    assert tuple(announced) == heard.segments


def test_progress_reaches_the_end_and_never_goes_back(headache: tuple[Heard, list[Event]]) -> None:
    heard, events = headache

    progress = [event.audio_s for event in events if isinstance(event, AudioHeard)]

    assert progress == sorted(progress)
    assert progress[-1] == heard.audio_s


def test_the_length_of_speech_is_told(headache: tuple[Heard, list[Event]]) -> None:
    assert 12.0 < headache[0].speech_s < headache[0].audio_s < 23.0


@pytest.mark.parametrize(
    ("name", "language"), [("zh-headache", Language.ZH), ("en-sore-throat", Language.EN)]
)
def test_the_language_is_decided_once(
    engine: WhisperSpeechEngine, name: str, language: Language
) -> None:
    events: list[Event] = []

    heard = _hear(engine, read(DATA / f"{name}.flac"), SpeechOptions(), events.append)

    decided = [event for event in events if isinstance(event, LanguageDetected)]
    assert heard.language is language
    assert [event.language for event in decided] == [language]
    assert heard.segments


def test_the_size_of_the_pieces_changes_no_word(
    engine: WhisperSpeechEngine, headache: tuple[Heard, list[Event]]
) -> None:
    pcm = np.concatenate(list(read(DATA / "zh-headache.flac").chunks))

    assert _hear(engine, _stream(pcm, 7.3)).segments == headache[0].segments


def test_favoured_terms_are_not_read_back_into_the_visit(
    engine: WhisperSpeechEngine, headache: tuple[Heard, list[Event]]
) -> None:
    terms = ("硝苯地平", "格列齐特", "乙酰半胱氨酸") * 40

    heard = _hear(engine, read(DATA / "zh-headache.flac"), SpeechOptions(Language.ZH, terms))

    assert not any(term in text for text in _texts(heard) for term in terms)


def _noises() -> dict[str, NDArray[np.float64]]:
    rng = np.random.default_rng(5)
    time_s = np.arange(20 * RATE_HZ) / RATE_HZ
    spectrum = np.fft.rfft(rng.standard_normal(len(time_s)))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    pink = np.fft.irfft(spectrum, len(time_s))
    chord = np.array([261.6, 329.6, 392.0, 220.0, 293.7, 349.2, 196.0, 246.9])
    music = np.zeros_like(time_s)
    for beat in range(20):
        place = slice(beat * RATE_HZ, (beat + 1) * RATE_HZ)
        for tone in chord[(beat % 4) * 2 :][:3]:
            for overtone in (1, 2, 3):
                wave = np.sin(2 * np.pi * tone * overtone * time_s[:RATE_HZ]) / overtone
                music[place] += wave * np.exp(-2 * time_s[:RATE_HZ])
    return {
        "zeros": np.zeros_like(time_s),
        "hiss": 0.001 * rng.standard_normal(len(time_s)),
        "white": 0.1 * rng.standard_normal(len(time_s)),
        "pink": 0.4 * pink / np.abs(pink).max(),
        "hum": 0.2 * np.sin(2 * np.pi * 50 * time_s) + 0.1 * np.sin(2 * np.pi * 150 * time_s),
        "music": 0.4 * music / np.abs(music).max(),
    }


@pytest.mark.parametrize("kind", ["zeros", "hiss", "white", "pink", "hum", "music"])
def test_where_nobody_speaks_nothing_is_written(engine: WhisperSpeechEngine, kind: str) -> None:
    pcm = (_noises()[kind].clip(-1, 1) * 32767).astype(np.int16)
    options = SpeechOptions(terms=("阿司匹林", "高血压"))

    heard = _hear(engine, _stream(pcm), options)

    assert heard.segments == ()
    assert heard.audio_s == 20.0


def test_no_audio_at_all_is_heard_as_nothing(engine: WhisperSpeechEngine) -> None:
    heard = _hear(engine, AudioStream(0.0, []))

    assert (heard.segments, heard.audio_s, heard.speech_s) == ((), 0.0, 0.0)


def test_a_real_worker_killed_in_the_middle_costs_no_word(
    headache: tuple[Heard, list[Event]],
) -> None:
    engine = WhisperSpeechEngine(find("starter-speech"), threads=1)
    events: list[Event] = []

    def kill_at_the_third(event: Event) -> None:
        events.append(event)
        if isinstance(event, SegmentCommitted) and event.segment.id == 3:
            worker = engine._process.pid
            psutil.Process(worker).kill()

    heard = _hear(engine, read(DATA / "zh-headache.flac"), on_event=kill_at_the_third)
    engine.close()

    assert EngineRestarted("speech") in events
    # The new worker hears the rest from another sample on: a comma may become a full stop.
    assert _words_only(heard) == _words_only(headache[0])
    for after, before in zip(heard.segments, headache[0].segments, strict=True):
        assert after.start_s == pytest.approx(before.start_s, abs=0.1)


def _words_only(heard: Heard) -> list[str]:
    return ["".join(c for c in text if c.isalnum()) for text in _texts(heard)]


# --- A scripted worker whose audio spells its words ---


def _scripted(manifest: dict[str, Any]) -> WhisperSpeechEngine:
    process = EngineProcess("scripted", "script", load_payload(Path(), manifest, 1))
    return WhisperSpeechEngine(find("starter-speech"), process=process)


def _spelled(*words: int) -> AudioStream:
    """One second for each word, 0 for silence."""
    return _stream(np.repeat(np.array(words, dtype=np.int16), RATE_HZ))


WORDS = (1, 2, 0, 3, 4, 5, 0, 0, 6, 7, 0, 8)


@pytest.mark.parametrize("second", range(len(WORDS)))
def test_no_second_at_which_the_worker_dies_costs_or_doubles_a_word(
    second: int, tmp_path: Path
) -> None:
    engine = _scripted({"crash_at_s": second, "marker": str(tmp_path / "crashed")})

    heard = _hear(engine, _spelled(*WORDS))
    engine.close()

    assert (tmp_path / "crashed").exists()
    assert _texts(heard) == ["1 2", "3 4 5", "6 7", "8"]
    assert [s.start_s for s in heard.segments] == [0.0, 3.0, 8.0, 11.0]


def test_a_worker_that_dies_twice_is_an_engine_failure() -> None:
    engine = _scripted({"crash_at_s": 0})

    with pytest.raises(EngineFailed) as caught:
        _hear(engine, _spelled(*WORDS))
    engine.close()

    assert caught.value.reason == "died"


def test_a_cancelled_recording_ends_and_the_next_one_is_heard() -> None:
    engine = _scripted({})
    cancelled = threading.Event()

    def cancel(event: Event) -> None:
        if isinstance(event, SegmentCommitted):
            cancelled.set()

    with pytest.raises(Cancelled):
        engine.transcribe(_spelled(*WORDS * 50), ZH, cancel, cancelled)
    heard = _hear(engine, _spelled(1, 0, 2))
    engine.close()

    assert _texts(heard) == ["1", "2"]


def test_audio_that_breaks_off_leaves_the_engine_usable() -> None:
    engine = _scripted({})

    def broken() -> Iterator[NDArray[np.int16]]:
        yield np.ones(3 * RATE_HZ, dtype=np.int16)
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any fault of a disk
        _hear(engine, AudioStream(None, broken()))
    heard = _hear(engine, _spelled(1, 0, 2))
    engine.close()

    assert _texts(heard) == ["1", "2"]


def test_little_audio_is_under_way_at_a_time() -> None:
    engine = _scripted({})
    sent = 0
    furthest: list[float] = []

    def pieces() -> Iterator[NDArray[np.int16]]:
        nonlocal sent
        for _ in range(60):
            sent += 1
            yield np.zeros(RATE_HZ, dtype=np.int16)

    def note(event: Event) -> None:
        if isinstance(event, AudioHeard):
            furthest.append(sent - event.audio_s)

    _hear(engine, AudioStream(None, pieces()), on_event=note)
    engine.close()

    assert max(furthest) <= 3.0


def test_a_line_is_told_while_the_microphone_is_still_on() -> None:
    engine = _scripted({})
    told: list[str] = []
    seen: list[list[str]] = []

    def note(event: Event) -> None:
        if isinstance(event, SegmentCommitted):
            told.append(event.segment.text)

    def microphone() -> Iterator[NDArray[np.int16]]:
        for word in (1, 0, 0, 0, 2, 0):
            seen.append(list(told))
            yield np.full(RATE_HZ, word, dtype=np.int16)

    live = SpeechOptions(Language.ZH, live=True)
    _hear(engine, AudioStream(None, microphone()), live, note)
    engine.close()

    assert seen[4] == ["1"]
    assert told == ["1", "2"]


def test_too_little_memory_is_told_before_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    class Free:
        available = 50 * 1024 * 1024

    monkeypatch.setattr(capacity.psutil, "virtual_memory", Free)
    engine = WhisperSpeechEngine(find("starter-speech"))

    with pytest.raises(MemoryShort) as caught:
        _hear(engine, _spelled(1))

    assert caught.value.params["free_mb"] == 50


def test_the_record_can_cite_the_pack() -> None:
    used = WhisperSpeechEngine(find("starter-speech")).used

    assert used.pack == "starter-speech"
    assert len(used.sha256) == 64
