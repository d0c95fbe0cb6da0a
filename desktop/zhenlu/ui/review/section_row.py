"""A section on the sheet: its name at the left, its text, one key to copy it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from zhenlu.application.drafting import TYPED_BY_PATIENT
from zhenlu.domain.record import Section
from zhenlu.domain.template import TemplateSection
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button, IconButton
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.dictation_line import DictationLine
from zhenlu.ui.review.draft_offer import DraftOffer
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.translation import Translated

_NAME_WIDTH = 112
_SHORT, _NEAR = 30, 0.8


class SectionRow(Translated, QFrame):
    """Signals:
    copy_asked: Id of the section to copy.
    redraft_asked: Id of the section to draft again from the corrected words.
    offer_taken, offer_left: Id of the section whose waiting draft was decided on.
    dictate_asked: Id of the section to dictate into, or to stop dictating.
    """

    copy_asked = Signal(str)
    redraft_asked = Signal(str)
    offer_taken = Signal(str)
    offer_left = Signal(str)
    dictate_asked = Signal(str)

    def __init__(self, part: TemplateSection) -> None:
        super().__init__()
        self.part = part
        look(self, "sheet-row", "")
        self.setObjectName(f"section_{part.id}")
        self._name = Label("section", wrap=True)
        self._name.say(part.title)
        self._length = Label("caption")
        self._length.setObjectName(f"length_{part.id}")
        self._stale = Button(f"redraft_{part.id}", "link", "refresh")
        self._stale.hide()
        self._stale.clicked.connect(self._on_redraft)
        self._offer = DraftOffer(part.id)
        self._offer.taken.connect(self._on_offer_taken)
        self._offer.left.connect(self._on_offer_left)
        self.editor = SectionEditor()
        self.editor.setObjectName(f"editor_{part.id}")
        self.editor.setAccessibleName(part.title)
        self.editor.textChanged.connect(self._on_text)
        self.editor.statement_entered.connect(self._on_entered)
        self.dictation = DictationLine(part.id)
        self.dictation.stop_asked.connect(self._on_dictate)
        self._dictate = IconButton(f"dictate_{part.id}", "microphone")
        self._dictate.clicked.connect(self._on_dictate)
        self._copy = IconButton(f"copy_{part.id}", "copy")
        self._copy.clicked.connect(self._on_copy)
        # Both have a key of their own: Tab goes from section to section, and a click on
        # either leaves the caret where it is.
        for button in (self._dictate, self._copy):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_read_only = False
        self._names = column(self._name, self._length, 1, space=2, margins=(0, 3, 0, 0))
        words = column(self.editor, self.dictation, self._stale, self._offer, 1, space=2)
        across = row(self._names, words, space=4, margins=(14, 7, 8, 7))
        across.setStretch(1, 1)
        across.addLayout(column(row(self._dictate, self._copy, space=0), 1))
        self.setLayout(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_section(self, section: Section, *, is_stale: bool = False) -> None:
        """Show the section as it reads now; stale where the words behind it were corrected."""
        self.editor.show_section(section)
        self._stale.setVisible(is_stale)
        self._on_text()

    def show_offer(self, words: str) -> None:
        """Offer what the draft would say here, "" where it says nothing else."""
        self._offer.show_words(words)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """What is signed is neither typed nor dictated into, and waits for no more words."""
        self._is_read_only = is_read_only
        self.editor.setReadOnly(is_read_only)
        self._dictate.setVisible(not is_read_only)
        self.retranslate()

    def show_place(self, *, is_last: bool) -> None:
        """The last row of a sheet has no line below."""
        look(self, state="last" if is_last else "")

    def retranslate(self) -> None:
        self._copy.say(self.tr("Copy this section"), key(Action.COPY_SECTION))
        self._dictate.say(self.tr("Dictate into this section"), key(Action.RECORD))
        self._stale.say(self.tr("The words were corrected: write this section again"))
        self.editor.setPlaceholderText("" if self._is_read_only else self.tr("not mentioned yet"))
        self._on_text()

    def _on_text(self) -> None:
        longest, count = self.part.max_chars, _length_of(self.editor.text)
        # A short bound is worth knowing while writing; a long one only when it comes near.
        is_far = longest > _SHORT and count < _NEAR * longest
        if self._is_read_only or not longest or is_far:
            self._length.hide()
            return
        self._length.say(self.tr("{count} of {longest}").format(count=count, longest=longest))
        look(self._length, "warning" if count > longest else "caption")
        self._length.show()

    def _on_entered(self, statement: object) -> None:
        look(self, state="current" if statement is not None else "")

    def _on_copy(self) -> None:
        self.copy_asked.emit(self.part.id)

    def _on_redraft(self) -> None:
        self.redraft_asked.emit(self.part.id)

    def _on_dictate(self) -> None:
        self.dictate_asked.emit(self.part.id)

    def _on_offer_taken(self) -> None:
        self.offer_taken.emit(self.part.id)

    def _on_offer_left(self) -> None:
        self.offer_left.emit(self.part.id)

    def _fit(self) -> None:
        width = theme().px(_NAME_WIDTH)
        self._name.setFixedWidth(width)
        self._length.setFixedWidth(width)


def _length_of(text: str) -> int:
    """That the patient filled it in is a mark and counts no more here than in the check."""
    for mark in TYPED_BY_PATIENT.values():
        text = text.replace(mark, "")
    return len(text)
