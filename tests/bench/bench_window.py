"""How quick the window is: start, a long visit opened, typing, what the window's thread waits.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_window.py [--minutes N] [--drafting NAME]

Prints medians. Start and memory are of a fresh process; the empty Qt program in the same run
is the baseline. With minutes, a visit of that length is recorded, transcribed and drafted at
the speed of talk, while the window's thread is asked every 5 ms whether it is free. The
drafting model has random weights: `tiny`, or `0.5b` or `1.5b` of real shape.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
sys.path[:0] = [str(_DESKTOP), str(Path(__file__).resolve().parents[1] / "fakes")]

import long_visit
import model_shapes
from live_rig import writing_pack
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from recording_window import STALLS_MS, RecordingWindow

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.storage import store
from zhenlu.ui.bridge import prefer_the_window
from zhenlu.ui.review.review_view import ReviewView

_PASSPHRASE = "correct horse battery"
_RUNS = 5
#: Two hours of talk, a line every four seconds.
_LINES = 1800

_EMPTY = """
import time; began = time.perf_counter()
import psutil
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([]); window = QMainWindow(); window.show(); application.processEvents()
print(time.perf_counter() - began, psutil.Process().memory_info().rss)
"""
_LOCK = """
import time; began = time.perf_counter()
import psutil, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from zhenlu.app.start import build
application = QApplication([])
window = build(application, Path(sys.argv[1])); window.show(); application.processEvents()
print(time.perf_counter() - began, psutil.Process().memory_info().rss)
window.close()
"""


def fresh(script: str, *arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of a fresh process."""
    environment = {**os.environ, "PYTHONPATH": str(_DESKTOP)}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    seconds, size = done.stdout.split()
    return float(seconds), int(size) / 2**20


def start(folder: Path) -> None:
    store.create(folder, "Dr Li", frozenset({Role.DOCTOR, Role.ADMIN}), _PASSPHRASE)
    empty = [fresh(_EMPTY) for _ in range(_RUNS)]
    lock = [fresh(_LOCK, str(folder)) for _ in range(_RUNS)]
    base_s, base_mb = (statistics.median(values) for values in zip(*empty, strict=True))
    lock_s, lock_mb = (statistics.median(values) for values in zip(*lock, strict=True))
    print(f"start to lock screen   {lock_s:.2f} s  {lock_s / base_s:.1f} x an empty Qt window")
    print(f"memory at lock screen  {lock_mb:.0f} MB  {lock_mb / base_mb:.1f} x an empty Qt window")


def long_visit_opened() -> None:
    application = QApplication.instance() or QApplication([])
    template = load("outpatient-initial", Language.ZH)
    said = (
        Segment(1, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 0.0, 3.0),
        Segment(2, "考虑急性支气管炎,吃点氨溴索,一次三十毫克。", SpeakerRole.DOCTOR, 4.0, 9.0),
    )
    drafting = Consultation(Visit("1"), lambda _language: template)
    record = drafting.from_transcript(Transcript(Language.ZH, said), None)
    lines = tuple(
        Segment(i, f"第{i}句话,说的是昨天晚上的情况。", SpeakerRole.PATIENT, i * 4.0, i * 4.0 + 3)
        for i in range(1, _LINES + 1)
    )
    long = replace(record, transcript=Transcript(Language.ZH, lines))
    view = ReviewView()
    view.resize(1366, 700)
    view.show()
    opened = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        view.open(long, template)
        application.processEvents()
        opened.append(time.perf_counter() - began)
    print(f"two-hour visit opened  {statistics.median(opened):.2f} s")
    editor = next(iter(view._rows.values())).editor
    editor.setFocus()
    keys = []
    for _ in range(200):
        began = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_A)
        application.processEvents()
        keys.append(time.perf_counter() - began)
    keys.sort()
    print(f"a key typed            p50 {keys[100] * 1e3:.1f} ms  p95 {keys[190] * 1e3:.1f} ms")


def recorded_visit(folder: Path, minutes: float, drafting_model: str) -> None:
    pack = (
        writing_pack(folder)
        if drafting_model == "tiny"
        else model_shapes.drafting_pack(drafting_model)
    )
    speech, drafting = WhisperSpeechEngine(find("starter-speech")), LlamaDraftingEngine(pack)
    source = PlayedFile(long_visit.sound(minutes), speed=1.0)
    prefer_the_window()
    application = QApplication.instance() or QApplication([])
    window = RecordingWindow(folder, source, speech, drafting)
    record = window.run()
    window.rig.journal.close()
    speech.close()
    drafting.close()
    del application
    waits = sorted(window.heartbeat.waits_ms)
    stalls = window.heartbeat.stalls()
    print(f"recorded, heard, drafted   {record.coverage.audio_s:.0f} s, {len(waits)} heartbeats")
    print(
        f"the window's thread waits  p50 {waits[len(waits) // 2]:.1f} ms  "
        f"p99 {waits[int(len(waits) * 0.99)]:.1f} ms  most {waits[-1]:.1f} ms"
    )
    print("stalls                     " + "  ".join(f"> {b} ms: {stalls[b]}" for b in STALLS_MS))


def main() -> None:
    options = argparse.ArgumentParser(description="How quick the window is.")
    options.add_argument("--minutes", type=float, default=0.0)
    options.add_argument("--drafting", choices=("tiny", *model_shapes.QWEN), default="tiny")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHENLU_DATA"] = folder
        if given.minutes:
            recorded_visit(Path(folder), given.minutes, given.drafting)
            return
        start(Path(folder) / "store")
        long_visit_opened()


if __name__ == "__main__":
    main()
