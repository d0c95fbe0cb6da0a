"""Audio files of any kind FFmpeg reads, as the engines want them: 16 kHz, mono, in pieces.

Nothing is written to disk and no piece is longer than a few seconds, so that three
hours from a recorder pen need no more memory than a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import av.error
import av.logging
import numpy as np

from zhenlu.application.ports import AudioStream, Pcm
from zhenlu.domain.errors import AudioUnusable, FileUnreadable

log = logging.getLogger(__name__)

RATE_HZ: Final = 16_000
#: A file whose decoding breaks is used as far as it goes, from this length on.
_SHORTEST_DAMAGED_S: Final = 1.0
#: Hole in the timestamps that is filled with silence, so that later times stay true.
#: Longer ones are taken for broken timestamps.
_SMALLEST_HOLE_S, _LARGEST_HOLE_S = 0.25, 60.0
#: Formats that describe other files, streams or pictures. FFmpeg takes almost any text
#: for one of them.
_NO_RECORDING: Final = frozenset(
    {"hls", "concat", "dash", "sdp", "rtsp", "tty", "image2", "lavfi", "bin", "txd"}
)


def read(path: Path, channels: int = 1) -> AudioStream:
    """Open a recording and make sure that there is something to hear in it.

    A file that breaks off or is damaged in places is read as far as it can be decoded.

    Args:
        channels: 1, or 2 for pieces of shape (n, 2).

    Returns:
        A stream of 1–5 s pieces. It can be iterated more than once; each time the
        file is read anew.

    Raises:
        FileUnreadable: Reasons "missing", "directory", "not_permitted", "" for others.
        AudioUnusable: Reasons "empty" (nothing in it), "not_audio", "no_audio_track",
            "truncated" (breaks before the first second is decoded).
    """
    path = Path(path)
    _refuse_what_is_no_file(path)
    heard = 0
    with _Decoder(path) as decoder:
        duration_s = decoder.duration_s
        for samples in decoder.samples():
            heard += len(samples)
            if heard >= RATE_HZ * _SHORTEST_DAMAGED_S and not decoder.is_mostly_damage:
                break
        else:
            decoder.refuse_if_useless(heard)
    return AudioStream(duration_s=duration_s, chunks=_Pieces(path, channels))


def channels_of(path: Path) -> int:
    """How many channels a file has, 1 where it does not tell. Raises as `read`."""
    _refuse_what_is_no_file(path)
    with _Decoder(path) as decoder:
        return decoder.channels


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The audio of a file, decoded whenever it is iterated."""

    path: Path
    channels: int

    def __iter__(self) -> Iterator[Pcm]:
        with _Decoder(self.path, self.channels) as decoder:
            waiting: list[Pcm] = []
            length = 0
            for samples in decoder.samples():
                waiting.append(samples)
                length += len(samples)
                if length >= RATE_HZ:
                    yield from _cut(np.concatenate(waiting))
                    waiting, length = [], 0
            if length:
                yield from _cut(np.concatenate(waiting))
            if decoder.damaged_packets:
                log.info("audio file damaged packets=%d", decoder.damaged_packets)


def _cut(samples: Pcm) -> Iterator[Pcm]:
    longest = 5 * RATE_HZ
    for start in range(0, len(samples), longest):
        yield samples[start : start + longest]


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise FileUnreadable("directory", file=str(path))
        if path.exists() and not path.is_file():
            raise FileUnreadable(file=str(path))
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioUnusable("empty", file=str(path))
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        # A path with a zero byte in it.
        raise FileUnreadable("missing", file=str(path).replace("\0", "?")) from error


def _unreadable(path: Path, error: OSError) -> FileUnreadable:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileUnreadable("missing", file=str(path))
    if isinstance(error, PermissionError):
        return FileUnreadable("not_permitted", file=str(path))
    return FileUnreadable(file=str(path))


class _Decoder:
    """One reading of one file, from its first packet to its last."""

    def __init__(self, path: Path, channels: int = 1) -> None:
        self._path = path
        self._channels = channels
        self.damaged_packets = 0
        self._frames = 0

    def __enter__(self) -> _Decoder:
        # FFmpeg's own messages quote tags of the file, which may name a patient.
        av.logging.set_level(None)
        try:
            self._container: Any = av.open(
                str(self._path),
                metadata_errors="ignore",
                # A playlist named .mp3 must not make FFmpeg open a connection.
                options={"protocol_whitelist": "file"},
            )
        except av.error.FFmpegError as error:
            raise self._as_fault(error) from error
        try:
            self._stream = self._find_audio()
        except AudioUnusable:
            self._container.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def channels(self) -> int:
        """As the container tells it, or 1."""
        return int(self._stream.codec_context.channels or 1)

    @property
    def duration_s(self) -> float | None:
        """Length as the container tells it, or None."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        if self._container.duration is not None:
            return float(self._container.duration / av.time_base)
        return None

    @property
    def is_mostly_damage(self) -> bool:
        """True for noise that happens to look like a frame of sound here and there."""
        return self.damaged_packets > self._frames

    def refuse_if_useless(self, heard: int) -> None:
        """Judge a file that ended before its first good second, after `heard` samples.

        Raises:
            AudioUnusable: If it is noise, broken off or holds no sample.
        """
        promised_s = self.duration_s or 0.0
        if self._frames and not self.is_mostly_damage:
            if self.damaged_packets or promised_s > 2 * _SHORTEST_DAMAGED_S:
                raise AudioUnusable("truncated", file=str(self._path))
        elif self.damaged_packets:
            raise AudioUnusable(_broken_or_foreign(self._path), file=str(self._path))
        if not heard:
            raise AudioUnusable("empty", file=str(self._path))

    def samples(self) -> Iterator[Pcm]:
        """Resampled sound, in pieces as the decoder yields them."""
        resampler, shape = _resampler(self._channels), None
        produced, origin_s = 0, None
        for frame in self._decoded():
            now = (frame.format.name, frame.layout.name, frame.sample_rate)
            if shape not in (None, now):
                # A recorder that changed its settings midway: finish with the old ones.
                yield from self._resampled(resampler, None)
                resampler = _resampler(self._channels)
            shape = now
            if frame.time is not None:
                origin_s = frame.time - produced / RATE_HZ if origin_s is None else origin_s
                hole_s = frame.time - origin_s - produced / RATE_HZ
                if _SMALLEST_HOLE_S < hole_s < _LARGEST_HOLE_S:
                    yield self._shaped(
                        np.zeros(int(hole_s * RATE_HZ) * self._channels, dtype=np.int16)
                    )
                    produced += int(hole_s * RATE_HZ)
            frame.pts = None
            for samples in self._resampled(resampler, frame):
                produced += len(samples)
                yield samples
        if shape is not None:
            yield from self._resampled(resampler, None)

    def _resampled(self, resampler: Any, frame: Any) -> Iterator[Pcm]:
        for out in resampler.resample(frame):
            if out.samples:
                yield self._shaped(out.to_ndarray()[0].astype(np.int16, copy=False))

    def _shaped(self, samples: Pcm) -> Pcm:
        return samples if self._channels == 1 else samples.reshape(-1, self._channels)

    def _decoded(self) -> Iterator[Any]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                frames = next(packets).decode()
            except (StopIteration, av.error.EOFError):
                return
            except av.error.InvalidDataError:
                self.damaged_packets += 1
                continue
            except av.error.FFmpegError:
                self.damaged_packets += 1
                return
            self._frames += len(frames)
            yield from frames

    def _find_audio(self) -> Any:
        container = self._container
        if set(container.format.name.split(",")) & _NO_RECORDING:
            raise AudioUnusable("not_audio", file=str(self._path))
        if not container.streams.audio:
            reason = "no_audio_track" if container.streams.video else "not_audio"
            raise AudioUnusable(reason, file=str(self._path))
        return container.streams.best("audio") or container.streams.audio[0]

    def _as_fault(self, error: Exception) -> FileUnreadable | AudioUnusable:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            return _unreadable(self._path, error)
        return AudioUnusable(_broken_or_foreign(self._path), file=str(self._path))


def _broken_or_foreign(path: Path) -> str:
    """Why FFmpeg makes nothing of a file: "truncated" if it at least starts like a recording."""
    with path.open("rb") as file:
        start = file.read(12)
    if start.startswith((b"RIFF", b"fLaC", b"OggS", b"\x1aE\xdf\xa3", b"ID3", b"#!AMR")):
        return "truncated"
    return "truncated" if start[4:8] == b"ftyp" else "not_audio"


def _resampler(channels: int) -> Any:
    layout = "mono" if channels == 1 else "stereo"
    return av.AudioResampler(format="s16", layout=layout, rate=RATE_HZ)


__all__ = ["RATE_HZ", "channels_of", "read"]
