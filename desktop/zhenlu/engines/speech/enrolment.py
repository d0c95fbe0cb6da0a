"""The voice of a clinician from some seconds of reading, to be known again in their visits."""

from __future__ import annotations

from typing import Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import VoiceRefused
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.engines.speech.endpointing import RATE_HZ
from zhenlu.engines.speech.voice_print import voice_print

#: Read in pieces as long as the lines that it will be compared with: the spread of a
#: feature grows with the length that it is taken over.
_PIECE, _STEP = 2 * RATE_HZ, RATE_HZ
#: Vowels and the like within ten seconds of reading come to five or six.
_LEAST_VOICED_S: Final = 3.0


def enrolled_print(pcm: Pcm) -> VoicePrint:
    """The mean over the pieces of a reading at 16 kHz.

    Raises:
        VoiceRefused: Reason "short", where too little voice was heard.
    """
    starts = range(0, max(1, len(pcm) - _PIECE + 1), _STEP)
    found = [piece for at in starts if (piece := voice_print(pcm[at : at + _PIECE]))]
    # Pieces overlap by half.
    voiced_s = sum(piece.voiced_s for piece in found) * _STEP / _PIECE
    if voiced_s < _LEAST_VOICED_S:
        raise VoiceRefused("short", seconds=round(voiced_s, 1))
    features = np.average(
        [piece.features for piece in found],
        axis=0,
        weights=[piece.voiced_s for piece in found],
    )
    return VoicePrint(tuple(round(float(value), 4) for value in features), round(voiced_s, 2))


__all__ = ["enrolled_print"]
