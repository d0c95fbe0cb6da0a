"""Speak the scripts of the sample visits and of the test clips.

A script is a TOML file with `[voices]` and `[[line]]` entries. For each one this
writes a FLAC file of the same name beside it (16 kHz, mono) and the start and
end of every line back into the script. It needs espeak-ng on the machine that
makes the samples; the program itself never does.

    python models/training/speech/make_samples.py resources/samples tests/data
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import tomllib
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
#: Silence between two lines; people leave a little longer when the other one speaks next.
PAUSE_SAME_S = 0.45
PAUSE_OTHER_S = 0.65
LEVEL_DBFS = -21.0
PEAK = 0.89
#: The lowest bits are left zero: synthetic speech needs no finer steps (53 dB below
#: the voice), and FLAC then stores the minute and a half in less than a megabyte.
STEP = 16

Samples = NDArray[np.int16]


def speak(text: str, voice: str, words_per_minute: int, pitch: int) -> Samples:
    """One line as 16 kHz mono, silence at both ends cut off.

    Chinese needs the voice `cmn-latn-pinyin`: plain `cmn` reads the pinyin as English.
    """
    command = ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-p", str(pitch), "--stdout"]
    spoken = subprocess.run([*command, text], check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(_with_true_length(spoken))) as sound:
        rate_hz = sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    return _levelled(_trimmed(_resampled(samples, rate_hz)))


def _with_true_length(stream: bytes) -> bytes:
    # Written to a pipe, the header cannot know its own length and claims 2 GB.
    size = len(stream)
    return (
        stream[:4] + (size - 8).to_bytes(4, "little")
        + stream[8:40] + (size - 44).to_bytes(4, "little") + stream[44:]
    )


def _resampled(samples: Samples, rate_hz: int) -> Samples:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
    frame.sample_rate = rate_hz
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([f.to_ndarray()[0] for f in frames])


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 130)
    if not len(loud):
        return samples
    return samples[max(0, loud[0] - 160) : loud[-1] + 320]


def _levelled(samples: Samples) -> Samples:
    """Bring a line to the common level, so that no voice is louder than the other."""
    sound = samples.astype(np.float64) / 32768
    rms = max(1e-6, float(np.sqrt(np.mean(sound**2))))
    gain = min(10 ** (LEVEL_DBFS / 20) / rms, PEAK / max(1e-6, float(np.abs(sound).max())))
    return (np.round(sound * gain * 32767 / STEP) * STEP).astype(np.int16)


def compose(script: dict[str, Any]) -> tuple[Samples, list[tuple[float, float]]]:
    """All lines of a script one after the other, and where each begins and ends in seconds."""
    pieces = [np.zeros(int(0.5 * RATE_HZ), np.int16)]
    times: list[tuple[float, float]] = []
    at, before = len(pieces[0]), None
    for line in script["line"]:
        if before is not None:
            pause_s = PAUSE_SAME_S if before == line["role"] else PAUSE_OTHER_S
            pieces.append(np.zeros(int(pause_s * RATE_HZ), np.int16))
            at += len(pieces[-1])
        voice = script["voices"][line["role"]]
        pieces.append(speak(line["text"], voice["name"], voice["words_per_minute"], voice["pitch"]))
        times.append((at / RATE_HZ, (at + len(pieces[-1])) / RATE_HZ))
        at, before = at + len(pieces[-1]), line["role"]
    pieces.append(np.zeros(int(0.6 * RATE_HZ), np.int16))
    return np.concatenate(pieces), times


def write_flac(samples: Samples, path: Path) -> None:
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE_HZ, options={"compression_level": "8"})
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def with_times(text: str, times: list[tuple[float, float]]) -> str:
    """The script's own text with `start_s` and `end_s` of every line brought up to date."""
    starts, ends = iter(t[0] for t in times), iter(t[1] for t in times)
    text = re.sub(r"(?m)^start_s = .*$", lambda _: f"start_s = {next(starts):.2f}", text)
    return re.sub(r"(?m)^end_s = .*$", lambda _: f"end_s = {next(ends):.2f}", text)


def make(script_path: Path) -> None:
    text = script_path.read_text(encoding="utf-8")
    samples, times = compose(tomllib.loads(text))
    flac = script_path.with_suffix(".flac")
    write_flac(samples, flac)
    script_path.write_text(with_times(text, times), encoding="utf-8")
    print(f"{flac} {len(samples) / RATE_HZ:.1f} s {flac.stat().st_size / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        for script_path in sorted(folder.glob("*.toml")):
            make(script_path)


if __name__ == "__main__":
    main()
