"""What the words of a visit say: roles, facts and critical tokens, for either language."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.en import critical as english_critical
from zhenlu.language.en import facts as english_facts
from zhenlu.language.en import numerals as english_numerals
from zhenlu.language.en import unread as english_unread
from zhenlu.language.lexicon import worked_out
from zhenlu.language.reading import CriticalToken
from zhenlu.language.zh import critical as chinese_critical
from zhenlu.language.zh import facts as chinese_facts
from zhenlu.language.zh import numerals as chinese_numerals
from zhenlu.language.zh import unread as chinese_unread


def extract_facts(transcript: Transcript) -> tuple[Fact, ...]:
    """All facts of a visit in the order of their mention; the last correction wins.

    Works with unknown roles; roles only sharpen who said what. Where somebody was not
    understood, that stands between a question and the words after it, which may answer
    something else; in a dictation nobody asks.
    """
    is_dictation = all(segment.role.is_clinician for segment in transcript.worded)
    segments = transcript.worded if is_dictation else tuple(transcript)
    if transcript.language is Language.ZH:
        return chinese_facts.extract(segments)
    return english_facts.extract(segments)


def unread_medicines(transcript: Transcript, facts: Sequence[Fact]) -> dict[str, int]:
    """Medicines told of the patient of which no fact speaks, each with its first segment.

    Rules never read everything that people say. A medicine is too important to be lost with
    a sentence that was not understood: somebody has to look.
    """
    understood = " ".join(
        part for fact in facts for part in (fact.name, *fact.attributes.values())
    )
    of = chinese_unread if transcript.language is Language.ZH else english_unread
    unread: dict[str, int] = {}
    for segment, name in of.told_medicines(transcript.worded):
        if name not in understood:
            unread.setdefault(name, segment)
    return unread


@worked_out(4096)
def critical_tokens(text: str, language: Language) -> tuple[CriticalToken, ...]:
    """Numbers, drugs, sides, symptoms and diseases of a text in comparable form.

    A visit is drafted anew with every line, and its lines do not change: they are kept.
    """
    if language is Language.ZH:
        return chinese_critical.tokens(text)
    return english_critical.tokens(text)


def read_numbers(text: str, language: Language) -> str:
    """The text with spoken numerals as digits: 三月五号 → 3月5号."""
    if language is Language.ZH:
        return chinese_numerals.read(text).text
    return english_numerals.read(text).text
