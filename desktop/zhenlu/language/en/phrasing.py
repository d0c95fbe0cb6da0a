"""The draft made by rule for English templates."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Transcript
from zhenlu.language.sentence import Sentence


def phrase(
    template: Template, facts: Sequence[Fact], transcript: Transcript
) -> tuple[Sentence, ...]:
    """Draft every section of the template, sections in its order."""
    return tuple(
        Sentence(section.id, section.when_empty)
        for section in template.sections
        if section.required and section.when_empty
    )
