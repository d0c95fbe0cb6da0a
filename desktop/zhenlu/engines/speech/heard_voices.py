"""How each line of a recording sounds, as far as that can be told."""

from __future__ import annotations

import logging
from pathlib import Path

from zhenlu.domain.errors import PackRejected
from zhenlu.engines.messages import Payload
from zhenlu.engines.speech.endpointing import RATE_HZ, Utterance
from zhenlu.engines.speech.speaker_model import SpeakerModel
from zhenlu.engines.speech.voice_print import voice_print

log = logging.getLogger(__name__)


class HeardVoices:
    """The built-in features of a line and, with an imported speaker model, its embedding.

    Attributes:
        embedder: SHA-256 of the model at work, "" where there is none.
    """

    def __init__(self, manifest: Payload) -> None:
        """Load the speaker model where there is one.

        Args:
            manifest: `speaker`, the path of its file, and `embedder`, its SHA-256.
        """
        self._model = _model(manifest.get("speaker", ""))
        self.embedder = str(manifest.get("embedder", "")) if self._model else ""

    def heard(self, utterance: Utterance, segment: Payload) -> Payload:
        """How a segment of an utterance sounds; nothing where there is too little of it."""
        start, end = (round(segment[key] * RATE_HZ) for key in ("start_s", "end_s"))
        pcm = utterance.pcm[max(0, start - utterance.start) : end - utterance.start]
        voice = voice_print(pcm)
        if voice is None:
            return {}
        told: Payload = {"voice": list(voice.features), "voiced_s": voice.voiced_s}
        embedding = self._model.embedding(pcm) if self._model else ()
        if embedding:
            told |= {"embedding": list(embedding), "embedder": self.embedder}
        return told


def _model(path: str) -> SpeakerModel | None:
    """The model, or None: words are worth more than who spoke them, and come without it."""
    if not path:
        return None
    try:
        return SpeakerModel(Path(path))
    except (OSError, PackRejected) as error:
        log.warning("speaker model not loaded fault=%s", type(error).__name__)
        return None


__all__ = ["HeardVoices"]
