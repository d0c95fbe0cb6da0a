"""The speech session: windows shared by utterances, live hearing, languages."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from zhenlu import paths
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import Cancelled
from zhenlu.engines.messages import pack_pcm
from zhenlu.engines.speech import listening
from zhenlu.engines.speech.listening import SpeechSession

STARTER = paths.models() / "starter" / "speech"
DATA = Path(__file__).parents[3] / "data"
SAMPLES = paths.resources() / "samples"


class Listener:
    """Collects what a session emits."""

    def __init__(self, short_windows: bool = True) -> None:
        self.session = SpeechSession(STARTER, {"short_windows": short_windows}, threads=1)
        self.emitted: list[tuple[str, dict[str, Any]]] = []
        self.cancelled = threading.Event()

    def begin(self, **payload: Any) -> None:
        self.emitted.clear()
        self.session.begin(payload, self.emit, self.cancelled)

    def emit(self, name: str, payload: dict[str, Any]) -> None:
        self.emitted.append((name, payload))

    def hear(self, pcm: NDArray[np.int16]) -> int:
        answer = self.session.hear({"pcm": pack_pcm(pcm)}, self.emit, self.cancelled)
        return int(answer["settled"])

    def finish(self) -> None:
        self.session.finish({}, self.emit, self.cancelled)

    @property
    def segments(self) -> list[dict[str, Any]]:
        windows = [payload for name, payload in self.emitted if name == "segments"]
        return [segment for window in windows for segment in window["segments"]]


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def padded() -> Listener:
    """The same model, treated as one that pays for a whole window each time."""
    return Listener(short_windows=False)


@pytest.fixture(scope="module")
def visit() -> NDArray[np.int16]:
    return np.concatenate(list(read(DATA / "zh-headache.flac").chunks))


def test_a_line_is_committed_before_the_next_one_is_spoken(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language="zh", live=True)

    for second in range(0, 8 * RATE_HZ, RATE_HZ):
        listener.hear(visit[second : second + RATE_HZ])

    assert len(listener.segments) >= 2


def test_audio_of_an_open_line_is_not_settled(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language="zh")

    settled = listener.hear(visit[:RATE_HZ])

    assert settled < 0.5 * RATE_HZ


def test_the_open_line_can_be_read_before_it_ends(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language="zh", live=True)
    listener.hear(visit[: int(1.6 * RATE_HZ)])

    text = listener.session.peek({}, listener.emit, listener.cancelled)["text"]

    assert text
    assert listener.segments == []


def test_the_language_waits_for_some_seconds_of_speech(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language=None)
    listener.hear(visit[: 3 * RATE_HZ])
    early = list(listener.emitted)

    listener.hear(visit[3 * RATE_HZ :])
    listener.finish()

    assert early == []
    assert [name for name, _ in listener.emitted].index("language") == 0
    assert listener.emitted[0][1]["language"] == "zh"


def test_a_short_recording_is_heard_although_its_language_was_waited_for(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language=None)
    listener.hear(visit[: 3 * RATE_HZ])
    listener.finish()

    assert listener.segments


def test_utterances_share_a_window_where_padding_costs(
    padded: Listener, visit: NDArray[np.int16]
) -> None:
    padded.begin(language="zh")
    padded.hear(visit)
    padded.finish()

    windows = [payload for name, payload in padded.emitted if name == "segments"]
    assert len(windows) < len(padded.segments)


def test_sharing_a_window_keeps_the_places_of_the_lines(
    padded: Listener, listener: Listener, visit: NDArray[np.int16]
) -> None:
    for either in (padded, listener):
        either.begin(language="zh")
        either.hear(visit)
        either.finish()

    alone = {(s["start_s"], s["end_s"]) for s in listener.segments}
    assert sum((s["start_s"], s["end_s"]) in alone for s in padded.segments) >= 4


def test_live_lines_do_not_wait_for_a_full_window(
    padded: Listener, visit: NDArray[np.int16]
) -> None:
    padded.begin(language="zh", live=True)
    padded.hear(visit[: 8 * RATE_HZ])

    assert len(padded.segments) >= 2


def test_a_cancelled_session_stops_between_utterances(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language="zh")
    listener.cancelled.set()

    with pytest.raises(Cancelled):
        listener.hear(visit)
    listener.cancelled.clear()

    assert listener.segments == []


def test_a_new_recording_starts_from_nothing(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    listener.begin(language="zh")
    listener.hear(visit[: int(1.5 * RATE_HZ)])
    listener.begin(language="zh")
    listener.finish()

    assert listener.segments == []


def test_speech_that_makes_no_words_is_marked_where_it_was(listener: Listener) -> None:
    pcm = np.concatenate(list(read(DATA / "zh-headache.flac").chunks))
    listener.begin(language="zh")
    listener.hear(pcm[::-1].copy())
    listener.finish()
    spans = [(s["start_s"], s["end_s"]) for s in listener.segments]

    assert any(not segment["text"] for segment in listener.segments)
    assert all(0.0 <= start_s < end_s <= len(pcm) / RATE_HZ for start_s, end_s in spans)
    assert all(end_s <= start_s for (_, end_s), (start_s, _) in pairwise(spans))


def test_noise_is_nothing_unclear(listener: Listener) -> None:
    listener.begin(language="zh")
    noise = np.random.default_rng(1).normal(0, 3000, 8 * RATE_HZ).astype(np.int16)
    listener.hear(noise)
    listener.finish()

    assert listener.segments == []


def test_a_line_read_in_the_pause_after_it_is_the_one_read_at_leisure(
    listener: Listener, visit: NDArray[np.int16]
) -> None:
    def lines(step: int) -> list[dict[str, Any]]:
        listener.begin(language="zh", live=True)
        for start in range(0, len(visit), step):
            listener.hear(visit[start : start + step])
        listener.finish()
        return listener.segments

    # In one piece every pause is over before anybody could read ahead.
    assert lines(RATE_HZ // 20) == lines(len(visit))


def test_a_slow_model_looks_at_what_comes_between_encoding_and_reading(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    haltingly = np.concatenate(list(read(SAMPLES / "en-low-back-pain.flac").chunks))
    haltingly = haltingly[: 30 * RATE_HZ]
    recogniser = listener.session._recogniser
    encode, decode = recogniser._freshly_encoded, recogniser.decode
    done: list[str] = []

    def encoding(pcm: NDArray[np.int16]) -> Any:
        done.append("encoded")
        return encode(pcm)

    def reading(pcm: NDArray[np.int16], **options: Any) -> Any:
        done.append("read")
        return decode(pcm, **options)

    def lines(look_again_s: float) -> tuple[list[dict[str, Any]], int, int]:
        monkeypatch.setattr(listening, "_LOOK_AGAIN_S", look_again_s)
        done.clear()
        listener.begin(language="en", live=True)
        for start in range(0, len(haltingly), RATE_HZ // 10):
            listener.hear(haltingly[start : start + RATE_HZ // 10])
        listener.finish()
        return listener.segments, done.count("encoded"), done.count("read")

    monkeypatch.setattr(recogniser, "_freshly_encoded", encoding)
    monkeypatch.setattr(recogniser, "decode", reading)
    at_once, encoded_at_once, read_at_once = lines(100.0)
    looking, encoded, read_looking = lines(0.0)

    assert looking == at_once
    assert encoded == encoded_at_once
    # Pauses in which somebody spoke on: what was encoded was not read.
    assert read_looking < read_at_once


def test_several_voices_murmuring_give_no_words_but_are_marked(listener: Listener) -> None:
    visits = [np.concatenate(list(read(path).chunks)) for path in sorted(DATA.glob("*.flac"))]
    visits += [np.concatenate(list(read(path).chunks)) for path in sorted(SAMPLES.glob("*.flac"))]
    count = 24 * RATE_HZ
    crowd = sum(
        np.resize(np.roll(voice / voice.std(), RATE_HZ * 7 * place), count)
        for place, voice in enumerate(visits)
    )
    murmur = (crowd / np.std(crowd) * 1000).astype(np.int16)
    listener.begin(language="zh", live=True)
    listener.hear(murmur)
    listener.finish()

    assert listener.segments
    assert [segment["text"] for segment in listener.segments if segment["text"]] == []
