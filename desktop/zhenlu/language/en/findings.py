"""What an examined part is like, in the words of a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.language.lexicon import Mention


def in_words(clause: str, states: Sequence[Mention]) -> str:
    words: list[str] = []
    for state in states:
        word = state.term.name
        before = clause[: state.start]
        if re.search(r"\b(?:no|not|isn't|aren't|without|non)[ -](?:\w+ )?$", before, re.IGNORECASE):
            word = {
                "tender": "non-tender",
                "swollen": "not swollen",
                "enlarged": "not enlarged",
                "red": "not red",
                "pus": "no exudate",
                "warm": "not warm",
                "distended": "not distended",
            }.get(word, f"not {word}")
            if state.said.lower() in ("pus", "exudate", "exudates", "white patches", "white spots"):
                word = "no exudate"
        elif word in ("red", "swollen", "tender", "enlarged", "dry", "reduced") and re.search(
            r"\b(?:slightly|a (?:little|bit)|mild(?:ly)?)\b",
            before[-14:] + " " + state.said,
            re.IGNORECASE,
        ):
            word = f"slightly {word}" if word != "tender" else "mildly tender"
        elif word == "pus":
            word = "exudate"
        if word not in words:
            words.append(word)
    if "with exudate" in clause and "enlarged" in words:
        return "enlarged with exudate"
    where = re.search(
        r"\btender\w*\s+(?:over|along|in|at|on)\s+(?:the |your )?([a-z ]+?)(?=[.,;]|$)",
        clause,
        re.IGNORECASE,
    )
    if where and any("tender" in w for w in words):
        words = [
            f"{w} over the {where.group(1).strip()}" if "tender" in w and "non" not in w else w
            for w in words
        ]
    place = re.search(
        r"\breduced\b.*\bon (?:the )?((?:left|right)\s[a-z ]+?)(?=[.,;]|$)", clause, re.IGNORECASE
    )
    if place and any("reduced" in w for w in words):
        words = [f"{w} on the {place.group(1)}" if "reduced" in w else w for w in words]
    return _joined(words)


def _joined(words: list[str]) -> str:
    return " and ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])
