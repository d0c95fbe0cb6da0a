"""Error rates of a pack on synthesised talk, with voices of the training and with held-out ones.

    PYTHONPATH=desktop python models/training/speech/evaluate.py models/starter/speech

Sentences come from clinic talk and the dictionary with a seed of their own. The
pack is run as the program runs it: utterance by utterance, greedily, in int8.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import voices
from faster_whisper import WhisperModel
from speaking import Utterance, speak_group
from texts import Clinic, Dictionary, Line
from vocabulary import Tokens

from zhenlu.domain.transcript import Language


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


def heard(model: WhisperModel, utterance: Utterance) -> str:
    samples = np.pad(utterance.samples.astype(np.float32) / 32768 * 0.7, 1600)
    segments, _ = model.transcribe(
        samples,
        language=utterance.language.value,
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        without_timestamps=True,
        suppress_tokens=[model.hf_tokenizer.token_to_id("<|startoftranscript|>")],
    )
    return "".join(segment.text for segment in segments)


def groups(language: Language, tokens: Tokens, rng: random.Random, count: int) -> list[list[Line]]:
    clinic = Clinic(language)
    sources = [clinic.group, clinic.terms]
    if language is Language.ZH:
        sources.append(Dictionary(tokens.knows).group)
    return [sources[i % len(sources)](rng) for i in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--groups", type=int, default=12, help="groups of lines a condition")
    chosen = parser.parse_args()
    tokens = Tokens(chosen.pack / "tokenizer.json")
    model = WhisperModel(str(chosen.pack), device="cpu", compute_type="int8", cpu_threads=1)
    for language in Language:
        for name, variants in (("trained", voices.TRAINED), ("held out", voices.HELD_OUT)):
            rng = random.Random(20_000)
            errors = total = 0
            for lines in groups(language, tokens, rng, chosen.groups):
                for utterance in speak_group(lines, tokens, rng, variants):
                    expected = units(utterance.label, language)
                    errors += distance(expected, units(heard(model, utterance), language))
                    total += len(expected)
            rate = "CER" if language is Language.ZH else "WER"
            print(f"{language.value} {name} voices: {rate} {errors / total:.3f} of {total}")


if __name__ == "__main__":
    main()
