"""What the draft would say in a section that a person wrote: offered, never put in by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class DraftOffer(Translated, QFrame):
    """Hidden while nothing is offered.

    Signals:
        taken: The sentences shall stand below what the person wrote.
        left: The section stays as it is.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, section_id: str) -> None:
        super().__init__()
        look(self, "offer", "")
        self._title, self._words = Label("caption"), Label("muted", wrap=True)
        self._words.setObjectName(f"offered_{section_id}")
        self._take = Button(f"take_offer_{section_id}", "link", "add")
        self._leave = Button(f"leave_offer_{section_id}", "link", "remove")
        self._take.clicked.connect(self.taken)
        self._leave.clicked.connect(self.left)
        answers = row(self._take, self._leave, 1, space=14)
        self.setLayout(
            column(self._title, self._words, answers, space=2, margins=(10, 5, 10, 3))
        )
        self.hide()
        self.retranslate()

    def show_words(self, words: str) -> None:
        """Offer these words; "" offers nothing."""
        self._words.say(words)
        self.setVisible(bool(words))

    def retranslate(self) -> None:
        self._title.say(self.tr("The draft from the conversation also says"))
        self._take.say(self.tr("Add it"))
        self._leave.say(self.tr("Leave it out"))
