"""Manage: a list of plain sub-pages, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page

_LIST_WIDTH = 196


class AdminPage(Page):
    """Leads from one sub-page to another; each asks for its own content when it is entered."""

    place = Action.ADMIN

    def __init__(self, notices: Notices, subs: Sequence[SubPage]) -> None:
        super().__init__(notices)
        self._subs = tuple(subs)
        self._list = QListWidget()
        self._list.setObjectName("admin_list")
        look(self._list, "places", "")
        self._stack = QStackedWidget()
        for sub in self._subs:
            self._list.addItem(QListWidgetItem())
            self._stack.addWidget(scrolled(sub))
        self._side = box("column", column(self._list, margins=(8, 12, 8, 8)))
        self._is_here = False
        self.take_body(self._body())
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(self._on_chosen)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def current(self) -> SubPage:
        """The sub-page in sight."""
        return self._subs[self._list.currentRow()]

    def choose(self, topic: str) -> None:
        """Go to the sub-page of a topic."""
        self._list.setCurrentRow([sub.topic for sub in self._subs].index(topic))

    def entered(self) -> None:
        self._is_here = True
        self._list.setFocus()
        self.current.refresh_asked.emit()

    def left(self) -> None:
        self._is_here = False
        self.current.left_here.emit()

    def panes(self) -> tuple[QWidget, ...]:
        return (self._list, self.current)

    def retranslate(self) -> None:
        self.header.title.say(self.tr("Manage"))
        self._list.setAccessibleName(self.tr("What to manage"))
        for at, sub in enumerate(self._subs):
            self._list.item(at).setText(sub.name)

    def _body(self) -> QWidget:
        across = row(self._side, space=0)
        across.addWidget(self._stack, 1)
        return holder(across)

    def _on_chosen(self, at: int) -> None:
        before = self._stack.currentIndex()
        self._stack.setCurrentIndex(at)
        if self._is_here:
            self._subs[before].left_here.emit()
            self._subs[at].refresh_asked.emit()

    def _fit(self) -> None:
        self._side.setFixedWidth(theme().px(_LIST_WIDTH))
        self._list.setIconSize(QSize(theme().px(18), theme().px(18)))
        for at, sub in enumerate(self._subs):
            self._list.item(at).setIcon(icon(sub.icon))
            self._list.item(at).setSizeHint(QSize(0, theme().px(38)))
