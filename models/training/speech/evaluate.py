"""What a pack hears: clean and at 10 dB of fan, babble and echo, numbers and drugs, non-speech.

    PYTHONPATH=desktop python models/training/speech/evaluate.py models/starter/speech

Sentences come from clinic talk and the dictionary with a seed of their own, spoken by voices
of the training and by held-out ones. Speech is run as the program runs it, utterance by
utterance, greedily, in int8; non-speech goes through the program's whole listening.
"""

from __future__ import annotations

import argparse
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import voices
from conditions import CONDITIONS, NON_SPEECH, RATE_HZ, Samples, heard_in, non_speech
from faster_whisper import WhisperModel
from speaking import Utterance, speak_group
from texts import Clinic, Line, chinese_words, english_words
from vocabulary import Tokens

from zhenlu.application.ports import AudioStream, SpeechOptions
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import manifest
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.language.extraction import critical_tokens

_SEED = 20_000


@dataclass(slots=True)
class Score:
    """Counts of one condition.

    Attributes:
        total: Characters (zh) or words (en) that were said.
        found: Numbers and drug names heard right, by kind; `named`: those that were said.
    """

    errors: int = 0
    total: int = 0
    audio_s: float = 0.0
    work_s: float = 0.0
    found: Counter[str] | None = None
    named: Counter[str] | None = None

    def add(self, expected: str, heard: str, language: Language) -> None:
        """Count one utterance."""
        wanted = units(expected, language)
        self.errors += distance(wanted, units(heard, language))
        self.total += len(wanted)
        said = Counter((t.kind, t.value) for t in critical_tokens(expected, language))
        got = Counter((t.kind, t.value) for t in critical_tokens(heard, language))
        self.named, self.found = self.named or Counter(), self.found or Counter()
        for (kind, value), count in said.items():
            self.named[kind] += count
            self.found[kind] += min(count, got[kind, value])

    def share(self, kind: str) -> str:
        """Share of a kind that was heard right, with how many there were."""
        named = (self.named or Counter())[kind]
        found = (self.found or Counter())[kind]
        return f"{found / named:.2f} of {named}" if named else "-"


def distance(expected: Sequence[str], heard: Sequence[str]) -> int:
    """Insertions, deletions and replacements that lead from one to the other."""
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(expected, 1):
        before, row[0] = row[0], i
        for j, got in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (wanted != got))
    return row[-1]


def units(text: str, language: Language) -> list[str]:
    """Characters in Chinese, words in English; no punctuation, no case."""
    if language is Language.ZH:
        return list(re.sub(r"[\W_]", "", text).upper())
    return re.sub(r"[^a-z0-9' ]", " ", text.lower()).split()


def transcribed(model: WhisperModel, samples: Samples, language: Language) -> str:
    segments, _ = model.transcribe(
        np.pad(samples, 1600),
        language=language.value,
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        without_timestamps=True,
        suppress_tokens=[model.hf_tokenizer.token_to_id("<|startoftranscript|>")],
    )
    return "".join(segment.text for segment in segments)


def spoken(
    language: Language, tokens: Tokens, variants: Sequence[str], groups: int
) -> list[Utterance]:
    """The same sentences for every pack: clinic talk, terms, word salad."""
    rng, clinic = random.Random(_SEED), Clinic(language)
    salad = chinese_words(tokens.knows) if language is Language.ZH else english_words()
    sources = (clinic.group, clinic.terms, salad.group)
    lines: list[list[Line]] = [sources[i % len(sources)](rng) for i in range(groups)]
    return [one for group in lines for one in speak_group(group, tokens, rng, variants)]


def scored(model: WhisperModel, utterances: Sequence[Utterance], condition: str) -> Score:
    """What a model makes of utterances under one condition."""
    score, rng = Score(), random.Random(_SEED)
    sounds = [utterance.samples.astype(np.float32) / 32768 for utterance in utterances]
    for utterance, sound in zip(utterances, sounds, strict=True):
        mixed = heard_in(condition, sound, sounds, rng)
        level = 0.7 / (np.abs(mixed).max() + 1e-6)
        began = time.perf_counter()
        heard = transcribed(model, mixed * level, utterance.language)
        score.work_s += time.perf_counter() - began
        score.audio_s += utterance.length_s
        score.add(utterance.label, heard, utterance.language)
    return score


def invented(pack: Path, minutes: float) -> dict[str, int]:
    """Characters that the program writes down on sound without a voice, by kind."""
    engine = WhisperSpeechEngine(InstalledPack(manifest.read(pack), pack, shipped=True))
    rng, written = random.Random(_SEED), {}
    seconds = minutes * 60 / len(NON_SPEECH)
    try:
        for kind in NON_SPEECH:
            sound = non_speech(kind, seconds, rng)
            pcm = (sound.clip(-1, 1) * 32767).astype(np.int16)
            pieces = [pcm[at : at + RATE_HZ] for at in range(0, len(pcm), RATE_HZ)]
            heard = engine.transcribe(
                AudioStream(seconds, pieces),
                SpeechOptions(Language.ZH),
                lambda _event: None,
                threading.Event(),
            )
            written[kind] = sum(len(segment.text) for segment in heard.segments)
    finally:
        engine.close()
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--groups", type=int, default=12, help="groups of lines a condition")
    parser.add_argument("--minutes", type=float, default=10, help="of sound without speech")
    chosen = parser.parse_args()
    tokens = Tokens(chosen.pack / "tokenizer.json")
    model = WhisperModel(str(chosen.pack), device="cpu", compute_type="int8", cpu_threads=1)
    print("language voices    condition  errors           numbers        drugs       x real time")
    for language in Language:
        for name, variants in (("trained", voices.TRAINED), ("held out", voices.HELD_OUT)):
            utterances = spoken(language, tokens, variants, chosen.groups)
            for condition in CONDITIONS if variants is voices.HELD_OUT else CONDITIONS[:1]:
                score = scored(model, utterances, condition)
                print(
                    f"{language.value:8} {name:9} {condition:10} "
                    f"{score.errors / score.total:.3f} of {score.total:<6} "
                    f"{score.share('number'):14} {score.share('drug'):12}"
                    f"{score.work_s / score.audio_s:.3f}",
                    flush=True,
                )
    counts = invented(chosen.pack, chosen.minutes)
    listed = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    print(f"characters on {chosen.minutes:g} minutes without speech: {listed}")


if __name__ == "__main__":
    main()
