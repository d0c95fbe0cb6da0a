"""Audio → transcript: the speech engine hears, wording tells who spoke."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from zhenlu.application.ports import AudioStream, Heard, OnEvent, SpeechEngine, SpeechOptions
from zhenlu.domain.errors import LanguageMismatch
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.roles import assign_roles
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
) -> Transcribed:
    """Hear all of it, put misspelt terms right, name the speakers as far as wording tells.

    Silence, noise and music give an empty transcript.

    Raises:
        Cancelled, EngineFailed: From the engine.
        AudioUnusable: From the stream, when it holds nothing that decodes.
        LanguageMismatch: If the words are plainly of the other language than the
            one that was asked for: a record in it would be nonsense.
    """
    heard = engine.transcribe(audio, options, on_event, cancelled)
    if options.language is not None:
        _require_language(heard, options.language)
    transcript = Transcript(heard.language).append(heard.segments)
    if heard.language is Language.ZH:
        for correction in homophones.corrections(heard.segments):
            transcript = transcript.correct(correction)
    return Transcribed(assign_roles(transcript), heard)


def _require_language(heard: Heard, wanted: Language) -> None:
    letters = [c for segment in heard.segments for c in segment.text if c.isalpha()]
    if len(letters) < _ENOUGH_LETTERS:
        return
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in letters) / len(letters)
    other = chinese < 0.1 if wanted is Language.ZH else chinese > 0.5
    if other:
        spoken = Language.EN if wanted is Language.ZH else Language.ZH
        raise LanguageMismatch(spoken.value, wanted=wanted.value, spoken=spoken.value)
