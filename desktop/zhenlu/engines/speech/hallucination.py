"""Signs that a recogniser wrote what nobody said.

Whisper models make up words on noise, echo their prompt and run in circles. The limits
come from reports about Whisper and its relatives; they are rules of thumb, to be
verified on recordings of the clinic's own rooms.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from zhenlu.domain.transcript import Language

#: More characters a second than people speak.
_FASTEST = {Language.ZH: 12.0, Language.EN: 25.0}
#: Mean word probability under which the words are guesses.
_GUESSED = 0.35
#: Text that compresses better than this repeats itself.
_REPETITIVE = 2.4
#: Share of the text that stands in the prompt.
_ECHO = 0.6
#: What models learnt from subtitles. Counts only together with another sign.
_SUBTITLES = (
    "字幕",
    "点赞",
    "订阅",
    "谢谢观看",
    "感谢观看",
    "请不吝",
    "thanks for watching",
    "subscribe",
    "subtitles by",
)
_PUNCTUATION = re.compile(r"[\s,.!?;:,。!?;:、“”\"'()()-]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Two or more characters said four times in a row, or one said seven times.
_CIRCLES_ZH = re.compile(r"(.{2,40}?)\1{3,}|(.)\2{6,}")
#: Whole words said five times in a row: "no, no, no, no" is human.
_CIRCLES_EN = re.compile(r"\b(\w[^\d]{0,60}?) (?:\1 ){4,}|\b(\w+ [^\d]{0,60}?) (?:\2 ){3,}")


def runs_in_circles(text: str) -> bool:
    """True for text that says the same again and again."""
    bare = _PUNCTUATION.sub("", text.lower())
    spaced = _PUNCTUATION.sub(" ", text.lower()) + " "
    if _CIRCLES_ZH.search(bare) if _HAN.search(bare) else _CIRCLES_EN.search(spaced):
        return True
    encoded = bare.encode("utf-8")
    return len(bare) >= 30 and len(encoded) / len(zlib.compress(encoded)) > _REPETITIVE


def echoes(text: str, terms: Sequence[str]) -> bool:
    """True for text that consists mostly of the words the engine was told to favour."""
    rest = _PUNCTUATION.sub("", text.lower())
    length = len(rest)
    for term in sorted(terms, key=len, reverse=True):
        rest = rest.replace(_PUNCTUATION.sub("", term.lower()), "")
    return bool(length) and 1.0 - len(rest) / length >= _ECHO


def is_invented(text: str, language: Language, heard_s: float, confidence: float) -> bool:
    """Judge the text of an utterance.

    Args:
        heard_s: Length of the audio it was read from.
        confidence: Mean word probability.
    """
    if confidence < _GUESSED or runs_in_circles(text):
        return True
    rate = len(_PUNCTUATION.sub("", text)) / max(heard_s, 0.1)
    if rate > _FASTEST[language]:
        return True
    subtitle = any(phrase in text.lower() for phrase in _SUBTITLES)
    return subtitle and (confidence < 0.6 or rate < 1.0)


__all__ = ["echoes", "is_invented", "runs_in_circles"]
