"""The pages of whoever signed in, joined with the store."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from zhenlu.app import pasting
from zhenlu.app.admin_desk import AdminDesk
from zhenlu.app.capturing import Capturing, SourceFor
from zhenlu.app.clinic import StoredSession
from zhenlu.app.clipboard import LentClipboard
from zhenlu.app.consent_desk import ConsentDesk
from zhenlu.app.correction_desk import CorrectionDesk, LiveCorrections
from zhenlu.app.dictation_desk import DictationDesk
from zhenlu.app.draft_writing import DraftWriting
from zhenlu.app.follow_up_desk import FollowUpDesk
from zhenlu.app.insights_desk import InsightsDesk
from zhenlu.app.intake_desk import IntakeDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.app.microphone_watch import MicrophoneWatch
from zhenlu.app.mini_bar_desk import MiniBarDesk
from zhenlu.app.printing import PrintDesk
from zhenlu.app.recording_desk import RecordingDesk
from zhenlu.app.recovery_desk import RecoveryDesk
from zhenlu.app.review_desk import ReviewDesk
from zhenlu.app.search_desk import SearchDesk
from zhenlu.app.second_reading_desk import SecondReadingDesk
from zhenlu.app.today_desk import TodayDesk
from zhenlu.app.upkeep import Upkeep
from zhenlu.app.version_desk import VersionDesk
from zhenlu.app.visits import open_visit
from zhenlu.application.consultation import TemplateFor
from zhenlu.application.visit_templates import usual_template
from zhenlu.domain.errors import ZhenluError
from zhenlu.engines.room import EngineRoom
from zhenlu.storage.journal_restart import working_journal
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.follow_up.follow_up_page import FollowUpPage
from zhenlu.ui.insights.insights_page import InsightsPage
from zhenlu.ui.keys import Action
from zhenlu.ui.search.search_page import SearchPage
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.shell.page import Page
from zhenlu.ui.today.today_page import TodayPage
from zhenlu.ui.translation import told
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.visit_page import VisitPage

#: Copied notes leave the clipboard after so long, if they are still there.
CLIPBOARD_MS = 60_000


class Desks(QObject):
    """The pages and what works behind them, for one session.

    Signals:
        place_asked: The window should show this place.
        recording_time: Length of the running recording, "" for none.
    """

    place_asked = Signal(str)
    recording_time = Signal(str)

    def __init__(
        self,
        session: StoredSession,
        notices: Notices,
        background: Background,
        bridge: EventBridge,
        source_for: SourceFor,
        template_for: TemplateFor = usual_template,
        clipboard_ms: int = CLIPBOARD_MS,
        sound: SoundSystem | None = None,
    ) -> None:
        super().__init__()
        store = session.store
        self._background, self._notices = background, notices
        self.clipboard = LentClipboard(clipboard_ms)
        journal, doubt = working_journal(store)
        self.room = Room(store, journal, EngineRoom(), template_for)
        self.today, self.visit = TodayPage(notices), VisitPage(notices)
        self.today_desk = TodayDesk(self.today, store, background, notices)
        capturing = Capturing(self.room, source_for, background, bridge, notices)
        self.recording = RecordingDesk(self.visit.recording, capturing)
        self.writing = DraftWriting(self.visit, self.room, background, notices)
        self.recovery = RecoveryDesk(
            self.today.unfinished, self.room, background, bridge, notices
        )
        self.search = SearchPage(notices)
        self.search_desk = SearchDesk(self.search, self.room, background, notices)
        self.insights = InsightsPage(notices)
        self.insights_desk = InsightsDesk(self.insights, self.room, notices)
        self.review = ReviewDesk(self.visit, self.room, background, notices)
        self.consents = ConsentDesk(
            self.visit, self.recording, self.review, self.room, background, notices
        )
        self.intake = IntakeDesk(self.room, background, notices)
        self.mini = MiniBarDesk(self.visit, bridge)
        strip = self.visit.recording.strip
        self.microphones = MicrophoneWatch(strip, sound) if sound is not None else None
        self.corrections = CorrectionDesk(self.review, self.visit, self.room)
        self.second_reading = SecondReadingDesk(self.review, self.corrections, self.room)
        self.live_corrections = LiveCorrections(self.recording, self.visit.recording)
        self.dictation = DictationDesk(self.review, self.visit.review, capturing)
        self.versions = VersionDesk(self.review, self.visit, self.room, background, notices)
        self.printing = PrintDesk(self.visit, self.room, background, notices)
        self.follow_up = FollowUpPage(notices)
        self.follow_up_desk = FollowUpDesk(self.follow_up, self.room, background, notices)
        self.admin = AdminDesk(self.room, background, notices)
        self._record_after_opening = False
        self._opens_quietly = False
        self._just_recorded = ""
        self._whole = ""
        self._dialog: QFileDialog | None = None
        self._to_import: Path | None = None
        self._connect()
        self.admin.record_key.begin()
        self.admin.hand_over_key.begin()
        self.recovery.look()
        self.upkeep = Upkeep(self.room, background, bridge, notices)
        self.upkeep.begin((doubt,) if doubt is not None else ())

    @property
    def pages(self) -> tuple[Page, ...]:
        return (self.today, self.visit, self.follow_up, self.search, self.insights, self.admin.page)

    def open(self, visit_id: str) -> None:
        """Show a visit; the one that is being recorded is not left for another."""
        busy = self._busy_with
        if busy == visit_id:
            # Its words stand on the page as they come; opening it anew would empty it.
            self._record_after_opening = False
            self.place_asked.emit(Action.VISIT.value)
            return
        if busy:
            self._tell_busy()
            return
        self._background.run(
            lambda: open_visit(self.room, visit_id), self._on_opened, self._on_refused
        )

    def fill_in(self, visit_id: str) -> None:
        """Ask the questions before a visit, in place of the whole window."""
        if self._busy_with:
            self._tell_busy()
        else:
            self.intake.begin(visit_id)

    def record(self, visit_id: str) -> None:
        """Open a visit and begin to record it; the one that is being recorded stops."""
        if self.recording.visit == visit_id:
            self.recording.stop()
        self._record_after_opening = True
        self.open(visit_id)

    def close(self) -> None:
        """Let recordings, engines and the journal go."""
        self.upkeep.close()
        self.clipboard.take_back()
        self.recovery.close()
        self.insights_desk.close()
        self.mini.close()
        if self.microphones is not None:
            self.microphones.close()
        self.dictation.give_up()
        self.recording.give_up()
        self.second_reading.close()
        self.admin.close()
        self._background.close()
        self.room.engines.close()
        self.room.journal.close()

    @property
    def _busy_with(self) -> str:
        """Id of the visit that is recorded or dictated into, "" for none."""
        return self.recording.visit or self.dictation.visit

    def _tell_busy(self) -> None:
        words = self.tr("A visit is being recorded. Stop it before opening another.")
        self._notices.show(Notice("recording", "warning", words))

    def _connect(self) -> None:
        self.today.open_asked.connect(self.open)
        self.today.record_asked.connect(self.record)
        self.today.intake_asked.connect(self.fill_in)
        self.visit.intake_asked.connect(self._on_intake_asked)
        self.intake.ended.connect(self.open)
        self.recovery.open_asked.connect(self.open)
        self.recovery.written_up.connect(self.open)
        self.today.import_asked.connect(self._on_import)
        self.today.adding.left.connect(self._on_import_left)
        self.today_desk.planned.connect(self._on_planned)
        self.today.find_asked.connect(self._on_find)
        self.today.follow_ups_asked.connect(self._on_follow_ups)
        self.search.open_asked.connect(self.open)
        self.insights.sign_asked.connect(self.today.sign_next)
        self.visit.record_toggled.connect(self._on_record_toggled)
        self.visit.pause_toggled.connect(self.recording.pause)
        self.recording.finished.connect(self._on_recorded)
        self.recording.time_changed.connect(self.recording_time)
        self.recording.running_changed.connect(self.recovery.give_way)
        self.recording.running_changed.connect(self.second_reading.give_way)
        self.admin.record_key.pressed.connect(self.mini.toggle)
        self.admin.record_key.held.connect(self.mini.bar.show_key)
        self.admin.hand_over_key.pressed.connect(self._on_hand_over)
        self.mini.bar.copy_asked.connect(self._paste)
        self.review.text_copied.connect(self._on_copied)
        self.review.text_copied.connect(self.mini.show_copied)
        self.review.print_asked.connect(self.printing.show)
        self.follow_up_desk.open_asked.connect(self.open)
        self.follow_up_desk.whole_asked.connect(self.open_whole)
        self.follow_up_desk.changed.connect(self._on_form_changed)
        self.follow_up_desk.text_copied.connect(self._on_copied)
        self.follow_up_desk.print_asked.connect(self.printing.show)

    def open_whole(self, visit_id: str) -> None:
        """Show a form's whole record, to change its words and to settle what is open."""
        self._whole = visit_id
        self.open(visit_id)

    def _on_form_changed(self, visit_id: str) -> None:
        # The record is at work in one place only.
        if self.visit.opened is not None and self.visit.opened.visit.id == visit_id:
            self.visit.show_nothing()

    def _on_opened(self, opened: OpenVisit) -> None:
        is_whole, self._whole = self._whole == opened.visit.id, ""
        if self.follow_up_desk.takes(opened) and not is_whole:
            self.follow_up_desk.open(opened)
            self._on_form_changed(opened.visit.id)
            self._record_after_opening = False
            self._go(Action.FOLLOW_UP)
            return
        self.intake.warn(opened.visit.id, opened.intake)
        if opened.record is None:
            self.visit.show_ready(opened)
        else:
            self.visit.show_record(opened)
            self.review.open(opened)
            if opened.visit.id == self._just_recorded and not opened.is_signed:
                self.second_reading.begin(opened.visit.id, opened.record)
            self._just_recorded = ""
        self._go(Action.VISIT)
        if self._record_after_opening:
            self._record_after_opening = False
            self.consents.record(opened)

    def _go(self, place: Action) -> None:
        is_quiet, self._opens_quietly = self._opens_quietly, False
        if not is_quiet:
            self.place_asked.emit(place.value)

    def _on_recorded(self, visit_id: str) -> None:
        """The draft is there; whoever types elsewhere meanwhile is not taken away from it."""
        self._opens_quietly = not self.visit.isVisible()
        if self._opens_quietly:
            words = self.tr("The draft is ready.")
            self._notices.show(Notice("drafted", "ok", words))
        self._just_recorded = visit_id
        self.open(visit_id)

    def _on_import(self) -> None:
        sounds = "*.wav *.mp3 *.m4a *.flac *.ogg *.opus *.wma *.aac *.amr *.mp4"
        dialog = QFileDialog(self.today, self.tr("Import a recording"))
        dialog.setObjectName("import_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([
            self.tr("Recordings ({kinds})").format(kinds=sounds), self.tr("All files (*)"),
        ])  # fmt: skip
        dialog.fileSelected.connect(self.import_file)
        self._dialog = dialog
        dialog.open()

    def import_file(self, path: str) -> None:
        """Ask whose recording it is; adding the patient takes it in."""
        self._to_import = Path(path)
        self.place_asked.emit(Action.TODAY.value)
        self.today.adding.begin(self.tr("Whose recording is it? “Add” notes their consent."))

    def _on_import_left(self) -> None:
        self._to_import = None

    def _on_planned(self, visit_id: str) -> None:
        path, self._to_import = self._to_import, None
        if path is not None:
            self.recovery.take_in(visit_id, path)

    def _on_find(self) -> None:
        self.place_asked.emit(Action.SEARCH.value)

    def _on_follow_ups(self) -> None:
        self.place_asked.emit(Action.FOLLOW_UP.value)

    def _on_record_toggled(self) -> None:
        opened = self.visit.opened
        if opened is not None:
            self.consents.record(opened)

    def _on_hand_over(self) -> None:
        if self.mini.copy_next():
            self._paste()

    def _paste(self) -> None:
        """Put what was just copied into the program in front, where that was chosen."""
        if self.admin.hand_over_key.pastes:
            pasting.paste()

    def _on_intake_asked(self) -> None:
        opened = self.visit.opened
        if opened is not None:
            self.fill_in(opened.visit.id)

    def _on_copied(self, text: str, section: str) -> None:
        self.clipboard.lend(text)
        seconds = self.clipboard.seconds
        words = self.tr("Copied {what}; the clipboard is emptied in {seconds} s.")
        told = words.format(what=section or self.tr("the whole record"), seconds=seconds)
        self._notices.show(Notice("copied", "ok", told))

    def _on_refused(self, error: ZhenluError) -> None:
        self._record_after_opening = False
        self._notices.show(Notice("visit", "danger", told(error)))
