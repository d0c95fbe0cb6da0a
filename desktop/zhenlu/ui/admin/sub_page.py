"""What every sub-page of the manage page is: title, purpose, content, and how an act ended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, holder
from zhenlu.ui.translation import Translated, told


class SubPage(Translated, QWidget):
    """Shows what it is given and says what the person wants; it decides nothing.

    Attributes:
        topic: Its name in object names.
        icon: As the list shows it.

    Signals:
        refresh_asked: The person came here; what is shown may be old.
        left_here: The person went elsewhere.
    """

    topic: str
    icon: str
    refresh_asked = Signal()
    left_here = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(f"admin_{self.topic}")
        self._title, self._why = Label("title"), Label("muted", wrap=True)
        self._problem = Label("danger", wrap=True)
        self._problem.setObjectName(f"{self.topic}_problem")
        self._done = Label("ok", wrap=True)
        self._done.setObjectName(f"{self.topic}_done")
        self._refused: ZhenluError | None = None
        self._content = QWidget()
        self._say_outcome()

    @property
    def name(self) -> str:
        """As the list shows it."""
        raise NotImplementedError

    def take(self, content: QLayout) -> None:
        """Fill the page below its title."""
        self._content = holder(content)
        head = column(self._title, self._why, self._problem, self._done, space=6)
        down = column(head, self._content, space=14, margins=(24, 16, 24, 16))
        down.setStretch(1, 1)
        self.setLayout(down)

    def refuse(self, error: ZhenluError) -> None:
        """Say why something was not done and what to do."""
        self._refused = error
        self._done.say("")
        self._say_outcome()

    def tell(self, words: str) -> None:
        """Say that something was done."""
        self._refused = None
        self._done.say(words)
        self._say_outcome()

    def forget_outcome(self) -> None:
        """What was said of the last act is old."""
        self.tell("")

    def forbid(self, error: ZhenluError | None) -> None:
        """Say why this person has no business here, in place of the content; None lets them."""
        self._content.setVisible(error is None)
        if error is not None:
            self.refuse(error)
        elif not self._content.isVisible():
            self.forget_outcome()

    def disable(self, error: ZhenluError | None) -> None:
        """Leave the content in sight, to be looked at only, and say why; None lets them."""
        self._content.setEnabled(error is None)
        if error is not None:
            self.refuse(error)

    def retranslate(self) -> None:
        self._say_outcome()

    def _say_outcome(self) -> None:
        refused = self._refused
        self._problem.say(told(refused) if refused else "")
        self._problem.setVisible(refused is not None)
        self._done.setVisible(bool(self._done.text()))
