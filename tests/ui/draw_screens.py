"""Draws the screens of the window into a folder, to be looked at one by one.

    QT_QPA_PLATFORM=offscreen python tests/ui/draw_screens.py screenshots [NAME …]

Every screen in both languages, both modes and both sizes, over a clinic that is made up for
it: a real store with the bundled sample visits drafted by the rules.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from PySide6.QtWidgets import QApplication, QLineEdit

from zhenlu import paths
from zhenlu.app.start import build
from zhenlu.app.window import WindowApplication
from zhenlu.application.consultation import Consultation
from zhenlu.application.filing import Filing
from zhenlu.application.live_events import Committed, Drafted, Journalled, Tentative
from zhenlu.application.templates import load
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage import store
from zhenlu.storage.store import Store
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.keys import Action
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.search.result_row import ResultRow
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.open_visit import OpenVisit

_PASSPHRASE = "correct horse battery"
SIZES = ((1366, 768), (1440, 900))
_SAMPLES = {Language.ZH: "zh-cough-fever", Language.EN: "en-low-back-pain"}
_PATIENTS = {
    Language.ZH: (("王小明", "male", 1970), ("何静", "female", 1997), ("吴国强", "male", 1958)),
    Language.EN: (("John Carter", "male", 1970), ("Mary Hill", "female", 1997),
                  ("Peter Stone", "male", 1958)),
}  # fmt: skip
_FOLLOW_UPS = {Language.ZH: "zh-hypertension-followup", Language.EN: "en-urinary-symptoms"}
_TEMPLATES = {Language.ZH: "outpatient-initial", Language.EN: "soap"}


def transcript_of(language: Language, sample: str = "") -> Transcript:
    """The words of the sample visit, as they were written for it."""
    path = paths.resources() / "samples" / f"{sample or _SAMPLES[language]}.toml"
    lines = tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    segments = tuple(
        Segment(i, line["text"], SpeakerRole(line["role"]), line["start_s"], line["end_s"], 0.9)
        for i, line in enumerate(lines, start=1)
    )
    return Transcript(language, segments)


def record_of(language: Language, visit: Visit) -> Record:
    drafting = Consultation(visit, lambda spoken: load(_TEMPLATES[spoken], spoken))
    return drafting.from_transcript(transcript_of(language), None)


def fill(clinic: Store, language: Language) -> str:
    """Some patients of today: one drafted, two waiting. Returns the drafted visit."""
    now = datetime.now().replace(hour=9, minute=0)
    drafted = ""
    journal = clinic.open_journal()
    for at, (name, sex, year) in enumerate(_PATIENTS[language]):
        patient = clinic.patients.add(name, sex, date(year, 5, 4))
        started = now + timedelta(minutes=10 * at)
        visit = clinic.visits.add(patient.id, "first" if at else "revisit", started=started)
        if not at:
            drafted = visit.id
            filing = Filing(clinic, journal)
            with filing.at_work(visit, language, lambda _event: None) as work:
                clinic.visits.move(visit.id, VisitState.DRAFTING)
                work.keep_words(transcript_of(language))
                work.keep(record_of(language, visit))
        else:
            due = date.today() + timedelta(days=4 * at - 7)
            item = DueItem(f"due-{at}", visit.id, patient.id, DueKind.FOLLOWUP, "140/90", due)
            clinic.follow_ups.put(visit.id, (item,))
            if at == 1:
                follow_up_of(clinic, patient.id, language)
    journal.close()
    return drafted


def follow_up_of(clinic: Store, patient: str, language: Language) -> None:
    """A follow-up whose form waits to be confirmed."""
    visit = clinic.visits.add(patient, "followup", started=datetime.now())
    drafting = Consultation(visit, lambda spoken: load("followup-hypertension", spoken))
    record = drafting.from_transcript(transcript_of(language, _FOLLOW_UPS[language]), None)
    clinic.visits.move(visit.id, VisitState.DRAFTING)
    clinic.records.save_draft(visit.id, record)
    clinic.visits.move(visit.id, VisitState.DRAFTED)


def settle(seconds: float = 0.3) -> None:
    """Let the window come to rest."""
    application = QApplication.instance()
    assert application is not None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)


def wait(until: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not until():
        settle(0.05)
        if time.monotonic() > end:
            raise TimeoutError


class Screens:
    """One signed-in window, shown page by page."""

    def __init__(self, window: WindowApplication, language: Language, drafted: str) -> None:
        self.window, self.language, self.drafted = window, language, drafted

    @property
    def desks(self):  # type: ignore[no-untyped-def]
        assert self.window.desks is not None
        return self.window.desks

    def go(self, place: Action) -> None:
        assert self.window.workplace is not None
        self.window.workplace.go(place)
        settle()

    def today(self) -> None:
        self.go(Action.TODAY)
        wait(lambda: self.desks.today.visits.current)

    def review(self) -> None:
        self.desks.open(self.drafted)
        wait(lambda: self.desks.visit.opened)
        settle()
        found = self.desks.visit.review.findChildren(SectionEditor)
        editors = [editor for editor in found if editor.text]
        editors[min(1, len(editors) - 1)].go_to(2, 2)

    def recording(self) -> None:
        visit = Visit("shown", patient=self.desks.visit.opened.visit.patient)
        template = load(_TEMPLATES[self.language], self.language)
        page, view = self.desks.visit, self.desks.visit.recording
        page.show_ready(OpenVisit(visit, template))
        self.go(Action.VISIT)
        view.strip.show_microphone("USB")
        view.strip.show_capture(Capture.RECORDING)
        view.strip.show_time(69.0)
        view.take(Journalled(0.0, 69.0, 68.0, 2.0, 0.0))
        for _ in range(3):
            view.strip.show_level(SoundLevel(-18.0, -25.0, -60.0, True, 0.0))
        lines = list(transcript_of(self.language))
        for line in lines[:9]:
            view.take(Committed(0.0, 1.0, line, line, 0.5))
        view.take(Tentative(0.0, 68.0, lines[9].text[:12]))
        record = record_of(self.language, visit)
        view.take(Drafted(0.0, 1.0, record.sections[:4], "rules", 9))

    def search(self) -> None:
        self.go(Action.SEARCH)
        self.desks.search.line.setText("青霉素" if self.language is Language.ZH else "back pain")
        wait(lambda: self.desks.search.findChildren(ResultRow))
        settle(0.6)

    def follow_up(self) -> None:
        page = self.desks.follow_up
        self.go(Action.FOLLOW_UP)
        wait(lambda: page.due.current)
        page.due.rows[0].start()
        wait(lambda: page.shown)
        settle(0.6)

    def insights(self) -> None:
        self.go(Action.INSIGHTS)
        settle(0.6)

    def manage(self, topic: str) -> None:
        self.go(Action.ADMIN)
        self.desks.admin.page.choose(topic)
        settle(1.0)

    def locked(self) -> None:
        self.window.lock()
        settle()


_TOPICS = ("people", "clinic", "privacy", "microphone", "packs", "templates", "words",
           "appearance", "backup", "audit")  # fmt: skip
ORDER = ("today", "review", "recording", "search", "follow_up", "insights",
         *(f"manage-{topic}" for topic in _TOPICS), "locked")  # fmt: skip


@contextmanager
def opened(folder: Path, language: Language) -> Iterator[Screens]:
    """A clinic of its own, signed in."""
    os.environ["ZHENLU_DATA"] = str(folder)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    clinic_folder = folder / "store"
    name = "李医生" if language is Language.ZH else "Dr Li"
    roles = frozenset({Role.DOCTOR, Role.ADMIN})
    store.create(clinic_folder, name, roles, _PASSPHRASE)
    clinic = store.sign_in(clinic_folder, name, _PASSPHRASE)
    drafted = fill(clinic, language)
    clinic.close()
    sample = paths.resources() / "samples" / f"{_SAMPLES[language]}.flac"
    window = build(application, clinic_folder, lambda: PlayedFile(sample))
    window.choose_language(language)
    window.show()
    line = window.window.findChild(QLineEdit, "passphrase")
    line.setText(_PASSPHRASE)
    line.returnPressed.emit()
    wait(lambda: window.desks)
    try:
        yield Screens(window, language, drafted)
    finally:
        window.close()


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    names = sys.argv[2:] or ORDER
    target.mkdir(parents=True, exist_ok=True)
    for language in Language:
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder), language) as screens:
            for name in names:
                screen, _, topic = name.partition("-")
                getattr(screens, screen)(*filter(None, [topic]))
                for mode in (Mode.LIGHT, Mode.DARK):
                    theme().choose(mode, 1.0)
                    for width, height in SIZES:
                        screens.window.window.resize(width, height)
                        settle()
                        file = target / f"{name}-{language.value}-{mode.value}-{width}.png"
                        screens.window.window.grab().save(str(file))
                        print(file)


if __name__ == "__main__":
    main()
