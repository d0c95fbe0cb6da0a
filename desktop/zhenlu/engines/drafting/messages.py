"""A drafting task and its result as they travel between the program and the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhenlu.application.ports import (
    Candidate,
    Drafted,
    DraftLine,
    DraftTask,
    PromptFact,
    PromptLine,
    SectionTask,
)
from zhenlu.domain.errors import EngineFailed
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.engines.messages import Payload


def task_payload(task: DraftTask) -> Payload:
    """A task as JSON values."""
    return {
        "language": task.language.value,
        "template": task.template,
        "lines": [[line.id, line.role.value, line.start_s, line.text] for line in task.lines],
        "facts": [[fact.text, list(fact.segments)] for fact in task.facts],
        "sections": [
            {
                "section": section.section,
                "title": section.title,
                "belongs": section.belongs,
                "style": section.style,
                "max_tokens": section.max_tokens,
                "read_to": section.read_to,
                "candidates": [
                    [c.key, c.text, list(c.segments)] for c in section.candidates
                ],
            }
            for section in task.sections
        ],
    }


def task_of(payload: Payload) -> DraftTask:
    """The task in a payload.

    Raises:
        EngineFailed: Reason "protocol", if it is none.
    """
    try:
        return DraftTask(
            Language(payload["language"]),
            payload["template"],
            tuple(
                PromptLine(number, SpeakerRole(role), start_s, text)
                for number, role, start_s, text in payload["lines"]
            ),
            tuple(_section_of(section) for section in payload["sections"]),
            tuple(PromptFact(text, tuple(segments)) for text, segments in payload["facts"]),
        )
    except (KeyError, TypeError, ValueError):
        raise EngineFailed("protocol") from None


def _section_of(section: Mapping[str, Any]) -> SectionTask:
    return SectionTask(
        section["section"],
        section["title"],
        section["belongs"],
        section["style"],
        tuple(
            Candidate(key, text, tuple(segments))
            for key, text, segments in section["candidates"]
        ),
        section["max_tokens"],
        section["read_to"],
    )


def lines_payload(lines: Sequence[DraftLine]) -> list[Payload]:
    """Written lines as JSON values."""
    return [
        {
            "section": line.section,
            "text": line.text,
            "segments": list(line.segments),
            "candidate": line.candidate,
        }
        for line in lines
    ]


def lines_of(payload: Payload) -> tuple[DraftLine, ...]:
    """The written lines in a payload.

    Raises:
        EngineFailed: Reason "protocol", if it holds none.
    """
    try:
        return tuple(
            DraftLine(
                line["section"], line["text"], tuple(line["segments"]), line["candidate"]
            )
            for line in payload["lines"]
        )
    except (KeyError, TypeError, ValueError):
        raise EngineFailed("protocol") from None


def drafted_payload(drafted: Drafted) -> Payload:
    """A result as JSON values."""
    return {
        "lines": lines_payload(drafted.lines),
        "read_to": drafted.read_to,
        "prefill_tokens": drafted.prefill_tokens,
        "saved_tokens": drafted.saved_tokens,
        "generated_tokens": drafted.generated_tokens,
        "complete": drafted.complete,
        "facts_to": drafted.facts_to,
    }


def drafted_of(payload: Payload, load_s: float, work_s: float) -> Drafted:
    """The result in a payload, with the times the program measured.

    Raises:
        EngineFailed: Reason "protocol", if it is none.
    """
    try:
        return Drafted(
            lines_of(payload),
            payload["read_to"],
            payload["prefill_tokens"],
            payload["saved_tokens"],
            payload["generated_tokens"],
            payload["complete"],
            load_s,
            work_s,
            facts_to=payload["facts_to"],
        )
    except (KeyError, TypeError, ValueError):
        raise EngineFailed("protocol") from None


__all__ = [
    "drafted_of",
    "drafted_payload",
    "lines_of",
    "lines_payload",
    "task_of",
    "task_payload",
]
