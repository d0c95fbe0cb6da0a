"""Lines read again by the real worker, in the pauses of a recording and after it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from zhenlu.application.events import EngineRestarted, Event, HeardAgain, SegmentCommitted
from zhenlu.application.ports import AudioStream, Heard, Passage, Pcm, SpeechOptions
from zhenlu.application.second_reading import SecondReading
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import Cancelled
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.process import EngineProcess, load_payload
from zhenlu.engines.speech import engine as speech_engine
from zhenlu.engines.speech.engine import WhisperSpeechEngine

DATA = Path(__file__).parents[3] / "data"
CLIPS = {Language.ZH: "zh-headache.flac", Language.EN: "en-sore-throat.flac"}
#: Moments in which nothing comes, each a twentieth of a second as a live source gives them.
_PATIENCE = 1200


@pytest.fixture(scope="module")
def engine() -> Iterator[WhisperSpeechEngine]:
    engine = WhisperSpeechEngine(find("starter-speech"), threads=1)
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=[Language.ZH, Language.EN])
def noisy(request: pytest.FixtureRequest) -> tuple[Language, Pcm]:
    """Some lines of a visit in a noise in which they are heard with doubt."""
    pcm = np.concatenate(list(read(DATA / CLIPS[request.param]).chunks))[: 25 * RATE_HZ]
    noise = np.random.default_rng(7).standard_normal(len(pcm)) * pcm.std() * 0.3
    return request.param, np.clip(pcm + noise, -32768, 32767).astype(np.int16)


@pytest.fixture(autouse=True)
def there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the computer is with other work."""
    monkeypatch.setattr(speech_engine, "_AGAIN_WITHIN_S", 60.0)


class Visit:
    """A live recording: what was said, then silence until the test has seen enough."""

    def __init__(self, language: Language, pcm: Pcm, careful: bool = True) -> None:
        self.language, self.pcm = language, pcm
        self.events: list[Event] = []
        self.is_enough = threading.Event()
        self._transcript = Transcript(language)
        self._reading = SecondReading(lambda start, end: pcm[start:end])
        self.asked: list[Passage] = []
        self.careful = careful

    def pieces(self) -> Iterator[Pcm]:
        for start in range(0, len(self.pcm), RATE_HZ):
            yield self.pcm[start : start + RATE_HZ]
        yield np.zeros(3 * RATE_HZ, dtype=np.int16)
        for _ in range(_PATIENCE if self.careful else 0):
            if self.is_enough.wait(0.05):
                return
            yield np.zeros(0, dtype=np.int16)

    def wanted(self) -> Passage | None:
        passage = self._reading.next()
        if passage is None:
            self.is_enough.set()
        else:
            self.asked.append(passage)
        return passage

    def take(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, SegmentCommitted):
            self._transcript = self._transcript.append((event.segment,))
            self._reading.follow(self._transcript, ())

    def hear(
        self, engine: WhisperSpeechEngine, wanted: Callable[[], Passage | None] | None = None
    ) -> Heard:
        meanwhile = (wanted or self.wanted) if self.careful else None
        stream = AudioStream(None, self.pieces(), meanwhile=meanwhile)
        options = SpeechOptions(self.language, live=True)
        return engine.transcribe(stream, options, self.take, threading.Event())

    @property
    def heard_again(self) -> Sequence[HeardAgain]:
        return [event for event in self.events if isinstance(event, HeardAgain)]


def test_doubted_lines_are_read_again_in_the_silence_and_what_is_committed_stays(
    engine: WhisperSpeechEngine, noisy: tuple[Language, Pcm]
) -> None:
    undisturbed = Visit(*noisy, careful=False).hear(engine)
    visit = Visit(*noisy)

    heard = visit.hear(engine)

    assert visit.asked
    assert [each.lines for each in visit.heard_again] == [each.lines for each in visit.asked]
    assert heard.segments == undisturbed.segments


def test_lines_of_a_recording_that_is_over_are_read_as_they_are_in_a_silence(
    engine: WhisperSpeechEngine, noisy: tuple[Language, Pcm]
) -> None:
    visit = Visit(*noisy)
    visit.hear(engine)
    afterwards = [
        engine.read_again(passage, lambda _event: None, threading.Event())
        for passage in visit.asked
    ]

    assert afterwards == list(visit.heard_again)


def test_a_clear_line_is_read_as_it_was(engine: WhisperSpeechEngine) -> None:
    pcm = np.concatenate(list(read(DATA / CLIPS[Language.ZH]).chunks))
    heard = Visit(Language.ZH, pcm[: 20 * RATE_HZ], careful=False).hear(engine)
    line = max(heard.segments, key=lambda segment: segment.confidence)
    around = pcm[round((line.start_s - 0.25) * RATE_HZ) : round((line.end_s + 0.25) * RATE_HZ)]

    again = engine.read_again(
        Passage((line.id,), Language.ZH, around, ("布洛芬",), "你好。"),
        lambda _event: None,
        threading.Event(),
    )

    assert "".join(reading.text for reading in again.readings) == line.text


@pytest.mark.parametrize("language", list(Language))
def test_noise_is_not_read_into_words(engine: WhisperSpeechEngine, language: Language) -> None:
    noise = (np.random.default_rng(3).standard_normal(3 * RATE_HZ) * 800).astype(np.int16)

    again = engine.read_again(
        Passage((1,), language, noise), lambda _event: None, threading.Event()
    )

    assert again == HeardAgain((1,))


def test_a_worker_killed_over_a_second_reading_costs_and_doubles_no_line(
    engine: WhisperSpeechEngine, noisy: tuple[Language, Pcm]
) -> None:
    undisturbed = Visit(*noisy, careful=False).hear(engine)
    visit = Visit(*noisy)

    def wanted_and_killed() -> Passage | None:
        passage = visit.wanted()
        assert engine.pid is not None
        psutil.Process(engine.pid).kill()
        visit.is_enough.set()
        return passage

    heard = visit.hear(engine, wanted_and_killed)

    assert EngineRestarted("speech") in visit.events
    assert visit.heard_again == []
    assert heard.segments == undisturbed.segments


def _scripted(manifest: dict[str, Any], patience_s: float = 30.0) -> WhisperSpeechEngine:
    process = EngineProcess("scripted", "script", load_payload(Path(), manifest, 1))
    pack = find("starter-speech")
    return WhisperSpeechEngine(pack, process=process, live_patience_s=patience_s)


@pytest.mark.parametrize("trouble", ["memory", "hang", "crash", "fault"])
def test_trouble_over_a_second_reading_costs_and_doubles_no_line(trouble: str) -> None:
    engine = _scripted({"on_again": {"do": trouble}}, patience_s=1.0)
    words = np.repeat(np.array([1, 2, 0, 3, 0, 4, 0], dtype=np.int16), RATE_HZ)
    asked: list[Passage] = []

    def wanted() -> Passage | None:
        asked.append(Passage((1,), Language.ZH, words[:RATE_HZ]))
        return asked[-1]

    def pieces() -> Iterator[Pcm]:
        """In the middle a silence that ends when the reading has been asked for."""
        yield words[: 3 * RATE_HZ]
        while not asked:
            yield np.zeros(0, dtype=np.int16)
        yield words[3 * RATE_HZ :]

    heard = engine.transcribe(
        AudioStream(None, pieces(), meanwhile=wanted),
        SpeechOptions(Language.ZH, live=True),
        lambda _event: None,
        threading.Event(),
    )
    engine.close()

    assert [segment.text for segment in heard.segments] == ["1 2", "3", "4"]
    assert len(asked) == 1


def test_a_second_reading_can_be_called_off() -> None:
    engine = _scripted({"on_again": {"do": "wait"}})
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()

    with pytest.raises(Cancelled):
        engine.read_again(
            Passage((1,), Language.ZH, np.zeros(RATE_HZ, np.int16)), lambda _event: None, cancelled
        )
    engine.close()
