"""Instruct models: instructions, an example and a guide to the sections; a question for each.

The frame of special tokens comes from the model's own chat template. It is rendered
once, around two marks that stand for the texts, so that nothing in the texts can ever
be read as part of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zhenlu.application.ports import DraftTask, PromptFact, PromptLine, SectionTask
from zhenlu.domain.errors import PackUnusable
from zhenlu.engines.drafting import compact_lines, prompts
from zhenlu.engines.drafting.prompt_formats import Piece, Pieces

#: What rendering raises: Jinja's own errors, and Python's from expressions in a template.
_TEMPLATE_FAULTS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError)


class ChatFormat:
    """Lays out a visit for an instruct model."""

    def __init__(self, template: str, bos: str = "", eos: str = "") -> None:
        """Take a chat template apart.

        Args:
            template: Jinja source as the model file carries it.
            bos: Text of the special tokens that templates mention.

        Raises:
            PackUnusable: Reason "template", if it cannot be rendered.
        """
        parts = _template_parts(template, bos, eos)
        self._before_system, self._before_user, self._after_user = parts

    def head(self, task: DraftTask) -> Pieces:
        """What stands before the transcript: everything that no visit changes.

        What the sections ask for is told here and not in each question, where it would have
        to be read again for every section when the visit is over.
        """
        texts = prompts.instructions(task.language)
        example = prompts.example(task.language, task.template)
        system = f"{texts.system(example)}\n\n{texts.guide(task.sections)}"
        return (
            Piece(self._before_system, control=True),
            Piece(system),
            Piece(self._before_user, control=True),
            Piece(texts.texts["header"].strip() + "\n"),
        )

    def closed(self, task: DraftTask, facts: Sequence[PromptFact]) -> str:
        """What stands for the words of a closed part, plain text; "" for no facts."""
        if not facts:
            return ""
        told = [replace(fact, text=compact_lines.one_line(fact.text)) for fact in facts]
        return prompts.instructions(task.language).closed(told)

    def line(self, task: DraftTask, line: PromptLine) -> str:
        """A segment, plain text."""
        words = compact_lines.one_line(line.text)
        return prompts.instructions(task.language).line(line.id, line.role, words) + "\n"

    def question(self, task: DraftTask, section: SectionTask) -> Pieces:
        """What follows the transcript and makes the model write a section."""
        task_text = prompts.instructions(task.language).texts["task"]
        asked = task_text.format(title=section.title).rstrip()
        return (Piece(asked), Piece(self._after_user, control=True))


def _template_parts(source: str, bos: str, eos: str) -> tuple[str, str, str]:
    """The template's text before the instructions, before the visit, and after it."""
    system, user = "zhenlu-system-text", "zhenlu-user-text"
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    try:
        rendered = _render(source, messages, bos, eos)
    except _TEMPLATE_FAULTS:
        rendered = ""
    if system not in rendered:
        # Some templates refuse or drop a system message: the instructions open the user's.
        messages = [{"role": "user", "content": f"{system}\n\n{user}"}]
        try:
            rendered = _render(source, messages, bos, eos)
        except _TEMPLATE_FAULTS as error:
            raise PackUnusable("template") from error
    before_system, found_system, rest = rendered.partition(system)
    before_user, found_user, after_user = rest.partition(user)
    if not (found_system and found_user) or system in after_user or user in after_user:
        raise PackUnusable("template")
    return before_system, before_user, _without_thinking(source, after_user)


def _render(source: str, messages: list[dict[str, str]], bos: str, eos: str) -> str:
    def refuse(message: str) -> NoReturn:
        raise TemplateError(message)

    # The options that chat templates are written for. The sandbox: the template comes with
    # a model file from anywhere.
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = refuse
    # No clock: `strftime_now` would put the date in front and make every day's prompt new.
    return environment.from_string(source).render(
        messages=messages,
        add_generation_prompt=True,
        bos_token=bos,
        eos_token=eos,
        enable_thinking=False,
    )


def _without_thinking(source: str, after_user: str) -> str:
    """The answer's opening with an empty thought, for models that would think aloud first."""
    if "</think>" not in source or "</think>" in after_user:
        return after_user
    if after_user.rstrip().endswith("<think>"):
        return after_user.rstrip() + "\n\n</think>\n\n"
    return after_user + "<think>\n\n</think>\n\n"


__all__ = ["ChatFormat"]
