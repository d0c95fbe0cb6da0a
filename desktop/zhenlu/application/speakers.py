"""Who speaks: wording, turn-taking and the sound of the voices together.

Wording alone names most lines. From those the sound of either side is learnt, which then
speaks for the lines whose words say little; that is done again until nothing changes (the
hard form of expectation maximisation). Without voices it is the wording alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhenlu.domain.transcript import Transcript
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.language.roles import assign_roles

#: Lines with a voice that each side needs before anything is learnt from them.
_LEAST_LINES: Final = 2
_ROUNDS: Final = 6
#: How much a voice counts against the wording's score, and at the most. Tried on synthetic
#: visits of two and three voices (`tests/bench/bench_roles.py`).
_WEIGHT: Final = 2.0
_LIMIT: Final = 4.0
#: Share of a feature's whole variance that one side has at the least.
_LEAST_VARIANCE: Final = 0.1

Array = NDArray[np.float64]


def assign_speakers(transcript: Transcript, voices: Mapping[int, VoicePrint]) -> Transcript:
    """Lay a correction with the likely speaker over every segment of unknown role.

    Args:
        voices: How segments sound, by id. Those without a voice go by their wording.
    """
    named = assign_roles(transcript)
    ids = [segment.id for segment in named if segment.id in voices]
    if named is transcript or len(ids) < 2 * _LEAST_LINES:
        return named
    features = np.array([voices[number].features for number in ids])
    weights = np.sqrt([voices[number].voiced_s for number in ids])
    before: tuple[bool, ...] = ()
    for _ in range(_ROUNDS):
        sides = _clinician_sides(named, ids)
        if sides == before or not _LEAST_LINES <= sum(sides) <= len(ids) - _LEAST_LINES:
            break
        evidence = _evidence(features, weights, np.array(sides, dtype=np.float64))
        named = assign_roles(transcript, dict(zip(ids, evidence, strict=True)))
        before = sides
    return named


def _clinician_sides(named: Transcript, ids: Sequence[int]) -> tuple[bool, ...]:
    roles = {segment.id: segment.role for segment in named}
    return tuple(roles[number].is_clinician for number in ids)


def _evidence(features: Array, weights: Array, clinician: Array) -> list[float]:
    """How much each line sounds like the clinician rather than like the other side.

    A line's own sound is left out of the mean that it is compared with, so that nobody is
    confirmed by himself.

    Args:
        features: Shape (lines, features).
        weights: How much each line counts, shape (lines,).
        clinician: 1.0 where the clinician speaks, 0.0 elsewhere.
    """
    to_clinician = (features - _mean_of_others(features, weights * clinician)) ** 2
    to_other = (features - _mean_of_others(features, weights * (1.0 - clinician))) ** 2
    within = np.where(clinician[:, None] > 0.0, to_clinician, to_other)
    whole = (features - np.average(features, axis=0, weights=weights)) ** 2
    variance = np.average(within + _LEAST_VARIANCE * whole, axis=0, weights=weights) + 1e-9
    likelier = ((to_other - to_clinician) / variance).mean(axis=1)
    return [float(value) for value in np.clip(_WEIGHT * likelier, -_LIMIT, _LIMIT)]


def _mean_of_others(features: Array, weights: Array) -> Array:
    """For each line the weighted mean of all lines but itself; shape (lines, features)."""
    own = weights[:, None] * features
    left = np.maximum(weights.sum() - weights, 1e-9)
    return np.asarray((own.sum(axis=0) - own) / left[:, None])


__all__ = ["assign_speakers"]
