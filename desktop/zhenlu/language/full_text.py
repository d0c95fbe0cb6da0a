"""Cuts text for a full-text index, and questions so that they find what was cut.

Chinese has no spaces: every character is entered with the one after it (头痛三天 → 头痛 痛三
三天 天), and a question asks for its own pairs one behind the other. So any stretch of text
is found exactly, one character by the beginning of its pairs, and no segmenter can part a
term wrongly. Latin words and numbers are entered whole and found by their beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[^\W_]+(?:\.\d+)?")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
#: Ways of reading a name that are entered at most; only surnames like 单 have several.
_MOST_READINGS = 8


def indexed(text: str) -> str:
    """The words of a text as they enter the index."""
    return " ".join(
        word
        for run in _RUN.findall(_folded(text))
        for word in (_pairs(run) if _CHINESE.match(run) else [run])
    )


def asked(words: Sequence[Sequence[str]]) -> str:
    """What a question asks of the index, as an FTS5 expression; "" for nothing.

    Args:
        words: Groups of wordings; of every group one has to be found.
    """
    groups = (
        " OR ".join(filter(None, (_all_of(wording) for wording in group))) for group in words
    )
    return " AND ".join(f"({group})" for group in groups if group)


def _all_of(wording: str) -> str:
    """One wording: each of its runs, which punctuation or a change of script parts."""
    phrases = [_phrase(run) for run in _RUN.findall(_folded(wording))]
    return f"({' AND '.join(phrases)})" if phrases else ""


def indexed_name(name: str) -> str:
    """A person's name by its characters, its pinyin and its initials, from any syllable on."""
    words = [indexed(name)]
    for run in _RUN.findall(_folded(name)):
        if _CHINESE.match(run):
            for syllables in _readings(run):
                for place in range(len(syllables)):
                    words.append("".join(syllables[place:]))
                    words.append("".join(syllable[0] for syllable in syllables[place:]))
    return " ".join(dict.fromkeys(" ".join(words).split()))


def _phrase(run: str) -> str:
    if len(run) == 1 or not _CHINESE.match(run):
        return f'"{run}" *'
    # The last pair holds the last character, so the single one behind it is not asked for.
    return '"' + " ".join(_pairs(run)[:-1]) + '"'


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]


@lru_cache(maxsize=1024)
def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The first character in every reading it has, as surnames differ; the others in one."""
    read = pinyin(name, style=Style.NORMAL, heteronym=True)
    choices = [read[0], *(syllables[:1] for syllables in read[1:])]
    return tuple(product(*choices))[:_MOST_READINGS]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
