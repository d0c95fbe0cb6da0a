"""A file played as if it were spoken into the microphone, for tests and demonstrations."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from zhenlu.application.recording_ports import SoundListener
from zhenlu.audio.file import RATE_HZ, channels_of, read

#: As much as a microphone gives at once.
_PIECE = RATE_HZ // 10


class PlayedFile:
    """Implements `application.recording_ports.SoundSource`.

    Args:
        speed: 1.0 as it was spoken; 0.0 as fast as it can be read.
        stereo: Keep two channels, if it has them.

    Raises:
        FileUnreadable, AudioUnusable: As `audio.file.read`.
    """

    def __init__(self, path: Path, speed: float = 1.0, *, stereo: bool = False) -> None:
        self.channels = min(2, channels_of(path)) if stereo else 1
        self._stream = read(path, self.channels)
        self._speed = speed
        self.name = path.name
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, listener: SoundListener) -> None:
        self._thread = threading.Thread(
            target=self._play, args=(listener,), name="playback", daemon=True
        )
        self._thread.start()

    def pause(self) -> None:
        self._goes_on.clear()

    def resume(self) -> None:
        self._goes_on.set()

    def stop(self) -> None:
        self._stopped.set()
        self._goes_on.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _play(self, listener: SoundListener) -> None:
        due = time.monotonic()
        for chunk in self._stream.chunks:
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                if not self._goes_on.is_set():
                    self._goes_on.wait()
                    due = time.monotonic()
                if self._speed:
                    due += len(piece) / RATE_HZ / self._speed
                    self._stopped.wait(max(0.0, due - time.monotonic()))
                if self._stopped.is_set():
                    return
                listener.sound(piece)
        listener.ended()


__all__ = ["PlayedFile"]
