"""The draft made by rule: facts become sentences, without a model."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.en import phrasing as english
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh import phrasing as chinese


def phrase(
    template: Template, facts: Sequence[Fact], transcript: Transcript
) -> tuple[Sentence, ...]:
    """Draft every section of the template, sections in its order."""
    if template.language is Language.ZH:
        return chinese.phrase(template, facts, transcript)
    return english.phrase(template, facts, transcript)
