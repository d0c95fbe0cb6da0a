"""How the starter is asked whether a claim holds: the words around it, then the claim.

    <|im_start|>患:大夫我咳了五天了
    医:有痰没有
    >患:有,黄的
    ?症状 有 咳痰<|im_end|>

The cited lines are marked, their neighbours give the question and a later correction.
The next token is the verdict. A model of a few million parameters finds nothing by its
number in a long transcript; what it needs stands beside the claim, so a visit of any
length is weighed in full and the same lines are read once for all their claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.application.ports import Candidate, DraftTask, PromptLine
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.engines.drafting.compact_lines import one_line
from zhenlu.engines.drafting.prompt_formats import Piece, Pieces

#: What the verdict is written with: it holds, it does not.
HOLDS, FAILS = "对", "错"

#: Lines shown before the first and behind the last cited one, and lines shown at most.
_BEFORE, _BEHIND, _MOST_LINES = 1, 1, 6
#: A line is shown up to this many characters; a monologue would push the claim away.
_MOST_CHARACTERS = {Language.ZH: 90, Language.EN: 240}

_SPEAKERS = {
    Language.ZH: {
        SpeakerRole.DOCTOR: "医",
        SpeakerRole.NURSE: "护",
        SpeakerRole.PATIENT: "患",
        SpeakerRole.COMPANION: "家",
        SpeakerRole.UNKNOWN: "人",
    },
    Language.EN: {
        SpeakerRole.DOCTOR: "D",
        SpeakerRole.NURSE: "N",
        SpeakerRole.PATIENT: "P",
        SpeakerRole.COMPANION: "F",
        SpeakerRole.UNKNOWN: "S",
    },
}


def question(task: DraftTask, candidate: Candidate) -> Pieces:
    """Everything the model reads before its verdict on a candidate."""
    shown = _shown(task.lines, candidate.segments)
    cited = set(candidate.segments)
    lines = "".join(_line(line, task.language, line.id in cited) for line in shown)
    return (
        Piece("<|im_start|>", control=True),
        Piece(f"{lines}?{one_line(candidate.text)}"),
        Piece("<|im_end|>", control=True),
    )


def _shown(lines: Sequence[PromptLine], segments: Sequence[int]) -> list[PromptLine]:
    """The cited lines with their neighbours, in order; the last ones where there are many."""
    wanted: set[int] = set()
    cited = set(segments)
    for place, line in enumerate(lines):
        if line.id in cited:
            wanted.update(range(max(0, place - _BEFORE), place + _BEHIND + 1))
    return [line for place, line in enumerate(lines) if place in wanted][-_MOST_LINES:]


def _line(line: PromptLine, language: Language, is_cited: bool) -> str:
    text = one_line(line.text)[: _MOST_CHARACTERS[language]]
    return f"{'>' if is_cited else ''}{_SPEAKERS[language][line.role]}:{text}\n"


__all__ = ["FAILS", "HOLDS", "question"]
