"""The review at work: edits are kept as they are made, questions answered, the record signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from zhenlu.app.listening import Player, keep_play_speed, peaks, play_speed
from zhenlu.app.live_recording import Room
from zhenlu.app.visits import open_visit
from zhenlu.application import deciding
from zhenlu.application.channels import mono
from zhenlu.application.hand_written import offer_added, offer_left
from zhenlu.application.ports import Pcm
from zhenlu.application.redrafting import record_template
from zhenlu.application.reviewing import compared, rewritten
from zhenlu.audio.tempo import at_speed
from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.finding import Finding
from zhenlu.domain.record import LedgerItem, Record
from zhenlu.export.text import section_to_text, to_text
from zhenlu.ui.background import Background
from zhenlu.ui.review.evidence_dock import MARGIN_S
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.visit_page import VisitPage

#: Steps that can be taken back.
_REMEMBERED = 50

#: From the record as it reads to what it reads next; runs beside the window.
Step = Callable[[Record], Record]


def restored(before: Record) -> Step:
    """The step back to a record as it was."""
    return lambda _now: before


class ReviewDesk(QObject):
    """Works on the record of the visit in sight.

    Signals:
        signed: Id of the visit that was just signed.
        text_copied: Text for the clipboard, and the title of the section; "" for the whole.
        print_asked: The visit as it stands now, an `OpenVisit`.
    """

    signed = Signal(str)
    text_copied = Signal(str, str)
    print_asked = Signal(object)

    def __init__(
        self, page: VisitPage, room: Room, background: Background, notices: Notices
    ) -> None:
        super().__init__(page)
        self._page, self._view, self._room = page, page.review, room
        self._background, self._notices = background, notices
        self._opened: OpenVisit | None = None
        self._record: Record | None = None
        self._steps_back: list[Step] = []
        self.stale: frozenset[str] = frozenset()
        self.reason = ""
        self._earlier: tuple[Record, ...] | None = None
        self._player = Player(self)
        self._player.playing_changed.connect(self._on_playing)
        self._connect()

    @property
    def opened(self) -> OpenVisit | None:
        """The visit at work."""
        return self._opened

    @property
    def record(self) -> Record | None:
        """Its record as it reads now."""
        return self._record

    def open(self, opened: OpenVisit) -> None:
        """Begin on a visit that was just shown."""
        self._player.stop()
        self._opened, self._record, self._steps_back = opened, opened.record, []
        self.stale, self.reason = frozenset(), ""
        self._earlier = None

    def _connect(self) -> None:
        view, decisions = self._view, self._view.decisions
        view.section_settled.connect(self._on_section)
        view.copy_asked.connect(self._on_copy)
        view.offer_taken.connect(self._on_offer_taken)
        view.offer_left.connect(self._on_offer_left)
        decisions.finding_acted.connect(self._on_acted)
        decisions.finding_overridden.connect(self._on_overridden)
        decisions.item_agreed.connect(self._on_agreed)
        decisions.item_settled.connect(self._on_settled)
        view.sign_bar.sign_asked.connect(self._on_sign_asked)
        view.sign_bar.passphrase_given.connect(self._on_passphrase)
        view.sign_bar.print_asked.connect(self._on_print)
        view.evidence.play_asked.connect(self._on_play)
        view.evidence.stop_asked.connect(self._player.stop)
        view.evidence.speed_chosen.connect(keep_play_speed)
        view.evidence.set_speed(play_speed())
        self._notices.action_chosen.connect(self._on_notice)

    # What a person does to the record

    def _on_section(self, section: str, text: str) -> None:
        self.stale -= {section}
        self.change(lambda record: rewritten(record, section, text))

    def _on_acted(self, finding: Finding) -> None:
        self.change(lambda record: deciding.acted_on(record, finding), back=restored)

    def _on_overridden(self, finding: Finding, reason: str) -> None:
        by = self._room.store.person.id
        self.change(
            lambda record: deciding.allowed_to_stand(record, finding, reason, by), back=restored
        )

    def _on_agreed(self, item: LedgerItem) -> None:
        step = deciding.written_down if item.segment else deciding.struck_out
        self.change(lambda record: step(record, item), back=restored)

    def _on_settled(self, item: LedgerItem) -> None:
        self.change(lambda record: deciding.settled(record, item), back=restored)

    def _on_offer_taken(self, section: str) -> None:
        self.change(lambda record: offer_added(record, section), back=restored)

    def _on_offer_left(self, section: str) -> None:
        self.change(lambda record: offer_left(record, section), back=restored)

    def change(self, step: Step, *, back: Callable[[Record], Step] | None = None) -> None:
        """Take a step beside the window, keep what comes of it, then show it.

        Args:
            back: For the record as it was, the step that takes this one back.
        """
        opened = self._opened
        if opened is None or self._record is None or opened.is_signed:
            return

        def taken() -> tuple[Record, Record]:
            # The newest record: an earlier step may have ended while this one waited.
            now = self._record
            assert now is not None  # noqa: S101 - only opening a visit sets it
            after = compared(step(now), now, self._known_before(opened.visit.id))
            self._room.store.records.save_draft(opened.visit.id, after)
            self._record = after
            return now, after

        def shown(both: tuple[Record, Record]) -> None:
            before, after = both
            if self._opened is not None and self._opened.visit.id == opened.visit.id:
                self._show(after)
                if back is not None and after != before:
                    self._offer_undo(back(before))

        self._background.run(taken, shown, self._on_refused)

    def _show(self, record: Record) -> None:
        opened = self._opened
        if opened is not None and record.template != opened.template.id:
            template = record_template(record)
            self._opened = opened = replace(opened, template=template, record=record)
            self._page.show_record(opened)
        self._view.show_record(record, self.stale)

    def _known_before(self, visit: str) -> tuple[Record, ...]:
        """The patient's earlier records, read with the first change."""
        if self._earlier is None:
            self._earlier = self._room.store.records.earlier(visit)
        return self._earlier

    def _offer_undo(self, step_back: Step) -> None:
        self._steps_back = [*self._steps_back[-_REMEMBERED:], step_back]
        self._notices.show(Notice("undo", "ok", self.tr("Done."), self.tr("Undo")))

    def _on_notice(self, topic: str) -> None:
        if topic == "undo" and self._steps_back:
            self._notices.withdraw("undo")
            self.change(self._steps_back.pop())

    # Signing

    def _on_sign_asked(self) -> None:
        if self._opened is None or self._opened.is_signed:
            return
        self._view.settle()
        if self._view.decisions.go_to_blocking():
            return
        if self._opened.versions and not self.reason:
            self._view.sign_bar.ask_reason()
        else:
            self._view.sign_bar.ask_passphrase()

    def _on_passphrase(self, passphrase: str) -> None:
        opened = self._opened
        if opened is None:
            return
        self._view.settle()

        def sign() -> OpenVisit:
            store, record = self._room.store, self._record
            assert record is not None  # noqa: S101 - the bar is shown with a record only
            store.confirm(passphrase)
            store.records.sign(opened.visit.id, record, self.reason)
            store.retention(self._room.journal).apply()
            return open_visit(self._room, opened.visit.id)

        self._background.run(sign, self._on_signed, self._on_not_signed)

    def _on_signed(self, opened: OpenVisit) -> None:
        self.open(opened)
        self._page.show_signed(opened)
        self._view.evidence.set_sound(is_there=opened.has_sound)
        self.signed.emit(opened.visit.id)

    def _on_not_signed(self, error: ZhenluError) -> None:
        self._view.sign_bar.ask_passphrase(told(error))

    # Taking it along, and listening

    def _on_copy(self, section_id: str) -> None:
        record, opened = self._record, self._opened
        if record is None or opened is None:
            return
        self._view.settle()
        section = record.section(section_id) if section_id else None
        if section is not None:
            self.text_copied.emit(section_to_text(section, record.language), section.title)
        else:
            self.text_copied.emit(to_text(record, stamp=opened.stamp), "")
        audit, person = self._room.store.audit, self._room.store.person.id
        visit = opened.visit.id
        self._background.run(
            lambda: audit.append(AuditAction.COPY, "record", visit, person=person),
            self._on_noted,
            self._on_refused,
        )

    def _on_print(self) -> None:
        opened = self._opened
        if opened is None:
            return
        self._view.settle()
        # Behind what was just settled, so that the newest words are printed.
        self._background.run(lambda: self._record, self._on_print_settled, self._on_refused)

    def _on_print_settled(self, record: Record | None) -> None:
        if self._opened is not None and record is not None:
            self.print_asked.emit(replace(self._opened, record=record))

    def _on_noted(self, _row: object) -> None:
        """The copy is on record."""

    def _on_play(self, first_s: float, last_s: float) -> None:
        opened = self._opened
        if opened is None:
            return
        journal, visit = self._room.journal, opened.visit.id

        speed = play_speed()

        def read() -> tuple[Pcm, Pcm]:
            spoken = mono(journal.span(visit, first_s, last_s).samples)
            return spoken, at_speed(spoken, speed)

        self._background.run(read, self._on_sound, self._on_refused)

    def _on_sound(self, sound: tuple[Pcm, Pcm]) -> None:
        spoken, to_hear = sound
        length_s = len(spoken) / 16_000
        edge = min(0.5, MARGIN_S / length_s) if length_s else 0.0
        self._view.evidence.show_sound(peaks(spoken), (edge, 1.0 - edge))
        self._player.play(to_hear)

    def _on_playing(self, is_playing: bool) -> None:
        self._view.evidence.set_playing(is_playing=is_playing)

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("review", "danger", told(error)))
