"""Microphones before anybody records: none, several, plugged in and out, chosen by ear."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.app import chosen_microphone
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.app.microphone_watch import MicrophoneWatch
from zhenlu.audio.microphone import InputDevice
from zhenlu.domain.errors import MicrophoneMissing
from zhenlu.domain.level import SoundLevel
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.record_strip import RecordStrip

_DESK = InputDevice("1", "Desk microphone", is_default=True)
_HEADSET = InputDevice("2", "Headset")


class Plugs:
    """What is plugged in; hears the same level on every device that is listened to."""

    def __init__(self, *devices: InputDevice) -> None:
        self.devices = devices
        self.listened: list[str | None] = []
        self.open = 0

    def present(self) -> tuple[InputDevice, ...]:
        if self.devices and self.devices[0].id == "broken":
            raise MicrophoneMissing("library")
        return self.devices

    def listener(self, device: str | None, tell: Callable[[SoundLevel], None]) -> Ear:
        self.listened.append(device)
        return Ear(self, tell)


class Ear:
    """A stream from a device, as far as the list needs it."""

    def __init__(self, plugs: Plugs, tell: Callable[[SoundLevel], None]) -> None:
        self._plugs, self._tell = plugs, tell

    def arm(self) -> None:
        self._plugs.open += 1
        self._tell(SoundLevel(-6.0, -12.0, -60.0))

    def stop(self) -> None:
        self._plugs.open -= 1


@pytest.fixture
def strip(qtbot: QtBot) -> RecordStrip:
    made = RecordStrip()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def watching(strip: RecordStrip) -> Iterator[Callable[[Plugs], MicrophoneWatch]]:
    made: list[MicrophoneWatch] = []

    def watch(plugs: Plugs) -> MicrophoneWatch:
        made.append(MicrophoneWatch(strip, SoundSystem(plugs.present, listener=plugs.listener)))
        return made[-1]

    yield watch
    for each in made:
        each.close()


def record(strip: RecordStrip) -> QPushButton:
    found = strip.findChild(QPushButton, "record")
    assert isinstance(found, QPushButton)
    return found


Watching = Callable[[Plugs], MicrophoneWatch]


def test_without_one_the_button_says_why(
    strip: RecordStrip, watching: Watching, qtbot: QtBot
) -> None:
    watching(Plugs())

    qtbot.waitUntil(lambda: not record(strip).isEnabled())
    assert "No microphone" in record(strip).text()


def test_plugged_in_it_works_at_once(
    strip: RecordStrip, watching: Watching, qtbot: QtBot
) -> None:
    plugs = Plugs()
    watch = watching(plugs)
    qtbot.waitUntil(lambda: not record(strip).isEnabled())

    plugs.devices = (_DESK,)
    watch.look()

    qtbot.waitUntil(lambda: record(strip).isEnabled())


def test_a_missing_sound_library_is_no_microphone(
    strip: RecordStrip, watching: Watching, qtbot: QtBot
) -> None:
    watching(Plugs(InputDevice("broken", "")))

    qtbot.waitUntil(lambda: not record(strip).isEnabled())


def test_the_chosen_one_is_kept(strip: RecordStrip, watching: Watching, qtbot: QtBot) -> None:
    watching(Plugs(_DESK, _HEADSET))
    menu = strip.microphones
    qtbot.waitUntil(lambda: len(menu.actions()) == 3)

    menu.chosen.emit("2")

    assert chosen_microphone.chosen() == "2"


def test_the_open_list_listens_and_the_closed_one_lets_go(
    strip: RecordStrip, watching: Watching, qtbot: QtBot
) -> None:
    plugs = Plugs(_DESK, _HEADSET)
    watching(plugs)
    qtbot.waitUntil(lambda: len(strip.microphones.actions()) == 3)

    strip.microphones.aboutToShow.emit()
    qtbot.waitUntil(lambda: plugs.open == 2)
    strip.microphones.aboutToHide.emit()

    qtbot.waitUntil(lambda: plugs.open == 0)
    assert plugs.listened == ["1", "2"]


def test_nothing_listens_beside_a_recording(
    strip: RecordStrip, watching: Watching, qtbot: QtBot
) -> None:
    plugs = Plugs(_DESK)
    watching(plugs)
    qtbot.waitUntil(lambda: len(strip.microphones.actions()) == 2)
    strip.show_capture(Capture.RECORDING)

    strip.microphones.aboutToShow.emit()

    assert plugs.listened == []
