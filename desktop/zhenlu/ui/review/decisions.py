"""What has to be settled before signing, worst first, in one column."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from zhenlu.application.deciding import open_items
from zhenlu.domain.record import LedgerItem, Record
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, empty, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.decision_cards import (
    DecisionCard,
    FindingCard,
    LedgerCard,
    focused_card,
)
from zhenlu.ui.translation import Translated


class Decisions(Translated, QFrame):
    """Signals:
    finding_acted: A `Finding` to act on.
    finding_overridden: A `Finding` and the reason why it stands.
    item_agreed: A `LedgerItem` to write down or strike out.
    item_settled: A `LedgerItem` to leave as it is.
    place_asked: A `Finding` or `LedgerItem` to lead to.
    wanted: A question is about to take the focus.
    counted: Another number of questions is open, or their title is another.
    """

    finding_acted = Signal(object)
    finding_overridden = Signal(object, str)
    item_agreed = Signal(object)
    item_settled = Signal(object)
    place_asked = Signal(object)
    wanted = Signal()
    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "column", "last")
        self.setObjectName("decisions")
        self._title, self._needed = Label("section"), Label("chip")
        self._key, self._next = Label("key"), Label("caption")
        self._said, self._written, self._none = Label("section"), Label("section"), Label("muted")
        self._none.setWordWrap(True)
        # In line with the title above.
        self._none.setContentsMargins(2, 0, 0, 0)
        self._cards: list[DecisionCard] = []
        head = row(
            self._title, self._needed, 1, self._key, self._next, space=6, margins=(14, 9, 12, 5)
        )
        self._list = column(space=6, margins=(12, 2, 8, 8))
        layout = column(head, space=0)
        self._area = scrolled(holder(self._list))
        layout.addWidget(self._area, 1)
        self.setLayout(layout)
        self._blocking, self._is_read_only = 0, False
        self.retranslate()

    @property
    def blocking(self) -> int:
        """How many questions have to be answered before signing."""
        return self._blocking

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self._cards)

    @property
    def title(self) -> str:
        return self.tr("Noted when signed") if self._is_read_only else self.tr("Before signing")

    def show_title(self, *, is_shown: bool) -> None:
        """Head the column with its title, or leave that to the tab over it."""
        self._title.setVisible(is_shown)

    def show_record(self, record: Record) -> None:
        """Show what is open now; the focus stays on the same place of the list."""
        at = focused_card(self._cards, QApplication.focusWidget())
        self._clear()
        findings = [f for f in record.findings if f.override is None]
        self._blocking = sum(f.blocks for f in findings)
        for finding in findings:
            self._add_finding(FindingCard(finding))
        said, written = open_items(record)
        for title, items in ((self._said, said), (self._written, written)):
            if items:
                self._list.addWidget(title)
                title.show()
            for item in items:
                self._add_item(item, record)
        if not self._cards:
            self._list.addWidget(self._none)
            self._none.show()
        self._list.addStretch(1)
        self.retranslate()
        if at >= 0 and self._cards:
            self._cards[min(at, len(self._cards) - 1)].setFocus()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """What was found stays in sight when the record is signed; nothing is asked any more."""
        self._is_read_only = is_read_only
        for card in self._cards if is_read_only else ():
            card.set_read_only()
        self.retranslate()

    def walk(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) question."""
        if not self._cards:
            return
        self.wanted.emit()
        at = focused_card(self._cards, QApplication.focusWidget())
        following = (at + step) % len(self._cards) if at >= 0 else 0 if step > 0 else -1
        self._cards[following].setFocus()
        self._area.ensureWidgetVisible(self._cards[following])

    def go_to_blocking(self) -> bool:
        """Go to the first question that has to be answered; False where there is none."""
        for card in self._cards:
            if isinstance(card, FindingCard) and card.finding.blocks:
                self.wanted.emit()
                card.setFocus()
                self._area.ensureWidgetVisible(card)
                return True
        return False

    def retranslate(self) -> None:
        self._title.say(self.title)
        self._needed.say(self.tr("{count} needed").format(count=self._blocking), "danger")
        self._needed.setVisible(self._blocking > 0 and not self._is_read_only)
        self._key.say(key(Action.NEXT_DECISION).toString())
        self._next.say(self.tr("next"))
        for part in (self._key, self._next):
            part.setVisible(bool(self._cards) and not self._is_read_only)
        self._said.say(self.tr("Said, not written"))
        self._written.say(self.tr("Written, not said"))
        self._none.say(
            self.tr("Nothing was noted.")
            if self._is_read_only
            else self.tr("Nothing left to decide.")
        )
        self.setAccessibleName(self.title)
        self.counted.emit()

    def _add_finding(self, card: FindingCard) -> None:
        card.acted.connect(self.finding_acted)
        card.overridden.connect(self.finding_overridden)
        card.shown.connect(self.place_asked)
        self._add(card)

    def _add_item(self, item: LedgerItem, record: Record) -> None:
        section = record.section(item.section)
        start_s = record.transcript[item.segment].start_s if item.segment else 0.0
        card = LedgerCard(item, section.title if section else "", start_s)
        card.agreed.connect(self.item_agreed)
        card.settled.connect(self.item_settled)
        card.shown.connect(self.place_asked)
        self._add(card)

    def _add(self, card: DecisionCard) -> None:
        self._cards.append(card)
        self._list.addWidget(card)
        # Shown now, not with the next event: only what is visible can take the focus.
        card.show()
        if self._is_read_only:
            card.set_read_only()

    def _clear(self) -> None:
        self._cards.clear()
        empty(self._list, keep=(self._said, self._written, self._none))
