"""Somebody before the manage page, over a real store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.app.admin_desk import AdminDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.application.templates import load
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notices

T = TypeVar("T", bound=QWidget)
OWN = "correct horse battery"
OTHER = "another long passphrase"


def template(language: Language) -> Template:
    return load("soap", language)


class Manager:
    """Somebody who is signed in and stands on the manage page."""

    def __init__(self, opened: store.Store, qtbot: QtBot) -> None:
        self.qtbot, self.store = qtbot, opened
        self.background = Background()
        self.room = Room(opened, opened.open_journal(), EngineRoom(), template)
        self.open_page(SoundSystem(devices=tuple))

    def stand_on_page(self, sound: SoundSystem) -> None:
        """Go to the manage page of a computer with these microphones instead."""
        self._left = self.page  # answers to it may still be on their way
        self.desk.close()
        self.open_page(sound)

    def open_page(self, sound: SoundSystem) -> None:
        """Go to the manage page of a computer with these microphones."""
        self.desk = AdminDesk(self.room, self.background, Notices(), sound)
        self.page = self.desk.page
        self.qtbot.addWidget(self.page)
        self.page.resize(1290, 698)
        self.page.show()
        self.page.entered()

    @staticmethod
    def hold(background: Background) -> threading.Event:
        """Keep a background thread waiting until the event is set."""
        gate = threading.Event()
        background.run(lambda: gate.wait(20), lambda _in_time: None, lambda _error: None)
        return gate

    def part(self, kind: type[T], name: str) -> T:
        found: T | None = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def type_into(self, name: str, text: str) -> None:
        self.part(QLineEdit, name).setText(text)

    def press(self, name: str) -> None:
        self.wait(lambda: self.page.findChild(QPushButton, name) is not None)
        self.qtbot.mouseClick(self.part(QPushButton, name), Qt.MouseButton.LeftButton)

    def words(self, name: str) -> str:
        return self.part(QLabel, name).text()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=20_000)

    def wait_for(self, name: str, words: str) -> None:
        self.wait(lambda: words in self.words(name))

    def close(self) -> None:
        self.page.left()
        self.desk.close()
        self.background.close()
        self.room.journal.close()
        self.store.close()
