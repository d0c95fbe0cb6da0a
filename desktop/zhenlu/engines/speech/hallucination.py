"""Signs that a recogniser wrote what nobody said.

Whisper models make up words on noise, echo their prompt and run in circles. The limits
come from reports about Whisper and its relatives; they are rules of thumb, to be
verified on recordings of the clinic's own rooms.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.transcript import Language

#: More characters a second than people speak.
_FASTEST = {Language.ZH: 12.0, Language.EN: 25.0}
#: Mean word probability under which the words are guesses.
_GUESSED = 0.35
#: Where nobody stands out by this much (decibels between the loud and the quiet parts of an
#: utterance) and hardly a moment is without a voice, there is a room full of people and none
#: near the microphone. Several voices at once give 7.0 to 9.6 dB and a share of 0.98 and
#: more; one in front of them at 10 dB gives 12 dB and more, one in front of a fan or a street
#: at 5 dB pauses to breathe: 0.95 and less (`tests/bench/bench_noise.py`).
_STANDS_OUT_DB, _WITHOUT_PAUSE = 10.5, 0.97
#: What is read there has to be this much surer: murmuring gives mean word probabilities up
#: to 0.40 and log probabilities below -0.96.
_GUESSED_IN_A_ROOM, _UNLIKELY_IN_A_ROOM = 0.45, -0.9
#: Samples of 32 ms at 16 kHz: a syllable is five of them.
_FRAME = 512
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of an utterance, as far as it tells how sure that is.

    Attributes:
        heard_s: Length of the audio it was read from.
        confidence: Mean word probability.
        log_probability: Mean over the tokens.
        stands_out_db: As `stands_out_db` gives it.
        voice_share: How much of it is voice.
    """

    heard_s: float
    confidence: float
    log_probability: float
    stands_out_db: float
    voice_share: float


def stands_out_db(pcm: Pcm) -> float:
    """How far the loud parts of an utterance stand above its quiet ones, in decibels.

    Between two words of one voice near the microphone the room is heard; where several talk
    at once, somebody always fills the pause.

    Args:
        pcm: From the first voice to the last, at 16 kHz.
    """
    whole = len(pcm) // _FRAME * _FRAME
    if not whole:
        return 0.0
    energy = (pcm[:whole].astype(np.float64).reshape(-1, _FRAME) ** 2).mean(axis=1)
    loud, quiet = np.percentile(10 * np.log10(energy + 1.0), (90, 10))
    return float(loud - quiet)


def is_invented(text: str, language: Language, reading: Reading) -> bool:
    """Judge the text of an utterance."""
    confidence = reading.confidence
    if confidence < _GUESSED or _is_murmuring(reading) or runs_in_circles(text):
        return True
    rate = len(_PUNCTUATION.sub("", text)) / max(reading.heard_s, 0.1)
    if rate > _FASTEST[language]:
        return True
    subtitle = any(phrase in text.lower() for phrase in _SUBTITLES)
    return subtitle and (confidence < 0.6 or rate < 1.0)


def _is_murmuring(reading: Reading) -> bool:
    """Words found among voices of which none is near."""
    return (
        reading.stands_out_db < _STANDS_OUT_DB
        and reading.voice_share >= _WITHOUT_PAUSE
        and reading.confidence < _GUESSED_IN_A_ROOM
        and reading.log_probability < _UNLIKELY_IN_A_ROOM
    )


__all__ = ["Reading", "echoes", "is_invented", "runs_in_circles", "stands_out_db"]
