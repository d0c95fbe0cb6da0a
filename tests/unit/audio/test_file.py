"""Reading recordings of every sort, whole, damaged and pretended."""

from __future__ import annotations

import os
import random
import socket
import sys
import tracemalloc
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from zhenlu.audio.file import RATE_HZ, channels_of, read
from zhenlu.domain.errors import AudioUnusable, FileUnreadable

Recorder = Callable[..., Path]


def _tone(seconds: float, rate: int, level: float = 0.3) -> np.ndarray:
    time_s = np.arange(int(seconds * rate)) / rate
    return (level * 32767 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)


def _encode(
    container: av.container.OutputContainer, stream: av.AudioStream, pcm: np.ndarray
) -> None:
    """Write int16 of shape (samples, channels)."""
    for start in range(0, len(pcm), 1024):
        piece = np.ascontiguousarray(pcm[start : start + 1024]).reshape(1, -1)
        layout = "stereo" if pcm.shape[1] == 2 else "mono"
        frame = av.AudioFrame.from_ndarray(piece, format="s16", layout=layout)
        frame.sample_rate = stream.rate
        frame.pts = start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _encode_pictures(container: av.container.OutputContainer, count: int = 20) -> None:
    video = container.add_stream("mpeg4", rate=10)
    video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
    for _ in range(count):
        picture = np.zeros((48, 64, 3), np.uint8)
        container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
    container.mux(video.encode(None))


@pytest.fixture
def record(tmp_path: Path) -> Recorder:
    """Makes a recording of a tone, left and right alike unless `right` says otherwise."""

    def record(
        name: str,
        codec: str,
        rate: int = 44_100,
        channels: int = 2,
        seconds: float = 3.0,
        right: float = 0.3,
    ) -> Path:
        path = tmp_path / name
        sides = [_tone(seconds, rate), _tone(seconds, rate, right)][:channels]
        with av.open(str(path), "w") as container:
            layout = "stereo" if channels == 2 else "mono"
            stream = container.add_stream(codec, rate=rate, layout=layout)
            _encode(container, stream, np.stack(sides, axis=1))
        return path

    return record


def _silence(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(2 * RATE_HZ * seconds))
    return path


def _heard(path: Path) -> np.ndarray:
    return np.concatenate(list(read(path).chunks))


def test_two_channels_are_kept_apart_where_that_is_asked_for(record: Recorder) -> None:
    path = record("both.wav", "pcm_s16le", right=0.03)

    pieces = list(read(path, channels=2).chunks)

    assert channels_of(path) == 2
    left, right = np.concatenate(pieces).astype(float).std(axis=0)
    assert left / right == pytest.approx(10, rel=0.05)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.wav", "pcm_s16le", 44_100, 2),
        ("a.wav", "pcm_s24le", 48_000, 1),
        ("a.wav", "pcm_mulaw", 8_000, 1),
        ("a.mp3", "libmp3lame", 44_100, 2),
        ("a.m4a", "aac", 44_100, 1),
        ("a.flac", "flac", 16_000, 1),
        ("a.ogg", "libopus", 48_000, 2),
        ("a.opus", "libopus", 48_000, 1),
        ("a.webm", "libopus", 48_000, 2),
    ],
)
def test_a_recording_becomes_16_khz_mono(
    record: Recorder, name: str, codec: str, rate: int, channels: int
) -> None:
    pcm = _heard(record(name, codec, rate, channels))

    assert pcm.dtype == np.int16
    assert len(pcm) / RATE_HZ == pytest.approx(3.0, abs=0.1)
    strongest = np.argmax(np.abs(np.fft.rfft(pcm[:RATE_HZ].astype(float))))
    assert strongest == pytest.approx(440, abs=2)


def test_the_sound_of_a_video_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "visit.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        _encode_pictures(container)
        _encode(container, stream, _tone(2.0, 44_100)[:, None])

    assert len(_heard(path)) / RATE_HZ == pytest.approx(2.0, abs=0.1)


def test_both_sides_of_a_stereo_recording_are_heard(record: Recorder) -> None:
    left_only = _heard(record("left.wav", "pcm_s16le", right=0.0))
    both = _heard(record("both.wav", "pcm_s16le"))

    assert np.abs(left_only).max() == pytest.approx(np.abs(both).max() / 2, rel=0.05)


def test_pieces_are_one_to_five_seconds_long(record: Recorder) -> None:
    lengths = [len(piece) for piece in read(record("a.wav", "pcm_s16le", seconds=7.3)).chunks]

    assert all(RATE_HZ <= length <= 5 * RATE_HZ for length in lengths[:-1])
    assert sum(lengths) == pytest.approx(7.3 * RATE_HZ, abs=2)


def test_the_length_is_known_before_reading(record: Recorder) -> None:
    assert read(record("a.flac", "flac")).duration_s == pytest.approx(3.0)


def test_a_stream_can_be_read_twice(record: Recorder) -> None:
    stream = read(record("a.flac", "flac"))

    assert [len(p) for p in stream.chunks] == [len(p) for p in stream.chunks]


def test_a_word_shorter_than_a_second_is_heard(record: Recorder) -> None:
    assert len(_heard(record("no.wav", "pcm_s16le", seconds=0.4))) / RATE_HZ == pytest.approx(0.4)


def test_a_long_recording_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = _silence(tmp_path / "long.wav", 900)
    tracemalloc.start()

    seconds = sum(len(piece) for piece in read(path).chunks) / RATE_HZ

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds == pytest.approx(900.0)
    assert peak < 4_000_000  # the whole would be 29 MB


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.webm", "libopus")],
)
def test_a_recording_that_breaks_off_is_used_as_far_as_it_goes(
    record: Recorder, name: str, codec: str
) -> None:
    path = record(name, codec, rate=48_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])

    assert 0.8 < len(_heard(path)) / RATE_HZ < 2.2


def test_a_recording_damaged_in_the_middle_is_heard_on_both_sides(record: Recorder) -> None:
    path = record("a.mp3", "libmp3lame", seconds=10.0)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = random.Random(7).randbytes(3000)
    path.write_bytes(content)

    pcm = _heard(path)

    assert len(pcm) / RATE_HZ == pytest.approx(10.0, abs=0.5)
    assert np.abs(pcm[-2 * RATE_HZ :]).max() > 5000


def _reason(path: Path) -> str:
    with pytest.raises((AudioUnusable, FileUnreadable)) as caught:
        read(path)
    return caught.value.full_code


@pytest.mark.parametrize("name", ["noise.mp3", "noise.wav", "noise.bin", "noise.m4a"])
@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_are_no_audio_whatever_they_are_called(
    tmp_path: Path, name: str, seed: int
) -> None:
    path = tmp_path / name
    path.write_bytes(random.Random(seed).randbytes(100_000))

    assert _reason(path) in ("audio.unusable.not_audio", "audio.unusable.truncated")


@pytest.mark.parametrize("name", ["note.mp3", "note.txt", "note.wav", "note.srt"])
def test_a_text_is_no_audio(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n患者咳嗽五天\n\n" * 200, encoding="utf-8")

    assert _reason(path) == "audio.unusable.not_audio"


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "zero.mp3"
    path.touch()

    assert _reason(path) == "audio.unusable.empty"


def test_a_recording_without_a_sample_is_empty(tmp_path: Path) -> None:
    assert _reason(_silence(tmp_path / "none.wav", 0)) == "audio.unusable.empty"


def test_a_film_without_sound_says_so(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        _encode_pictures(container)

    assert _reason(path) == "audio.unusable.no_audio_track"


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.m4a", "aac"), ("a.webm", "libopus")],
)
def test_a_recording_that_breaks_in_its_first_bytes_is_truncated(
    record: Recorder, name: str, codec: str
) -> None:
    path = record(name, codec, rate=48_000)
    path.write_bytes(path.read_bytes()[:40])

    assert _reason(path) == "audio.unusable.truncated"


def test_a_playlist_opens_no_connection(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.0)
        path = tmp_path / "list.mp3"
        path.write_text(
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
            f"http://127.0.0.1:{server.getsockname()[1]}/a.ts\n#EXT-X-ENDLIST\n"
        )

        assert _reason(path) == "audio.unusable.not_audio"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_list_of_other_files_is_no_recording(record: Recorder, tmp_path: Path) -> None:
    record("a.mp3", "libmp3lame")
    path = tmp_path / "list.txt"
    path.write_text("ffconcat version 1.0\nfile a.mp3\n")

    assert _reason(path) == "audio.unusable.not_audio"


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    assert _reason(tmp_path / "absent.wav") == "file.unreadable.missing"


def test_a_path_through_a_file_is_missing(record: Recorder) -> None:
    assert _reason(record("a.wav", "pcm_s16le") / "b.wav") == "file.unreadable.missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _reason(tmp_path) == "file.unreadable.directory"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="this user may read everything"
)
def test_a_file_of_another_person_is_not_permitted(record: Recorder) -> None:
    path = record("a.wav", "pcm_s16le")
    path.chmod(0)

    assert _reason(path) == "file.unreadable.not_permitted"


@pytest.mark.skipif(sys.platform == "win32", reason="no device files")
def test_a_device_is_no_file() -> None:
    assert _reason(Path("/dev/zero")) == "file.unreadable"


def test_a_path_with_a_zero_byte_is_missing() -> None:
    assert _reason(Path("a\0b.wav")) == "file.unreadable.missing"


def test_a_file_that_vanishes_while_waiting_is_reported(record: Recorder) -> None:
    path = record("a.wav", "pcm_s16le")
    stream = read(path)
    path.unlink()

    with pytest.raises(FileUnreadable) as caught:
        list(stream.chunks)

    assert caught.value.reason == "missing"
