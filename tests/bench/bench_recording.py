"""A visit recorded while everything else goes wrong: figures to read, nothing that passes.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_recording.py [--minutes N] [--from-file]

Two synthetic voices talk for so many minutes into a microphone (a sound server of our own,
or with --from-file the file's own clock). Meanwhile the window's thread freezes for ten
seconds, three times, and as many programs as there are processors take all the time they
can get. Compared are the journal, second by second, with what was played and with what a
witness recorded from the same microphone (`parec`, which goes before other programs), and
the words of the live visit with those of the same file transcribed in peace.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1] / "fakes"))

import long_visit
import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from recording_window import Hardship, RecordingWindow, saturated_processor
from virtual_microphone import play, virtual_microphone, witness

from zhenlu.application.live_events import Committed, GapMarked, Journalled
from zhenlu.application.ports import Pcm, SpeechOptions
from zhenlu.application.recording_ports import SoundSource
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.audio.microphone import Microphone
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine

#: The envelope that sounds are compared by: a hundred loudness values a second.
_STEP = RATE_HZ // 100
#: Below this loudness a second is taken for a pause: it has nothing to be recognised by.
_QUIET = 60.0
#: A second whose loudness runs less alike than this is not the second that was spoken.
_ALIKE = 0.85
#: Hundredths of a second: earlier than expected a second may be found, and later.
_SLACK, _LATEST = 20, 600
#: Heard after the last word is spoken.
_AFTER_S = 4.0
#: What the witness recorded.
_WITNESS = "witness.raw"


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of a recording under stress.")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--from-file", action="store_true", help="without a sound server")
    given = parser.parse_args()
    file = long_visit.sound(given.minutes)
    played = np.concatenate(list(read(file).chunks))
    speech = WhisperSpeechEngine(find("starter-speech"))
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        window, sounds = _record(Path(folder), file, played, speech, given.from_file)
    in_peace = _transcribed(file, speech)
    speech.close()
    del application
    _report_sound(window, sounds)
    _report_words(window, in_peace, "".join(line.text for line in long_visit.lines(given.minutes)))


@dataclass(frozen=True, slots=True)
class _Sounds:
    """The same visit as it was played, recorded, and recorded by the witness, if there was one."""

    played: Pcm
    journalled: Pcm
    witnessed: Pcm | None


def _record(
    folder: Path, file: Path, played: Pcm, speech: WhisperSpeechEngine, from_file: bool
) -> tuple[RecordingWindow, _Sounds]:
    """The window after the visit, and the sound."""
    whole_s = len(played) / RATE_HZ
    hardship = Hardship([whole_s * share for share in (0.2, 0.5, 0.8)])
    with ExitStack() as stack:
        source, begin = stack.enter_context(_source(folder, file, played, from_file))
        window = RecordingWindow(folder, source, speech, None)
        stack.enter_context(saturated_processor(psutil.cpu_count() or 1))

        def begun(window: RecordingWindow) -> None:
            hardship.befall(window)
            begin(window)

        window.run(begun)
    journalled = window.rig.sound()
    window.rig.journal.close()
    witnessed = None if from_file else np.fromfile(folder / _WITNESS, dtype="<i2")
    return window, _Sounds(played, journalled, witnessed)


@contextmanager
def _source(
    folder: Path, file: Path, played: Pcm, from_file: bool
) -> Iterator[tuple[SoundSource, Callable[[RecordingWindow], None]]]:
    """Where the sound comes from, and what has to be done once it is recorded."""
    if from_file:
        yield PlayedFile(file, speed=1.0), lambda _window: None
        return
    with (
        virtual_microphone(folder) as environment,
        witness(folder / _WITNESS, environment),
    ):
        os.environ.update(environment)
        microphone = Microphone()
        microphone.arm()

        def talk(window: RecordingWindow) -> None:
            window.begun.wait()
            play(played, folder, environment).wait()
            time.sleep(_AFTER_S)
            window.rig.live.stop()

        # Not in the window's thread: that one freezes.
        yield microphone, lambda window: threading.Thread(target=talk, args=(window,)).start()


def _transcribed(file: Path, speech: WhisperSpeechEngine) -> str:
    options = SpeechOptions(Language.ZH, live=True)
    heard = speech.transcribe(read(file), options, lambda _event: None, threading.Event())
    return "".join(segment.text for segment in heard.segments)


def _report_sound(window: RecordingWindow, sounds: _Sounds) -> None:
    gaps = [gap for gap in window.rig.of(GapMarked) if gap.at_s > 0]
    waiting_s = max((event.waiting_s for event in window.rig.of(Journalled)), default=0.0)
    stalls = window.heartbeat.stalls()
    _report_missing("played", sounds.played, "the journal", sounds.journalled)
    if sounds.witnessed is not None:
        _report_missing("played", sounds.played, "the witness", sounds.witnessed)
        _report_missing("witnessed", sounds.witnessed, "the journal", sounds.journalled)
    print(f"gaps {len(gaps)}, most sound waiting for the disk {waiting_s:.1f} s")
    print(f"the window froze for {max(window.heartbeat.waits_ms) / 1000:.1f} s; stalls {stalls}")


def _report_missing(verb: str, wanted: Pcm, name: str, found: Pcm) -> None:
    quiet, missing = _missing(_envelope(wanted), _envelope(found))
    seconds = len(wanted) // RATE_HZ
    print(
        f"{verb} {len(wanted) / RATE_HZ:.1f} s, in {name} {len(found) / RATE_HZ:.1f} s: "
        f"of {seconds - quiet} seconds with sound not found whole {len(missing)} {missing[:9]}"
    )


def _report_words(window: RecordingWindow, in_peace: str, said: str) -> None:
    live = "".join(event.segment.text for event in window.rig.of(Committed))
    peace_share, live_share = _share_found(said, in_peace), _share_found(said, live)
    latencies = sorted(event.latency_s for event in window.rig.of(Committed))
    print(
        f"of what was said: file {peace_share:.3f}, live {live_share:.3f}, "
        f"live against file {live_share - peace_share:+.3f}"
    )
    print(f"of the file's words, live has {_share_found(in_peace, live):.3f}")
    print(
        f"commit latency under load p50 {latencies[len(latencies) // 2]:.2f} s, "
        f"p95 {latencies[int(len(latencies) * 0.95)]:.2f} s"
    )


def _missing(
    wanted: NDArray[np.float64], found: NDArray[np.float64]
) -> tuple[int, list[int]]:
    """How many seconds are too quiet to tell, and which ones are not there in their order.

    A sound server that gets no processor puts silence between what is played. So each
    second is looked for shortly behind the one before, and one that is not found whole
    in halves.
    """
    quiet = behind = at = 0
    missing = []
    for second in range(len(wanted) // 100):
        piece = wanted[second * 100 : second * 100 + 100]
        if piece.max() < _QUIET:
            quiet += 1
            continue
        ends = _end_of(piece, found, behind, at)
        if not ends and (middle := _end_of(piece[:50], found, behind, at)):
            ends = _end_of(piece[50:], found, middle, middle)
        if ends:
            behind = at = ends
        else:
            missing.append(second)
            at += 100
    return quiet, missing


def _end_of(
    piece: NDArray[np.float64], found: NDArray[np.float64], behind: int, at: int
) -> int:
    """Where a piece ends that is looked for `behind` the last one, about `at`; 0 for nowhere."""
    first = max(0, behind - _SLACK)
    stretch = found[first : at + _LATEST]
    if len(stretch) < len(piece):
        return 0
    alike = _correlations(np.lib.stride_tricks.sliding_window_view(stretch, len(piece)), piece)
    places = np.flatnonzero(alike >= _ALIKE)
    if not len(places):
        return 0
    # The first place and not the best one: words come again later.
    start = int(places[0])
    return first + start + int(alike[start : start + _SLACK].argmax()) + len(piece)


def _correlations(
    windows: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How alike each window runs to a second, -1 to 1."""
    theirs = windows - windows.mean(axis=1, keepdims=True)
    ours = second - second.mean()
    size = np.sqrt((theirs**2).sum(axis=1) * (ours**2).sum())
    return np.divide(theirs @ ours, size, out=np.zeros(len(windows)), where=size > 0)


def _envelope(pcm: Pcm) -> NDArray[np.float64]:
    """Loudness a hundred times a second."""
    frames = pcm[: len(pcm) // _STEP * _STEP].reshape(-1, _STEP).astype(np.float64)
    return np.sqrt((frames**2).mean(axis=1))


def _share_found(wanted: str, found: str) -> float:
    """Share of the wanted pairs of characters that were found, as often as they are wanted."""
    pairs, others = (Counter(a + b for a, b in pairwise(_bare(text))) for text in (wanted, found))
    return (pairs & others).total() / max(1, pairs.total())


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


if __name__ == "__main__":
    main()
