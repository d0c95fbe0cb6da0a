"""The rule draft while they still talk: every section has its place before it is filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from zhenlu.domain.record import Section
from zhenlu.domain.template import Template
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

_NAME_WIDTH = 112


class GrowingDraft(Translated, QWidget):
    """Nothing here can be clicked: the person looks at the patient."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, Label] = {}
        self._names: list[Label] = []
        self._asked = ""
        self._title, self._layer, self._count = Label("title"), Label("chip"), Elided("caption")
        head = row(self._title, self._layer, self._count, space=10, margins=(4, 8, 8, 6))
        head.setStretch(2, 1)
        self._rows: QVBoxLayout = column(space=0, margins=(1, 4, 1, 4))
        sheet: QFrame = box("card", self._rows)
        layout = column(head, space=0, margins=(14, 0, 14, 12))
        inside = holder(column(sheet, 1, space=10, margins=(0, 0, 2, 0)))
        layout.addWidget(scrolled(inside), 1)
        self.setLayout(layout)
        theme().changed.connect(self._fit)
        self.retranslate()

    def open(self, template: Template) -> None:
        """Make the places of a template, empty."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._texts, self._names = {}, []
        for part in template.sections:
            name, text = Label("section", wrap=True), Label("reading", wrap=True)
            name.say(part.title)
            text.setAccessibleName(part.title)
            line = row(name, text, space=8, margins=(14, 7, 14, 7))
            line.setStretch(1, 1)
            is_last = part is template.sections[-1]
            self._rows.addWidget(box("sheet-row", line, "last" if is_last else ""))
            self._names.append(name)
            self._texts[part.id] = text
        self._fit()
        self.show_sections(())

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show what is known so far; what a section had stays until it has more."""
        for section in sections:
            label = self._texts.get(section.id)
            said = [s for s in section.statements if not s.standing]
            if label is not None:
                label.setProperty("said", bool(said))
                label.setText(section.text if said else "")
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("Draft so far"))
        self._layer.say(self.tr("by rules; written out after the end"), "info")
        known = [label for label in self._texts.values() if label.property("said")]
        self._count.say(
            self.tr("{known} of {all} sections").format(known=len(known), all=len(self._texts))
        )
        for label in self._texts.values():
            is_said = bool(label.property("said"))
            if not is_said:
                label.setText(self.tr("not mentioned yet"))
            look(label, "reading" if is_said else "tentative")

    def _fit(self) -> None:
        for name in self._names:
            name.setFixedWidth(theme().px(_NAME_WIDTH))
