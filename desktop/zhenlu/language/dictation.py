"""Dictated words as they are written: figures for numbers, spoken corrections carried out."""

from __future__ import annotations

from zhenlu.domain.transcript import Language
from zhenlu.language.en import speech
from zhenlu.language.zh import dictation


def written(text: str, language: Language) -> str:
    """What stands in the record when a clinician dictates this into a section."""
    if language is Language.ZH:
        return dictation.written(text)
    return speech.tidy(text).text.strip()
