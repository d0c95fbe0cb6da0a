"""Somebody at the window, who finds things by their names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.app.recording_desk import SourceFor
from zhenlu.app.start import build
from zhenlu.app.window import WindowApplication
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language
from zhenlu.storage import store
from zhenlu.ui.keys import Action
from zhenlu.ui.review.decision_cards import FindingCard

PASSPHRASE = "correct horse battery"
#: Engines load and draft; a loaded machine needs its time.
LONG_MS = 120_000


class Clinician:
    """Somebody at the window."""

    def __init__(self, window: WindowApplication, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

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
        assert self.window.workplace is not None
        self.window.workplace.act(action)

    def wait(self, until: object, timeout_ms: int = 30_000) -> None:
        self.qtbot.waitUntil(until, timeout=timeout_ms)

    def sign_in(self) -> None:
        self.type_into("passphrase", PASSPHRASE)
        self.enter_in("passphrase")
        self.wait(lambda: self.window.desks is not None)

    def add_patient(self, name: str) -> None:
        assert self.window.desks is not None
        today = self.window.desks.today
        self.key(Action.NEW_PATIENT)
        self.type_into("patient_name", name)
        self.type_into("patient_year", "1980")
        self.enter_in("patient_name")
        self.wait(lambda: today.visits.current is not None)

    def settle_and_sign(self) -> None:
        """Give a reason for what has to be answered, then sign with the passphrase."""
        desks = self.window.desks
        assert desks is not None
        review = desks.visit.review
        while review.decisions.go_to_blocking():
            card = review.focusWidget()
            assert isinstance(card, FindingCard)
            before = review.decisions.blocking
            card.overridden.emit(card.finding, "当面核实")
            self.wait(lambda: review.decisions.blocking < before)  # noqa: B023
        self.key(Action.SIGN)
        # Forms have a bar for signing of their own.
        passphrase = desks.visit.findChild(QLineEdit, "sign_passphrase")
        assert isinstance(passphrase, QLineEdit)
        passphrase.setText(PASSPHRASE)
        self.qtbot.keyClick(passphrase, Qt.Key.Key_Return)
        visit = desks.visit
        self.wait(lambda: visit.opened is not None and visit.opened.is_signed)


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
    folder: Path,
    qtbot: QtBot,
    speed: float,
    sound: str = "zh-cough-fever.flac",
    language: Language = Language.ZH,
) -> Clinician:
    """The window, with a sample visit in place of the microphone."""
    sample = paths.resources() / "samples" / sound
    return at_the_window(folder, qtbot, lambda: PlayedFile(sample, speed), language)


def made(folder: Path) -> None:
    store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), PASSPHRASE)
