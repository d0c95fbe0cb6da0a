"""Training windows: up to 15 s of conversation in a room, and what should be written for it."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

import sound
import torch
from speaking import Utterance
from torch import Tensor
from vocabulary import Tokens

#: Content of a window in seconds; `chunk_length` of the exported pack.
WINDOW_S = 15.0
#: Positions of the encoder a second.
POSITIONS_S = 50
_IGNORE = -100
_LONGEST_PROMPT = 100


@dataclass(frozen=True, slots=True)
class Recipe:
    """How windows are drawn at one stage of training. Shares are between 0 and 1.

    Attributes:
        longest_s: Speech in a window.
        times: Windows written with times.
        prompts: Windows after a prompt (earlier words or a list of terms).
        empty: Windows without speech.
        cut: Windows with times that end inside an utterance.
    """

    longest_s: float = WINDOW_S
    times: float = 0.75
    prompts: float = 0.3
    empty: float = 0.04
    cut: float = 0.35


@dataclass(frozen=True, slots=True)
class Window:
    """One example.

    Attributes:
        mel: (80, frames).
        tokens: What the decoder reads.
        targets: What it should say after each of them; -100 where nothing counts.
        places: Encoder position at which each target is spoken, -1 where there is none.
        phonemes: Targets of the phoneme head; None where the sound is cut.
    """

    mel: Tensor
    tokens: list[int]
    targets: list[int]
    places: list[float]
    phonemes: list[int] | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to a common size, mel with zeros as faster-whisper pads it."""

    mel: Tensor
    positions: Tensor
    tokens: Tensor
    targets: Tensor
    places: Tensor
    phonemes: list[list[int] | None]


class Pool:
    """What was spoken lately, oldest first out."""

    def __init__(self, most_s: float, phonemes: dict[str, int]) -> None:
        self._most_s = most_s
        self.seconds = 0.0
        self.phonemes = phonemes
        self._groups: deque[list[Utterance]] = deque()

    def add(self, group: list[Utterance]) -> None:
        for utterance in group:
            for phoneme in utterance.phonemes:
                # 0 is the blank.
                self.phonemes.setdefault(phoneme, len(self.phonemes) + 1)
        self._groups.append(group)
        self.seconds += sum(utterance.length_s for utterance in group)
        while self.seconds > self._most_s:
            self.seconds -= sum(utterance.length_s for utterance in self._groups.popleft())

    def draw(self, rng: random.Random) -> list[Utterance]:
        return self._groups[rng.randrange(len(self._groups))]


@dataclass(slots=True)
class _Laid:
    """Utterances laid out in a window.

    Attributes:
        cut_at: Begin of an utterance that the window cuts off; None without one.
    """

    placed: list[tuple[float, Utterance]]
    length_s: float
    cut_at: float | None = None
    cut: Utterance | None = None


class Windows:
    """Draws windows from a pool."""

    def __init__(self, pool: Pool, tokens: Tokens, seed: int) -> None:
        self._pool = pool
        self._tokens = tokens
        self._rng = random.Random(seed)
        self._noises = sound.Noises(seed)

    def batch(self, seconds: float, recipe: Recipe) -> Batch:
        """About so many seconds of windows."""
        count = max(2, int(seconds / recipe.longest_s))
        return self._collated([self.window(recipe) for _ in range(count)])

    def window(self, recipe: Recipe) -> Window:
        rng = self._rng
        target_s = recipe.longest_s * (1 if rng.random() < 0.7 else rng.uniform(0.5, 1))
        if rng.random() < recipe.empty:
            return self._empty(target_s)
        group = self._pool.draw(rng)
        first = rng.randrange(len(group))
        timed = rng.random() < recipe.times
        laid = self._laid(group[first:], target_s, timed and rng.random() < recipe.cut)
        prompt = self._prompt(group[:first], laid, timed) if rng.random() < recipe.prompts else []
        return self._written(laid, timed, prompt)

    def _laid(self, following: list[Utterance], target_s: float, cut: bool) -> _Laid:
        rng = self._rng
        at = rng.choice((0.0, rng.uniform(0, 0.5), rng.uniform(0, 1)))
        placed: list[tuple[float, Utterance]] = []
        limit_s = WINDOW_S if cut else target_s
        language = following[0].language
        rest = None
        for i, utterance in enumerate(following):
            if utterance.language is not language:
                break
            if at + utterance.length_s > (limit_s if placed else WINDOW_S):
                if placed:
                    rest = utterance
                    break
                at = 0.0
            placed.append((at, utterance))
            at += utterance.length_s
            same = i + 1 < len(following) and following[i + 1].speaker == utterance.speaker
            at += rng.uniform(0.12, 0.45) if same else rng.uniform(0.2, 0.9)
        end = placed[-1][0] + placed[-1][1].length_s
        if cut and rest is not None and at < WINDOW_S - 0.25 and at + rest.length_s > WINDOW_S:
            return _Laid(placed, WINDOW_S, at, rest)
        tail = rng.choice((0.05, rng.uniform(0, 0.4), rng.uniform(0, 1.5)))
        return _Laid(placed, min(WINDOW_S, end + tail))

    def _mel(self, laid: _Laid) -> Tensor:
        samples = torch.zeros(int(laid.length_s * sound.RATE_HZ))
        parts = list(laid.placed)
        if laid.cut is not None and laid.cut_at is not None:
            parts.append((laid.cut_at, laid.cut))
        for at, utterance in parts:
            start = int(at * sound.RATE_HZ)
            count = min(len(utterance.samples), len(samples) - start)
            gain = 10 ** (self._rng.uniform(-4, 4) / 20) / 32768
            samples[start : start + count] += torch.from_numpy(utterance.samples[:count]) * gain
        heard = sound.in_a_room(samples, self._noises, self._rng)
        return sound.log_mel(heard, self._rng.choice((0.0, 0.0, self._rng.uniform(0, 0.5))))

    def _written(self, laid: _Laid, timed: bool, prompt: list[int]) -> Window:
        tokens, language = self._tokens, laid.placed[0][1].language
        head = [tokens.start, tokens.language[language], tokens.transcribe]
        if not timed:
            head.append(tokens.no_times)
        body: list[int] = []
        places: list[float] = []
        for at, utterance in laid.placed:
            end = at + utterance.length_s
            inside = [(at + time) * POSITIONS_S for time in utterance.times_s]
            if timed:
                body += [tokens.time(at), *utterance.tokens, tokens.time(min(end, WINDOW_S))]
                places += [at * POSITIONS_S, *inside, end * POSITIONS_S]
            else:
                body += utterance.tokens
                places += inside
        if laid.cut_at is not None:
            body.append(tokens.time(laid.cut_at))
            places.append(laid.cut_at * POSITIONS_S)
        before = [tokens.previous, *prompt] if prompt else []
        whole = [*before, *head, *body, tokens.end]
        # The prompt is read, never said; what is said begins after <|startoftranscript|>.
        targets = [_IGNORE] * len(before) + whole[len(before) + 1 :]
        known = self._pool.phonemes
        phonemes = [known[p] for _, utterance in laid.placed for p in utterance.phonemes]
        return Window(
            mel=self._mel(laid),
            tokens=whole[:-1],
            targets=targets,
            places=[-1.0] * (len(targets) - 1 - len(places)) + places + [-1.0],
            phonemes=None if laid.cut_at is not None else phonemes,
        )

    def _prompt(self, earlier: list[Utterance], laid: _Laid, timed: bool) -> list[int]:
        """What was said before, or a list of terms of which some will be said."""
        rng, tokens = self._rng, self._tokens
        language = laid.placed[0][1].language
        if rng.random() < 0.35:
            others = [rng.choice(self._pool.draw(rng)) for _ in range(rng.randint(0, 4))]
            said = [utterance for _, utterance in laid.placed]
            terms = [t for u in [*said, *said, *others] if u.language is language
                     for t in self._terms(u)]  # fmt: skip
            rng.shuffle(terms)
            comma = rng.choice((" ", "，", "、", ", "))
            return tokens.encode(f" {comma.join(terms)}")[-_LONGEST_PROMPT:] if terms else []
        ids: list[int] = []
        for utterance in earlier[-rng.randint(1, 4) :]:
            if utterance.language is language:
                ids += [tokens.time(rng.uniform(0, 7))] if timed else []
                ids += utterance.tokens
                ids += [tokens.time(rng.uniform(7, 15))] if timed else []
        return ids[-_LONGEST_PROMPT:]

    def _terms(self, utterance: Utterance) -> list[str]:
        rng = self._rng
        words = [word.strip(".,?!") for word in utterance.label.split() if len(word) > 4]
        if utterance.language.value == "zh":
            parts = utterance.label.replace("。", "，").replace("？", "，").split("，")
            words = [part[i : i + rng.randint(2, 4)] for part in parts if len(part) > 2
                     for i in (rng.randrange(len(part) - 1),)]  # fmt: skip
        return rng.sample(words, min(len(words), rng.randint(0, 2)))

    def _empty(self, target_s: float) -> Window:
        rng, tokens = self._rng, self._tokens
        longest_s = min(WINDOW_S, max(target_s, 2) * 1.3)
        samples = sound.without_speech(rng.uniform(0.5, longest_s), self._noises, rng)
        mode = tokens.first_time if rng.random() < 0.7 else tokens.no_times
        language = tokens.language[rng.choice(list(tokens.language))]
        # CTranslate2 reads the probability of no speech right after <|startoftranscript|>.
        return Window(
            mel=sound.log_mel(samples),
            tokens=[tokens.start, language, tokens.transcribe, mode],
            targets=[tokens.no_speech, tokens.transcribe, mode, tokens.end],
            places=[-1.0] * 4,
            phonemes=[],
        )

    def _collated(self, windows: list[Window]) -> Batch:
        frames = max(window.mel.shape[1] for window in windows) + 4
        frames = min(3000, -(-frames // 32) * 32)
        length = -(-max(len(window.tokens) for window in windows) // 8) * 8
        count = len(windows)
        mel = torch.zeros(count, 80, frames)
        tokens = torch.full((count, length), self._tokens.end)
        targets = torch.full((count, length), _IGNORE)
        places = torch.full((count, length), -1.0)
        for i, window in enumerate(windows):
            mel[i, :, : window.mel.shape[1]] = window.mel
            tokens[i, : len(window.tokens)] = torch.tensor(window.tokens)
            targets[i, : len(window.targets)] = torch.tensor(window.targets)
            places[i, : len(window.places)] = torch.tensor(window.places)
        positions = torch.tensor([window.mel.shape[1] // 2 for window in windows])
        return Batch(mel, positions, tokens, targets, places, [w.phonemes for w in windows])
