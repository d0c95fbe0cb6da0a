"""Engines that follow a script: for the window's tests and for trying out failures.

`ScriptedSession` lives in a real worker process and does on command what a model does
on a bad day. `ScriptedSpeechEngine` needs no process and says what it was told.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from zhenlu.application.events import AudioHeard, HeardAgain, LanguageDetected, SegmentCommitted
from zhenlu.application.ports import AudioStream, Heard, OnEvent, Passage, SpeechOptions
from zhenlu.domain.errors import Cancelled, PackUnusable, ZhenluError
from zhenlu.domain.record import EngineUsed
from zhenlu.domain.transcript import Language, Segment
from zhenlu.engines.messages import Payload, unpack_pcm
from zhenlu.engines.worker import Emit

_RATE_HZ = 16_000


class ScriptedSpeechEngine:
    """A speech engine that hears the given segments, whatever the audio says.

    A segment is committed once the audio has reached its end.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        language: Language = Language.ZH,
        failure: ZhenluError | None = None,
        fails_after: int = 0,
    ) -> None:
        """Take the script.

        Args:
            failure: Raised once `fails_after` segments were committed.
        """
        self._segments = tuple(segments)
        self._language = language
        self._failure = failure
        self._fails_after = fails_after

    @property
    def used(self) -> EngineUsed:
        return EngineUsed(pack="scripted", sha256="")

    def transcribe(
        self,
        audio: AudioStream,
        options: SpeechOptions,
        on_event: OnEvent,
        cancelled: threading.Event,
    ) -> Heard:
        """Commit the script along the audio.

        Raises:
            Cancelled: As any engine.
            ZhenluError: The scripted failure.
        """
        on_event(LanguageDetected(options.language or self._language, 1.0))
        samples, committed = 0, 0
        for chunk in audio.chunks:
            if cancelled.is_set():
                raise Cancelled
            samples += len(chunk)
            committed = self._commit(committed, samples / _RATE_HZ, on_event)
            on_event(AudioHeard(samples / _RATE_HZ, audio.duration_s))
        committed = self._commit(committed, float("inf"), on_event)
        return Heard(
            language=options.language or self._language,
            segments=self._segments,
            audio_s=samples / _RATE_HZ,
            speech_s=sum(s.end_s - s.start_s for s in self._segments),
        )

    def read_again(
        self, passage: Passage, on_event: OnEvent, cancelled: threading.Event
    ) -> HeardAgain:
        """Nothing surer than the script."""
        del on_event, cancelled
        return HeardAgain(passage.lines)

    def close(self) -> None:
        """Nothing to end."""

    def _commit(self, committed: int, until_s: float, on_event: OnEvent) -> int:
        for segment in self._segments[committed:]:
            if self._failure is not None and committed >= self._fails_after:
                raise self._failure
            if segment.end_s > until_s:
                break
            on_event(SegmentCommitted(segment))
            committed += 1
        return committed


class ScriptedSession:
    """A session without a model: plays steps, or hears audio that spells its own words.

    The manifest may hold `on_load` and `on_again` (a step done meanwhile), `crash_at_s` (end the
    process when that second of audio arrives) and `marker` (a file; once it exists,
    nothing crashes any more, so that a restarted worker gets through).

    Audio for `hear`: the first sample of each second is the number of its word, 0 for
    silence. Words are committed as a segment at the first silent second.
    """

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        del folder, threads
        self._manifest = manifest
        self._open: list[tuple[int, int]] = []
        self._heard_s = 0
        if "on_load" in manifest:
            self._step(manifest["on_load"], lambda _name, _payload: None, threading.Event())

    def play(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Do the steps one after the other and return what was asked for as `result`."""
        for step in payload.get("steps", ()):
            self._step(step, emit, cancelled)
        return {"result": payload.get("result"), "pid": os.getpid()}

    def begin(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Start on new audio."""
        del payload, emit, cancelled
        self._open = []
        self._heard_s = 0
        return {}

    def hear(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Read the words of whole seconds."""
        del cancelled
        if self._heard_s == 0:
            emit("language", {"language": "zh", "confidence": 1.0})
        for number in unpack_pcm(payload["pcm"])[::_RATE_HZ]:
            if self._heard_s == self._manifest.get("crash_at_s"):
                self._step({"do": "crash_once"}, emit, threading.Event())
            if number:
                self._open.append((int(number), self._heard_s))
            else:
                self._commit(emit)
            self._heard_s += 1
        quiet = 0 if self._open else 2 * _RATE_HZ
        return {"settled": self._settled(), "quiet": quiet}

    def finish(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Commit what is open."""
        del payload, cancelled
        self._commit(emit)
        return {"settled": self._settled(), "finished": True}

    def again(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Do what `on_again` of the manifest says; hear nothing surer."""
        del payload
        if "on_again" in self._manifest:
            self._step(self._manifest["on_again"], emit, cancelled)
        return {"lines": []}

    def _settled(self) -> int:
        return _RATE_HZ * (self._open[0][1] if self._open else self._heard_s)

    def _commit(self, emit: Emit) -> None:
        if not self._open:
            return
        until_s = self._open[-1][1] + 1
        segment: Payload = {
            "text": " ".join(str(number) for number, _ in self._open),
            "start_s": float(self._open[0][1]),
            "end_s": float(until_s),
            "confidence": 1.0,
            "words": [[str(n), float(at), at + 1.0, 1.0] for n, at in self._open],
        }
        self._open = []
        voice = len(segment["words"]) * _RATE_HZ
        settled = until_s * _RATE_HZ
        emit("segments", {"segments": [segment], "settled": settled, "voice": voice})

    def _step(self, step: Payload, emit: Emit, cancelled: threading.Event) -> None:
        match step["do"]:
            case "say":
                emit("said", {"words": step["words"]})
            case "print":
                os.write(1, b"a library talks\n")
            case "wait":
                cancelled.wait()
                raise Cancelled
            case "hang":
                while True:
                    time.sleep(1.0)
            case "crash":
                os._exit(9)
            case "crash_once":
                self._crash_once()
            case "fault":
                raise ValueError(step.get("words", ""))
            case "error":
                raise PackUnusable("scripted", pack="scripted")
            case "memory":
                raise MemoryError

    def _crash_once(self) -> None:
        marker = Path(self._manifest["marker"]) if "marker" in self._manifest else None
        if marker is None or not marker.exists():
            if marker is not None:
                marker.touch()
            os._exit(9)
