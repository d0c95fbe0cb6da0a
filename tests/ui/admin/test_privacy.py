"""The clinic's terms: who may change them, and when they hold."""

from __future__ import annotations

from admin_manager import Manager
from PySide6.QtWidgets import QComboBox, QPushButton, QSpinBox

from zhenlu.ui.admin.privacy import PrivacySubPage


def test_changed_terms_are_kept_and_hold_for_the_lock_at_once(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: manager.part(QSpinBox, "lock_minutes").value() == 10)
    manager.part(QSpinBox, "lock_minutes").setValue(5)
    manager.part(QComboBox, "audio_days").setCurrentIndex(1)
    with manager.qtbot.waitSignal(manager.desk.lock_minutes_changed, timeout=20_000) as told:
        manager.press("save_settings")

    assert told.args == [5]
    current = manager.store.settings.current()
    assert (current.lock_minutes, current.audio_days) == (5, 7)


def test_terms_cannot_be_saved_while_nothing_is_changed(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: "Nothing is due" in manager.words("due_words"))

    assert not manager.part(QPushButton, "save_settings").isEnabled()


def test_a_nurse_sees_the_terms_and_why_she_cannot_change_them(nurse: Manager) -> None:
    nurse.page.choose("privacy")
    nurse.wait_for("privacy_problem", "administrator")

    assert not nurse.part(QSpinBox, "lock_minutes").isEnabled()
    assert not nurse.part(QPushButton, "save_settings").isVisible()


def test_a_date_that_jumped_is_told_on_a_line_of_its_own(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: "Nothing is due" in manager.words("due_words"))

    privacy = manager.page.findChild(PrivacySubPage)
    privacy.show_due(2, is_doubted=True)

    due, jumped = manager.words("due_words").splitlines()
    assert due.endswith("2.")
    assert "jumped ahead" in jumped
