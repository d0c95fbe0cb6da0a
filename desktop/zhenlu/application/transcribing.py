"""Audio → transcript: the speech engine hears, wording tells who spoke."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from zhenlu.application.ports import AudioStream, Heard, OnEvent, SpeechEngine, SpeechOptions
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.roles import assign_roles
from zhenlu.language.zh import homophones


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
    """
    heard = engine.transcribe(audio, options, on_event, cancelled)
    transcript = Transcript(heard.language).append(heard.segments)
    if heard.language is Language.ZH:
        for correction in homophones.corrections(heard.segments):
            transcript = transcript.correct(correction)
    return Transcribed(assign_roles(transcript), heard)
