"""The starter's work: each claim of a visit is asked about and believed or doubted.

The model only ever says one of two words; a claim it doubts more than the pack allows is
left out of the answer. Nothing is written, so nothing can be invented.
"""

from __future__ import annotations

from collections.abc import Callable

from zhenlu.application.ports import Drafted, DraftLine, DraftTask
from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.prompt_formats import tokens_of
from zhenlu.engines.drafting.weigh_format import FAILS, HOLDS, question
from zhenlu.engines.messages import Payload


def weigh(
    model: LlamaModel, task: DraftTask, doubt_at: float, emit: Callable[[str, Payload], None]
) -> Drafted:
    """Ask about every candidate of a task; the lines of the answer are those believed.

    Args:
        doubt_at: Probability of failing from which a claim is left out.

    Raises:
        Cancelled: If called off.
    """
    if not task.lines:
        return Drafted(())
    asked = [
        (section, candidate, tokens_of(model, question(task, candidate)))
        for section in task.sections
        for candidate in section.candidates
    ]
    total = sum(len(tokens) for _, _, tokens in asked)
    verdicts = (model.control(FAILS)[0], model.control(HOLDS)[0])
    believed: list[DraftLine] = []
    read = saved = 0
    complete = True
    for section, candidate, tokens in asked:
        doubt = 0.0
        if len(tokens) < model.room:
            saved += model.read_question(0, tokens)
            doubt = model.preference(*verdicts)
        else:
            # Too long to be asked about: what the rules found stays.
            complete = False
        if doubt < doubt_at:
            believed.append(
                DraftLine(section.section, candidate.text, candidate.segments, candidate.key)
            )
        read += len(tokens)
        emit("read", {"tokens": read, "total_tokens": total})
    read_to = task.lines[-1].id
    return Drafted(tuple(believed), read_to, read - saved, saved, len(asked), complete)


__all__ = ["weigh"]
