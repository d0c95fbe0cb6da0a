"""The rule draft while they still talk: every section has its place before it is filled.

Whoever writes in a section meanwhile owns it: the draft goes on around it, and neither the
caret nor what is in sight moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from zhenlu.domain.record import Section
from zhenlu.domain.template import Template
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.growing_section import GrowingSection

#: A pause in typing after which a section is kept.
_SETTLED_MS = 400


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a person was at when the draft was finished and the review took its place.

    Attributes:
        texts: Sections that were typed in after the draft was finished, by id.
        section: Which one has the caret, "" for none.
        caret: Its place, in Qt's count.
    """

    texts: dict[str, str] = field(default_factory=dict, repr=False)
    section: str = ""
    caret: int = 0


class GrowingDraft(Translated, QWidget):
    """Signals:
    section_written: A `Section` in a person's words, after a pause in typing.
    statement_entered: The caret stands in this `Statement`, or in none.
    """

    section_written = Signal(object)
    statement_entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, GrowingSection] = {}
        self._touched: set[str] = set()
        self._is_over = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.settle)
        self._title, self._layer, self._count = Label("title"), Label("chip"), Elided("caption")
        head = row(self._title, self._layer, self._count, space=10, margins=(4, 8, 8, 6))
        head.setStretch(2, 1)
        self._rows: QVBoxLayout = column(space=0, margins=(1, 4, 1, 4))
        sheet: QFrame = box("card", self._rows)
        layout = column(head, space=0, margins=(14, 0, 4, 12))
        inside = holder(column(sheet, 1, space=10))
        self._area = scrolled(inside, keeps_bar=True)
        layout.addWidget(self._area, 1)
        self.setLayout(layout)
        self.retranslate()

    def open(self, template: Template, written: Sequence[Section] = ()) -> None:
        """Make the places of a template, empty but for what a person wrote before."""
        for line in self.sections.values():
            line.hide()
            line.deleteLater()
        self._settling.stop()
        self._touched, self._is_over, self.sections = set(), False, {}
        before = {section.id: section for section in written}
        for part in template.sections:
            line = GrowingSection(part, is_last=part is template.sections[-1])
            line.edited.connect(self._on_edited)
            line.editor.statement_entered.connect(self.statement_entered)
            self._rows.addWidget(line)
            self.sections[part.id] = line
            if part.id in before:
                line.show_written(before[part.id])
        self.setFocusProxy(self.sections[template.sections[0].id].editor)
        self._say_count()

    def set_writable(self, *, is_writable: bool) -> None:
        """Before the first second of the recording there is nothing to write beside."""
        for line in self.sections.values():
            line.editor.setReadOnly(not is_writable)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show what is known so far; what a person writes stays as it is."""
        with self._held_still():
            for section in sections:
                line = self.sections.get(section.id)
                if line is not None:
                    line.show_draft(section)
        self._say_count()

    def settle(self) -> None:
        """Tell at once what is still being typed."""
        self._settling.stop()
        touched, self._touched = self._touched, set()
        for section_id in sorted(touched):
            self.section_written.emit(self.sections[section_id].written())

    def finish(self) -> None:
        """The draft is made: what is typed from here on goes into the finished record."""
        self.settle()
        self._is_over = True

    def left_over(self) -> LeftOver:
        """What the review has to go on with."""
        late = sorted(self._touched) if self._is_over else []
        texts = {section_id: self.sections[section_id].editor.text for section_id in late}
        for section_id, line in self.sections.items():
            if line.editor.hasFocus():
                return LeftOver(texts, section_id, line.editor.textCursor().position())
        return LeftOver(texts)

    def retranslate(self) -> None:
        self._title.say(self.tr("Draft so far"))
        self._layer.say(self.tr("by rules until the end"), "info")
        self._say_count()

    def _say_count(self) -> None:
        known = [line for line in self.sections.values() if line.is_filled]
        self._count.say(
            self.tr("{known} of {all} sections").format(known=len(known), all=len(self.sections))
        )

    def _on_edited(self) -> None:
        self._touched.update(
            section_id for section_id, line in self.sections.items() if line is self.sender()
        )
        if not self._is_over:
            self._settling.start()
        self._say_count()

    @contextmanager
    def _held_still(self) -> Iterator[None]:
        """What is looked at stays at its height on the screen while sections above it grow."""
        line = self._looked_at()
        if line is None:
            yield
            return
        before = self._height_of(line)
        yield
        # Laid out before anything is drawn, so that nothing is seen to jump.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + self._height_of(line) - before)

    def _looked_at(self) -> GrowingSection | None:
        """The section with the caret; without one the first in sight, once it was scrolled."""
        lines = self.sections.values()
        for line in lines:
            if line.editor.hasFocus():
                return line
        if not self._area.verticalScrollBar().value():
            return None
        return next((line for line in lines if self._height_of(line) >= 0), None)

    def _height_of(self, line: GrowingSection) -> int:
        return line.mapTo(self._area.viewport(), QPoint(0, 0)).y()
