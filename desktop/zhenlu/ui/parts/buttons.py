"""Buttons: a verb, its icon and, where there is one, its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from zhenlu.ui.appearance.icons import icon as icon_of
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look

_TINTS = {"primary": "on-accent", "record": "on-record", "quiet": "accent", "link": "accent"}


class Button(QPushButton):
    """A button of one of the kinds "" (plain), primary, record, quiet, link."""

    def __init__(
        self, name: str, kind: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon, self._kind = icon, kind
        look(self, kind, "")
        self._tint()

    def say(self, text: str, key: QKeySequence | None = None, hint: str = "") -> None:
        """Set the verb; the key is written behind it as it is bound now."""
        shown = key.toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setText(f"{text}  {shown}" if shown else text)
        self.setAccessibleName(text)
        self.setToolTip(hint)

    def take_kind(self, kind: str, icon: str = "") -> None:
        """Become another kind of button, with another icon."""
        self._kind, self._icon = kind, icon
        look(self, kind)
        self._tint()

    def _tint(self) -> None:
        if self._icon:
            self.setIcon(icon_of(self._icon, _TINTS.get(self._kind, "text")))
            self.setIconSize(QSize(theme().px(16), theme().px(16)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._tint()


class IconButton(QToolButton):
    """An icon alone; what it does stands in its tooltip and its accessible name."""

    def __init__(
        self, name: str, icon: str, tint: str = "muted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon, self._colour = icon, tint
        self.setMinimumSize(28, 28)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tint()

    def say(self, text: str, key: QKeySequence | None = None) -> None:
        shown = key.toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {shown}" if shown else text)

    def show_as(self, icon: str, tint: str) -> None:
        """Change to another icon."""
        self._icon, self._colour = icon, tint
        self._tint()

    def _tint(self) -> None:
        self.setIcon(icon_of(self._icon, self._colour))
        self.setIconSize(QSize(theme().px(16), theme().px(16)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._tint()
