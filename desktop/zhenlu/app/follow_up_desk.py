"""The follow-up page at work: a promise becomes a visit, its form is confirmed and signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from zhenlu.app.follow_up_list import due_entries
from zhenlu.app.live_recording import Room
from zhenlu.app.visits import open_visit
from zhenlu.application.confirming import promised, settled, waiting
from zhenlu.application.follow_up import ContactsThisYear, contacts_this_year, programme_of
from zhenlu.application.visit_templates import FOLLOW_UP_FORMS
from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.follow_up import DueState
from zhenlu.domain.record import Record
from zhenlu.export.text import to_text
from zhenlu.ui.background import Background
from zhenlu.ui.follow_up.due import DueEntry, OpenForm
from zhenlu.ui.follow_up.follow_up_page import FollowUpPage
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told
from zhenlu.ui.visit.open_visit import OpenVisit

_UNDO = "follow_up_undo"
#: Figures of the form before that are shown beside the new ones.
_FIGURES = ("systolic", "diastolic", "fasting_glucose", "weight", "control")


@dataclass(frozen=True, slots=True)
class _Work:
    """The form in sight, with what it is compared with."""

    opened: OpenVisit
    record: Record = field(repr=False)
    earlier: tuple[Record, ...] = field(default=(), repr=False)

    @property
    def before(self) -> Record | None:
        """The patient's last form of this kind."""
        return next((r for r in self.earlier if r.template == self.record.template), None)

    @property
    def contacts(self) -> ContactsThisYear | None:
        """The patient's forms of this kind in the year of this one, itself among them."""
        plan, today = programme_of(self.record), self.opened.visit.date
        if plan is None or today is None:
            return None
        started = [
            each.visit.get("started", "")
            for each in self.earlier
            if each.template == self.record.template
        ]
        days = [datetime.fromisoformat(each).date() for each in started if each]
        return contacts_this_year(plan, [*days, today], today)


class FollowUpDesk(QObject):
    """Works on one form at a time.

    Signals:
        open_asked: Id of a visit that was begun and has to be recorded.
        whole_asked: Id of the visit whose whole record is wanted.
        changed: Id of the visit whose record is another one now.
        signed: Id of the visit that was just signed.
        text_copied: Text for the clipboard, and the title of a section, always "".
        print_asked: The visit as it stands now, an `OpenVisit`.
    """

    open_asked = Signal(str)
    whole_asked = Signal(str)
    changed = Signal(str)
    signed = Signal(str)
    text_copied = Signal(str, str)
    print_asked = Signal(object)

    def __init__(
        self,
        page: FollowUpPage,
        room: Room,
        background: Background,
        notices: Notices,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(page)
        self._page, self._room, self._now = page, room, now
        self._background, self._notices = background, notices
        self._work: _Work | None = None
        self._entries: dict[str, DueEntry] = {}
        self._begun: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._closed: list[str] = []
        self._connect()

    @staticmethod
    def takes(opened: OpenVisit) -> bool:
        """Whether a visit's record is a form to confirm."""
        return opened.record is not None and opened.record.template in FOLLOW_UP_FORMS

    def open(self, opened: OpenVisit) -> None:
        """Show the form of a visit."""
        if self._work is not None and self._work.opened.visit.id != opened.visit.id:
            self._work = None
        self._read(opened.visit.id)

    def refresh(self) -> None:
        """Show who is due, and the open form as the store has it now."""
        day, begun, forms = self._now().date(), self._begun, self._forms
        self._background.run(
            lambda: due_entries(self._room.store, day, begun, forms),
            self._on_entries,
            self._on_refused,
        )
        if self._work is not None:
            self._read(self._work.opened.visit.id)

    def _connect(self) -> None:
        page = self._page
        page.refresh_asked.connect(self.refresh)
        page.due.start_asked.connect(self._on_start)
        page.due.close_asked.connect(self._on_close)
        page.form.settled.connect(self._on_settled)
        page.copy_asked.connect(self._on_copy)
        page.whole_asked.connect(self.whole_asked)
        page.sign_bar.amend_asked.connect(self._on_whole)
        page.sign_bar.sign_asked.connect(self._on_sign_asked)
        page.sign_bar.passphrase_given.connect(self._on_passphrase)
        page.sign_bar.print_asked.connect(self._on_print)
        self._notices.action_chosen.connect(self._on_notice)

    def _read(self, visit_id: str) -> None:
        def read() -> _Work | None:
            opened = open_visit(self._room, visit_id)
            if opened.record is None:
                return None
            earlier = self._room.store.records.earlier(visit_id)
            # Here, between one answer and the next, so that none is lost.
            self._work = _Work(opened, opened.record, earlier)
            return self._work

        self._background.run(read, self._on_work, self._on_refused)

    # Who is due

    def _on_entries(self, entries: tuple[DueEntry, ...]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._page.due.show_entries(entries)

    def _on_start(self, entry_id: str, form: str) -> None:
        entry = self._entries.get(entry_id)
        if entry is None:
            return

        def begin() -> str:
            if entry.visit:
                return entry.visit
            started = self._now()
            return self._room.store.visits.add(entry.patient, "followup", started=started).id

        def begun(visit: str) -> None:
            self._begun[entry_id] = visit
            self._room.chosen[visit] = form
            self.open_asked.emit(visit)

        self._background.run(begin, begun, self._on_refused)

    def _on_close(self, entry_id: str, state: str) -> None:
        follow_ups = self._room.store.follow_ups
        self._closed.append(entry_id)
        self._background.run(
            lambda: follow_ups.close(entry_id, DueState(state)), self._on_closed, self._on_refused
        )

    def _on_closed(self, _item: object) -> None:
        self._notices.show(Notice(_UNDO, "ok", self.tr("Taken off the list."), self.tr("Undo")))
        self.refresh()

    def _on_notice(self, topic: str) -> None:
        if topic == _UNDO:
            self.undo()

    def undo(self) -> None:
        """Put back what was taken off the list last."""
        if not self._closed:
            return
        self._notices.withdraw(_UNDO)
        follow_ups, entry_id = self._room.store.follow_ups, self._closed.pop()
        self._background.run(
            lambda: follow_ups.close(entry_id, DueState.DUE), self._on_reopened, self._on_refused
        )

    def _on_reopened(self, _item: object) -> None:
        self.refresh()

    # The form

    def _on_work(self, work: _Work | None) -> None:
        if work is not None and work is self._work:
            self._show(work)

    def _show(self, work: _Work) -> None:
        before = work.before
        last = [
            (value.title, f"{value.value} {value.unit}".strip())
            for section in (before.sections if before else ())
            for value in section.fields
            if value.id in _FIGURES and value.value
        ]
        day = before.visit.get("started", "")[:10] if before else ""
        self._page.show_form(
            OpenForm(
                replace(work.opened, record=work.record),
                () if work.opened.is_signed else waiting(work.record, before),
                day or ("–" if last else ""),
                tuple(last),
                work.contacts,
            )
        )

    def _on_settled(self, section: str, field_id: str, value: str) -> None:
        work = self._work
        if work is None or work.opened.is_signed:
            return
        visit = work.opened.visit

        def taken() -> _Work:
            # The newest record: an earlier answer may have been taken while this one waited.
            now = self._work if self._work is not None else work
            after = settled(now.record, (section, field_id), value, visit, now.earlier)
            changed = replace(now, record=after)
            if after != now.record:
                self._room.store.records.save_draft(visit.id, after)
                self._work = changed
            return changed

        self._background.run(taken, self._on_changed, self._on_not_kept)

    def _on_changed(self, work: _Work) -> None:
        if self._work is not None and self._work.opened.visit.id == work.opened.visit.id:
            self._show(work)
            self.changed.emit(work.opened.visit.id)

    def _on_not_kept(self, error: ZhenluError) -> None:
        self._on_refused(error)
        self._page.form.forget_answers()
        if self._work is not None:
            self._show(self._work)

    # Signing, copying, printing

    def _on_sign_asked(self) -> None:
        work = self._work
        if work is None or work.opened.is_signed:
            return
        if waiting(work.record, work.before):
            self._page.form.begin()
        elif any(finding.blocks for finding in work.record.findings):
            words = self.tr("Something needs a reason first; it stands beside the whole record.")
            self._notices.show(Notice("follow_up", "warning", words))
            self._on_whole()
        else:
            self._page.sign_bar.ask_passphrase()

    def _on_passphrase(self, passphrase: str) -> None:
        work = self._work
        if work is None:
            return
        visit = work.opened.visit
        answered = [entry for entry, begun in self._begun.items() if begun == visit.id]

        def sign() -> OpenVisit:
            store, record = self._room.store, (self._work or work).record
            store.confirm(passphrase)
            store.records.sign(visit.id, record)
            day = visit.date or self._now().date()
            store.follow_ups.put(visit.id, promised(record, visit.id, day))
            for entry in answered:
                store.follow_ups.close(entry, DueState.DONE)
            store.retention(self._room.journal).apply()
            return open_visit(self._room, visit.id)

        self._background.run(sign, self._on_signed, self._on_not_signed)

    def _on_signed(self, opened: OpenVisit) -> None:
        visit = opened.visit.id
        self._begun = {entry: begun for entry, begun in self._begun.items() if begun != visit}
        self.open(opened)
        self.refresh()
        self._page.due.setFocus()
        self.signed.emit(visit)

    def _on_not_signed(self, error: ZhenluError) -> None:
        self._page.sign_bar.ask_passphrase(told(error))

    def _on_whole(self) -> None:
        if self._work is not None:
            self.whole_asked.emit(self._work.opened.visit.id)

    def _on_copy(self) -> None:
        work = self._work
        if work is None:
            return
        self.text_copied.emit(to_text(work.record, stamp=work.opened.stamp), "")
        audit, person = self._room.store.audit, self._room.store.person.id
        visit = work.opened.visit.id
        self._background.run(
            lambda: audit.append(AuditAction.COPY, "record", visit, person=person),
            self._on_noted,
            self._on_refused,
        )

    def _on_noted(self, _row: object) -> None:
        """The copy is on record."""

    def _on_print(self) -> None:
        if self._work is not None:
            self.print_asked.emit(replace(self._work.opened, record=self._work.record))

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("follow_up", "danger", told(error)))
