"""A window with a drafted visit in sight: real store, drafted by the rules, no engine."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.app.pages import Desks
from zhenlu.app.start import build
from zhenlu.app.window import WindowApplication
from zhenlu.application.consultation import Consultation
from zhenlu.application.events import StepStarted
from zhenlu.application.filing import Filing
from zhenlu.application.templates import load
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.storage import store
from zhenlu.ui.keys import Action
from zhenlu.ui.review.decision_cards import FindingCard
from zhenlu.ui.review.review_view import ReviewView
from zhenlu.ui.review.section_editor import SectionEditor

PASSPHRASE = "correct horse battery"
SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
)
_WAIT_MS = 30_000
_Part = TypeVar("_Part", bound=QObject)


class Reviewer:
    """A doctor before the window."""

    def __init__(self, window: WindowApplication, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.visit: str = ""

    @property
    def desks(self) -> Desks:
        assert self.window.desks is not None
        return self.window.desks

    @property
    def review(self) -> ReviewView:
        return self.desks.visit.review

    @property
    def is_signed(self) -> bool:
        opened = self.desks.visit.opened
        return opened is not None and opened.is_signed

    def part(self, kind: type[_Part], name: str) -> _Part:
        # The newest: rows that were replaced may not be gone yet.
        found = self.window.window.findChildren(kind, name)
        assert found, name
        return found[-1]

    def editor(self, section: str) -> SectionEditor:
        return self.part(SectionEditor, f"editor_{section}")

    def text(self, section: str) -> str:
        return self.editor(section).text

    def write(self, section: str, text: str) -> None:
        """Type a section and wait until it is kept."""
        self.editor(section).setPlainText(text)
        self.review.settle()

        def kept() -> bool:
            record = self.desks.review.record
            found = record.section(section) if record is not None else None
            return found is not None and found.text == text

        self.qtbot.waitUntil(kept, timeout=_WAIT_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being worked on."""
        with self.qtbot.waitSignal(self.window.background.busy_changed, timeout=_WAIT_MS):
            self.window.background.run(lambda: None, lambda _none: None, _raise)

    def go_to_line(self, number: int) -> None:
        transcript = self.review.transcript
        transcript.setFocus()
        transcript.setCurrentIndex(self.review.lines.index(number - 1))

    def enter(self, kind: type[QWidget], name: str, text: str) -> None:
        field = self.part(kind, name)
        assert isinstance(field, QLineEdit)
        field.setText(text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def sign(self) -> None:
        """Answer what has to be answered, then sign."""
        while self.review.decisions.go_to_blocking():
            card = self.review.focusWidget()
            assert isinstance(card, FindingCard)
            before = self.review.decisions.blocking
            card.overridden.emit(card.finding, "当面核实")
            self.qtbot.waitUntil(lambda: self.review.decisions.blocking < before)  # noqa: B023
        self.review.act(Action.SIGN)
        self.enter(QLineEdit, "sign_passphrase", PASSPHRASE)
        self.qtbot.waitUntil(lambda: self.is_signed, timeout=_WAIT_MS)
        self.settle()


def at_the_day(folder: Path, qtbot: QtBot, year: str = "1980") -> Reviewer:
    """Signed in, one patient added for today."""
    store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), PASSPHRASE)
    application = QCoreApplication.instance()
    assert isinstance(application, QApplication)
    sample = paths.resources() / "samples" / "zh-cough-fever.flac"
    window = build(application, folder, lambda: PlayedFile(sample, 16.0))
    window.choose_language(Language.ZH)
    qtbot.addWidget(window.window)
    somebody = Reviewer(window, qtbot)
    window.window.resize(1440, 900)
    window.show()
    somebody.enter(QLineEdit, "passphrase", PASSPHRASE)
    qtbot.waitUntil(lambda: window.desks is not None, timeout=_WAIT_MS)
    today = somebody.desks.today
    assert window.workplace is not None
    window.workplace.act(Action.NEW_PATIENT)
    somebody.part(QLineEdit, "patient_year").setText(year)
    somebody.enter(QLineEdit, "patient_name", "王小明")
    qtbot.waitUntil(lambda: today.visits.current is not None, timeout=_WAIT_MS)
    current = today.visits.current
    assert current is not None
    somebody.visit = current.id
    return somebody


def at_a_drafted_visit(folder: Path, qtbot: QtBot) -> Reviewer:
    """Signed in, with a visit open that was drafted from `SAID`."""
    somebody = at_the_day(folder, qtbot)
    somebody.window.background.run(lambda: _draft(somebody), lambda _none: None, _raise)
    somebody.desks.open(somebody.visit)
    qtbot.waitUntil(lambda: somebody.desks.review.record is not None, timeout=_WAIT_MS)
    return somebody


def _draft(somebody: Reviewer) -> None:
    room = somebody.desks.room
    visit = room.store.visits.get(somebody.visit)
    drafting = Consultation(visit, lambda language: load("outpatient-initial", language))
    transcript = Transcript(Language.ZH, SAID)
    record = drafting.from_transcript(transcript, None)
    filing = Filing(room.store, room.journal)
    with filing.at_work(visit, Language.ZH, lambda _event: None) as work:
        work.keep_words(transcript)
        work.on_event(StepStarted("drafting"))
        work.keep(record)


def _raise(error: Exception) -> None:
    raise error
