"""How talk reaches the program: hesitations, lost particles, words a recogniser confuses.

Only what stands between the slots is touched, and never a word that turns a meaning
round (没, 不, no …): what is planted must still be what the words say.
"""

from __future__ import annotations

import random
import re

from zhenlu.domain.transcript import Language

_FILLERS = {
    Language.ZH: ("嗯，", "呃，", "那个，", "就是，", "哎，", "怎么说呢，", "这个，", "啊，", "哦"),
    Language.EN: ("Um, ", "Uh, ", "Well, ", "You know, ", "So, ", "Hmm, ", "I mean, ", "Like, "),
}
#: Sounds alike and means little: what recognisers mix up without harm.
_CONFUSED = {
    Language.ZH: dict(zip("的得在再做作他她那哪吗嘛", "得的再在作做她他哪那嘛吗", strict=True)),
    Language.EN: {"there": "their", "your": "you're", "to": "too", "for": "four", "a": "the"},
}
_LOST = {
    Language.ZH: frozenset("的了吧啊呢嗯就也还都"),
    Language.EN: frozenset({"the", "a", "some", "just", "really", "so"}),
}
_SLOT = re.compile(r"(\{\w+\})")


class Hearing:
    """How well one visit is heard; the rates are drawn once a visit."""

    def __init__(self, language: Language, rng: random.Random) -> None:
        self._language = language
        self._rng = rng
        self._hesitates = rng.choice((0.0, 0.05, 0.15, 0.3))
        self._confuses = rng.choice((0.0, 0.0, 0.02, 0.06))
        self._stops = rng.random() < 0.7

    def heard(self, text: str, clinician: bool) -> str:
        """A line with slots as it is heard."""
        parts = [
            part if part.startswith("{") else self._damaged(part) for part in _SLOT.split(text)
        ]
        line = "".join(parts)
        if not self._stops:
            line = re.sub(r"[，。？！]" if self._language is Language.ZH else r"[.?!]", " ", line)
        if self._rng.random() < self._hesitates * (0.4 if clinician else 1.0):
            line = self._rng.choice(_FILLERS[self._language]) + line
        return line.strip()

    def _damaged(self, text: str) -> str:
        if not self._confuses:
            return text
        chinese = self._language is Language.ZH
        units = list(text) if chinese else re.split(r"(\s)", text)
        return "".join(map(self._unit, units))

    def _unit(self, unit: str) -> str:
        if self._rng.random() >= self._confuses:
            return unit
        if unit in _LOST[self._language]:
            return ""
        return _CONFUSED[self._language].get(unit, unit)
