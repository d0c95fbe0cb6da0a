"""How soon words, rules and model follow a live visit: figures to read, nothing that passes.

    python tests/bench/bench_live.py [--minutes N] [--speed S] [--runs N] [--language zh|en]
        [--speech starter|small|small-padded] [--drafting tiny|0.5b|1.5b|none]

Plays a visit of two synthetic voices (in English the sample visits, one after the other)
through the same path as a microphone. The starter hears words; `small` is Whisper small with
random weights, which hears a remark of fixed length in every utterance, `small-padded` with
every utterance padded to 30 s as stock weights need it. The drafting models have random
weights and have to read and write everything: their words mean nothing, their work is real.
At the end the same prompt is drafted once more from cold, and both are compared. Medians
over the runs.
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

import long_visit
import model_shapes
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
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine

#: A shorter pause ends no utterance.
_PAUSE_S = 0.45


class Played:
    """Sound in memory, played at a speed as a microphone would give it."""

    name, channels = "bench", 1

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


#: What a run without a drafting model has instead of a draft.
_NO_DRAFT = (0.0, 0.0, 0, 0, 0.0, True)


def visit_sound(language: str, minutes: float) -> Pcm:
    """Talk of about so many minutes."""
    if language == "zh":
        return np.concatenate(list(read(long_visit.sound(minutes)).chunks))
    folder = paths.resources() / "samples"
    paths_of_visits = sorted(folder.glob(f"{language}-*.flac"))
    visits = [np.concatenate(list(read(path).chunks)) for path in paths_of_visits]
    wanted, sound = round(minutes * 60 * RATE_HZ), [np.zeros(RATE_HZ // 2, dtype=np.int16)]
    while sum(map(len, sound)) < wanted:
        sound.append(visits[len(sound) % len(visits)])
    return np.concatenate(sound)[:wanted]


def run(
    sound: Pcm, speed: float, speech: WhisperSpeechEngine, pack: InstalledPack | None
) -> tuple[Figures, Record]:
    """Play once, then draft the same transcript from cold."""
    drafting = LlamaDraftingEngine(pack) if pack else None
    with tempfile.TemporaryDirectory() as folder:
        rig = LiveRig(Path(folder), Played(sound, speed), speech, drafting)
        rig.live.start()
        record = rig.finish()
        rig.journal.close()
    stopped = _at(rig.events, CaptureStopped)
    figures = Figures(
        _latencies(rig.of(Committed)),
        tuple(event.backlog_s for event in rig.of(Journalled)),
        _at([e for e in rig.events if isinstance(e, Drafted) and e.final], Drafted) - stopped,
        *(_NO_DRAFT if drafting is None or pack is None else _drafted(rig, record, pack)),
    )
    if drafting is not None:
        drafting.close()
    return figures, record


def _drafted(
    rig: LiveRig, record: Record, pack: InstalledPack
) -> tuple[float, float, int, int, float, bool]:
    """What the model's part cost after the stop, and from cold."""
    engine = LlamaDraftingEngine(pack)
    visit = Consultation(Visit("cold"), lambda spoken: load("outpatient-initial", spoken))
    cold = visit.from_transcript(record.transcript, engine)
    engine.close()
    stopped = _at(rig.events, CaptureStopped)
    written = [e for e in rig.events if isinstance(e, Drafted) and e.layer == "write"]
    return (
        _at(written, Drafted) - stopped,
        _at(rig.events, VisitFinished) - stopped,
        int(record.timings["prefill_tokens"]),
        int(cold.timings["prefill_tokens"]),
        cold.timings["draft_s"],
        # What the model wrote and was refused stands under `dropped`.
        ([s.text for s in cold.sections], cold.dropped)
        == ([s.text for s in record.sections], record.dropped),
    )


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
    if not any(figures.cold_prefill for figures in runs):
        return
    print(f"stop to first model section {median('first_section_s'):.2f} s")
    sooner = median("cold_s") / max(0.01, median("complete_s"))
    print(
        f"stop to complete {median('complete_s'):.2f} s, cold draft {median('cold_s'):.2f} s: "
        f"cold / live {sooner:.1f}"
    )
    print(
        f"prefill tokens after stop {median('tail_prefill'):.0f}, "
        f"cold {median('cold_prefill'):.0f}: "
        f"cold / live {median('cold_prefill') / max(1.0, median('tail_prefill')):.1f}"
    )
    print(f"same text as cold: {all(figures.same_text for figures in runs)}")


def _latencies(lines: Sequence[Committed]) -> tuple[float, ...]:
    """Seconds from the end of each utterance to its last line.

    A question and an answer without a pause between them are one utterance of two lines,
    and so are the parts of one that was too long to be read at once.
    """
    followed = (*lines[1:], None)
    return tuple(
        line.latency_s
        for line, after in zip(lines, followed, strict=True)
        if after is None or after.segment.start_s - line.segment.end_s > _PAUSE_S
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of a live visit.")
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--speech", choices=("starter", "small", "small-padded"), default="starter")
    parser.add_argument("--drafting", choices=("tiny", *model_shapes.QWEN, "none"), default="tiny")
    given = parser.parse_args()
    sound = visit_sound(given.language, given.minutes)
    speech = WhisperSpeechEngine(_speech_pack(given.speech))
    with tempfile.TemporaryDirectory() as folder:
        pack = _drafting_pack(given.drafting, Path(folder))
        done = [run(sound, given.speed, speech, pack) for _ in range(given.runs)]
    speech.close()
    print(f"speech {given.speech}, drafting {given.drafting}")
    report([figures for figures, _ in done], done[-1][1], given.speed)


def _speech_pack(name: str) -> InstalledPack:
    if name == "starter":
        return find("starter-speech")
    return model_shapes.speech_pack(short_windows=name == "small")


def _drafting_pack(name: str, folder: Path) -> InstalledPack | None:
    if name == "none":
        return None
    return writing_pack(folder) if name == "tiny" else model_shapes.drafting_pack(name)


if __name__ == "__main__":
    main()
