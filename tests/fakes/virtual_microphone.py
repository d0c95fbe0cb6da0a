"""A sound server of our own, with a sink that a microphone hears: what is played is spoken."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ

_PATIENCE_S = 30.0


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
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
    )  # fmt: skip
    _go_first(server)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoSoundServer("the sound server does not start here")
            time.sleep(0.02)
        yield {"PULSE_SERVER": f"unix:{socket}", "QT_QPA_PLATFORM": "offscreen"}
    finally:
        server.terminate()
        server.wait()


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
        env={**os.environ, **environment},
    )
    _go_first(player)
    return player


def _go_first(program: subprocess.Popen[bytes]) -> None:
    """Let a program run before others, as desktops let their sound servers.

    Without the right to it the sound itself may stutter on a busy computer.
    """
    with suppress(PermissionError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, program.pid, -15)


__all__ = ["NoSoundServer", "play", "virtual_microphone"]
