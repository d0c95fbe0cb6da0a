"""Recording processes for the crash test of the audio journal.

Reads lines `PATH VISIT SEED` and starts a process of its own for each, which records
until it is killed. The first line of its answer is the process's number; then come
`handed SAMPLES` before audio is handed in and `kept SAMPLES` after the disk has it.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from journal_audio import KEY, speech

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import JournalRefused
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_writer import Committed, JournalWriter

#: A microphone's buffer.
_BUFFER = RATE_HZ // 5
#: More than can be recorded before the kill.
SECONDS = 40


def say(word: str, number: int) -> None:
    # One write for each line: a kill never leaves half of one.
    os.write(1, f"{word} {number}\n".encode())


def record(path: Path, visit: str, samples: Pcm) -> None:
    """Hand in sound as a microphone would, on a disk that keeps up within a second."""

    def kept(committed: Committed) -> None:
        say("kept", round(committed.start_s * RATE_HZ) + len(committed.samples))

    writer = _begun(Journal.open(path, KEY), visit, kept)
    handed = round(writer.written_s * RATE_HZ)
    for start in count(handed, _BUFFER):
        piece = samples[start : start + _BUFFER]
        if not len(piece):
            break
        say("handed", start + len(piece))
        writer.append(piece)
        if writer.waiting_s >= 1:
            writer.flush()


def _begun(journal: Journal, visit: str, kept: object) -> JournalWriter:
    try:
        return journal.start(visit, on_committed=kept)  # type: ignore[arg-type]
    except JournalRefused:
        return journal.reopen(visit, on_committed=kept)  # type: ignore[arg-type]


def main() -> None:
    for line in sys.stdin:
        path, visit, seed = line.split("\t")
        samples = speech(SECONDS, seed=int(seed))
        child = os.fork()
        if child == 0:
            record(Path(path), visit, samples)
            os._exit(0)
        say("process", child)
        os.waitpid(child, 0)
        say("ended", child)


if __name__ == "__main__":
    main()
