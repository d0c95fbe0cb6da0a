"""Where an utterance begins and ends, while the audio is still coming in.

The voice detector is the Silero model (MIT) that faster-whisper ships. It is driven
frame by frame with its state kept, which gives the same probabilities as running it
over the whole recording, so that every second is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zhenlu.application.ports import Pcm

RATE_HZ = 16_000
#: The detector's step: 32 ms.
FRAME = 512
#: Samples of the step before that the detector wants to see again.
_CONTEXT = 64
_STATE = (1, 1, 128)

Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """When to begin and to close an utterance.

    Attributes:
        begins_at: Probability of voice from which speech begins.
        ends_below: Probability under which a frame counts as a pause.
        pause_s: Silence that closes an utterance.
        pad_s: Audio kept before and after the voice: soft consonants lie there.
        longest_s: An utterance is cut before it gets longer, padding included.
        cut_from_s: Earliest place of such a cut.
        least_voice_s: Less voice than this is a cough or a click.
        least_voice_share: Less voice than this share is noise with a tone in it.
    """

    begins_at: float = 0.5
    ends_below: float = 0.35
    pause_s: float = 0.45
    pad_s: float = 0.25
    longest_s: float = 14.0
    cut_from_s: float = 8.0
    least_voice_s: float = 0.25
    least_voice_share: float = 0.3


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech between two pauses. All positions are samples of the recording.

    Attributes:
        start: First sample of `pcm`, padding included.
        voice_start: Where the voice begins.
        voice_end: Where it ends.
        voice: Samples in which there is voice.
    """

    start: int
    voice_start: int
    voice_end: int
    voice: int
    pcm: Pcm = field(repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.pcm)

    @property
    def voice_share(self) -> float:
        """How much of it is voice, from the first voice to the last."""
        return self.voice / (self.voice_end - self.voice_start)

    @property
    def voiced(self) -> Pcm:
        """From the first voice to the last, without the padding."""
        return self.pcm[self.voice_start - self.start : self.voice_end - self.start]


class VoiceDetector(Protocol):
    """Tells frames with voice from frames without."""

    def probabilities(self, pcm: Pcm) -> Probabilities:
        """Probability of voice in each frame; `pcm` holds whole frames, in order."""
        ...


class SileroDetector:
    """The detector inside faster-whisper, with its state kept from call to call."""

    def __init__(self) -> None:
        import onnxruntime
        from faster_whisper.vad import get_vad_model

        # On Windows the variable that `__main__` sets does not do it.
        onnxruntime.disable_telemetry_events()
        self._session = get_vad_model().session
        self._h = np.zeros(_STATE, dtype=np.float32)
        self._c = np.zeros(_STATE, dtype=np.float32)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)

    def probabilities(self, pcm: Pcm) -> Probabilities:
        """Probability of voice, shape (frames,)."""
        frames = (pcm.astype(np.float32) / 32768.0).reshape(-1, FRAME)
        before = np.vstack([self._context, frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:].copy()
        inputs = {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        voice, self._h, self._c = self._session.run(None, inputs)
        probabilities: Probabilities = voice.reshape(-1).astype(np.float32)
        return probabilities


class Endpointer:
    """Cuts incoming audio into utterances.

    Audio that belongs to no utterance is forgotten as soon as that is certain, so the
    memory needed is that of the longest utterance.
    """

    def __init__(self, detector: VoiceDetector, endpoints: Endpoints | None = None) -> None:
        self._detector = detector
        self._rules = endpoints or Endpoints()
        self._pad = _frames(self._rules.pad_s) * FRAME
        self._kept: Pcm = np.zeros(0, dtype=np.int16)
        self._kept_from = 0
        self._waiting: Pcm = np.zeros(0, dtype=np.int16)
        self._position = 0
        self._heard = 0
        self._floor = 0
        self._voiced: list[int] | None = None
        self._quiet_frames = 0

    @property
    def heard(self) -> int:
        """Samples fed so far."""
        return self._heard

    @property
    def settled(self) -> int:
        """No utterance yet to come reaches before this sample."""
        if self._voiced is not None:
            return self._padded_start(self._voiced[0])
        return max(self._floor, self._position - self._pad)

    @property
    def in_pause(self) -> bool:
        """Whether the open utterance may be over."""
        return self._quiet_frames > 0

    @property
    def quiet(self) -> int:
        """Samples since the last utterance in which nobody spoke; 0 while somebody speaks."""
        return self._position - self._floor if self._voiced is None else 0

    @property
    def nearly_over(self) -> Utterance | None:
        """The open utterance as it will be unless somebody speaks on within this pause.

        None before all of its padding was heard: from then on its audio does not change.
        """
        if self._voiced is None or self._quiet_frames * FRAME < self._pad:
            return None
        end = self._voiced[-1] + FRAME
        utterance = self._utterance(self._voiced, end, end + self._pad)
        return utterance if self._is_speech(utterance) else None

    @property
    def open_audio(self) -> Pcm:
        """What was said since the last pause, empty where nobody speaks."""
        if self._voiced is None:
            return np.zeros(0, dtype=np.int16)
        return self._kept[self._padded_start(self._voiced[0]) - self._kept_from :]

    def feed(self, pcm: Pcm) -> Iterator[Utterance]:
        """Take the next samples and yield the utterances that they complete."""
        self._heard += len(pcm)
        yield from self._take(pcm)

    def finish(self) -> Iterator[Utterance]:
        """The end of the audio closes what is open."""
        if len(self._waiting):
            missing = FRAME - len(self._waiting)
            yield from self._take(np.zeros(missing, dtype=np.int16))
        if self._voiced is not None:
            yield from self._close(self._voiced[-1] + FRAME, self._position)
        self._forget()

    def _take(self, pcm: Pcm) -> Iterator[Utterance]:
        self._waiting = np.concatenate([self._waiting, pcm])
        whole = len(self._waiting) // FRAME * FRAME
        if whole:
            ready, self._waiting = self._waiting[:whole], self._waiting[whole:]
            self._kept = np.concatenate([self._kept, ready])
            for probability in self._detector.probabilities(ready):
                yield from self._step(float(probability))
        self._forget()

    def _step(self, probability: float) -> Iterator[Utterance]:
        at = self._position
        self._position += FRAME
        if self._voiced is None:
            if probability >= self._rules.begins_at:
                self._voiced, self._quiet_frames = [at], 0
            return
        if probability >= self._rules.ends_below:
            self._quiet_frames = 0
            self._voiced.append(at)
        else:
            self._quiet_frames += 1
        if self._quiet_frames >= _frames(self._rules.pause_s):
            yield from self._close(self._voiced[-1] + FRAME, self._position)
        elif self._position - self._padded_start(self._voiced[0]) >= self._longest:
            yield from self._cut()

    @property
    def _longest(self) -> int:
        return int(self._rules.longest_s * RATE_HZ)

    def _close(self, voice_end: int, known_until: int) -> Iterator[Utterance]:
        voiced = self._voiced or []
        self._voiced = None
        utterance = self._utterance(voiced, voice_end, min(known_until, voice_end + self._pad))
        self._floor = utterance.end
        if self._is_speech(utterance):
            yield utterance

    def _cut(self) -> Iterator[Utterance]:
        """Someone speaks without a pause: part it where it is quietest."""
        voiced = self._voiced or []
        start = self._padded_start(voiced[0])
        at = start + self._quietest(start)
        rest = [frame for frame in voiced if frame >= at]
        self._voiced = [frame for frame in voiced if frame < at]
        yield from self._close(at, at)
        if rest:
            self._voiced = rest

    def _quietest(self, start: int) -> int:
        """Middle of the quietest 96 ms of the latter part, in whole frames from `start`."""
        so_far = slice(start - self._kept_from, self._position - self._kept_from)
        audio = self._kept[so_far].astype(np.float64)
        energy = np.add.reduceat(audio**2, np.arange(0, len(audio), FRAME))
        smooth = np.convolve(energy, np.ones(3), mode="same")
        first = _frames(self._rules.cut_from_s)
        return int((first + np.argmin(smooth[first:-3])) * FRAME)

    def _utterance(self, voiced: list[int], voice_end: int, end: int) -> Utterance:
        start = self._padded_start(voiced[0])
        pcm = self._kept[start - self._kept_from : end - self._kept_from].copy()
        return Utterance(start, voiced[0], voice_end, len(voiced) * FRAME, pcm)

    def _is_speech(self, utterance: Utterance) -> bool:
        return (
            utterance.voice >= self._rules.least_voice_s * RATE_HZ
            and utterance.voice_share >= self._rules.least_voice_share
        )

    def _padded_start(self, voice_start: int) -> int:
        return max(self._floor, voice_start - self._pad)

    def _forget(self) -> None:
        keep_from = min(self.settled, self._position)
        if keep_from > self._kept_from:
            self._kept = self._kept[keep_from - self._kept_from :].copy()
            self._kept_from = keep_from


def _frames(seconds: float) -> int:
    return max(1, round(seconds * RATE_HZ / FRAME))


__all__ = ["FRAME", "RATE_HZ", "Endpointer", "Endpoints", "SileroDetector", "Utterance"]
