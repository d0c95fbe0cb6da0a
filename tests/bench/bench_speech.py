"""How fast, how large and how right hearing is: figures to read, nothing that passes or fails.

    python tests/bench/bench_speech.py [--pack ID] [--runs N] [--threads N]

Compares our path (worker process, voice detection, windows, guards) with faster-whisper's
own `transcribe` on the same decoded audio, with the same model, threads and beam. Processor
time is counted beside wall time, since a busy computer spoils the latter.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np
import psutil
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from zhenlu import paths
from zhenlu.application.ports import Heard, SpeechOptions
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.transcript import Language
from zhenlu.engines.capacity import default_threads
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine


@dataclass(frozen=True)
class Clip:
    """A sample visit: its audio and the words that were spoken."""

    name: str
    language: Language
    path: Path
    said: str

    @property
    def pcm(self) -> NDArray[np.int16]:
        return np.concatenate(list(read(self.path).chunks))


@dataclass(frozen=True)
class Run:
    """One hearing of one clip."""

    text: str
    wall_s: float
    processor_s: float


def clips() -> list[Clip]:
    """The sample visits that ship."""
    found = []
    for path in sorted((paths.resources() / "samples").glob("*.flac")):
        sample = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        said = " ".join(line["text"] for line in sample["line"])
        found.append(Clip(path.stem, Language(sample["language"]), path, said))
    return found


def error_rate(said: str, heard: str, language: Language) -> float:
    """Character errors for Chinese, word errors for English, as a share of what was said."""
    wanted, found = _units(said, language), _units(heard, language)
    row = np.arange(len(found) + 1)
    for i, unit in enumerate(wanted, 1):
        before = row.copy()
        row[0] = i
        for j, other in enumerate(found, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (unit != other))
    return float(row[-1]) / max(1, len(wanted))


def _units(text: str, language: Language) -> list[str]:
    if language is Language.ZH:
        return list(re.sub(r"[^\u4e00-\u9fffa-z0-9]", "", text.lower()))
    return re.sub(r"[^a-z0-9' ]", " ", text.lower()).split()


def ours(engine: WhisperSpeechEngine, clip: Clip) -> Run:
    """Through the worker, as the program does it."""
    before = _processor_s(engine)
    began = time.perf_counter()
    heard: Heard = engine.transcribe(
        read(clip.path), SpeechOptions(clip.language), lambda _event: None, threading.Event()
    )
    wall_s = time.perf_counter() - began - heard.load_s
    text = " ".join(segment.text for segment in heard.segments)
    return Run(text, wall_s, _processor_s(engine) - before)


def _processor_s(engine: WhisperSpeechEngine) -> float:
    spent = time.process_time()
    if engine._process.pid is not None:
        times = psutil.Process(engine._process.pid).cpu_times()
        spent += times.user + times.system
    return spent


def direct(model: Any, clip: Clip, **options: Any) -> Run:
    """Through faster-whisper's own loop."""
    before, began = time.process_time(), time.perf_counter()
    audio = clip.pcm.astype(np.float32) / 32768.0
    segments, _ = model.transcribe(
        audio,
        language=clip.language.value,
        condition_on_previous_text=False,
        word_timestamps=True,
        **options,
    )
    text = " ".join(segment.text for segment in segments)
    return Run(text, time.perf_counter() - began, time.process_time() - before)


#: Ways to call faster-whisper directly.
DIRECT: dict[str, dict[str, Any]] = {
    "beam 5": {"beam_size": 5},
    "beam 5, vad_filter": {"beam_size": 5, "vad_filter": True},
    "beam 1, temperature 0": {"beam_size": 1, "temperature": 0.0},
    "beam 1, temperature 0, vad_filter": {
        "beam_size": 1,
        "temperature": 0.0,
        "vad_filter": True,
    },
}


def measure(
    label: str, hear: Callable[[Clip], Run], visits: Sequence[Clip], runs: int
) -> tuple[float, float]:
    """Print one line of the table; returns median wall and processor seconds over all clips."""
    walls, processors, errors = [], [], {Language.ZH: [], Language.EN: []}
    for number in range(runs):
        results = [hear(clip) for clip in visits]
        walls.append(sum(run.wall_s for run in results))
        processors.append(sum(run.processor_s for run in results))
        if not number:
            for clip, run in zip(visits, results, strict=True):
                errors[clip.language].append(error_rate(clip.said, run.text, clip.language))
    wall_s, processor_s = statistics.median(walls), statistics.median(processors)
    audio_s = sum(len(clip.pcm) for clip in visits) / RATE_HZ
    rates = " ".join(f"{k.value} {statistics.mean(v):.3f}" for k, v in errors.items() if v)
    print(
        f"{label:<44} wall {wall_s:6.2f} s  processor {processor_s:6.2f} s  "
        f"real-time factor {wall_s / audio_s:.4f}  errors {rates}"
    )
    return wall_s, processor_s


def compare(pack: InstalledPack, threads: int, runs: int) -> None:
    """Our path against the library's, and what the worker weighs."""
    visits = clips()
    audio_s = sum(len(clip.pcm) for clip in visits) / RATE_HZ
    print(f"pack {pack.id}, {threads} thread(s), {len(visits)} visits, {audio_s:.0f} s of audio")
    engine = WhisperSpeechEngine(pack, threads=threads)
    load_s = engine._process.begin_job(lambda _event: None, threading.Event())
    wall_s, processor_s = measure("ours", lambda clip: ours(engine, clip), visits, runs)
    memory = psutil.Process(engine._process.pid).memory_info().rss / 1e6
    engine.close()

    model = WhisperModel(
        str(pack.load_path),
        device="cpu",
        compute_type="int8",
        cpu_threads=threads,
        local_files_only=True,
    )
    for label, options in DIRECT.items():
        their_wall_s, their_processor_s = measure(
            f"direct, {label}",
            lambda clip, options=options: direct(model, clip, **options),
            visits,
            runs,
        )
        print(
            f"{'':<44} ours / direct: wall {wall_s / their_wall_s:.2f}, "
            f"processor {processor_s / their_processor_s:.2f}"
        )
    print(f"worker: started and loaded in {load_s:.2f} s, {memory:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of speech recognition.")
    parser.add_argument("--pack", default="starter-speech")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=default_threads())
    given = parser.parse_args()
    compare(find(given.pack), given.threads, given.runs)


if __name__ == "__main__":
    main()
