"""Sentences to speak. What the recogniser can hear depends on how wide these are.

A model that meets the same phrases again and again completes phrases instead of
listening. Hence most sentences are strings of dictionary words that no phrase
book would hold; the rest are clinic talk, lexicon terms and real dialogue.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import spelling
import wordfreq

from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that one person says."""

    speaker: str
    text: str
    language: Language


_ZH = (
    "您好，请坐，哪里不舒服？", "我{symptom}{count}天了。", "有没有{symptom}？",
    "什么时候开始的？",
    "没有{symptom}，就是有点{symptom}。", "大概{count}天前开始的。", "以前有过{disease}吗？",
    "有{disease}，一直在吃{drug}。", "对什么药物过敏吗？", "我对{drug}过敏。",
    "不对，是{count}天。",
    "高压{systolic}，低压{diastolic}。", "体温{temperature}。", "先做个{test}吧。", "疼得厉害吗？",
    "给您开点{drug}，一次{dose}毫克，一天{count}次。", "{count}天以后来复查。", "{site}疼。",
    "多喝水，注意休息。", "{drug}先不用。", "晚上睡得怎么样？", "大小便正常吗？", "抽烟喝酒吗？",
    "心率{rate}次。", "家里人有没有{disease}？", "吃完饭以后更厉害。", "体重{rate}公斤。",
)  # fmt: skip
_EN = (
    "What brings you in today?", "I have had {symptom} for {count} days.",
    "Do you have {symptom}?",
    "No {symptom}, but some {symptom}.", "It started {count} weeks ago.", "No, wait, {count} days.",
    "I take {drug}, {dose} milligrams, {count} times a day.", "Are you allergic to {drug}?",
    "My {site} hurts.", "Your blood pressure is {systolic} over {diastolic}.", "Any {disease}?",
    "Your temperature is {temperature}.", "Your pulse is {rate}.", "Let us do a {test}.",
    "I will prescribe {drug} for {count} days.", "We will not use {drug}.", "Does anything help?",
    "Come back in {count} days if it does not improve.", "It gets worse at night.",
    "Drink plenty of water and rest.", "I have {disease}.", "Do you smoke or drink?",
)  # fmt: skip
_KINDS = ("symptom", "disease", "drug", "test", "site")


class Clinic:
    """Short clinic sentences, their blanks filled from the program's own lexicon."""

    def __init__(self, language: Language) -> None:
        self._language = language
        terms = lexicon.load(language)
        self._words = {
            kind: [said for term in terms.of_kind(kind) for said in (term.name, *term.say)]
            for kind in _KINDS
        }
        self._all = [said for words in self._words.values() for said in words]

    def group(self, rng: random.Random) -> list[Line]:
        patterns = _ZH if self._language is Language.ZH else _EN
        return [
            Line(rng.choice("dp"), self._filled(rng.choice(patterns), rng), self._language)
            for _ in range(6)
        ]

    def terms(self, rng: random.Random) -> list[Line]:
        """Terms of the lexicon in a row, as in a dictation or a list of denials."""
        comma, stop = ("，", "。") if self._language is Language.ZH else (", ", ".")
        rows = [rng.sample(self._all, rng.choice((1, 2, 3))) for _ in range(5)]
        return [Line("d", comma.join(row) + stop, self._language) for row in rows]

    def _filled(self, pattern: str, rng: random.Random) -> str:
        def fill(blank: re.Match[str]) -> str:
            words = self._words.get(blank[1])
            return rng.choice(words) if words else self._quantity(blank[1], rng)

        return re.sub(r"\{(\w+)\}", fill, pattern)

    def _quantity(self, name: str, rng: random.Random) -> str:
        if name == "temperature":
            return f"{rng.uniform(35.8, 40.2):.1f}{'度' if self._language is Language.ZH else ''}"
        low, high = {"count": (2, 14), "systolic": (96, 198), "diastolic": (54, 118),
                     "rate": (42, 130), "dose": (1, 100)}[name]  # fmt: skip
        number = rng.randint(low, high) * (5 if name == "dose" else 1)
        paired = name == "systolic" and self._language is Language.EN and number > 100
        # 142 over 90 is read one forty two.
        return f"{number // 100} {number % 100}" if paired and number % 100 > 9 else str(number)


class Dictionary:
    """Word salad, frequent words first and now and then a number."""

    def __init__(self, words: Sequence[str], weights: Sequence[float], language: Language) -> None:
        self._words, self._language = words, language
        # Flattened, else a handful of function words would be half of what is heard.
        flattened = np.array(weights) ** 0.45
        self._cumulated = np.cumsum(flattened) / flattened.sum()

    def group(self, rng: random.Random) -> list[Line]:
        return [Line(rng.choice("ab"), self._sentence(rng), self._language) for _ in range(4)]

    def _sentence(self, rng: random.Random) -> str:
        gap, comma, stop = ("", "，", "。") if self._language is Language.ZH else (" ", ", ", ".")
        words = [self._word(rng) for _ in range(rng.randint(2, 9 if gap else 7))]
        pause = rng.randint(1, len(words))
        first, second = gap.join(words[:pause]), gap.join(words[pause:])
        return first + comma * bool(second) + second + stop

    def _word(self, rng: random.Random) -> str:
        if rng.random() < 0.06:
            return str(rng.choice((rng.randint(1, 20), rng.randint(20, 300))))
        place = int(np.searchsorted(self._cumulated, rng.random()))
        return self._words[min(place, len(self._words) - 1)]


def chinese_words(known: Callable[[str], bool]) -> Dictionary:
    """Words of jieba's dictionary over the whole inventory of characters."""
    words, counts = [], []
    path = Path(jieba.__file__).parent / "dict.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split()
        if int(count) >= 60 and len(word) <= 4 and all(map(known, word)):
            words.append(word)
            counts.append(float(count))
    return Dictionary(words, counts, Language.ZH)


def english_words() -> Dictionary:
    """The 20 000 most frequent words that are no initials or bare letters."""
    words = [
        word
        for word in wordfreq.top_n_list("en", 20_000)
        if re.fullmatch(r"[a-z]+(?:'[a-z]+)?", word)
        and (word in ("a", "i") or (len(word) > 1 and re.search("[aeiouy]", word)))
    ]
    counts = [wordfreq.word_frequency(word, "en") for word in words]
    return Dictionary(["I" if word == "i" else word for word in words], counts, Language.EN)


class Dialogues:
    """Dialogues in JSON lines: {"lang": "en", "turns": [{"role": "doctor", "text": "…"}]}."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._groups: list[list[Line]] = []
        for path in files:
            for row in path.read_text(encoding="utf-8").splitlines():
                self._add(json.loads(row))

    def __bool__(self) -> bool:
        return bool(self._groups)

    def _add(self, dialogue: dict[str, Any]) -> None:
        language = Language(str(dialogue.get("lang", dialogue.get("language", "en"))))
        lines = [
            Line(str(turn.get("role", "a")), sentence, language)
            for turn in dialogue["turns"]
            for sentence in spelling.sentences(str(turn["text"]), language)
        ]
        self._groups += [lines[i : i + 8] for i in range(0, len(lines), 8)]

    def group(self, rng: random.Random) -> list[Line]:
        return rng.choice(self._groups)


class Mixture:
    """All sources. Mostly word salad: it halved the errors that clinic sentences alone left."""

    def __init__(self, known: Callable[[str], bool], dialogue_files: Iterable[Path]) -> None:
        dialogues = Dialogues(dialogue_files)
        zh, en = Clinic(Language.ZH), Clinic(Language.EN)
        self._sources: list[tuple[float, Callable[[random.Random], list[Line]]]] = [
            (0.34, chinese_words(known).group),
            (0.12, zh.group),
            (0.10, zh.terms),
            (0.16, english_words().group),
            (0.08, en.group),
            (0.06, en.terms),
            (0.14, dialogues.group if dialogues else en.group),
        ]

    def group(self, rng: random.Random) -> list[Line]:
        """Some lines that follow each other."""
        shares = [share for share, _ in self._sources]
        _, source = rng.choices(self._sources, shares)[0]
        return source(rng)
