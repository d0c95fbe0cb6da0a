"""The bar on top of every screen: what it is about, the news, who works here."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.notices import NoticeBar, Notices
from zhenlu.ui.translation import Translated


class Header(Translated, QFrame):
    """Title at the left, news in the free middle, the person and the offline sign right.

    A screen adds parts of its own with `add_left` and `add_right`.

    Attributes:
        keys: Shows which keys do what here.
    """

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        look(self, "header", "")
        self.title = Label("title")
        self.person = Label("muted")
        self._offline = Label("caption")
        self._left: QHBoxLayout = row(self.title, space=10)
        self._right: QHBoxLayout = row(space=10)
        self.keys = IconButton("keys", "question")
        end = row(Sign("offline", "ok"), self._offline, self.keys, space=5)
        across = row(self._left, space=12, margins=(16, 0, 14, 0))
        across.addWidget(NoticeBar(notices), 1)
        across.addLayout(self._right)
        across.addWidget(self.person)
        across.addLayout(end)
        self.setLayout(across)
        self.setFixedHeight(theme().px(52))
        theme().changed.connect(self._on_theme)
        self.retranslate()

    def add_left(self, part: QWidget) -> None:
        self._left.addWidget(part)

    def add_right(self, part: QWidget) -> None:
        self._right.addWidget(part)

    def retranslate(self) -> None:
        self._offline.say(self.tr("offline · encrypted"))
        self.keys.say(self.tr("Keys"), key(Action.HELP))

    def _on_theme(self) -> None:
        self.setFixedHeight(theme().px(52))
