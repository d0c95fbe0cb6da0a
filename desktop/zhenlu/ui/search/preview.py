"""The record that was found, read without opening it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, empty, row
from zhenlu.ui.translation import Translated

_NAME_WIDTH = 104


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a record, or of a patient.

    Attributes:
        name: Masked.
        about: When, or the patient's number.
        version: Of the signature that stands; 0 for a draft, None for what is no record.
        sections: Title and text of those that say something.
    """

    name: str = field(default="", repr=False)
    about: str = field(default="", repr=False)
    version: int | None = None
    title: str = ""
    sections: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class PreviewPane(Translated, QFrame):
    """Laid out as the sheet is: names at the left, hairlines between."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Preview()
        self._name, self._about = Label("title"), Elided("muted")
        self._state, self._title = Label("chip"), Label("section")
        head = row(self._name, self._about, self._state, space=10)
        head.setStretch(1, 1)
        self._lines: QVBoxLayout = column(space=0)
        self.setLayout(
            column(head, self._title, self._lines, 1, space=10, margins=(18, 14, 18, 14))
        )
        theme().changed.connect(self._fill)
        self.retranslate()

    def show_preview(self, shown: Preview) -> None:
        """Show this in place of what was shown."""
        self._shown = shown
        self._fill()
        self.retranslate()

    def retranslate(self) -> None:
        shown = self._shown
        self._name.say(shown.name)
        self._about.say(shown.about)
        self._title.say(shown.title)
        self._title.setVisible(bool(shown.title))
        self._state.setVisible(shown.version is not None)
        if shown.version:
            self._state.say(self.tr("signed v{number}").format(number=shown.version), "ok")
        else:
            self._state.say(self.tr("AI draft, not reviewed"), "draft")

    def _fill(self) -> None:
        empty(self._lines)
        for at, (title, text) in enumerate(self._shown.sections, start=1):
            self._lines.addWidget(_line(title, text, is_last=at == len(self._shown.sections)))


def _line(title: str, text: str, *, is_last: bool) -> QFrame:
    name, words = Label("section", wrap=True), Label("reading", wrap=True)
    name.say(title)
    name.setFixedWidth(theme().px(_NAME_WIDTH))
    words.say(text)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    across = row(space=12, margins=(0, 7, 0, 7))
    across.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(words, 1)
    return box("row", across, "last" if is_last else "")
