"""Who speaks: wording, turn-taking and the sound of the voices together.

Wording alone names most lines. From those the sound of either side is learnt, which then
speaks for the lines whose words say little; that is done again until nothing changes (the
hard form of expectation maximisation). Where the wording hears one side only, as in a
dictation, two voices that are well apart tell that there were two. A clinician who is
enrolled is told by the voice from the start, where it is plainly one of those in the room.
Where a speaker model was imported its embeddings stand for the voices; a clinician who was
enrolled with another one is still compared by the built-in features, which every voice has.
Without voices it is the wording alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhenlu.domain.transcript import Transcript
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.language.roles import assign_roles, clinician_scores

#: Lines with a voice that each side needs before anything is learnt from them.
_LEAST_LINES: Final = 2
_ROUNDS: Final = 6
#: How much a voice counts against the wording's score, and at the most. Tried on synthetic
#: visits of two and three voices (`tests/bench/bench_roles.py`).
_WEIGHT: Final = 2.0
_LIMIT: Final = 4.0
#: Share of a feature's whole variance that one side has at the least.
_LEAST_VARIANCE: Final = 0.1
#: Lines, and how far apart two groups of them must be, to be taken for two voices against
#: the wording. On synthetic visits one voice parted in two reaches 3.4, two voices 2.4 to 13.
_LEAST_TO_PART: Final = 6
_APART: Final = 3.5
#: The mean squared distance of an enrolled voice from a group of lines, in variances within
#: the groups, up to which it is theirs, and the share of the distance from the other group.
#: On synthetic visits one's own reaches 0.8 and 0.12, a stranger's begins at 2.1 and 0.32.
_OWN_WITHIN: Final = 1.4
_OWN_NEARER: Final = 0.25
#: Of two readings of who spoke, the share of the one's distance that the other must not pass.
_PLAINLY: Final = 0.3

Array = NDArray[np.float64]
Sides = NDArray[np.bool_]


def assign_speakers(
    transcript: Transcript,
    voices: Mapping[int, VoicePrint],
    clinician: VoicePrint | None = None,
) -> Transcript:
    """Lay a correction with the likely speaker over every segment of unknown role.

    Args:
        voices: How segments sound, by id. Those without a voice go by their wording.
        clinician: How the clinician sounds, where enrolled.
    """
    named = assign_roles(transcript)
    lines = _compared(named, voices, clinician)
    if named is transcript or len(lines.ids) < 2 * _LEAST_LINES:
        return named
    sides = _clinician_sides(named, lines.ids)
    own = _enrolled_sides(lines)
    if not _has_both(sides):
        sides = _parted(lines, clinician_scores(transcript), own)
    settled, sides = _settled(transcript, lines, sides)
    if not _has_both(sides) or not _has_both(own):
        return settled
    other, own = _settled(transcript, lines, own)
    # The two differ where the wording took one side for the other, and where somebody else
    # sounds like the clinician; the wording gives way only where it is plainly the former.
    by_wording, by_voice = (_nearness(lines, found) for found in (sides, own))
    return other if by_voice < _PLAINLY * by_wording else settled


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines with a voice, and what they are compared by.

    Attributes:
        ids: Their segments.
        weights: How much each counts; (lines,).
        plain: The built-in features; (lines, features).
        features: What tells the voices apart: embeddings of a speaker model, else `plain`.
        enrolled: How the enrolled clinician sounds, where there is one.
        known: The lines in the form that `enrolled` is in.
    """

    ids: tuple[int, ...]
    weights: Array
    plain: Array
    features: Array
    enrolled: Array | None
    known: Array


def _compared(
    named: Transcript, voices: Mapping[int, VoicePrint], clinician: VoicePrint | None
) -> _Lines:
    """The lines that can be compared with each other.

    Those without an embedding go by their wording where most have one.
    """
    found = Counter(voice.embedder for voice in voices.values()).most_common(1)
    embedder = found[0][0] if found else ""
    known_to = {n for n, voice in voices.items() if not embedder or voice.embedder == embedder}
    ids = [segment.id for segment in named if segment.id in known_to]
    heard = [voices[number] for number in ids]
    known_by = embedder if clinician is not None and clinician.embedder == embedder else ""
    return _Lines(
        ids=tuple(ids),
        weights=np.sqrt([voice.voiced_s for voice in heard]),
        plain=_sounds(heard, ""),
        features=_sounds(heard, embedder),
        enrolled=None if clinician is None else _sounds([clinician], known_by)[0],
        known=_sounds(heard, known_by),
    )


def _sounds(voices: Sequence[VoicePrint], embedder: str) -> Array:
    """Embeddings of a speaker model, or the built-in features; shape (voices, features)."""
    return np.array([voice.embedding if embedder else voice.features for voice in voices])


def _settled(transcript: Transcript, lines: _Lines, sides: Sides) -> tuple[Transcript, Sides]:
    """Wording and voices together, from the clinician's lines to begin with."""
    named = assign_roles(transcript)
    for _ in range(_ROUNDS):
        if not _has_both(sides):
            break
        likelier = _WEIGHT * _likelier(lines.features, lines.weights, sides)
        evidence = np.clip(likelier, -_LIMIT, _LIMIT).tolist()
        named = assign_roles(transcript, dict(zip(lines.ids, evidence, strict=True)))
        before, sides = sides, _clinician_sides(named, lines.ids)
        if (sides == before).all():
            break
    return named, sides


def _clinician_sides(named: Transcript, ids: Sequence[int]) -> Sides:
    roles = {segment.id: segment.role for segment in named}
    return np.array([roles[number].is_clinician for number in ids])


def _has_both(sides: Sides) -> bool:
    return _LEAST_LINES <= int(sides.sum()) <= len(sides) - _LEAST_LINES


def _enrolled_sides(lines: _Lines) -> Sides:
    """Lines that sound like the enrolled clinician; none where that is not plain.

    Somebody else may have the visit, or another microphone: a voice that is near to
    neither group of lines, or to both, says nothing.
    """
    nobody = np.zeros(len(lines.ids), dtype=np.bool_)
    if lines.enrolled is None or len(lines.enrolled) != lines.known.shape[1]:
        return nobody
    group = _two_groups(lines.known)
    if not _has_both(group):
        return nobody
    near, far = _distances(lines, group, lines.enrolled)
    if near > far:
        near, far, group = far, near, ~group
    return group if near < min(_OWN_WITHIN, _OWN_NEARER * far) else nobody


def _nearness(lines: _Lines, sides: Sides) -> float:
    """Distance of the enrolled voice from the clinician's side, as a share of the other's."""
    if lines.enrolled is None or not _has_both(sides):
        return float("inf")
    near, far = _distances(lines, sides, lines.enrolled)
    return float(near / far)


def _distances(lines: _Lines, sides: Sides, voice: Array) -> Array:
    """Mean squared distance of a voice from either side, in variances within them; (2,)."""
    known, weights = lines.known, lines.weights
    means = [np.average(known[g], axis=0, weights=weights[g]) for g in (sides, ~sides)]
    within = (known - np.where(sides[:, None], *means)) ** 2
    variance = _variance(known, weights, within)
    return np.asarray(((voice - means) ** 2 / variance).mean(axis=1))


def _parted(lines: _Lines, scores: Mapping[int, float], own: Sides) -> Sides:
    """Lines of the clinician by voice alone; none where no two voices are well apart.

    How far apart two voices are at the least is known of the built-in features only.

    Args:
        scores: What the wording of each line says; it only tells which voice is whose.
        own: Lines that sound like the enrolled clinician, who is asked first.
    """
    group = own if _has_both(own) else _two_groups(lines.plain)
    if not _are_apart(lines.plain, lines.weights, group):
        return np.zeros(len(lines.ids), dtype=np.bool_)
    said = np.array([scores[number] for number in lines.ids])
    is_clinician = _has_both(own) or said[group].mean() >= said[~group].mean()
    return group if is_clinician else ~group


def _are_apart(features: Array, weights: Array, group: Sides) -> bool:
    """Whether two groups of lines are plainly two voices."""
    if len(features) < _LEAST_TO_PART or not _has_both(group):
        return False
    likelier = _likelier(features, weights, group)
    return bool(np.average(np.where(group, likelier, -likelier), weights=weights) >= _APART)


def _two_groups(features: Array) -> Sides:
    """2-means over evenly scaled features, begun along the direction in which they differ most."""
    scaled = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-9)
    _, _, directions = np.linalg.svd(scaled, full_matrices=False)
    group: Sides = scaled @ directions[0] > 0.0
    for _ in range(_ROUNDS):
        if not _has_both(group):
            break
        centres = scaled[group].mean(axis=0), scaled[~group].mean(axis=0)
        first, second = (((scaled - centre) ** 2).sum(axis=1) for centre in centres)
        group = first < second
    return group


def _likelier(features: Array, weights: Array, clinician: Sides) -> Array:
    """How much each line sounds like the clinician rather than like the other side; (lines,).

    A line's own sound is left out of the mean that it is compared with, so that nobody is
    confirmed by himself.

    Args:
        features: Shape (lines, features).
        weights: How much each line counts, shape (lines,).
        clinician: True where the clinician speaks.
    """
    to_clinician = (features - _mean_of_others(features, weights * clinician)) ** 2
    to_other = (features - _mean_of_others(features, weights * ~clinician)) ** 2
    within = np.where(clinician[:, None], to_clinician, to_other)
    variance = _variance(features, weights, within)
    return np.asarray(((to_other - to_clinician) / variance).mean(axis=1))


def _variance(features: Array, weights: Array, within: Array) -> Array:
    """Variance of each feature within the two sides, kept from vanishing; (features,).

    Args:
        within: Squared distances from the mean of one's own side; (lines, features).
    """
    whole = (features - np.average(features, axis=0, weights=weights)) ** 2
    spread = within + _LEAST_VARIANCE * whole
    return np.asarray(np.average(spread, axis=0, weights=weights) + 1e-9)


def _mean_of_others(features: Array, weights: Array) -> Array:
    """For each line the weighted mean of all lines but itself; shape (lines, features)."""
    own = weights[:, None] * features
    left = np.maximum(weights.sum() - weights, 1e-9)
    return np.asarray((own.sum(axis=0) - own) / left[:, None])


__all__ = ["assign_speakers"]
