"""Hearing in noisy rooms: figures to read, nothing that passes or fails.

    python tests/bench/bench_noise.py [--pack ID] [--seconds N] [--ratios DB …]

The sample visits and test clips, clean and with a fan, a waiting room's babble and a street
at several ratios of voice to noise; and a minute of each noise alone, in which not one word
may be found. Facts recalled are those that the rules find in the words as they were said.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_REPOSITORY = Path(__file__).parents[2]
for _folder in ("desktop", "tests/bench"):
    sys.path.insert(0, str(_REPOSITORY / _folder))

import numpy as np
from bench_speech import error_rate
from numpy.typing import NDArray

from zhenlu import paths
from zhenlu.application.ports import AudioStream, Heard, Pcm, SpeechOptions
from zhenlu.application.speakers import assign_speakers
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.language.extraction import extract_facts

_TALKERS = 6
#: Level of a noise that is heard alone: a voice at a desk is about -21 dBFS.
_ALONE_DBFS = (-45.0, -30.0)

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """A recording and what is said in it."""

    name: str
    language: Language
    pcm: Pcm
    said: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.said)


def clips() -> list[Clip]:
    """The sample visits that ship and the clips of the tests."""
    folders = (paths.resources() / "samples", _REPOSITORY / "tests" / "data")
    found = []
    for path in sorted(path for folder in folders for path in folder.glob("*.flac")):
        script = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        said = tuple(
            Segment(number, line["text"], SpeakerRole(line["role"]))
            for number, line in enumerate(script["line"], 1)
        )
        pcm = np.concatenate(list(read(path).chunks))
        found.append(Clip(path.stem, Language(script["language"]), pcm, said))
    return found


def fan(count: int, rng: random.Random, _others: Sequence[Pcm]) -> Samples:
    """A ventilator: pink noise with the beat and the tone of its blades."""
    time = np.arange(count) / RATE_HZ
    beat = 1 + 0.3 * np.sin(2 * np.pi * rng.uniform(2, 6) * time)
    tone = np.sin(2 * np.pi * rng.uniform(90, 240) * time)
    return _coloured(count, 0.5, rng) * beat + 0.4 * tone


def babble(count: int, rng: random.Random, others: Sequence[Pcm]) -> Samples:
    """Several others talking at once behind a door."""
    mixed = np.zeros(count)
    for _ in range(_TALKERS):
        other = np.roll(rng.choice(others).astype(np.float64), rng.randrange(60 * RATE_HZ))
        mixed += np.resize(other, count) / other.std()
    return mixed


def street(count: int, rng: random.Random, _others: Sequence[Pcm]) -> Samples:
    """Rumble, cars that come and go, now and then a horn."""
    sound, time = _coloured(count, 1.0, rng), np.arange(count) / RATE_HZ
    sound += 0.2 * _coloured(count, 0.3, rng)
    for _ in range(max(1, count // (8 * RATE_HZ))):
        passing = np.exp(-(((time - rng.uniform(0, count / RATE_HZ)) / 1.5) ** 2))
        sound += 1.5 * passing * _coloured(count, 0.4, rng)
    for _ in range(max(1, count // (20 * RATE_HZ))):
        start, pitch = rng.randrange(max(1, count - RATE_HZ)), rng.uniform(380, 480)
        horn = np.arange(min(RATE_HZ // 2, count)) / RATE_HZ
        tones = sum(np.sin(2 * np.pi * pitch * k * horn) / k for k in (1, 1.25, 2, 3))
        sound[start : start + len(horn)] += tones[: count - start]
    return sound


def _coloured(count: int, slope: float, rng: random.Random) -> Samples:
    """Noise that falls with frequency to this power, of standard deviation 1."""
    white = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(count)
    spectrum = np.fft.rfft(white)
    noise = np.fft.irfft(spectrum * np.arange(1, len(spectrum) + 1) ** -slope, count)
    return np.asarray(noise / noise.std())


#: The noises of a room, by name.
NOISES: dict[str, Callable[[int, random.Random, Sequence[Pcm]], Samples]] = {
    "fan": fan,
    "babble": babble,
    "street": street,
}


def with_noise(clip: Clip, kind: str, ratio_db: float, everything: Sequence[Clip]) -> Pcm:
    """The clip with a noise that lies so far below the voice."""
    rng = random.Random(f"{clip.name} {kind}")
    others = [other.pcm for other in everything if other.name != clip.name]
    noise = NOISES[kind](len(clip.pcm), rng, others)
    voice = clip.pcm.astype(np.float64)
    spoken = voice[np.abs(voice) > 0.02 * np.abs(voice).max()]
    level = np.sqrt((spoken**2).mean()) * 10 ** (-ratio_db / 20)
    mixed = voice + noise / noise.std() * level
    return np.clip(mixed, -32768, 32767).astype(np.int16)


def heard(engine: WhisperSpeechEngine, pcm: Pcm, language: Language) -> Heard:
    """As a recording from a microphone is heard."""
    seconds = [pcm[at : at + RATE_HZ] for at in range(0, len(pcm), RATE_HZ)]
    return engine.transcribe(
        AudioStream(len(pcm) / RATE_HZ, seconds),
        SpeechOptions(language, live=True),
        lambda _event: None,
        threading.Event(),
    )


def recalled(clip: Clip, found: Heard) -> tuple[int, int]:
    """Facts of the words as said that stand in the words as heard, and how many there were."""
    as_said = assign_speakers(Transcript(clip.language, clip.said), {})
    as_heard = assign_speakers(Transcript(clip.language, found.segments), found.voices)
    said = {_key(fact) for fact in extract_facts(as_said)}
    got = {_key(fact) for fact in extract_facts(as_heard)}
    return len(said & got), len(said)


def _key(fact: Fact) -> tuple[str, str, str, str | None]:
    return fact.kind, fact.name, fact.polarity, fact.value


def measure(
    engine: WhisperSpeechEngine, label: str, kind: str, ratio_db: float | None
) -> None:
    """Print one line of the table."""
    everything = clips()
    errors: dict[Language, list[float]] = {Language.ZH: [], Language.EN: []}
    right = total = 0
    for clip in everything:
        pcm = clip.pcm if ratio_db is None else with_noise(clip, kind, ratio_db, everything)
        found = heard(engine, pcm, clip.language)
        text = " ".join(segment.text for segment in found.segments)
        errors[clip.language].append(error_rate(clip.text, text, clip.language))
        got, said = recalled(clip, found)
        right, total = right + got, total + said
    rates = "  ".join(f"{k.value} {np.mean(v):.3f}" for k, v in errors.items())
    print(f"{label:18} errors {rates}  facts recalled {right} of {total}", flush=True)


def false_words(engine: WhisperSpeechEngine, seconds: float) -> None:
    """Print what is written down where nobody speaks; for babble, what a crowd gives."""
    others = [clip.pcm for clip in clips()]
    for kind, noise in NOISES.items():
        for level in _ALONE_DBFS:
            sound = noise(round(seconds * RATE_HZ), random.Random(kind), others)
            pcm = sound / sound.std() * 32768 * 10 ** (level / 20)
            clipped = np.clip(pcm, -32768, 32767).astype(np.int16)
            found = heard(engine, clipped, Language.ZH)
            words = sum(len(segment.words) for segment in found.segments)
            print(f"{kind} alone, {seconds:.0f} s at {level:.0f} dBFS: {words} words", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of hearing in noise.")
    parser.add_argument("--pack", default="starter-speech")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each noise alone")
    parser.add_argument("--ratios", type=float, nargs="*", default=[20.0, 10.0, 5.0])
    given = parser.parse_args()
    engine = WhisperSpeechEngine(find(given.pack))
    measure(engine, "clean", "", None)
    for ratio_db in given.ratios:
        for kind in NOISES:
            measure(engine, f"{kind} at {ratio_db:.0f} dB", kind, ratio_db)
    false_words(engine, given.seconds)
    engine.close()


if __name__ == "__main__":
    main()
