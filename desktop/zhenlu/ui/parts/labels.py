"""Words and signs that only show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from zhenlu.ui.appearance.icons import pixmap
from zhenlu.ui.parts.look import look


class Label(QLabel):
    """Words in one of the style sheet's kinds: title, section, muted, caption, chip …

    Plain text always: what a patient or a file says must not become markup.
    """

    def __init__(
        self, kind: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        look(self, kind, "")
        if kind in {"chip", "key"}:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, state: str | None = None) -> None:
        """Show other words, in another state if told."""
        self.setText(text)
        look(self, state=state)


class Elided(Label):
    """One line that ends in … where there is no room; the tooltip has all of it."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kind, parent=parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def say(self, text: str, state: str | None = None) -> None:
        self._whole = text
        look(self, state=state)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.width()
        )
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class Sign(QLabel):
    """An icon that repeats in a sign what a colour says."""

    def __init__(
        self, icon: str, tint: str = "muted", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._tint, self._size = icon, tint, size
        self._draw()

    def show_as(self, icon: str, tint: str) -> None:
        """Change to another sign."""
        self._icon, self._tint = icon, tint
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._icon, self._tint, self._size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()
