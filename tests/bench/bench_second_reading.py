"""What a second reading of doubted lines is worth: figures to read, nothing that passes or fails.

    python tests/bench/bench_second_reading.py [--pack ID] [--ratio DB]

The clips of `bench_noise.py` in a fan, in babble and in a street, heard as a recording is, and
then read again as it is done in the pauses of a visit and after it. A line counts as better
or worse by the errors of the whole clip with its other reading in its place.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

_REPOSITORY = Path(__file__).parents[2]
for _folder in ("desktop", "tests/bench"):
    sys.path.insert(0, str(_REPOSITORY / _folder))

from bench_noise import NOISES, Clip, clips, heard, with_noise
from bench_speech import error_rate

from zhenlu.application.growing_transcript import GrowingTranscript
from zhenlu.application.ports import Pcm
from zhenlu.application.second_reading import SecondReading, corrections
from zhenlu.domain.transcript import OFFERED, SECOND_READING, Correction, Language, Transcript
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.language.extraction import extract_facts

_NOBODY = threading.Event()


def transcript_of(engine: WhisperSpeechEngine, clip: Clip, pcm: Pcm) -> Transcript:
    """As it grows while it is recorded."""
    lines = GrowingTranscript(Transcript(clip.language))
    for segment in heard(engine, pcm, clip.language).segments:
        lines.add(segment)
    return lines.transcript


def read_again(
    engine: WhisperSpeechEngine, transcript: Transcript, pcm: Pcm
) -> tuple[Transcript, int, float]:
    """The transcript with what came of it, lines read, and seconds that took."""
    reading = SecondReading(lambda start, end: pcm[start:end])
    reading.follow(transcript, extract_facts(transcript))
    began, lines = time.perf_counter(), 0
    while (passage := reading.next()) is not None:
        lines += len(passage.lines)
        again = engine.read_again(passage, lambda _event: None, _NOBODY)
        for correction in corrections(transcript, again):
            transcript = transcript.correct(correction)
    return transcript, lines, time.perf_counter() - began


def errors(clip: Clip, transcript: Transcript) -> float:
    text = " ".join(segment.text for segment in transcript)
    return error_rate(clip.text, text, clip.language)


def verdicts(clip: Clip, before: Transcript, laid: Sequence[Correction]) -> Counter[str]:
    """How many of the corrections, each taken alone, make the clip better or worse."""
    was = errors(clip, before)
    found: Counter[str] = Counter()
    for each in laid:
        source = SECOND_READING if each.source == SECOND_READING else OFFERED
        taken = before.correct(Correction(each.segment, each.text))
        now = errors(clip, taken)
        better = "better" if now < was else "worse" if now > was else "same"
        found[f"{source} {better}"] += 1
    return found


def measure(engine: WhisperSpeechEngine, kind: str, ratio_db: float) -> Counter[str]:
    """Print one line of the table."""
    everything, found, lines = clips(), Counter[str](), 0
    rates: dict[Language, list[tuple[float, float]]] = {Language.ZH: [], Language.EN: []}
    taken_s = audio_s = 0.0
    for clip in everything:
        pcm = with_noise(clip, kind, ratio_db, everything)
        before = transcript_of(engine, clip, pcm)
        after, read, seconds = read_again(engine, before, pcm)
        laid = after.corrections[len(before.corrections) :]
        found += verdicts(clip, before, laid)
        rates[clip.language].append((errors(clip, before), errors(clip, after)))
        lines, taken_s = lines + read, taken_s + seconds
        audio_s += len(pcm) / 16_000
    told = "  ".join(
        f"{language.value} {sum(a for a, _ in rate) / len(rate):.3f} to "
        f"{sum(b for _, b in rate) / len(rate):.3f}"
        for language, rate in rates.items()
    )
    print(
        f"{kind:7} at {ratio_db:.0f} dB: {lines} lines read again in {taken_s:.0f} s of "
        f"{audio_s:.0f} s of sound; errors {told}; {dict(sorted(found.items()))}",
        flush=True,
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of the second reading.")
    parser.add_argument("--pack", default="starter-speech")
    parser.add_argument("--ratio", type=float, default=10.0)
    given = parser.parse_args()
    engine = WhisperSpeechEngine(find(given.pack))
    total = sum((measure(engine, kind, given.ratio) for kind in NOISES), Counter[str]())
    print(f"together: {dict(sorted(total.items()))}")
    engine.close()


if __name__ == "__main__":
    main()
