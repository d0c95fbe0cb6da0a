"""Somebody at the window, who finds things by their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.app.capturing import SourceFor
from zhenlu.app.pages import Desks
from zhenlu.app.start import build
from zhenlu.app.window import WindowApplication
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language
from zhenlu.storage import store
from zhenlu.storage.store import Store
from zhenlu.ui.keys import Action, key
from zhenlu.ui.review.decision_cards import FindingCard

_CLIPS = Path(__file__).resolve().parents[1] / "data"
#: A visit of some twenty seconds in each language, and a word its record has to have.
SHORT_VISITS = [
    pytest.param(Language.ZH, _CLIPS / "zh-headache.flac", "头痛", id="zh"),
    pytest.param(Language.EN, _CLIPS / "en-sore-throat.flac", "sore throat", id="en"),
]
#: What was spoken for the journeys alone.
SPOKEN = Path(__file__).with_name("spoken")
PASSPHRASE = "correct horse battery"
#: Engines load and draft; a loaded machine needs its time.
LONG_MS = 120_000


class Clinician:
    """Somebody at the window."""

    def __init__(self, window: WindowApplication, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def desks(self) -> Desks:
        assert self.window.desks is not None
        return self.window.desks

    def part(self, kind: type[QWidget], name: str) -> QWidget:
        found = self.window.window.findChild(kind, name)
        assert found is not None, name
        return found

    def type_into(self, name: str, text: str) -> None:
        line = self.part(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setText(text)

    def enter_in(self, name: str) -> None:
        self.qtbot.keyClick(self.part(QLineEdit, name), Qt.Key.Key_Return)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.part(QPushButton, name), Qt.MouseButton.LeftButton)

    def key(self, action: Action) -> None:
        """Press the key of an action, whatever has the focus."""
        window = self.window.window
        QTest.keySequence(QApplication.focusWidget() or window, key(action))

    def wait(self, until: object, timeout_ms: int = 30_000) -> None:
        self.qtbot.waitUntil(until, timeout=timeout_ms)

    @contextmanager
    def beside(self) -> Iterator[Store]:
        """The open data folder by a connection of the test's own.

        The window's belongs to its background thread, which may be writing just now.
        """
        room = self.desks.room.store
        own = store.sign_in(room.folder, room.person.name, PASSPHRASE)
        try:
            yield own
        finally:
            own.close()

    def sign_in(self) -> None:
        self.type_into("passphrase", PASSPHRASE)
        self.enter_in("passphrase")
        self.wait(lambda: self.window.desks is not None)

    def add_patient(self, name: str) -> None:
        today = self.desks.today
        self.key(Action.NEW_PATIENT)
        self.type_into("patient_name", name)
        self.type_into("patient_year", "1980")
        self.enter_in("patient_name")
        self.wait(lambda: today.visits.current is not None)

    def settle_and_sign(self) -> None:
        """Give a reason for what has to be answered, then sign with the passphrase."""
        visit = self.desks.visit
        review = visit.review
        while review.decisions.go_to_blocking():
            card = review.focusWidget()
            assert isinstance(card, FindingCard)
            before = review.decisions.blocking
            card.overridden.emit(card.finding, "当面核实")
            self.wait(lambda: review.decisions.blocking < before)  # noqa: B023
        self.key(Action.SIGN)
        # Forms have a bar for signing of their own.
        give_passphrase(visit, self.qtbot)
        self.wait(lambda: visit.opened is not None and visit.opened.is_signed)


def give_passphrase(page: QWidget, qtbot: QtBot) -> None:
    """Sign with the passphrase, once a page asks for it."""
    passphrase = page.findChild(QLineEdit, "sign_passphrase")
    assert isinstance(passphrase, QLineEdit)
    qtbot.waitUntil(passphrase.isVisible, timeout=30_000)
    passphrase.setText(PASSPHRASE)
    qtbot.keyClick(passphrase, Qt.Key.Key_Return)


def at_the_window(
    folder: Path, qtbot: QtBot, source_for: SourceFor, language: Language = Language.ZH
) -> Clinician:
    """The window over a data folder, with something to hear from."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = build(application, folder, source_for)
    window.choose_language(language)
    qtbot.addWidget(window.window)
    return Clinician(window, qtbot)


def opened(
    folder: Path, qtbot: QtBot, spoken: Path, language: Language, speed: float = 16.0
) -> Clinician:
    """The window, with a recording in place of the microphone, played so many times as fast."""
    return at_the_window(folder, qtbot, lambda: PlayedFile(spoken, speed), language)


def made(folder: Path, name: str = "李医生", role: Role = Role.DOCTOR) -> None:
    """A data folder with one account, whose person also keeps the accounts."""
    store.create(folder, name, frozenset({role, Role.ADMIN}), PASSPHRASE)
