"""The speech session of a worker: audio in, committed segments out.

Audio comes in pieces of any length. Each utterance is decoded once, when the pause
after it was heard, and what was committed never changes. `settled` is the sample up to
which everything is decided: should the process die, hearing goes on from there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import Cancelled
from zhenlu.domain.transcript import Language, Word
from zhenlu.engines.messages import Payload, unpack_pcm
from zhenlu.engines.speech.endpointing import (
    RATE_HZ,
    Endpointer,
    Endpoints,
    SileroDetector,
    Utterance,
)
from zhenlu.engines.speech.hallucination import (
    Reading,
    is_invented,
    runs_in_circles,
    stands_out_db,
)
from zhenlu.engines.speech.heard_voices import HeardVoices
from zhenlu.engines.speech.second_reading import read_with_care, terms_help
from zhenlu.engines.speech.whisper import Decoded, Recogniser
from zhenlu.engines.speech.written_form import questions_apart, text_of, written
from zhenlu.engines.worker import Emit

log = logging.getLogger(__name__)

#: Speech heard before the language of a visit is decided.
_LANGUAGE_AFTER_S = 6.0
#: Silence between two utterances in one window is shortened to this.
_GAP_S = 1.0
_BEAM = 5
#: While someone waits for the line: half the work, a little less exact.
_BEAM_LIVE = 2
#: Sound comes in pieces of this length: after so long there is more of it to look at.
_LOOK_AGAIN_S = 0.1
#: Mean word probability under which the favoured terms are tried.
_UNSURE = 0.8


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an utterance lies in a window, in seconds of the window."""

    utterance: Utterance
    at_s: float

    @property
    def end_s(self) -> float:
        return self.at_s + len(self.utterance.pcm) / RATE_HZ


class _NoWords(StrEnum):
    """Why an utterance gives no line: nobody spoke, or what the model wrote is made up."""

    SILENCE = "silence"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What was done about an utterance before it was certain to be over.

    Attributes:
        decoded: What was read; None while it is only encoded.
    """

    utterance: Utterance
    decoded: Decoded | _NoWords | None = None

    def is_of(self, utterances: Sequence[Utterance]) -> bool:
        spans = [(each.start, each.end, each.voice) for each in utterances]
        return spans == [(self.utterance.start, self.utterance.end, self.utterance.voice)]


class SpeechSession:
    """Hears one recording after the other with one loaded model."""

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        self._recogniser = Recogniser(folder, manifest, threads)
        self._voices = HeardVoices(manifest)
        self._wanted_terms: tuple[str, ...] = ()
        self._reset(live=False)

    def begin(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Start on new audio: `language` or null, `terms`, `live`."""
        del emit, cancelled
        self._reset(bool(payload.get("live", False)))
        self._wanted_terms = tuple(map(str, payload.get("terms", ())))
        if payload.get("language"):
            self._speak(Language(payload["language"]))
        return {}

    def hear(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Take `pcm` and commit what it completes."""
        self._waiting.extend(self._endpointer.feed(unpack_pcm(payload["pcm"])))
        self._work(emit, cancelled, last=False)
        if self._live and self._language is not None:
            self._read_ahead()
        return {"settled": self._settled, "quiet": self._endpointer.quiet}

    def finish(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """No more audio: commit the rest."""
        del payload
        self._waiting.extend(self._endpointer.finish())
        self._work(emit, cancelled, last=True)
        return {"settled": self._endpointer.heard, "finished": True}

    def peek(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """What the open utterance says so far as `text`; nothing is committed.

        Empty in a pause: there the line itself is about to come and must not wait.
        """
        del payload, emit, cancelled
        audio = self._endpointer.open_audio
        if self._language is None or not len(audio) or self._endpointer.in_pause:
            return {}
        decoded = self._recogniser.decode(audio, beam=1, with_terms=False)
        return {"text": text_of(written(decoded.words, self._language)).rstrip("。.？?")}

    def again(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Read `pcm` in `language` once more, whatever recording is under way.

        `terms` are favoured and `before` was said just before; answers with the `lines`.
        """
        del emit
        language = Language(payload["language"])
        terms = self._recogniser.set_to(language, [str(term) for term in payload["terms"]])
        try:
            sound = unpack_pcm(payload["pcm"])
            words = read_with_care(
                self._recogniser, sound, language, terms, str(payload["before"]), cancelled
            )
        finally:
            if self._language is not None:
                self._speak(self._language)
        lines = questions_apart(written(words, language))
        return {"lines": [_segment(line) for line in lines if line]}

    def _reset(self, live: bool) -> None:
        self._live = live
        longest_s = min(14.0, self._recogniser.longest_window_s)
        self._endpointer = Endpointer(SileroDetector(), Endpoints(longest_s=longest_s))
        self._waiting: list[Utterance] = []
        self._ahead: _Ahead | None = None
        self._language: Language | None = None
        self._wanted_terms = ()
        self._terms: tuple[str, ...] = ()

    @property
    def _settled(self) -> int:
        return self._waiting[0].start if self._waiting else self._endpointer.settled

    def _speak(self, language: Language) -> None:
        self._language = language
        self._terms = self._recogniser.set_to(language, self._wanted_terms)

    def _work(self, emit: Emit, cancelled: threading.Event, last: bool) -> None:
        if self._language is None and not self._decide_language(emit, last):
            return
        while self._waiting:
            if cancelled.is_set():
                raise Cancelled
            count = self._next_window(last)
            if not count:
                return
            self._commit(self._waiting[:count], emit)
            del self._waiting[:count]

    def _decide_language(self, emit: Emit, last: bool) -> bool:
        speech_s = sum(utterance.voice for utterance in self._waiting) / RATE_HZ
        if not self._waiting or (speech_s < _LANGUAGE_AFTER_S and not last):
            return False
        chinese = sum(
            self._recogniser.language_of(utterance.pcm)[Language.ZH] * utterance.voice
            for utterance in self._waiting
        ) / sum(utterance.voice for utterance in self._waiting)
        language = Language.ZH if chinese >= 0.5 else Language.EN
        self._speak(language)
        confidence = chinese if language is Language.ZH else 1.0 - chinese
        emit("language", {"language": language.value, "confidence": confidence})
        return True

    def _next_window(self, last: bool) -> int:
        """How many of the waiting utterances to decode together; 0 to wait for more.

        Where a window costs the same however little is in it, a file's utterances share
        one. They stay segments of their own.
        """
        if self._live or not self._recogniser.pays_for_padding:
            return 1
        for count in range(1, len(self._waiting)):
            if _placed(self._waiting[: count + 1])[-1].end_s > self._recogniser.longest_window_s:
                return count
        return len(self._waiting) if last else 0

    def _commit(self, utterances: Sequence[Utterance], emit: Emit) -> None:
        emit(
            "segments",
            {
                "segments": self._segments(utterances),
                "settled": min(utterances[-1].end, self._endpointer.heard),
                "voice": sum(utterance.voice for utterance in utterances),
            },
        )

    def _segments(self, utterances: Sequence[Utterance]) -> list[Payload]:
        places = _placed(utterances)
        pcm = _joined(places)
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.is_of(utterances):
            # The very samples that were encoded: they are not encoded once more.
            decoded = ahead.decoded or self._decoded(ahead.utterance.pcm, utterances)
        else:
            decoded = self._decoded(pcm, utterances)
        if isinstance(decoded, Decoded):
            return [
                segment
                for place, words in _assigned(places, decoded.words)
                for segment in self._lines(place.utterance, words)
            ]
        if len(utterances) == 1:
            log.info("utterance dropped length_s=%.1f as=%s", len(pcm) / RATE_HZ, decoded.value)
            return [_wordless(utterances[0])] if decoded is _NoWords.UNCLEAR else []
        # One bad stretch must not cost its neighbours.
        return [segment for utterance in utterances for segment in self._segments([utterance])]

    def _read_ahead(self) -> None:
        """Read an utterance in the pause after it, while it is not yet certain to be over.

        Half of the wait for a line is the pause, the other half is reading: they need not
        follow one another. Where somebody speaks on, the reading was in vain; a model that
        takes long to encode has a look first at what was said meanwhile.
        """
        utterance = self._endpointer.nearly_over
        if utterance is None:
            return
        if self._ahead is None or not self._ahead.is_of([utterance]):
            self._ahead = _Ahead(utterance)
            began = time.monotonic()
            self._recogniser.encode_ahead(utterance.pcm)
            if time.monotonic() - began >= _LOOK_AGAIN_S:
                return
        if self._ahead.decoded is None:
            decoded = self._decoded(self._ahead.utterance.pcm, [utterance])
            self._ahead = _Ahead(self._ahead.utterance, decoded)

    def _decoded(self, pcm: Pcm, utterances: Sequence[Utterance]) -> Decoded | _NoWords:
        """What was said in a window of utterances, or why no words could be shown."""
        beam = _BEAM_LIVE if self._live else _BEAM
        decoded = self._recogniser.decode(pcm, beam=beam, with_terms=False)
        if self._terms and 0.0 < decoded.confidence < _UNSURE:
            decoded = self._with_terms(pcm, decoded, beam)
        if runs_in_circles(decoded.text):
            decoded = self._recogniser.decode(pcm, beam=beam, with_terms=False, no_circles=True)
        if not decoded.words or self._recogniser.is_silence(decoded):
            return _NoWords.SILENCE
        language = self._language or Language.ZH
        reading = Reading(
            len(pcm) / RATE_HZ,
            decoded.confidence,
            decoded.log_probability,
            max(stands_out_db(utterance.voiced) for utterance in utterances),
            min(utterance.voice_share for utterance in utterances),
        )
        if is_invented(decoded.text, language, reading):
            return _NoWords.UNCLEAR
        return decoded

    def _with_terms(self, pcm: Pcm, plain: Decoded, beam: int) -> Decoded:
        """The reading with the favoured terms, if it is the better one.

        Terms in the prompt make small models worse (on the sample visits the error rate
        doubled with fifteen of them), so they are offered only where the plain reading is
        unsure.
        """
        favoured = self._recogniser.decode(pcm, beam=beam, with_terms=True)
        return favoured if terms_help(favoured, plain, self._terms) else plain

    def _lines(self, utterance: Utterance, words: Sequence[Word]) -> list[Payload]:
        language = self._language or Language.ZH
        lines = list(questions_apart(written(words, language)))
        segments = [_segment(line) for line in lines if line]
        if segments:
            # The voice was heard from here to there, whatever the outer words claim.
            segments[0]["start_s"] = utterance.voice_start / RATE_HZ
            segments[-1]["end_s"] = min(utterance.voice_end, self._endpointer.heard) / RATE_HZ
        for segment in segments:
            segment.update(self._voices.heard(utterance, segment))
        return segments


def _wordless(utterance: Utterance) -> Payload:
    """The segment of an utterance that was heard and not understood."""
    return {
        "text": "",
        "start_s": utterance.voice_start / RATE_HZ,
        "end_s": utterance.voice_end / RATE_HZ,
        "confidence": 0.0,
        "words": [],
    }


def _segment(words: Sequence[Word]) -> Payload:
    confidences = [word.confidence for word in words]
    return {
        "text": text_of(words),
        "start_s": words[0].start_s,
        "end_s": words[-1].end_s,
        "confidence": round(sum(confidences) / len(confidences), 4),
        "words": [
            [word.text, round(word.start_s, 3), round(word.end_s, 3), round(word.confidence, 4)]
            for word in words
        ],
    }


def _placed(utterances: Sequence[Utterance]) -> list[_Place]:
    places = [_Place(utterances[0], 0.0)]
    for before, utterance in pairwise(utterances):
        gap_s = min(_GAP_S, (utterance.start - before.end) / RATE_HZ)
        places.append(_Place(utterance, places[-1].end_s + max(0.0, gap_s)))
    return places


def _joined(places: Sequence[_Place]) -> Pcm:
    if len(places) == 1:
        return places[0].utterance.pcm
    window = np.zeros(round(places[-1].end_s * RATE_HZ), dtype=np.int16)
    for place in places:
        start = round(place.at_s * RATE_HZ)
        piece = place.utterance.pcm[: len(window) - start]
        window[start : start + len(piece)] = piece
    return window


def _assigned(
    places: Sequence[_Place], words: Sequence[Word]
) -> list[tuple[_Place, tuple[Word, ...]]]:
    """Words by utterance, with times of the recording."""
    by_place: list[list[Word]] = [[] for _ in places]
    for word in words:
        middle_s = (word.start_s + word.end_s) / 2
        index = sum(place.at_s <= middle_s for place in places[1:])
        place = places[index]
        by_place[index].append(_shifted(word, place))
    return [(place, tuple(found)) for place, found in zip(places, by_place, strict=True)]


def _shifted(word: Word, place: _Place) -> Word:
    """The word in times of the recording, within the voice that it belongs to."""
    shift_s = place.utterance.start / RATE_HZ - place.at_s
    first_s, last_s = place.utterance.voice_start / RATE_HZ, place.utterance.voice_end / RATE_HZ
    start_s = min(max(word.start_s + shift_s, first_s), last_s)
    end_s = min(max(word.end_s + shift_s, start_s), last_s)
    return replace(word, start_s=start_s, end_s=end_s)


__all__ = ["SpeechSession"]
