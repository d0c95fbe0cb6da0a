"""The speech engine as the core knows it, on a worker process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from zhenlu.application.events import (
    AudioHeard,
    HeardAgain,
    LanguageDetected,
    SegmentCommitted,
    UtteranceUnderWay,
)
from zhenlu.application.ports import AudioStream, Heard, OnEvent, Passage, Pcm, SpeechOptions
from zhenlu.domain.errors import Cancelled, EnvironmentFault
from zhenlu.domain.record import EngineUsed
from zhenlu.domain.transcript import Language, Segment, Word
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.engines.capacity import default_threads, require_memory, require_processor
from zhenlu.engines.messages import Done, Payload, Progress, pack_pcm
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.process import EngineProcess, WorkerDied, load_payload
from zhenlu.engines.speech.endpointing import RATE_HZ

#: Pieces of audio sent and not yet answered: enough to keep the worker busy, little
#: enough for a cancel to take effect at once.
_CREDIT = 2
_PIECE = 5 * RATE_HZ
#: While somebody speaks and waits, a worker that is silent for longer is replaced.
_LIVE_PATIENCE_S = 30.0
#: The open utterance is looked at no more often than this, and no more at all on a
#: computer on which a look takes longer than that: it would hold up the next line.
_PEEK_EVERY_S, _PEEK_WITHIN_S = 1.5, 0.5
#: Silence in which a line may be read again: in a shorter one somebody may soon speak on.
_IDLE_AFTER = round(1.5 * RATE_HZ)
#: A computer that takes longer for it does that after the recording.
_AGAIN_WITHIN_S = 1.5


class WhisperSpeechEngine:
    """Speech recognition with a Whisper pack."""

    def __init__(
        self,
        pack: InstalledPack,
        threads: int | None = None,
        process: EngineProcess | None = None,
        live_patience_s: float = _LIVE_PATIENCE_S,
        speaker: InstalledPack | None = None,
    ) -> None:
        """Describe the engine; the worker starts with the first recording.

        Args:
            pack: A speech pack on this computer.
            threads: Processor threads, or None for what suits this computer.
            process: A worker to use in place of one for this pack.
            live_patience_s: Silence of a worker after which a live recording replaces it.
            speaker: A pack to tell voices apart with; None for the built-in way.
        """
        self._pack = pack
        self._live_patience_s = live_patience_s
        manifest: dict[str, object] = {"short_windows": pack.pack.short_windows}
        self._memory_mb = pack.pack.memory_mb
        if speaker is not None:
            manifest["speaker"] = str(speaker.load_path)
            manifest["embedder"] = speaker.pack.sha256
            self._memory_mb += speaker.pack.memory_mb
        load = load_payload(pack.load_path, manifest, threads or default_threads())
        self._process = process or EngineProcess("speech", pack.id, load)

    @property
    def used(self) -> EngineUsed:
        return EngineUsed(pack=self._pack.id, sha256=self._pack.pack.sha256)

    @property
    def pid(self) -> int | None:
        """Process id of the worker, or None while there is none."""
        return self._process.pid

    def transcribe(
        self,
        audio: AudioStream,
        options: SpeechOptions,
        on_event: OnEvent,
        cancelled: threading.Event,
    ) -> Heard:
        """Listen to a whole recording.

        Raises:
            ProcessorUnsupported: If the processor is too old for the engine.
            MemoryShort: If there is too little free memory to load the pack.
            PackUnusable: If the engine cannot load the pack.
            Cancelled: If `cancelled` was set; answered within two seconds.
            EngineFailed: If the process died twice.
            EngineUnresponsive: If it hung.
        """
        with self._process.alone(cancelled):
            return self._transcribed(audio, options, on_event, cancelled)

    def read_again(
        self, passage: Passage, on_event: OnEvent, cancelled: threading.Event
    ) -> HeardAgain:
        """Read lines of a recording that is over once more, with more care.

        Raises:
            As `transcribe`.
        """
        with self._process.alone(cancelled):
            self._make_ready(on_event, cancelled)
            asked = _again(passage)
            answer = self._process.call("again", asked, on_event, cancelled)
        return _heard_again(passage, answer)

    def _make_ready(self, on_event: OnEvent, cancelled: threading.Event) -> float:
        """Have a loaded worker; returns the seconds that took."""
        if self._process.pid is None:
            require_processor()
            require_memory("speech", self._memory_mb)
        return self._process.begin_job(on_event, cancelled)

    def _transcribed(
        self,
        audio: AudioStream,
        options: SpeechOptions,
        on_event: OnEvent,
        cancelled: threading.Event,
    ) -> Heard:
        load_s = self._make_ready(on_event, cancelled)
        began = time.perf_counter()
        patience_s = self._live_patience_s if options.live else None
        listening = _Listening(self._process, audio, options, on_event, cancelled, patience_s)
        language = listening.run()
        return Heard(
            language=language,
            segments=tuple(listening.segments),
            audio_s=listening.audio_s,
            speech_s=listening.speech_s,
            load_s=load_s,
            work_s=time.perf_counter() - began,
            voices=listening.voices,
        )

    def close(self) -> None:
        """End the worker."""
        self._process.close()


class _Listening:
    """One recording on its way through the worker.

    Keeps the audio that is not settled yet, so that a new worker can take over from
    the last committed word. Positions are samples of the recording.
    """

    def __init__(
        self,
        process: EngineProcess,
        audio: AudioStream,
        options: SpeechOptions,
        on_event: OnEvent,
        cancelled: threading.Event,
        patience_s: float | None,
    ) -> None:
        self._process = process
        self._patience_s = patience_s
        self._tentative = _Tentative()
        self._careful = _Careful(audio.meanwhile)
        self._audio = audio
        self._options = options
        self._language = options.language
        self._on_event = on_event
        self._cancelled = cancelled
        self._kept: Pcm = np.zeros(0, dtype=np.int16)
        self._settled = 0
        self._sent = 0
        self._origin = 0
        self._voice = 0
        self.segments: list[Segment] = []
        self.voices: dict[int, VoicePrint] = {}

    @property
    def audio_s(self) -> float:
        return self._end / RATE_HZ

    @property
    def speech_s(self) -> float:
        return self._voice / RATE_HZ

    def run(self) -> Language:
        """Hear everything; the language is Chinese where nobody spoke."""
        self._through_a_death(self._begin)
        for piece in self._audio.chunks:
            if self._cancelled.is_set():
                break
            if len(piece):
                self._kept = np.concatenate([self._kept, piece])
                self._through_a_death(self._send_all)
            else:
                self._through_a_death(self._use_the_moment)
        self._through_a_death(self._finish)
        return self._language or Language.ZH

    @property
    def _end(self) -> int:
        return self._settled + len(self._kept)

    def _through_a_death(self, step: Callable[[], None]) -> None:
        """Do a step of which every part may be done again by another worker."""
        is_broken_off = False
        while True:
            try:
                if is_broken_off:
                    self._take_over()
                return step()
            except WorkerDied:
                self._process.restart(self._on_event, self._cancelled)
            except EnvironmentFault:
                # A second reading that fails must not cost the first.
                if not self._careful.is_under_way:
                    raise
            is_broken_off = True

    def _take_over(self) -> None:
        self._origin = self._sent = self._settled
        self._careful.forget()
        self._begin()

    def _begin(self) -> None:
        begin = {
            "language": self._language.value if self._language else None,
            "terms": list(self._options.terms),
            "live": self._options.live,
        }
        self._process.post("begin", begin)

    def _send_all(self) -> None:
        while self._sent < self._end:
            self._answers_until(_CREDIT - 1)
            start = self._sent - self._settled
            piece = self._kept[start : start + _PIECE]
            self._process.post("hear", {"pcm": pack_pcm(piece)})
            self._sent += len(piece)
            # A microphone gives the next piece when it likes; what is ready is told now.
            self._take_what_is_ready()

    def _use_the_moment(self) -> None:
        """Nothing to send: tell what was answered, look at what is being said or was doubted."""
        self._take_what_is_ready()
        if not self._options.live or self._process.under_way:
            return
        passage = self._careful.next()
        if passage is not None:
            self._process.post("again", _again(passage))
        elif self._tentative.is_due():
            self._process.post("peek", {})

    def _take_what_is_ready(self) -> None:
        while (answer := self._process.ready_answer()) is not None:
            self._take(answer)

    def _finish(self) -> None:
        if self._cancelled.is_set():
            self._process.call_off()
            raise Cancelled
        self._send_all()
        self._process.post("finish", {})
        self._answers_until(0)

    def _answers_until(self, under_way: int) -> None:
        while self._process.under_way > under_way:
            self._take(self._process.next_answer(self._cancelled, self._patience_s))

    def _take(self, answer: Progress | Done) -> None:
        if isinstance(answer, Done) and "lines" in answer.payload:
            self._on_event(self._careful.heard(answer.payload))
        elif isinstance(answer, Done) and "text" in answer.payload:
            if self._tentative.changes(answer.payload["text"]):
                self._on_event(UtteranceUnderWay(answer.payload["text"]))
        elif isinstance(answer, Done):
            self._careful.quiet = int(answer.payload.get("quiet", self._careful.quiet))
            self._settle(answer.payload)
        elif answer.name == "language":
            self._learn(answer.payload)
        elif answer.name == "segments":
            self._commit(answer.payload)

    def _learn(self, payload: Payload) -> None:
        self._language = Language(payload["language"])
        self._on_event(LanguageDetected(self._language, float(payload["confidence"])))

    def _commit(self, payload: Payload) -> None:
        """Take over segments; from here on this audio is not needed any more."""
        self._settle(payload)
        self._voice += int(payload["voice"])
        for heard in payload["segments"]:
            segment = _segment(len(self.segments) + 1, heard, self._origin / RATE_HZ)
            self.segments.append(segment)
            voice = _voice(heard)
            if voice is not None:
                self.voices[segment.id] = voice
            self._on_event(SegmentCommitted(segment, voice))
        if self._tentative.changes(""):
            self._on_event(UtteranceUnderWay(""))

    def _settle(self, payload: Payload) -> None:
        if "settled" not in payload:
            return
        settled = min(self._origin + int(payload["settled"]), self._sent)
        if settled > self._settled:
            self._kept = self._kept[settled - self._settled :].copy()
            self._settled = settled
        self._on_event(AudioHeard(self._settled / RATE_HZ, self._audio.duration_s))


class _Tentative:
    """When to look at the open utterance, and what was last seen of it."""

    def __init__(self) -> None:
        self._text = ""
        self._asked_at = time.monotonic()
        self._is_affordable = True

    def is_due(self) -> bool:
        now = time.monotonic()
        if not self._is_affordable or now - self._asked_at < _PEEK_EVERY_S:
            return False
        self._asked_at = now
        return True

    def changes(self, text: str) -> bool:
        """Note what is to be seen now; `""` once the utterance is committed."""
        if text:
            self._is_affordable = time.monotonic() - self._asked_at < _PEEK_WITHIN_S
        is_new = text != self._text
        self._text = text
        return is_new


class _Careful:
    """What is read again while nobody speaks, and whether this computer has the time.

    Attributes:
        quiet: Samples since somebody spoke, as far as the worker has told. While nothing
            was recorded yet, as in a pause of the recording, there is time.
    """

    def __init__(self, wanted: Callable[[], Passage | None] | None) -> None:
        self._wanted = wanted
        self._passage: Passage | None = None
        self._asked_at = 0.0
        self.quiet = _IDLE_AFTER

    def next(self) -> Passage | None:
        """What to read now, where the silence lasts."""
        if self._wanted is None or self.quiet < _IDLE_AFTER:
            return None
        self._passage = self._wanted()
        self._asked_at = time.monotonic()
        return self._passage

    @property
    def is_under_way(self) -> bool:
        return self._passage is not None

    def heard(self, payload: Payload) -> HeardAgain:
        """What came of it."""
        passage, self._passage = self._passage, None
        assert passage is not None  # noqa: S101 - nothing else is answered with lines
        if time.monotonic() - self._asked_at > _AGAIN_WITHIN_S:
            self._wanted = None
        return _heard_again(passage, payload)

    def forget(self) -> None:
        """The worker broke off. If it was over such a reading, there are no more of them."""
        if self._passage is not None:
            self._passage = self._wanted = None
        self.quiet = 0


def _again(passage: Passage) -> Payload:
    return {
        "pcm": pack_pcm(passage.pcm),
        "language": passage.language.value,
        "terms": list(passage.terms),
        "before": passage.before,
    }


def _heard_again(passage: Passage, payload: Payload) -> HeardAgain:
    lines = enumerate(payload["lines"], start=1)
    return HeardAgain(passage.lines, tuple(_segment(n, heard, 0.0) for n, heard in lines))


def _segment(segment_id: int, heard: Payload, origin_s: float) -> Segment:
    return Segment(
        id=segment_id,
        text=heard["text"],
        start_s=round(origin_s + heard["start_s"], 3),
        end_s=round(origin_s + heard["end_s"], 3),
        confidence=float(heard["confidence"]),
        words=_words(heard["words"], origin_s),
        unclear=not heard["text"],
    )


def _voice(heard: Payload) -> VoicePrint | None:
    features = heard.get("voice")
    if not features:
        return None
    return VoicePrint(
        tuple(map(float, features)),
        float(heard["voiced_s"]),
        tuple(map(float, heard.get("embedding", ()))),
        str(heard.get("embedder", "")),
    )


def _words(heard: Sequence[Sequence[float | str]], origin_s: float) -> tuple[Word, ...]:
    return tuple(
        Word(
            str(text),
            round(origin_s + float(start_s), 3),
            round(origin_s + float(end_s), 3),
            float(confidence),
        )
        for text, start_s, end_s, confidence in heard
    )


__all__ = ["WhisperSpeechEngine"]
