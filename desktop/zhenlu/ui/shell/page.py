"""What every screen of the signed-in window is: a header of its own and a body below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zhenlu.ui.keys import Action
from zhenlu.ui.parts.layouts import column
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.header import Header
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.translation import Translated


class Page(Translated, QWidget):
    """One place of the rail.

    A page shows what it is given and emits what the person wants. It is told when it is
    entered and left, and which of the keys that hold everywhere was pressed on it.

    Attributes:
        place: Where the rail lists it.
    """

    place: Action

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self.setObjectName(f"page_{self.place.value}")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(notices)
        self._down: QVBoxLayout = column(self.header, space=0)
        self.setLayout(self._down)

    @property
    def is_capturing(self) -> bool:
        """Whether a recording runs here, paused or not."""
        return False

    def take_body(self, body: QWidget, footer: QWidget | None = None) -> None:
        """Fill the page below its header; the footer keeps its height."""
        self._down.addWidget(body, 1)
        if footer is not None:
            self._down.addWidget(footer)

    def entered(self) -> None:
        """The person came here; bring what is shown up to date."""

    def left(self) -> None:
        """The person goes elsewhere; keep what is being written."""

    def act(self, action: Action) -> bool:
        """Answer a key that holds everywhere; False where it means nothing here."""
        del action
        return False

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 leads, in reading order."""
        return ()

    def enter_pane(self, pane: QWidget) -> None:
        """Put the focus into one of the panes."""
        pane.setFocus()
