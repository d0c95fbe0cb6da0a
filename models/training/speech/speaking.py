"""Lines become utterances, in processes of their own, so that training never waits."""

from __future__ import annotations

import multiprocessing
import queue
import random
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path

import numpy as np
import spelling
import voices
from numpy.typing import NDArray
from texts import Line, Mixture
from vocabulary import Tokens

from zhenlu.domain.transcript import Language

#: Longest utterance that still leaves room in a window of 15 s.
_LONGEST_S = 14.4
_SHORTEST_S = 0.15


@dataclass(frozen=True, slots=True)
class Utterance:
    """A spoken line.

    Attributes:
        samples: 16 kHz, so that hours of it fit into memory.
        tokens: The label, encoded; in English with its leading space.
        times_s: When each token is spoken, from the beginning of the utterance.
    """

    label: str
    language: Language
    speaker: str
    samples: NDArray[np.int16]
    phonemes: tuple[str, ...]
    tokens: tuple[int, ...]
    times_s: tuple[float, ...]

    @property
    def length_s(self) -> float:
        return len(self.samples) / voices.RATE_HZ


def speak_group(
    lines: Sequence[Line], tokens: Tokens, rng: random.Random, variants: Sequence[str]
) -> list[Utterance]:
    """Lines that follow each other, one voice a speaker; what is too long or silent is left out."""
    speakers: dict[tuple[str, Language], voices.Voice] = {}
    spoken = []
    for line in lines:
        key = (line.speaker, line.language)
        if key not in speakers:
            speakers[key] = voices.random_voice(line.language, rng, variants)
        utterance = _speak(line, speakers[key], tokens)
        if _SHORTEST_S < utterance.length_s < _LONGEST_S:
            spoken.append(utterance)
    return spoken


def _speak(line: Line, voice: voices.Voice, tokens: Tokens) -> Utterance:
    label = spelling.label(line.text, line.language)
    said = spelling.pronounced(label, line.language)
    sound = voices.espeak().speak(said, voice)
    text = f" {label}" if line.language is Language.EN else label
    ids = tokens.encode(text)
    # Events count characters of what was said; spaces between letters are not in a Chinese label.
    words = [
        (at + 1, time) if line.language is Language.EN else (len(said[:at].replace(" ", "")), time)
        for at, time in sound.words
    ]
    return Utterance(
        label=label,
        language=line.language,
        speaker=line.speaker,
        samples=(np.clip(sound.samples, -1, 1) * 32767).astype(np.int16),
        phonemes=tuple(voices.espeak().phonemes(said, voice)),
        tokens=tuple(ids),
        times_s=tuple(token_times(len(text), words, sound.length_s, tokens.pieces(ids))),
    )


def token_times(
    length: int, words: Sequence[tuple[int, float]], length_s: float, pieces: Sequence[str]
) -> list[float]:
    """When the middle of each piece of a text is spoken, between the word events around it."""
    places, times = [0], [0.0]
    for place, time in sorted(words):
        if place > places[-1] and time >= times[-1]:
            places.append(place)
            times.append(time)
    places.append(length)
    times.append(length_s)
    middles, at = [], 0
    for piece in pieces:
        middles.append(at + len(piece) / 2)
        at += len(piece)
    return [float(time) for time in np.interp(middles, places, times)]


class Speakers:
    """Background processes that speak without end."""

    def __init__(
        self, tokenizer: Path, dialogue_files: Sequence[Path], seed: int, processes: int
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._groups: Queue[list[Utterance]] = context.Queue(maxsize=400)
        self._processes = [
            context.Process(
                target=_speak_on,
                args=(self._groups, tokenizer, dialogue_files, seed * 1000 + i),
                daemon=True,
            )
            for i in range(processes)
        ]
        for process in self._processes:
            process.start()

    def take(self, wait: bool = False) -> list[list[Utterance]]:
        """The groups spoken since the last call; at least one when told to wait.

        Raises:
            RuntimeError: If a process has ended, usually because espeak-ng is missing.
        """
        groups: list[list[Utterance]] = []
        while True:
            try:
                groups.append(self._groups.get(timeout=5 if wait and not groups else 0.001))
            except queue.Empty:
                if not all(process.is_alive() for process in self._processes):
                    raise RuntimeError("a speaking process ended; its error stands above") from None
                if groups or not wait:
                    return groups

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
            process.join()


def _speak_on(
    groups: Queue[list[Utterance]], tokenizer: Path, dialogue_files: Sequence[Path], seed: int
) -> None:
    rng, tokens = random.Random(seed), Tokens(tokenizer)
    mixture = Mixture(tokens.knows, dialogue_files)
    while True:
        group = speak_group(mixture.group(rng), tokens, rng, voices.TRAINED)
        if group:
            groups.put(group)
