"""The small words that turn a sentence into its opposite."""

from __future__ import annotations

import re

from zhenlu.domain.transcript import Language
from zhenlu.language.zh.sounds import DENIALS

_DENIALS = {
    Language.ZH: re.compile(f"[{''.join(sorted(DENIALS))}]"),
    Language.EN: re.compile(
        r"n['’]t\b|\b(?:no|not|none|nothing|nobody|never|neither|nor|nope|without|cannot"
        r"|den(?:y|ies|ied)|stop(?:ped|s)?)\b",
        re.IGNORECASE,
    ),
}


def denials(text: str, language: Language) -> tuple[str, ...]:
    """The denying words of a text in their order, in small letters."""
    return tuple(found.group().lower() for found in _DENIALS[language].finditer(text))


__all__ = ["denials"]
