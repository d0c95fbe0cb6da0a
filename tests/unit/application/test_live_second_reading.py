"""Doubted lines that are read again while the visit goes on, on the real engine and journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from live_rig import PATIENCE_S, HandSource, LiveRig

from zhenlu.application import second_reading
from zhenlu.application.live_events import (
    Committed,
    EngineNews,
    EngineState,
    LinesReadAgain,
)
from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.transcript import OFFERED, SECOND_READING, Correction
from zhenlu.domain.visit import VisitState
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech import engine
from zhenlu.engines.speech.engine import WhisperSpeechEngine

SAMPLE = Path(__file__).parents[2] / "data" / "zh-headache.flac"
_SILENCE: Pcm = np.zeros(3 * RATE_HZ, dtype=np.int16)


@pytest.fixture(scope="module")
def speech() -> Iterator[WhisperSpeechEngine]:
    speech = WhisperSpeechEngine(find("starter-speech"), threads=1)
    yield speech
    speech.close()


@pytest.fixture(scope="module")
def noisy() -> Pcm:
    """A visit in a hiss in which every line is heard, and some with doubt."""
    pcm = np.concatenate(list(read(SAMPLE).chunks))
    noise = np.random.default_rng(5).standard_normal(len(pcm)) * pcm.std() * 0.35
    return np.clip(pcm + noise, -32768, 32767).astype(np.int16)


@pytest.fixture(autouse=True)
def there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the computer is with other work."""
    monkeypatch.setattr(engine, "_AGAIN_WITHIN_S", PATIENCE_S)


@pytest.fixture
def every_reading_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the second reading were always the surer one: what it does is looked at here."""
    monkeypatch.setattr(second_reading, "_DOUBTED", 1.01)
    monkeypatch.setattr(second_reading, "_SURER", -1.0)
    monkeypatch.setattr(second_reading, "_CLEAR", 0.0)


@pytest.mark.usefixtures("every_reading_counts")
def test_a_new_version_is_told_in_a_silence_and_stands_in_the_record_over_the_first(
    begin: Callable[..., LiveRig], noisy: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(noisy)
    source.say(_SILENCE)
    rig.until(LinesReadAgain)
    rig.live.stop()
    transcript = rig.finish().transcript

    committed = {event.heard.id: event.heard for event in rig.of(Committed)}
    told = {line.id: line.text for event in rig.of(LinesReadAgain) for line in event.segments}
    offered = {n: text for event in rig.of(LinesReadAgain) for n, text in event.offered.items()}
    assert told or offered
    assert {each.id: each for each in transcript.heard} == committed
    assert {number: transcript[number].text for number in told} == told
    assert transcript.offered == offered
    sources = {each.source for each in transcript.corrections}
    assert sources & {SECOND_READING, OFFERED}


@pytest.mark.usefixtures("every_reading_counts")
def test_what_a_person_put_right_is_not_read_over(
    begin: Callable[..., LiveRig], noisy: Pcm
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(noisy)
    rig.until(Committed)
    words = "今天先到这里。"
    rig.live.correct(lambda said: [Correction(line.id, words) for line in said])
    source.say(_SILENCE)
    rig.until(Committed, lambda event: event.segment.end_s > len(noisy) / RATE_HZ - 2.0)
    rig.live.stop()
    transcript = rig.finish().transcript

    assert transcript[1].text == words
    again = {each.segment for each in transcript.corrections if each.source == SECOND_READING}
    assert 1 not in again | set(transcript.offered)


@pytest.mark.usefixtures("every_reading_counts")
@pytest.mark.parametrize("ends", ["stop", "cancel"])
def test_an_end_during_a_second_reading_loses_and_doubles_nothing(
    begin: Callable[..., LiveRig], noisy: Pcm, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    begun: list[LiveRig] = []
    find_next = second_reading.SecondReading.next

    def next_and_end(self: second_reading.SecondReading) -> object:
        passage = find_next(self)
        if passage is not None:
            (begun[0].live.stop if ends == "stop" else begun[0].live.cancel)()
        return passage

    monkeypatch.setattr(second_reading.SecondReading, "next", next_and_end)
    source = HandSource()
    rig = begin(source)
    begun.append(rig)
    source.say(noisy)
    source.say(_SILENCE)
    record = rig.live.wait(PATIENCE_S)

    assert np.array_equal(rig.sound(), np.concatenate([noisy, _SILENCE]))
    if ends == "cancel":
        assert (record, rig.live.visit.state) == (None, VisitState.INTERRUPTED)
    else:
        assert record is not None
        ids = [line.id for line in record.transcript.heard]
        assert ids == list(range(1, len(ids) + 1))
        assert record.transcript.heard[-1].end_s > len(noisy) / RATE_HZ - 2.0


@pytest.mark.usefixtures("every_reading_counts")
def test_a_worker_killed_over_a_second_reading_goes_on_with_the_visit(
    begin: Callable[..., LiveRig],
    speech: WhisperSpeechEngine,
    noisy: Pcm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    killed: list[int] = []
    find_next = second_reading.SecondReading.next

    def next_and_kill(self: second_reading.SecondReading) -> object:
        passage = find_next(self)
        if passage is not None and not killed and speech.pid is not None:
            killed.append(speech.pid)
            psutil.Process(speech.pid).kill()
        return passage

    monkeypatch.setattr(second_reading.SecondReading, "next", next_and_kill)
    source = HandSource()
    rig = begin(source)
    source.say(noisy)
    source.say(_SILENCE)
    rig.until(EngineNews, lambda news: news.state is EngineState.RESTARTED)
    source.say(noisy)
    rig.live.stop()
    transcript = rig.finish().transcript

    starts = [line.start_s for line in transcript.heard]
    assert starts == sorted(set(starts))
    assert starts[-1] > len(noisy) / RATE_HZ + 3.0
