"""A sound server of our own, with a sink that a microphone hears: what is played is spoken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ

_PATIENCE_S = 30.0
_INSIDE = "ZHENLU_TEST_MICROPHONE"
#: The process of the sound server.
_SERVER = "ZHENLU_TEST_SOUND_SERVER"
#: How long a late server does nothing, and works in between.
_HELD_S, _FREE_S = 0.25, 0.5
#: A test that listens to the microphone, which `run_at_the_microphone` runs.
at_the_microphone = pytest.mark.skipif(
    _INSIDE not in os.environ, reason="runs in the process with the microphone"
)
#: The test that runs the others of its file.
outside = pytest.mark.skipif(_INSIDE in os.environ, reason="is the process with the microphone")


class NoSoundServer(Exception):
    """The programs are not installed or do not start."""


@contextmanager
def virtual_microphone(folder: Path) -> Iterator[dict[str, str]]:
    """Within, the microphone is there for programs with this in their environment.

    Raises:
        NoSoundServer: If there can be none on this computer.
    """
    if not all(shutil.which(tool) for tool in ("pulseaudio", "paplay")):
        raise NoSoundServer("needs pulseaudio and paplay (Debian: pulseaudio pulseaudio-utils)")
    socket = folder / "native"
    server = subprocess.Popen(
        [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1",
            "-L", f"module-native-protocol-unix socket={socket}",
            "-L", "module-null-sink sink_name=clinic rate=48000",
            "-L", "module-remap-source source_name=clinic_mic master=clinic.monitor",
        ],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
    )  # fmt: skip
    _go_first(server)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoSoundServer("the sound server does not start here")
            time.sleep(0.02)
        yield {
            "PULSE_SERVER": f"unix:{socket}",
            "QT_QPA_PLATFORM": "offscreen",
            _SERVER: str(server.pid),
        }
    finally:
        server.terminate()
        server.wait()


def run_at_the_microphone(file: str, folder: Path, tests: int) -> None:
    """Run the tests of a file that listen to the microphone, in a process that has it.

    Qt asks for the sound server once in a process, so it is a process of its own. Skips
    where there can be no microphone.

    Raises:
        AssertionError: With what it printed, unless so many tests passed and none failed.
    """
    try:
        with virtual_microphone(folder) as environment:
            inside = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file],
                env={**os.environ, **environment, _INSIDE: "1"},
                capture_output=True,
                text=True,
                timeout=300 * tests,
                check=False,
            )
    except NoSoundServer as reason:
        pytest.skip(str(reason))
    assert inside.returncode == 0, inside.stdout
    assert f"{tests} passed" in inside.stdout


def play(pcm: Pcm, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Speak into the microphone; ends with the sound."""
    wav = folder / "spoken.wav"
    with wave.open(str(wav), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.tobytes())
    player = subprocess.Popen(
        # Four seconds ahead: on a busy computer the player must not stutter of itself.
        ["paplay", "--device=clinic", "--latency-msec=4000", str(wav)],
        start_new_session=True,
        env={**os.environ, **environment},
    )
    _go_first(player)
    return player


@contextmanager
def late_sound_server() -> Iterator[None]:
    """Within, the server gets no processor for a while again and again, as on a busy computer.

    Then it hands over at once what it should have handed over in the meantime.
    """
    server, over = psutil.Process(int(os.environ[_SERVER])), threading.Event()

    def hold_up() -> None:
        while not over.wait(_FREE_S):
            server.suspend()
            over.wait(_HELD_S)
            server.resume()

    holding = threading.Thread(target=hold_up)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()


@contextmanager
def witness(file: Path, environment: dict[str, str]) -> Iterator[None]:
    """Within, another program records the microphone, 16-bit samples at `RATE_HZ`."""
    with file.open("wb") as heard:
        recorder = subprocess.Popen(
            ["parec", "--device=clinic_mic", f"--rate={RATE_HZ}", "--channels=1"],
            stdout=heard,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        _go_first(recorder)
        try:
            yield
        finally:
            recorder.terminate()
            recorder.wait()


def _go_first(program: subprocess.Popen[bytes]) -> None:
    """Let a program in a session of its own run before others, as desktops let sound servers.

    Without the right to it the sound itself may stutter on a busy computer.
    """
    with suppress(PermissionError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, program.pid, -15)
    # Where sessions share the processor, a program is first in its own only.
    with suppress(OSError):
        Path(f"/proc/{program.pid}/autogroup").write_text("-15", "ascii")


__all__ = [
    "NoSoundServer",
    "at_the_microphone",
    "late_sound_server",
    "outside",
    "play",
    "run_at_the_microphone",
    "virtual_microphone",
    "witness",
]
