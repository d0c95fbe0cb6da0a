"""The microphone, on a thread of its own. The one module of the core side that knows Qt.

A microphone is opened before it is needed: the first sound comes up to two seconds after
opening, and the last three seconds before the start are kept, so that whoever presses the
key as the first word is spoken loses nothing. Unplugging is silent everywhere, so what
does not arrive is watched for here.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import SoundListener, SoundSource
from zhenlu.audio import level
from zhenlu.audio.converting import RATE_HZ, Converter
from zhenlu.domain.errors import MicrophoneMissing
from zhenlu.domain.journal import Moment
from zhenlu.domain.level import MicrophoneCheck, SoundLevel

log = logging.getLogger(__name__)

#: Sound from before the start that is recorded too.
PRE_ROLL_S: Final = 3.0
#: No data for this long: the microphone is gone.
_WATCHDOG_S: Final = 0.7
#: Some systems take longer to give the first data.
_FIRST_DATA_S: Final = 3.0
_REOPEN_S: Final = 1.0
#: Sound the system keeps for us while this thread cannot run.
_BUFFER_S: Final = 10
#: How often the system's buffer is emptied.
_TURN_MS: Final = 40
#: What PulseAudio's client library reads: milliseconds a stream may lag.
_LATENCY: Final = "PULSE_LATENCY_MSEC"


@dataclass(frozen=True, slots=True)
class InputDevice:
    """Something that sound comes from. `id` stays the same when it is plugged in again."""

    id: str
    name: str
    is_default: bool = False


def devices() -> tuple[InputDevice, ...]:
    """What can be recorded from just now.

    Raises:
        MicrophoneMissing: Reason "library", if the system's sound library is not there.
    """
    multimedia = _multimedia()
    default = bytes(multimedia.QMediaDevices.defaultAudioInput().id())
    return tuple(
        InputDevice(_id(found), found.description(), bytes(found.id()) == default)
        for found in multimedia.QMediaDevices.audioInputs()
    )


def check(device: str | None = None, seconds: float = 3.0) -> MicrophoneCheck:
    """Listen for a few seconds in which somebody speaks, and judge what came.

    Raises:
        MicrophoneMissing.
    """
    return judged(Microphone(device), seconds)


def judged(source: SoundSource, seconds: float = 3.0) -> MicrophoneCheck:
    """The same for anything that sounds like a microphone, which must not have begun.

    Raises:
        MicrophoneMissing.
    """
    heard: list[Pcm] = []
    enough = threading.Event()

    class Listener:
        def sound(self, pcm: Pcm) -> None:
            heard.append(pcm)
            if sum(map(len, heard)) >= seconds * RATE_HZ:
                enough.set()

        def lost(self) -> None:
            enough.set()

        def regained(self, missed_s: float) -> None:
            del missed_s

        def ended(self) -> None:
            enough.set()

    source.start(Listener())
    enough.wait(seconds + 2 * _FIRST_DATA_S)
    source.stop()
    return level.check(np.concatenate(heard) if heard else np.zeros(0, dtype=np.int16))


class Microphone:
    """One input device; implements `application.recording_ports.SoundSource`.

    Args:
        device: Id or a part of the name; None for the system's own choice. If it vanishes
            the system's choice takes over until it is back.
        on_level: Told the level, also before the start, on the microphone's thread.
        on_devices: Told when something was plugged in or out.
        stereo: Keep two channels, if the device has them.
    """

    def __init__(
        self,
        device: str | None = None,
        on_level: Callable[[SoundLevel], None] | None = None,
        on_devices: Callable[[tuple[InputDevice, ...]], None] | None = None,
        *,
        stereo: bool = False,
    ) -> None:
        self._asked = device
        self._wanted = InputDevice("", "")
        self._fault: MicrophoneMissing | None = None
        self._is_open = threading.Event()
        self._on_level = on_level
        self._on_devices = on_devices
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pre_roll: deque[Pcm] = deque()
        self._listener: SoundListener | None = None
        self._meter = level.Meter()
        self._feed = _Feed(2 if stereo else 1)
        self._is_lost = False
        self._last_data = Moment.now()
        self._quiet_turns = 0
        self._listed_at = 0.0
        self._listed: tuple[InputDevice, ...] = ()
        self._loop: Any = None
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        return self._wanted.name

    @property
    def channels(self) -> int:
        """Of the device that is open; 1 before `arm`."""
        return self._feed.channels

    def arm(self) -> None:
        """Open it and keep the last seconds, for a start at any moment. May be called twice.

        Raises:
            MicrophoneMissing: Reasons "none", "unknown" (no such device), "library".
        """
        if self._thread is None:
            _multimedia()
            self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
            self._thread.start()
            self._is_open.wait()
        if self._fault is not None:
            raise self._fault

    def start(self, listener: SoundListener) -> None:
        """Tell everything from three seconds ago on."""
        self.arm()
        self._orders.put(lambda: self._begin(listener))

    def pause(self) -> None:
        """The recording leaves out what comes; the level is told on."""

    def resume(self) -> None:
        """See `pause`."""

    def stop(self) -> None:
        """Tell what has arrived, close the device and end."""
        if self._thread is None:
            return
        self._orders.put(self._end)
        if self._thread is not threading.current_thread():
            self._thread.join()

    # The microphone's own thread

    def _run(self) -> None:
        from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: PLC0415

        self._loop = QEventLoop()
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(_TURN_MS)
        timer.timeout.connect(self._turn)
        try:
            # Asked here first: the library tells of devices plugged in and out to the
            # thread that asked first, and a command has no other that would listen.
            self._wanted = _chosen(self._asked)
            self._open()
        except MicrophoneMissing as missing:
            self._fault = missing
            return
        finally:
            self._is_open.set()
        timer.start()
        self._loop.exec()
        timer.stop()
        self._feed.close()

    def _turn(self) -> None:
        self._take_sound()
        while not self._orders.empty():
            self._orders.get()()
        self._watch()
        self._look_for_devices()

    def _begin(self, listener: SoundListener) -> None:
        self._listener = listener
        if self._pre_roll:
            listener.sound(np.concatenate(self._pre_roll))
            self._pre_roll.clear()
        if self._is_lost:
            listener.lost()

    def _end(self) -> None:
        self._take_sound()
        self._listener = None
        self._loop.quit()

    def _take_sound(self) -> None:
        pcm = self._feed.read()
        if not len(pcm):
            return
        now = Moment.now()
        silent_s = now.since(self._last_data)[0] - len(pcm) / RATE_HZ
        self._last_data = now
        self._quiet_turns = 0
        # Also after a sleep of the computer, of which the watchdog knew nothing.
        if self._is_lost or silent_s > _WATCHDOG_S:
            self._tell_regained(max(0.0, silent_s))
        reading = self._meter.hear(pcm)
        if self._on_level is not None:
            self._on_level(reading)
        if self._listener is not None:
            self._listener.sound(pcm)
        else:
            self._keep(pcm)

    def _keep(self, pcm: Pcm) -> None:
        if self._pre_roll and self._pre_roll[-1].ndim != pcm.ndim:
            # Another device, with another number of microphones.
            self._pre_roll.clear()
        self._pre_roll.append(pcm)
        while sum(map(len, self._pre_roll)) - len(self._pre_roll[0]) >= PRE_ROLL_S * RATE_HZ:
            self._pre_roll.popleft()

    def _tell_regained(self, missed_s: float) -> None:
        log.info("microphone back missed_s=%.1f", missed_s)
        self._is_lost = False
        if self._listener is not None:
            self._listener.regained(missed_s)
        else:
            # Sound from before the hole does not belong to what comes now.
            self._pre_roll.clear()

    def _watch(self) -> None:
        patience_s = _WATCHDOG_S if self._feed.has_given else _FIRST_DATA_S
        # In turns that took place, not by the clock: where this thread gets no processor, the
        # one that brings the sound gets none either, and opening anew would lose what waits.
        self._quiet_turns += 1
        quiet_s = self._quiet_turns * _TURN_MS / 1000
        if quiet_s < (_REOPEN_S if self._is_lost and self._feed.has_given else patience_s):
            return
        if not self._is_lost:
            self._is_lost = True
            log.warning("microphone lost")
            if self._listener is not None:
                self._listener.lost()
        self._open()

    def _look_for_devices(self) -> None:
        if time.monotonic() - self._listed_at < _REOPEN_S:
            return
        self._listed_at = time.monotonic()
        found = devices()
        if found == self._listed:
            return
        self._listed = found
        if self._on_devices is not None:
            self._on_devices(found)
        # A system that moves the stream to another device does not say so; a device that
        # comes back is taken again.
        if self._feed.device != self._best(found):
            self._open()

    def _best(self, found: tuple[InputDevice, ...]) -> str:
        """The wanted device, or what the system would take while that is away."""
        ids = [device.id for device in found]
        if self._wanted.id in ids:
            return self._wanted.id
        default = [device.id for device in found if device.is_default]
        return next(iter(default or ids), "")

    def _open(self) -> None:
        self._quiet_turns = 0
        self._listed = devices()
        self._feed.open(self._best(self._listed))


class _Feed:
    """An open device and the way from its samples to ours. Lives on one thread."""

    def __init__(self, most_channels: int) -> None:
        self._most_channels = most_channels
        self._source: Any = None
        self._pipe: Any = None
        self._convert = Converter(RATE_HZ, 1, "s16")
        self.device = ""
        self.has_given = False

    @property
    def channels(self) -> int:
        return self._convert.channels

    def open(self, device: str) -> None:
        """Open this device; "" for none. What was open is closed."""
        self.close()
        self.device = device
        multimedia = _multimedia()
        found = [d for d in multimedia.QMediaDevices.audioInputs() if _id(d) == device]
        if not found:
            return
        wanted = _wanted_format(multimedia, found[0])
        self._convert = Converter(
            wanted.sampleRate(),
            wanted.channelCount(),
            _sample_format(multimedia, wanted),
            self._most_channels,
        )
        self._source = multimedia.QAudioSource(found[0], wanted)
        self._source.setBufferSize(wanted.bytesForDuration(_BUFFER_S * 1_000_000))
        with _room_in_the_sound_server():
            self._pipe = self._source.start()

    def read(self) -> Pcm:
        """What has arrived since, at 16 kHz: shape (n,), or (n, 2) for two channels."""
        if self._pipe is None:
            return np.zeros(0, dtype=np.int16)
        raw = bytes(self._pipe.readAll())
        if raw:
            self.has_given = True
        return self._convert(raw)

    def close(self) -> None:
        if self._source is not None:
            self._source.stop()
        self._source = self._pipe = None
        self.has_given = False


def _wanted_format(multimedia: Any, device: Any) -> Any:
    """What to open the device with: 16 bits, with as many channels as we can use.

    At the device's own rate, or whatever it prefers where it does not take 16 bits.
    """
    preferred = device.preferredFormat()
    wanted = multimedia.QAudioFormat()
    wanted.setSampleRate(preferred.sampleRate())
    wanted.setChannelCount(min(2, preferred.channelCount()))
    wanted.setSampleFormat(multimedia.QAudioFormat.SampleFormat.Int16)
    return wanted if device.isFormatSupported(wanted) else preferred


@contextmanager
def _room_in_the_sound_server() -> Iterator[None]:
    """Streams opened within may wait in PulseAudio as long as it can keep them.

    Qt (6.11) asks PulseAudio to keep no more than 1,024 frames: whenever the server hands
    over more at once, as it does on a busy computer, the rest is dropped, two to seven
    hundred samples at a time. Its client library takes a latency from the environment
    instead, and with it the largest queue there is. Elsewhere nobody reads the variable.
    """
    if _LATENCY in os.environ:
        yield
        return
    os.environ[_LATENCY] = str(_TURN_MS)
    try:
        yield
    finally:
        del os.environ[_LATENCY]


def _sample_format(multimedia: Any, chosen: Any) -> str:
    formats = multimedia.QAudioFormat.SampleFormat
    names = {
        formats.Int16: "s16", formats.Float: "flt", formats.Int32: "s32", formats.UInt8: "u8"
    }
    return names[chosen.sampleFormat()]


def _chosen(device: str | None) -> InputDevice:
    found = devices()
    if not found:
        raise MicrophoneMissing("none")
    if device is None:
        return next((d for d in found if d.is_default), found[0])
    for candidate in found:
        if device == candidate.id or device.casefold() in candidate.name.casefold():
            return candidate
    raise MicrophoneMissing("unknown", device=device)


def _multimedia() -> Any:
    """QtMultimedia, with the application object that it needs."""
    try:
        from PySide6.QtCore import QCoreApplication  # noqa: PLC0415

        if QCoreApplication.instance() is None:
            # A command has no window. The library tells on stderr what else it would have
            # liked to find; nobody at a terminal can act on that.
            os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false;*.warning=false")
            # The object must outlive every use of the library.
            _applications.append(QCoreApplication([]))
        from PySide6 import QtMultimedia  # noqa: PLC0415
    except ImportError as error:
        raise MicrophoneMissing("library") from error
    return QtMultimedia


_applications: list[Any] = []


def _id(device: Any) -> str:
    return bytes(device.id()).decode("utf-8", "replace")


__all__ = ["PRE_ROLL_S", "InputDevice", "Microphone", "check", "devices"]
