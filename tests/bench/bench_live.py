"""How soon words, rules and model follow a live visit: figures to read, nothing that passes.

    python tests/bench/bench_live.py [--minutes N] [--speed S] [--runs N] [--language zh|en]

Plays sample visits one after the other, as often as fills the time, through the same path
as a microphone, with the starter's hearing and a random-weight instruct model that has to
read everything (its words mean nothing; its work is real). At the end the same prompt is
drafted once more from cold, and both are compared. Medians over the runs.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1] / "fakes"))

import numpy as np
from live_rig import LiveRig, writing_pack

from zhenlu import paths
from zhenlu.application.consultation import Consultation
from zhenlu.application.live_events import (
    CaptureStopped,
    Committed,
    Drafted,
    Journalled,
    LiveEvent,
    VisitFinished,
)
from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import SoundListener
from zhenlu.application.templates import load
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.record import Record
from zhenlu.domain.visit import Visit
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine


class Played:
    """Sound in memory, played at a speed as a microphone would give it."""

    name = "bench"

    def __init__(self, sound: Pcm, speed: float) -> None:
        self._sound = sound
        self._speed = speed
        self._thread: threading.Thread | None = None

    def start(self, listener: SoundListener) -> None:
        self._thread = threading.Thread(target=self._play, args=(listener,), daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """Never asked for here."""

    def resume(self) -> None:
        """Never asked for here."""

    def stop(self) -> None:
        """Ends by itself."""

    def _play(self, listener: SoundListener) -> None:
        due = time.monotonic()
        for start in range(0, len(self._sound), RATE_HZ // 10):
            due += 0.1 / self._speed
            time.sleep(max(0.0, due - time.monotonic()))
            listener.sound(self._sound[start : start + RATE_HZ // 10])
        listener.ended()


@dataclass(frozen=True)
class Figures:
    """One run."""

    latencies_s: tuple[float, ...]
    backlogs_s: tuple[float, ...]
    rules_s: float
    first_section_s: float
    complete_s: float
    tail_prefill: int
    cold_prefill: int
    cold_s: float
    same_text: bool


def visit_sound(language: str, minutes: float) -> Pcm:
    """The sample visits of a language, one after the other, for so long."""
    folder = paths.resources() / "samples"
    paths_of_visits = sorted(folder.glob(f"{language}-*.flac"))
    visits = [np.concatenate(list(read(path).chunks)) for path in paths_of_visits]
    wanted, sound = round(minutes * 60 * RATE_HZ), [np.zeros(RATE_HZ // 2, dtype=np.int16)]
    while sum(map(len, sound)) < wanted:
        sound.append(visits[len(sound) % len(visits)])
    return np.concatenate(sound)[:wanted]


def run(
    sound: Pcm, speed: float, speech: WhisperSpeechEngine, pack_folder: Path
) -> tuple[Figures, Record]:
    """Play once, then draft the same transcript from cold."""
    drafting = LlamaDraftingEngine(writing_pack(pack_folder))
    with tempfile.TemporaryDirectory() as folder:
        rig = LiveRig(Path(folder), Played(sound, speed), speech, drafting)
        rig.live.start()
        record = rig.finish()
        rig.journal.close()
    drafting.close()
    cold_engine = LlamaDraftingEngine(writing_pack(pack_folder))
    cold_visit = Consultation(Visit("cold"), lambda spoken: load("outpatient-initial", spoken))
    cold = cold_visit.from_transcript(record.transcript, cold_engine)
    cold_engine.close()
    stopped = _at(rig.events, CaptureStopped)
    figures = Figures(
        tuple(event.latency_s for event in rig.of(Committed)),
        tuple(event.backlog_s for event in rig.of(Journalled)),
        _at([e for e in rig.events if isinstance(e, Drafted) and e.final], Drafted) - stopped,
        _at([e for e in rig.events if isinstance(e, Drafted) and e.layer == "write"], Drafted)
        - stopped,
        _at(rig.events, VisitFinished) - stopped,
        int(record.timings["prefill_tokens"]),
        int(cold.timings["prefill_tokens"]),
        cold.timings["draft_s"],
        [s.text for s in cold.sections] == [s.text for s in record.sections],
    )
    return figures, record


def _at(events: Sequence[LiveEvent], kind: type[LiveEvent]) -> float:
    return next(event.t_wall for event in events if isinstance(event, kind))


def report(runs: Sequence[Figures], record: Record, speed: float) -> None:
    """Medians over the runs; the ratios that the live path is there for."""
    latencies = sorted(latency for figures in runs for latency in figures.latencies_s)
    backlogs = [figures.backlogs_s for figures in runs]
    quarter = max(1, len(backlogs[0]) // 4)
    print(f"{len(record.transcript)} lines, {record.coverage.audio_s:.0f} s at speed {speed}")
    print(
        f"commit latency p50 {latencies[len(latencies) // 2]:.2f} s, "
        f"p95 {latencies[int(len(latencies) * 0.95)]:.2f} s"
    )
    print(
        f"backlog first quarter {statistics.mean(backlogs[0][:quarter]):.2f} s, "
        f"last quarter {statistics.mean(backlogs[0][-quarter:]):.2f} s, "
        f"most {max(max(b) for b in backlogs):.2f} s"
    )

    def median(name: str) -> float:
        return statistics.median(getattr(figures, name) for figures in runs)

    print(f"stop to rule draft {median('rules_s'):.2f} s")
    print(f"stop to first model section {median('first_section_s'):.2f} s")
    print(f"stop to complete {median('complete_s'):.2f} s, cold draft {median('cold_s'):.2f} s")
    print(
        f"prefill tokens after stop {median('tail_prefill'):.0f}, "
        f"cold {median('cold_prefill'):.0f}: "
        f"cold / live {median('cold_prefill') / max(1.0, median('tail_prefill')):.1f}"
    )
    print(f"same text as cold: {all(figures.same_text for figures in runs)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of a live visit.")
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    given = parser.parse_args()
    sound = visit_sound(given.language, given.minutes)
    speech = WhisperSpeechEngine(find("starter-speech"))
    with tempfile.TemporaryDirectory() as folder:
        done = [run(sound, given.speed, speech, Path(folder)) for _ in range(given.runs)]
    speech.close()
    report([figures for figures, _ in done], done[-1][1], given.speed)


if __name__ == "__main__":
    main()
