"""The voice of a clinician from some seconds of reading, to be known again in their visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import VoiceRefused
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.speech.endpointing import RATE_HZ
from zhenlu.engines.speech.speaker_process import embeddings
from zhenlu.engines.speech.voice_print import voice_print

#: Read in pieces as long as the lines that it will be compared with: the spread of a
#: feature grows with the length that it is taken over.
_PIECE, _STEP = 2 * RATE_HZ, RATE_HZ
#: Vowels and the like within ten seconds of reading come to five or six.
_LEAST_VOICED_S: Final = 3.0


def enrolled_print(pcm: Pcm, speaker: InstalledPack | None = None) -> VoicePrint:
    """The mean over the pieces of a reading at 16 kHz.

    Args:
        speaker: The speaker model in use. What it makes of the reading is kept beside the
            built-in features, which serve where another one or none is in use.

    Raises:
        VoiceRefused: Reason "short", where too little voice was heard.
        EnvironmentFault: If the speaker model cannot be asked.
    """
    starts = range(0, max(1, len(pcm) - _PIECE + 1), _STEP)
    pieces = [pcm[at : at + _PIECE] for at in starts]
    found = [(piece, sound) for piece in pieces if (sound := voice_print(piece))]
    # Pieces overlap by half.
    voiced_s = sum(sound.voiced_s for _, sound in found) * _STEP / _PIECE
    if voiced_s < _LEAST_VOICED_S:
        raise VoiceRefused("short", seconds=round(voiced_s, 1))
    weights = [sound.voiced_s for _, sound in found]
    features = _mean([sound.features for _, sound in found], weights)
    plain = VoicePrint(features, round(voiced_s, 2))
    if speaker is None:
        return plain
    vectors = embeddings(speaker.load_path, [piece for piece, _ in found])
    known = [(vector, weight) for vector, weight in zip(vectors, weights, strict=True) if vector]
    if not known:
        raise VoiceRefused("short", seconds=round(voiced_s, 1))
    embedding = _mean(*zip(*known, strict=True))
    return replace(plain, embedding=embedding, embedder=speaker.pack.sha256)


def _mean(rows: Sequence[Sequence[float]], weights: Sequence[float]) -> tuple[float, ...]:
    return tuple(np.average(rows, axis=0, weights=weights).round(4).tolist())


__all__ = ["enrolled_print"]
