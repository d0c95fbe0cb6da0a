"""Whoever hears the window instead of seeing it is told what everything is."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafted_visit import Reviewer, at_a_drafted_visit
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.first_run.first_run_page import FirstRunPage
from zhenlu.ui.lock.lock_page import LockPage
from zhenlu.ui.lock.lost_passphrase_page import LostPassphrasePage
from zhenlu.ui.lock.restore_page import RestorePage

_INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit,
    QPlainTextEdit, QTextEdit,
)  # fmt: skip
#: Of which Qt makes parts that have no name of their own.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit)


def nameless(room: QWidget) -> set[str]:
    """What can be worked now and has neither a name nor words of its own."""
    return {
        _path(widget)
        for widget in room.findChildren(QWidget)
        if isinstance(widget, _INTERACTIVE)
        and widget.isVisibleTo(room)
        and not _is_inside_another(widget)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    }


def _is_inside_another(widget: QWidget) -> bool:
    """Whether Qt made it as a part of a control that has the name."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, _WHOLE):
            return True
        parent = parent.parentWidget()
    return False


def _path(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


def test_every_control_of_the_workplace_has_a_name(reviewer: Reviewer) -> None:
    pages = reviewer.desks.pages

    assert len(pages) > 5
    assert {name for page in pages for name in nameless(page)} == set()


def test_every_control_of_manage_has_a_name(reviewer: Reviewer) -> None:
    page = reviewer.desks.admin.page
    rooms = page.findChildren(SubPage)

    assert len(rooms) > 8
    assert {name for room in rooms for name in nameless(room)} == set()


@pytest.mark.parametrize("made", [
    LockPage, FirstRunPage, lambda: LostPassphrasePage("A"), lambda: RestorePage(has_store=True),
], ids=["lock", "first run", "lost passphrase", "restore"])  # fmt: skip
def test_every_control_before_the_sign_in_has_a_name(made: type[QWidget], qtbot: QtBot) -> None:
    page = made()
    qtbot.addWidget(page)

    assert nameless(page) == set()


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Reviewer:
    return at_a_drafted_visit(data_folder / "store", qtbot)
