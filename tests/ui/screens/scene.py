"""What a screen is drawn from, and the list of all screens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from screens.clinic import PASSPHRASE, SAMPLES, Clinic
from zhenlu import paths
from zhenlu.app.pages import Desks
from zhenlu.app.start import build
from zhenlu.app.window import WindowApplication
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.transcript import Language
from zhenlu.ui.keys import Action

#: Results of another thread, and the layouts that they make necessary, take a few.
_LEAST_TURNS = 12
_PartT = TypeVar("_PartT", bound=QObject)


class Over(StrEnum):
    """What the window finds when it opens."""

    NOTHING = "nothing"
    EMPTY = "empty"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture of the window.

    Attributes:
        show: Brings the window there; what it returns is drawn in place of the window, in
            the size that it has.
        is_large: It is drawn with a text size of 150 %, too.
    """

    name: str
    over: Over
    show: Callable[[Scene], QWidget | None]
    is_large: bool = False


#: In the order in which they are drawn.
SCREENS: list[Screen] = []


def screen(
    name: str, over: Over = Over.CLINIC, *, is_large: bool = False
) -> Callable[[Callable[[Scene], QWidget | None]], Callable[[Scene], QWidget | None]]:
    """Enter a screen into the list."""

    def entered(show: Callable[[Scene], QWidget | None]) -> Callable[[Scene], QWidget | None]:
        SCREENS.append(Screen(name, over, show, is_large))
        return show

    return entered


class Scene:
    """A window over a clinic, and the ways about it."""

    def __init__(self, window: WindowApplication, clinic: Clinic) -> None:
        self.window, self.clinic = window, clinic

    @property
    def language(self) -> Language:
        return self.clinic.language

    @property
    def is_zh(self) -> bool:
        return self.language is Language.ZH

    @property
    def desks(self) -> Desks:
        assert self.window.desks is not None
        return self.window.desks

    def part(self, kind: type[_PartT], name: str, within: QWidget | None = None) -> _PartT:
        """What has this name; the newest, as rows that were replaced may not be gone yet."""
        found = (within or self.window.window).findChildren(kind, name)
        assert found, name
        return found[-1]

    def sign_in(self) -> None:
        line = self.part(QLineEdit, "passphrase")
        line.setText(PASSPHRASE)
        line.returnPressed.emit()
        wait(lambda: self.window.workplace and self.window.window.room is self.window.workplace)

    def go(self, place: Action) -> None:
        assert self.window.workplace is not None
        self.window.workplace.go(place)
        settle()

    def rest(self) -> None:
        """Wait for all that the other thread was asked for."""
        done: list[object] = []
        self.window.background.run(lambda: None, done.append, done.append)
        wait(lambda: done)

    def clear(self) -> None:
        """Nothing is left of the screen before."""
        # What is lit follows the focus, which only an active window has.
        self.window.window.activateWindow()
        # Somebody is there: drawing may take longer than the idle lock waits.
        QTest.mouseMove(self.window.window)
        if self.window.workplace is not None and not self.window.workplace.isVisible():
            room = self.window.window.room
            if room is not None and room.objectName() != "lock_page":
                room.left.emit()  # type: ignore[attr-defined]
            if not self.window.workplace.isVisible():
                self.sign_in()
        for notice in self.window.notices.all:
            self.window.notices.withdraw(notice.topic)
        if self.window.desks is not None:
            self.desks.today.adding.hide()
            self.desks.today.unfinished.offer(None)
            self.desks.visit.ask.hide()
        self.window.window.keys.hide()


def settle(seconds: float = 0.2) -> None:
    """Let the window come to rest; on a busy computer some turns count more than time."""
    until, turns = time.monotonic() + seconds, 0
    while time.monotonic() < until or turns < _LEAST_TURNS:
        QApplication.processEvents()
        time.sleep(0.01)
        turns += 1


def wait(until: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + seconds
    while not until():
        settle(0.05)
        if time.monotonic() > end:
            raise TimeoutError


@contextmanager
def opened(clinic: Clinic) -> Iterator[Scene]:
    """The window over a clinic, signed in where there is one."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sample = paths.resources() / "samples" / f"{SAMPLES[clinic.language]}.flac"
    window = build(application, clinic.folder, lambda: PlayedFile(sample))
    window.choose_language(clinic.language)
    window.show()
    scene = Scene(window, clinic)
    if clinic.folder.exists():
        scene.sign_in()
        settle(0.6)
    try:
        yield scene
    finally:
        window.close()
