"""The microphone that is chosen, heard and remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from admin_manager import Manager
from PySide6.QtWidgets import QCheckBox, QKeySequenceEdit, QListWidget, QPushButton

from zhenlu.app import chosen_microphone, pasting
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.audio.microphone import InputDevice
from zhenlu.domain.errors import MicrophoneMissing
from zhenlu.domain.level import MicrophoneCheck, SoundLevel

DESK = InputDevice("desk", "Table microphone", is_default=True)
COLLAR = InputDevice("collar", "Collar microphone")


class TalkingMicrophone:
    """Tells one level as soon as it listens."""

    def __init__(self, device: str | None, on_level: Callable[[SoundLevel], None]) -> None:
        self.device, self._on_level = device, on_level

    def arm(self) -> None:
        self._on_level(SoundLevel(-6.0, -12.0, -60.0, has_voice=True))

    def stop(self) -> None:
        """Nothing runs."""


def with_two_microphones(manager: Manager, heard: list[str | None]) -> None:
    def check(device: str | None) -> MicrophoneCheck:
        heard.append(device)
        return MicrophoneCheck(-12.0, -20.0, -60.0, heard_voice=True)

    sound = SoundSystem(lambda: (DESK, COLLAR), check, TalkingMicrophone)
    manager.stand_on_page(sound)
    manager.page.choose("microphone")
    manager.wait(lambda: manager.part(QListWidget, "microphones").count() == 3)


def test_the_chosen_microphone_is_checked_and_remembered(manager: Manager) -> None:
    heard: list[str | None] = []
    with_two_microphones(manager, heard)
    manager.part(QListWidget, "microphones").setCurrentRow(2)
    manager.press("check_microphone")
    manager.wait_for("microphone_verdict", "Good")

    assert heard == ["collar"]
    assert chosen_microphone.chosen() == "collar"


def test_a_microphone_that_is_away_gives_way_to_the_systems_choice(manager: Manager) -> None:
    chosen_microphone.choose("pulled-out")
    heard: list[str | None] = []

    def check(device: str | None) -> MicrophoneCheck:
        heard.append(device)
        return MicrophoneCheck(-70.0, -75.0, -80.0, heard_voice=False)

    manager.stand_on_page(SoundSystem(lambda: (DESK,), check, TalkingMicrophone))
    manager.page.choose("microphone")
    listed = manager.part(QListWidget, "microphones")
    manager.wait(lambda: listed.count() == 3)
    manager.press("check_microphone")
    manager.wait_for("microphone_verdict", "No voice")

    assert "not plugged in" in listed.item(2).text()
    assert heard == [None]


def test_a_computer_without_a_microphone_says_so(manager: Manager) -> None:
    def missing(device: str | None) -> MicrophoneCheck:
        raise MicrophoneMissing("none")

    manager.stand_on_page(SoundSystem(lambda: (), missing, TalkingMicrophone))
    manager.page.choose("microphone")
    manager.wait(lambda: manager.part(QListWidget, "microphones").count() == 1)

    assert not manager.part(QPushButton, "check_microphone").isEnabled()


def test_where_the_desktop_gives_no_key_over_other_programs_it_is_said(manager: Manager) -> None:
    with_two_microphones(manager, [])

    manager.desk.record_key.begin()

    assert "gives no program a key" in manager.words("record_key_state")
    assert not manager.part(QKeySequenceEdit, "record_key").isEnabled()


def test_nothing_is_offered_to_be_pasted_where_no_desktop_lets_us(manager: Manager) -> None:
    with_two_microphones(manager, [])

    manager.desk.hand_over_key.begin()

    assert "section by section" in manager.words("hand_over_key_state")
    assert not manager.part(QCheckBox, "hand_over_paste").isEnabled()
    assert not manager.desk.hand_over_key.pastes


def test_the_choice_to_paste_is_kept(manager: Manager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasting, "can_paste", lambda: True)
    with_two_microphones(manager, [])
    manager.desk.hand_over_key.begin()

    manager.part(QCheckBox, "hand_over_paste").click()
    manager.desk.hand_over_key.begin()

    assert manager.desk.hand_over_key.pastes
    assert manager.part(QCheckBox, "hand_over_paste").isChecked()
