"""Who may not decide for the clinic sees what there is, disabled, and why."""

from __future__ import annotations

import pytest
from admin_manager import Manager
from PySide6.QtWidgets import QPushButton

_ACTIONS = {"packs": "import_folder", "templates": "template_edit", "words": "word_add"}


@pytest.mark.parametrize(("topic", "action"), _ACTIONS.items())
def test_a_nurse_sees_why_the_clinics_choices_are_not_hers(
    nurse: Manager, topic: str, action: str
) -> None:
    nurse.page.choose(topic)
    nurse.wait_for(f"{topic}_problem", "administrator")

    nurse.wait(lambda: nurse.part(QPushButton, action).isVisible())
    assert not nurse.part(QPushButton, action).isEnabled()


@pytest.mark.parametrize("topic", _ACTIONS)
def test_whoever_decides_for_the_clinic_is_told_nothing(manager: Manager, topic: str) -> None:
    manager.page.choose(topic)

    assert manager.words(f"{topic}_problem") == ""
