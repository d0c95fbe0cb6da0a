"""Who speaks each segment, where the recogniser cannot tell.

Signs of three kinds are weighed: the wording of a segment (`clinician_score` of the
language), the turn-taking of a conversation, in which a question is mostly answered by
the other side, and what the caller knows besides, such as the sound of the voice. The
best path over all segments is found by Viterbi's method. A recording in which nobody
speaks like a patient is a dictation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from zhenlu.domain.transcript import Correction, Language, Segment, SpeakerRole, Transcript
from zhenlu.language.en import roles as english
from zhenlu.language.zh import roles as chinese

#: Chance that the speaker changes, after a question and after anything else. Segments
#: are stretches of one speaker, but a long turn comes as several.
_CHANGE_AFTER_QUESTION = 0.85
_CHANGE_OTHERWISE = 0.62

#: Scores beyond this say no more: one word list must not outweigh the whole course.
_SCORE_LIMIT = 3.0

_ENGLISH_QUESTION = re.compile(r"\?\s*$")
_ENGLISH_NURSE = re.compile(r"\bI'?m (?:\w+ ){0,4}nurse\b|\bnurse (?:calling|from)\b", re.I)
_ENGLISH_SPEAKS_FOR = re.compile(
    r"\bI'?m (?:his|her|their) (?:wife|husband|mum|mom|mother|dad|father|carer|daughter|son)\b",
    re.I,
)
_ENGLISH_CHILD = re.compile(
    r"\b(?:my (?:son|daughter|little (?:boy|girl)|baby|toddler)|nursery|daycare"
    r"|months old|this is [A-Z][a-z]+, (?:he|she)(?:'s| is)|you must be [A-Z][a-z]+)\b", re.I
)

#: Segment ids of clinician and other side as a path of a model.
_CLINICIAN_SIDE = 0
_OTHER_SIDE = 1


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a language can tell from words alone."""

    clinician: Callable[[str], float]
    companion: Callable[[str], float]
    asks: Callable[[str], bool]
    child: Callable[[str], bool]
    nurse: Callable[[str], bool]
    speaks_for: Callable[[str], bool]


def assign_roles(
    transcript: Transcript, evidence: Mapping[int, float] | None = None
) -> Transcript:
    """Lay a correction with the likely speaker over every segment of unknown role.

    Roles that are known stay and guide the rest. Returns the same transcript when
    nothing is unknown.

    Args:
        evidence: By segment id what speaks for the clinician besides the wording, or
            against where it is negative, on the same scale as `clinician_score`.
    """
    segments = tuple(transcript)
    if not any(map(_is_unnamed, segments)):
        return transcript
    wording = _WORDINGS[transcript.language]
    sides = _sides(segments, wording, evidence or {})
    roles = _named(segments, sides, wording)
    corrections = tuple(
        Correction(segment.id, role=role, source="roles")
        for segment, role in zip(segments, roles, strict=True)
        if _is_unnamed(segment)
    )
    return replace(transcript, corrections=(*transcript.corrections, *corrections))


def _is_unnamed(segment: Segment) -> bool:
    """Who spoke where nothing was understood is not guessed."""
    return segment.role is SpeakerRole.UNKNOWN and not segment.unclear


def clinician_scores(transcript: Transcript) -> dict[int, float]:
    """By segment id how much speaks for the clinician; an unknown role by its wording alone."""
    wording = _WORDINGS[transcript.language]
    return {segment.id: _score(segment, wording) for segment in transcript}


def _sides(
    segments: Sequence[Segment], wording: _Wording, evidence: Mapping[int, float]
) -> list[int]:
    scores = [
        _score(segment, wording) + evidence.get(segment.id, 0.0) for segment in segments
    ]
    if _is_dictation(segments, scores, wording):
        return [_CLINICIAN_SIDE] * len(segments)
    changes = [
        _CHANGE_AFTER_QUESTION if wording.asks(segment.text) else _CHANGE_OTHERWISE
        for segment in segments
    ]
    return _best_path(scores, changes)


def _score(segment: Segment, wording: _Wording) -> float:
    """Evidence for the clinician's side; a known role settles it."""
    if segment.role is not SpeakerRole.UNKNOWN:
        return 100.0 if segment.role.is_clinician else -100.0
    return max(-_SCORE_LIMIT, min(_SCORE_LIMIT, wording.clinician(segment.text)))


def _is_dictation(
    segments: Sequence[Segment], scores: Sequence[float], wording: _Wording
) -> bool:
    """Nobody speaks like a patient and next to nobody asks anything."""
    if min(scores) <= -1.5 or sum(scores) <= 0:
        return False
    questions = sum(wording.asks(segment.text) for segment in segments)
    against = sum(score < 0 for score in scores)
    return questions <= 0.1 * len(segments) and against <= 0.2 * len(segments)


def _best_path(scores: Sequence[float], changes: Sequence[float]) -> list[int]:
    """Viterbi over two sides. `changes[i]` is the chance of a change after segment i."""
    best = [scores[0] / 2, -scores[0] / 2]
    came_from: list[tuple[int, int]] = []
    for score, change in zip(scores[1:], changes[:-1], strict=True):
        stay, turn = math.log(1 - change), math.log(change)
        step = []
        for side in (_CLINICIAN_SIDE, _OTHER_SIDE):
            same, other = best[side] + stay, best[1 - side] + turn
            step.append((same, side) if same >= other else (other, 1 - side))
        came_from.append((step[0][1], step[1][1]))
        best = [step[0][0] + score / 2, step[1][0] - score / 2]
    side = _CLINICIAN_SIDE if best[0] >= best[1] else _OTHER_SIDE
    path = [side]
    for before in reversed(came_from):
        side = before[side]
        path.append(side)
    return path[::-1]


def _named(
    segments: Sequence[Segment], sides: Sequence[int], wording: _Wording
) -> list[SpeakerRole]:
    """Doctor or nurse on the one side, patient or companion on the other."""
    clinician = _clinician_role(segments, sides, wording)
    child = any(wording.child(segment.text) for segment in segments)
    others = [s for s, side in zip(segments, sides, strict=True) if side == _OTHER_SIDE]
    speaks_for = sum(wording.companion(s.text) > 0 for s in others)
    speaks_of_self = sum(wording.companion(s.text) < 0 for s in others)
    companion_leads = bool(others) and (
        speaks_for >= 0.4 * len(others)
        or (child and speaks_for > speaks_of_self and speaks_for >= 0.15 * len(others))
        or any(wording.speaks_for(s.text) for s in others)
    )
    roles = []
    for segment, side in zip(segments, sides, strict=True):
        if side == _CLINICIAN_SIDE:
            roles.append(clinician)
        elif (
            companion_leads and (child or wording.companion(segment.text) > -1)
        ) or wording.companion(segment.text) >= 2:
            roles.append(SpeakerRole.COMPANION)
        else:
            roles.append(SpeakerRole.PATIENT)
    return roles


def _clinician_role(
    segments: Sequence[Segment], sides: Sequence[int], wording: _Wording
) -> SpeakerRole:
    ours = [s for s, side in zip(segments, sides, strict=True) if side == _CLINICIAN_SIDE]
    for segment in segments:
        if segment.role.is_clinician:
            return segment.role
    if any(wording.nurse(segment.text) for segment in ours):
        return SpeakerRole.NURSE
    return SpeakerRole.DOCTOR


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.search(text))


_WORDINGS = {
    Language.ZH: _Wording(
        chinese.clinician_score,
        chinese.companion_score,
        chinese.asks,
        chinese.speaks_of_child,
        chinese.is_nurse,
        chinese.offers_to_speak,
    ),
    Language.EN: _Wording(
        english.clinician_score,
        english.companion_score,
        _matches(_ENGLISH_QUESTION),
        _matches(_ENGLISH_CHILD),
        _matches(_ENGLISH_NURSE),
        _matches(_ENGLISH_SPEAKS_FOR),
    ),
}
