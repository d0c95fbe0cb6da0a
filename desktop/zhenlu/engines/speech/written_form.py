"""From recognised words to readable ones: simplified characters, sentence marks.

Numbers stay as they were spoken; `zhenlu.language` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from zhenlu.domain.transcript import Language, Word

#: A gap between words at which a reader expects a comma.
_COMMA_PAUSE_S = 0.35
_ENDS = "。！？；.!?;…"
_MARKS = _ENDS + ",，、:："
_MARKS_IN_A_ROW = re.compile(rf"([{re.escape(_MARKS)}])[{re.escape(_MARKS)}]+")
_QUESTION_ZH = re.compile(
    r"(吗|呢|(?<![什怎这那多])么)$|(?<![没有])什么|怎么(?!办法)|怎样|哪里|哪儿|哪个|哪些|哪边"
    r"|(?<![过这前好十])几(天|次|片|个|年)"
    r"|多少|多久|多大|多高|多长|有没有|是不是|能不能|会不会|要不要|有无|为什么|谁"
)
_QUESTION_EN = re.compile(
    r"^(what|when|where|which|who|why|how|is|are|was|were|do|does|did|have|has|had|can|could"
    r"|will|would|should|any)\b",
    re.IGNORECASE,
)
#: How an answer or a denial begins; small models end it with a question mark all the same, and a
#: denial read as a question would be no denial.
_ANSWER_EN = re.compile(r"^(no|nope|none|not|yes|yeah|i|i'm|i've|my)\b", re.IGNORECASE)
_ANSWER_ZH = re.compile(r"^(没有|没|不)(?!.*(吗|呢|吧|么|什么|几|多少|没有$))")
#: t2s keeps 著, which is right in 著作 and wrong in 著凉.
_ZHE = re.compile(r"(?<![显名卓原编专论译])著(?![作名者称书述])")
_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str) -> str:
    """Traditional characters in their simplified form."""
    return _ZHE.sub("着", _converter()(text))


def written(words: Sequence[Word], language: Language) -> tuple[Word, ...]:
    """Words of one utterance with the spelling and marks of written language.

    The marks that the recogniser set are kept. An utterance ends with one in any case,
    since the pause after it is heard; an utterance without any gets commas at pauses.
    """
    if language is Language.ZH:
        words = [replace(word, text=_chinese(word.text)) for word in words]
    words = list(_single_marks(words))
    if not words:
        return ()
    if not any(mark in word.text for word in words for mark in _MARKS):
        words = list(_with_commas(words, language))
    return _ended(words, language)


def text_of(words: Sequence[Word]) -> str:
    """The words as a line."""
    return "".join(word.text for word in words).strip()


def questions_apart(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Part a line after each question: its answer is often another person's."""
    line: list[Word] = []
    for word in words:
        line.append(word)
        if word.text.rstrip().endswith(("?", "？")):
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


def _chinese(text: str) -> str:
    if _HAN.search(text) or text.strip() in ",?!;:":
        text = text.strip().translate(_FULL_WIDTH)
    return simplified(text)


def _single_marks(words: Sequence[Word]) -> Iterator[Word]:
    """Words with one mark where the recogniser stammered two; words of nothing left out."""
    after_mark = True
    for word in words:
        text = _MARKS_IN_A_ROW.sub(r"\1", word.text)
        if after_mark and not text.strip(_MARKS + " "):
            continue
        after_mark = text.rstrip().endswith(tuple(_MARKS))
        yield replace(word, text=text)


def _with_commas(words: Sequence[Word], language: Language) -> Iterator[Word]:
    comma = "，" if language is Language.ZH else ","
    for word, following in pairwise(words):
        pauses = following.start_s - word.end_s >= _COMMA_PAUSE_S
        yield replace(word, text=word.text + comma) if pauses else word
    yield words[-1]


def _ended(words: Sequence[Word], language: Language) -> tuple[Word, ...]:
    last = words[-1]
    bare = last.text.rstrip()
    answer, stop = (_ANSWER_ZH, "。") if language is Language.ZH else (_ANSWER_EN, ".")
    if bare.endswith(("?", "？")) and answer.search(_last_clause(text_of(words))):
        return (*words[:-1], replace(last, text=bare.rstrip("?？") + stop))
    if bare.endswith(tuple(_ENDS)):
        return tuple(words)
    last = replace(last, text=bare.rstrip(",，、:：") + _mark(text_of(words), language))
    return (*words[:-1], last)


def _mark(text: str, language: Language) -> str:
    clause = _last_clause(text)
    if language is Language.ZH:
        return "？" if _QUESTION_ZH.search(clause) else "。"
    return "?" if _QUESTION_EN.search(clause) else "."


def _last_clause(text: str) -> str:
    return re.split(r"[,，。.!?！？;；]", text.rstrip(_MARKS))[-1].strip()


__all__ = ["questions_apart", "simplified", "text_of", "written"]
