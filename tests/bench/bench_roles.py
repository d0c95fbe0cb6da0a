"""Who spoke, by wording alone and with the voices: figures to read, nothing that passes or fails.

    python tests/bench/bench_roles.py [--visits N] [--seed S]

Speaks hand-written visits with espeak-ng (needed on this computer only for this), each
speaker a voice that the recogniser was not trained on, hears them as a live recording and
counts the words that stand on the right side: clinician, or patient and companion.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import threading
from pathlib import Path

_REPOSITORY = Path(__file__).parents[2]
for _folder in ("desktop", "models/training/speech", "tests/visits"):
    sys.path.insert(0, str(_REPOSITORY / _folder))

import numpy as np
import voices
from make_samples import LEVEL_DBFS, PAUSE_OTHER_S, PAUSE_SAME_S, PEAK
from reading_visits import Visit, visits

from zhenlu.application.ports import AudioStream, Heard, Pcm, SpeechOptions
from zhenlu.application.speakers import assign_speakers
from zhenlu.audio.file import RATE_HZ
from zhenlu.domain.transcript import Language, SpeakerRole, Transcript
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine

#: Who speaks from when to when, in seconds.
Turns = list[tuple[float, float, SpeakerRole]]


def spoken(visit: Visit, rng: random.Random) -> tuple[Pcm, Turns]:
    """A visit read aloud by as many voices as speak in it, all equally loud."""
    roles = list(dict.fromkeys(line.role for line in visit.transcript))
    variants = rng.sample(voices.HELD_OUT, len(roles))
    speakers = {
        role: voices.random_voice(visit.language, rng, (variant,))
        for role, variant in zip(roles, variants, strict=True)
    }
    pieces, turns, at, before = [np.zeros(RATE_HZ // 2, np.float32)], Turns(), 0.5, None
    for line in visit.transcript:
        if before is not None:
            pause_s = PAUSE_SAME_S if before is line.role else PAUSE_OTHER_S
            pieces.append(np.zeros(round(pause_s * RATE_HZ), np.float32))
            at += pause_s
        sound = voices.espeak().speak(line.text, speakers[line.role]).samples
        gain = 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(sound**2))
        pieces.append(sound * min(gain, PEAK / np.abs(sound).max()))
        turns.append((at, at + len(sound) / RATE_HZ, line.role))
        at, before = turns[-1][1], line.role
    pieces.append(np.zeros(RATE_HZ, np.float32))
    return (np.concatenate(pieces) * 32767).astype(np.int16), turns


def heard(engine: WhisperSpeechEngine, pcm: Pcm, language: Language) -> Heard:
    """As a live recording is heard, line by line."""
    seconds = [pcm[at : at + RATE_HZ] for at in range(0, len(pcm), RATE_HZ)]
    return engine.transcribe(
        AudioStream(len(pcm) / RATE_HZ, seconds),
        SpeechOptions(language, live=True),
        lambda _event: None,
        threading.Event(),
    )


def right_share(named: Transcript, turns: Turns) -> float:
    """Share of the recognised words that stand on the side that spoke them."""
    right = total = 0
    for segment in named:
        for word in named.heard[segment.id - 1].words:
            middle_s = (word.start_s + word.end_s) / 2
            said = min(turns, key=lambda turn: max(turn[0] - middle_s, middle_s - turn[1], 0.0))
            right += segment.role.is_clinician == said[2].is_clinician
            total += 1
    return right / max(1, total)


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of who spoke.")
    parser.add_argument("--visits", type=int, default=12, help="of each language")
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    engine = WhisperSpeechEngine(find("starter-speech"))
    for language in Language:
        rng = random.Random(given.seed)
        talks = [v for v in visits(language) if len({line.role for line in v.transcript}) > 1]
        alone, together = [], []
        for visit in rng.sample(talks, given.visits):
            pcm, turns = spoken(visit, rng)
            found = heard(engine, pcm, language)
            transcript = Transcript(language, found.segments)
            alone.append(right_share(assign_speakers(transcript, {}), turns))
            together.append(right_share(assign_speakers(transcript, found.voices), turns))
            print(f"{visit.id:32} wording {alone[-1]:.3f}  with voices {together[-1]:.3f}",
                  flush=True)
        print(
            f"{language.value}, {len(alone)} visits: wording {statistics.mean(alone):.3f}, "
            f"with voices {statistics.mean(together):.3f}, "
            f"worse in {sum(b < a for a, b in zip(alone, together, strict=True))}"
        )
    engine.close()


if __name__ == "__main__":
    main()
