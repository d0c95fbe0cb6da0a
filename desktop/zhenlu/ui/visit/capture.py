"""What the microphone does and hears, in one sign and a few words."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from zhenlu.domain.level import LevelWarning, SoundLevel

#: After so long without a voice the person is told.
_LONG_QUIET_S = 20


class Capture(StrEnum):
    """What the microphone does."""

    IDLE = "idle"
    RECORDING = "recording"
    PAUSED = "paused"
    GONE = "gone"  # the microphone was pulled out
    CATCHING_UP = "catching_up"  # stopped; the last words are still being heard


#: A recording was begun and not ended.
RUNNING = frozenset({Capture.RECORDING, Capture.PAUSED, Capture.GONE})
#: Icon and tint of each state.
SIGNS = {
    Capture.IDLE: ("record", "muted"),
    Capture.RECORDING: ("record", "record"),
    Capture.PAUSED: ("pause", "muted"),
    Capture.GONE: ("microphone-off", "danger"),
    Capture.CATCHING_UP: ("record", "muted"),
}


def heard_now(capture: Capture, level: SoundLevel | None) -> tuple[str, str, str]:
    """Icon, tint and words for what the microphone hears."""
    if capture is Capture.GONE:
        return "microphone-off", "danger", QCoreApplication.translate("Capture", "microphone gone")
    if capture is Capture.PAUSED:
        return "pause", "muted", QCoreApplication.translate("Capture", "paused")
    if capture is not Capture.RECORDING or level is None:
        return "microphone", "muted", QCoreApplication.translate("Capture", "ready")
    return _heard_in(level)


def _heard_in(level: SoundLevel) -> tuple[str, str, str]:
    if LevelWarning.NO_SIGNAL in level.warnings:
        return "microphone-off", "danger", QCoreApplication.translate("Capture", "no sound arrives")
    if LevelWarning.CLIPPING in level.warnings:
        words = QCoreApplication.translate("Capture", "too loud, move away a little")
        return "warning", "warning", words
    if level.quiet_s >= _LONG_QUIET_S:
        words = QCoreApplication.translate("Capture", "no speech for {seconds} s")
        return "warning", "warning", words.format(seconds=int(level.quiet_s))
    if LevelWarning.TOO_QUIET in level.warnings:
        return "warning", "warning", QCoreApplication.translate("Capture", "too quiet, come closer")
    if level.has_voice:
        return "speech", "ok", QCoreApplication.translate("Capture", "hearing speech")
    return "speech", "muted", QCoreApplication.translate("Capture", "nobody speaks")
