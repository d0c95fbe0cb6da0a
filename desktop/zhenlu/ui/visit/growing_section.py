"""One section of the growing draft: follows the visit until a person writes in it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from zhenlu.application.hand_written import taken_over
from zhenlu.application.redrafting import is_written_by_hand
from zhenlu.domain.record import Section
from zhenlu.domain.template import TemplateSection
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.translation import Translated

_NAME_WIDTH = 112


class GrowingSection(Translated, QFrame):
    """Signals:
    edited: A person changed the words; from now on the section is theirs.
    """

    edited = Signal()

    def __init__(self, part: TemplateSection, *, is_last: bool) -> None:
        super().__init__()
        look(self, "sheet-row", "last" if is_last else "")
        self.is_theirs = False
        self._drafted = self._written = Section(part.id, part.title)
        self._name, self._whose = Label("section", wrap=True), Label("caption")
        self._name.say(part.title)
        self.editor = SectionEditor()
        self.editor.setObjectName(f"growing_{part.id}")
        self.editor.setAccessibleName(part.title)
        self.editor.edited.connect(self._on_edited)
        names = column(self._name, self._whose, 1, space=2, margins=(0, 3, 0, 0))
        across = row(names, column(self.editor, 1), space=4, margins=(14, 7, 8, 7))
        across.setStretch(1, 1)
        self.setLayout(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def is_filled(self) -> bool:
        return bool(self.editor.text.strip())

    def show_draft(self, section: Section) -> None:
        """Show what the draft says by now, unless the section is a person's."""
        said = any(not statement.standing for statement in section.statements)
        self._drafted = section if said else replace(section, text="", statements=())
        is_free = not self.is_theirs and not self.editor.is_composing
        if is_free and self._drafted != self._written:
            self._written = self._drafted
            self.editor.show_section(self._drafted)
            # Undo is for what a person did; the draft's growing is none of it.
            self.editor.document().clearUndoRedoStacks()

    def show_written(self, section: Section) -> None:
        """Show what a person wrote here before the recording went on."""
        if is_written_by_hand(section):
            self._written = section
            self._take(is_theirs=True)
            self.editor.show_section(section)

    def written(self) -> Section:
        """The section in the person's words as they stand now, marked as theirs."""
        words = self.editor.text
        self._written = taken_over(self._written, words)
        # Blanks at the end are still being typed behind.
        self.editor.show_section(replace(self._written, text=words))
        return self._written

    def retranslate(self) -> None:
        self.editor.setPlaceholderText(self.tr("not mentioned yet"))
        self._whose.say(self.tr("your words"))
        self._whose.setVisible(self.is_theirs)

    def _on_edited(self) -> None:
        self._take(is_theirs=True)
        self.edited.emit()

    def _take(self, *, is_theirs: bool) -> None:
        self.is_theirs = is_theirs
        self._whose.setVisible(is_theirs)

    def _fit(self) -> None:
        self._name.setFixedWidth(theme().px(_NAME_WIDTH))
