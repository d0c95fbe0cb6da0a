"""Terms that the recogniser heard almost right: 呃北沙坦, 洛氟沙星, 安修锁.

Exact homophones are put right by `homophones`; here some syllables are off by a sound that
is easily misheard. That is weaker evidence, so more has to speak for it: half of the
syllables as they should be, a place where a term of that kind is said (开…, 查…, …过敏),
no other term as near, and a recogniser that was not sure. Numbers, sides, denials and
whatever holds them are never touched, and the length of the text stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhenlu.domain.transcript import Language, Word
from zhenlu.language import lexicon
from zhenlu.language.lexicon import worked_out
from zhenlu.language.zh.sounds import PROTECTED, difference, reading, sounds

#: Cost of the whole wording, as a share of its syllables, that still passes for it.
_NEAR = {"drug": 0.2, "disease": 0.15, "test": 0.15, "sign": 0.15, "symptom": 0.15}
#: How much worse the next term has to be.
_APART = 0.06
#: A recogniser this sure of every character that would change has heard something else: a
#: drug that the lexicon does not have often sounds like one that it has. Of the characters
#: that corrections put right, all but a few were below; of those heard right, one in seven.
_SURE = 0.5
#: Outside of drug names three syllables are too often something else: 慢性病, 冠心病.
_SHORTEST = {"drug": 3, "disease": 4, "test": 4, "sign": 4, "symptom": 4}
#: Words that decide what the rest means; nothing that holds one is a misheard name.
_KEPT = re.compile(
    r"过敏|[吃喝用打][完了过着]|慢性|急性|检查|血压|血糖|怎么|什么|医生|大夫|[^\u4e00-\u9fff]"
)

#: A word of time that begins in a name and ends behind it: 破伤风|上次 is no 破伤风针.
_ACROSS = re.compile(r"[上下][次回周个月]|[昨今前后]天|[去今]年")

_BEFORE = {
    "drug": re.compile(
        r"(?:开|吃|服|用|喝|加|换|停|打|涂|抹|和|叫|点|了|还有|是|先|个|,|，|。|^)[^,，。]{0,2}$"
    ),
    "test": re.compile(r"(?:查|做|验|拍|测|化验|复查|个|抽)[^,，。]{0,2}$"),
    "disease": re.compile(r"(?:是|得过|患|有|诊断|考虑|怀疑|叫)[^,，。]{0,2}$"),
    "sign": re.compile(r"(?:有|见|听|闻及|触及|查|,|，|。|^)[^,，。]{0,2}$"),
    "symptom": re.compile(r"(?:有|点|没|没有|就是|还|,|，|。|^)[^,，。]{0,2}$"),
}
_AFTER = {
    "drug": re.compile(
        r"^[,，]?(?:一次|每次|每天|一天|早上|晚上|睡前|过敏|[一两半三]片|\d|[一二两三四五六七八九十百]+(?:毫克|片|粒|袋)"
        r"|先停|停了|还在吃|怎么吃|片|胶囊|颗粒|吃)"
    ),
}


#: Endings that only tell a sign from a complaint of the same name; nobody says them.
_INTERNAL = ("体征", "症状")


@dataclass(frozen=True, slots=True)
class _Wording:
    term: str
    kind: str
    text: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    wording: _Wording
    start: int
    cost: float

    @property
    def end(self) -> int:
        return self.start + len(self.wording.text)


def spelt(text: str, words: Sequence[Word], heard: str = "") -> str:
    """The text with nearly heard terms as the lexicon writes them; same length.

    Args:
        text: As heard, homophones put right already.
        heard: As the words have it, where that differs; of the same length.
        words: The recogniser's words of this text, for how sure it was; without them
            nothing speaks for a mishearing and the text stays.
    """
    sure = _certainty(heard or text, words)
    if not sure:
        return text
    taken = _known(text)
    characters = list(text)
    for fit in sorted(_fits(text), key=lambda f: (f.cost, -len(f.wording.text))):
        if any(taken[fit.start : fit.end]) or not _believable(fit, text, sure):
            continue
        characters[fit.start : fit.end] = fit.wording.text
        taken[fit.start : fit.end] = [True] * len(fit.wording.text)
    return "".join(characters)


def _fits(text: str) -> list[_Fit]:
    """Wordings near enough to what stands somewhere, without those that another rivals."""
    heard = [reading(character) for character in text]
    found = []
    for (wording, start), same in _aligned(heard).items():
        end = start + len(wording.sounds)
        if start < 0 or end > len(text) or 2 * same < len(wording.sounds):
            continue
        costs = [difference(a, b) for a, b in zip(heard[start:end], wording.sounds, strict=True)]
        cost = sum(costs) / len(costs)
        if cost <= _NEAR[wording.kind] and text[start:end] != wording.text:
            found.append(_Fit(wording, start, cost))
    return [fit for fit in found if not _rivalled(fit, found)]


def _aligned(heard: Sequence[str]) -> Counter[tuple[_Wording, int]]:
    """How many syllables agree, for every wording at every place where one does."""
    same: Counter[tuple[_Wording, int]] = Counter()
    for position, sound in enumerate(heard):
        for wording, at in _by_sound().get(sound, ()):
            same[wording, position - at] += 1
    return same


def _rivalled(fit: _Fit, found: Sequence[_Fit]) -> bool:
    return any(
        other.wording.term != fit.wording.term
        and other.start < fit.end
        and fit.start < other.end
        and other.cost < fit.cost + _APART
        and len(other.wording.text) >= len(fit.wording.text)
        for other in found
    )


def _believable(fit: _Fit, text: str, sure: Sequence[float]) -> bool:
    said = text[fit.start : fit.end]
    changed = [i for i, (a, b) in enumerate(zip(said, fit.wording.text, strict=True)) if a != b]
    touched = {c for i in changed for c in (said[i], fit.wording.text[i])}
    if touched & PROTECTED or len(changed) == len(said) or _KEPT.search(said):
        return False
    if all(sure[fit.start + i] >= _SURE for i in changed):
        return False
    if _ACROSS.match(text, fit.end - 1):
        return False
    before, after = _BEFORE[fit.wording.kind], _AFTER.get(fit.wording.kind)
    placed = bool(before.search(text[: fit.start]))
    followed = after is not None and bool(after.search(text[fit.end :]))
    if len(said) == 3:
        return placed and followed
    return placed or followed


def _known(text: str) -> list[bool]:
    """Characters that are read as a term already; a short one may open a longer one.

    Looked for from every character on: 开头 hides the beginning of 头孢拉定 in 开头孢拉定.
    """
    taken = [False] * len(text)
    words = lexicon.load(Language.ZH)
    for position in range(len(text)):
        mention = words.find_at(text, position)
        if mention is not None and mention.end - mention.start > 2:
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return taken


def _certainty(text: str, words: Sequence[Word]) -> list[float]:
    """The recogniser's probability for every character; empty where it is not known."""
    sure = [1.0] * len(text)
    position = 0
    for word in words:
        at = text.find(word.text, position)
        if at < 0:
            return []
        position = at + len(word.text)
        sure[at:position] = [word.confidence] * len(word.text)
    return sure if words else []


@worked_out()
def _by_sound() -> dict[str, tuple[tuple[_Wording, int], ...]]:
    """Wordings with the place of a syllable in them, by that syllable."""
    index: dict[str, list[tuple[_Wording, int]]] = {}
    for wording in _wordings():
        for at, sound in enumerate(wording.sounds):
            index.setdefault(sound, []).append((wording, at))
    return {sound: tuple(places) for sound, places in index.items()}


def _wordings() -> Iterator[_Wording]:
    for term in lexicon.load(Language.ZH).of_kind(*_SHORTEST):
        formal = (term.name, *term.say) if term.kind in ("drug", "test") else (term.name,)
        for text in formal:
            heard = sounds(text)
            usable = len(heard) == len(text) and not set(text) & PROTECTED
            if usable and len(text) >= _SHORTEST[term.kind] and not text.endswith(_INTERNAL):
                yield _Wording(term.name, term.kind, text, heard)
