"""Words and signs that only show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout
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
    """Words that end in … where there is no room for more; the tooltip has all of them.

    Args:
        lines: How many lines they may take.
        least: Fewer characters than these say nothing, and are left out.
    """

    def __init__(
        self, kind: str = "", parent: QWidget | None = None, *, lines: int = 1, least: int = 0
    ) -> None:
        super().__init__(kind, parent=parent)
        self._whole, self._lines, self._least = "", lines, least
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def say(self, text: str, state: str | None = None) -> None:
        self._whole = text
        look(self, state=state)
        self._fit()

    def _fit(self) -> None:
        full, rest = self._broken()
        last = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
        is_too_short = last != rest and len(last) < self._least
        self.setText("" if is_too_short else "\n".join((*full, last)))
        self.setToolTip(self._whole if last != rest else "")
        self.setAccessibleName(self._whole)

    def _broken(self) -> tuple[list[str], str]:
        """The full lines but the last one, and what is left for that."""
        laid_out = QTextLayout(self._whole, self.font())
        full: list[str] = []
        at = 0
        laid_out.beginLayout()
        while len(full) < self._lines - 1:
            line = laid_out.createLine()
            line.setLineWidth(self.width())
            if line.textLength() <= 0 or at + line.textLength() >= len(self._whole):
                break
            full.append(self._whole[at : at + line.textLength()].rstrip())
            at += line.textLength()
        laid_out.endLayout()
        return full, self._whole[at:]

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
