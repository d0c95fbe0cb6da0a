"""Audio → transcript: the speech engine hears, wording and voices tell who spoke."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from zhenlu.application.events import AudioHeard, Event, SegmentCommitted
from zhenlu.application.ports import AudioStream, Heard, OnEvent, SpeechEngine, SpeechOptions
from zhenlu.application.speakers import assign_speakers
from zhenlu.application.two_microphones import by_microphones
from zhenlu.domain.errors import LanguageMismatch
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.language.zh import homophones

#: Fewer letters than this may be a name or a drug in the other script.
_ENOUGH_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A transcript with what was measured while it was made."""

    transcript: Transcript = field(repr=False)
    heard: Heard = field(repr=False)


def transcribe(
    engine: SpeechEngine,
    audio: AudioStream,
    options: SpeechOptions,
    on_event: OnEvent,
    cancelled: threading.Event,
    known: Transcript | None = None,
) -> Transcribed:
    """Hear all of it, put misspelt terms right, name the speakers as far as can be told.

    Silence, noise and music give an empty transcript.

    Args:
        audio: What is to be heard; what follows the end of `known` where that is given.
        known: What was heard of the visit before work on it broke off.

    Raises:
        Cancelled, EngineFailed: From the engine.
        AudioUnusable: From the stream, when it holds nothing that decodes.
        LanguageMismatch: If the words are plainly of the other language than the
            one that was asked for: a record in it would be nonsense.
    """
    if known is not None and len(known):
        heard = _heard_on(engine, audio, options, on_event, cancelled, known)
    else:
        heard = engine.transcribe(audio, options, on_event, cancelled)
    if options.language is not None:
        _require_language(heard, options.language)
    laid = known.corrections if known is not None else ()
    transcript = Transcript(heard.language, heard.segments, laid)
    if heard.language is Language.ZH:
        # What somebody put right before the work broke off is not put wrong again.
        settled = {correction.segment for correction in laid if correction.text is not None}
        for correction in homophones.corrections(heard.segments):
            if correction.segment not in settled:
                transcript = transcript.correct(correction)
    named = assign_speakers(transcript, heard.voices, options.clinician)
    return Transcribed(by_microphones(transcript, named, _balances(heard, audio)), heard)


def _balances(heard: Heard, audio: AudioStream) -> dict[int, float]:
    """How much louder each line is at the first of two microphones, in decibels."""
    if audio.balance_db is None:
        return {}
    told = {line.id: audio.balance_db(line.start_s, line.end_s) for line in heard.segments}
    return {number: balance for number, balance in told.items() if balance is not None}


def heard_until_s(known: Transcript | None) -> float:
    """Where hearing goes on: the end of the last segment, in seconds of recorded audio."""
    return max((segment.end_s for segment in known.heard), default=0.0) if known else 0.0


def _heard_on(
    engine: SpeechEngine,
    audio: AudioStream,
    options: SpeechOptions,
    on_event: OnEvent,
    cancelled: threading.Event,
    known: Transcript,
) -> Heard:
    """The rest of a visit, placed behind what was heard of it before."""
    before_s, last = heard_until_s(known), known.heard[-1].id

    def placed(segment: Segment) -> Segment:
        words = tuple(
            replace(word, start_s=word.start_s + before_s, end_s=word.end_s + before_s)
            for word in segment.words
        )
        return replace(
            segment,
            id=segment.id + last,
            start_s=segment.start_s + before_s,
            end_s=segment.end_s + before_s,
            words=words,
        )

    def tell(event: Event) -> None:
        if isinstance(event, SegmentCommitted):
            event = SegmentCommitted(placed(event.segment), event.voice)
        elif isinstance(event, AudioHeard):
            total_s = None if event.total_s is None else event.total_s + before_s
            event = AudioHeard(event.audio_s + before_s, total_s)
        on_event(event)

    rest = engine.transcribe(audio, replace(options, language=known.language), tell, cancelled)
    spoken_s = sum(segment.end_s - segment.start_s for segment in known.heard)
    return replace(
        rest,
        segments=(*known.heard, *map(placed, rest.segments)),
        audio_s=rest.audio_s + before_s,
        speech_s=rest.speech_s + spoken_s,
        voices={number + last: voice for number, voice in rest.voices.items()},
    )


def _require_language(heard: Heard, wanted: Language) -> None:
    letters = [c for segment in heard.segments for c in segment.text if c.isalpha()]
    if len(letters) < _ENOUGH_LETTERS:
        return
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in letters) / len(letters)
    other = chinese < 0.1 if wanted is Language.ZH else chinese > 0.5
    if other:
        spoken = Language.EN if wanted is Language.ZH else Language.ZH
        raise LanguageMismatch(spoken.value, wanted=wanted.value, spoken=spoken.value)
