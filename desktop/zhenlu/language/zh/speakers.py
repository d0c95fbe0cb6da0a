"""Who speaks a segment: a clinician or not, by role, by wording and by taking turns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.transcript import Segment
from zhenlu.language.zh import roles

_DICTATION = re.compile(r"患者|病人|查体|主诉|既往|否认|未闻及|未见|未触及|诊断|处理")


def clinicians(segments: Sequence[Segment]) -> list[bool | None]:
    """Who is a clinician: by role; where roles are missing by wording and by taking turns.

    The most likely order of speakers, with a reward for a change of speaker. A text
    without a question that reads like dictation has one speaker, the clinician.
    """
    if not segments:
        return []
    if any(s.role.value != "unknown" for s in segments):
        return [s.role.is_clinician if s.role.value != "unknown" else None for s in segments]
    text = "。".join(s.text for s in segments)
    if _DICTATION.search(text) and not asks(text):
        return [True] * len(segments)
    scores = [max(-3.0, min(3.0, roles.clinician_score(s.text))) for s in segments]
    if len(segments) == 1:
        return [None if abs(scores[0]) < 0.3 else scores[0] > 0]
    return list(_likely_order(segments, scores))


def _likely_order(segments: Sequence[Segment], scores: Sequence[float]) -> list[bool]:
    best = {True: (scores[0], [True]), False: (-scores[0], [False])}
    for before, score in zip(segments, scores[1:], strict=False):
        change = 2.0 if asks(before.text) else 1.2
        following: dict[bool, tuple[float, list[bool]]] = {}
        for speaker in (True, False):
            own = score if speaker else -score
            candidates = [
                (value + own + (change if last is not speaker else 0.0), path)
                for last, (value, path) in best.items()
            ]
            value, path = max(candidates, key=lambda c: c[0])
            following[speaker] = (value, [*path, speaker])
        best = following
    return max(best.values(), key=lambda c: c[0])[1]


def asks(text: str) -> bool:
    return bool(
        re.search(
            r"[吗?？]|(?<!没)有没有|什么|怎么(?!也)|多久|多少|哪[里儿边]|几天(?!了)|"
            r"(?<![不没])([\u4e00-\u9fff])不\1|没有$|呢$",
            text,
        )
    )
