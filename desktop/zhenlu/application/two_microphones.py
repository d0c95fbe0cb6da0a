"""Who speaks, where each side of a visit has a microphone: whichever of the two is louder.

Nobody has to say which microphone is whose. Where the lines fall into two groups that are
well apart, the wording tells which group is the clinician's; what one microphone more says
than the other then outweighs the wording of a line and the sound of its voice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhenlu.domain.transcript import Transcript
from zhenlu.language.roles import assign_roles, clinician_scores

#: Lines on either side before anything is concluded.
_LEAST_LINES: Final = 2
#: Decibels between the two groups: two microphones side by side, as in the lid of a
#: notebook, differ by one or two.
_APART_DB: Final = 6.0
#: Weight against a wording's score, which reaches 3, and a voice's, which reaches 4.
_WEIGHT: Final = 6.0
_ROUNDS: Final = 10


def by_microphones(
    transcript: Transcript, named: Transcript, balances: Mapping[int, float]
) -> Transcript:
    """The speakers that the microphones tell; `named` where they tell nothing.

    Args:
        transcript: Without likely speakers.
        named: With the speakers that wording and voices tell.
        balances: By segment id how much louder it is at the first microphone, in decibels.
    """
    ids = [segment.id for segment in transcript.worded if segment.id in balances]
    levels = np.array([balances[number] for number in ids])
    middle = _between(levels)
    if middle is None:
        return named
    first = levels > middle
    scores = clinician_scores(transcript)
    said = np.array([scores[number] for number in ids])
    # Without any sign in the words, what the voices told decides.
    roles = {segment.id: segment.role.is_clinician for segment in named}
    told = np.array([roles[number] for number in ids], dtype=np.float64)
    signs = said + told
    clinician_is_first = signs[first].mean() >= signs[~first].mean()
    towards = np.where(first == clinician_is_first, _WEIGHT, -_WEIGHT)
    return assign_roles(transcript, dict(zip(ids, towards.tolist(), strict=True)))


def _between(levels: NDArray[np.float64]) -> float | None:
    """The level that parts two groups of lines; None where there are no two."""
    if len(levels) < 2 * _LEAST_LINES:
        return None
    low, high = float(levels.min()), float(levels.max())
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        above = levels > middle
        if not _LEAST_LINES <= int(above.sum()) <= len(levels) - _LEAST_LINES:
            return None
        low, high = float(levels[~above].mean()), float(levels[above].mean())
    return middle if high - low >= _APART_DB else None


__all__ = ["by_microphones"]
