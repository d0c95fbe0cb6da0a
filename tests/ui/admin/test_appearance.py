"""Look and language, at once and everywhere."""

from __future__ import annotations

from admin_manager import Manager
from PySide6.QtWidgets import QToolButton

from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.theme import theme


def test_light_dark_and_text_size_hold_at_once(manager: Manager) -> None:
    manager.page.choose("appearance")
    manager.part(QToolButton, "mode_dark").click()
    manager.part(QToolButton, "size_130").click()

    assert theme().is_dark
    assert theme().scale == 1.3


def test_another_language_is_asked_for_in_its_own_name(manager: Manager) -> None:
    manager.page.choose("appearance")
    with manager.qtbot.waitSignal(manager.desk.language_chosen) as told:
        manager.part(QToolButton, "speak_zh").click()

    assert told.args == [Language.ZH]
