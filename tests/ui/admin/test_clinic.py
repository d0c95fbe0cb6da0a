"""What the clinic says about itself."""

from __future__ import annotations

from admin_manager import Manager
from PySide6.QtWidgets import QLineEdit, QPushButton

from zhenlu.domain.clinic import Letterhead


def save(manager: Manager, **texts: str) -> None:
    """Enter what the clinic is called, and wait until it is kept."""
    manager.page.choose("clinic")
    manager.wait(lambda: manager.part(QLineEdit, "clinic").isEnabled())
    for name, text in texts.items():
        manager.type_into(name, text)
    manager.press("save_clinic")
    manager.wait_for("clinic_done", "Saved")


def test_name_address_and_telephone_become_the_letterhead(manager: Manager) -> None:
    save(manager, clinic="康宁社区诊所", address="河滨路 8 号", phone=" 0571-555 ")

    kept = manager.store.settings.current().letterhead
    assert kept == Letterhead("康宁社区诊所", "河滨路 8 号", "0571-555")


def test_the_department_stands_on_the_next_visit(manager: Manager) -> None:
    save(manager, department="全科")

    patient = manager.store.patients.add("王小明")

    assert manager.store.visits.add(patient.id).department == "全科"


def test_nothing_is_saved_while_nothing_is_changed(manager: Manager) -> None:
    save(manager, clinic="康宁社区诊所")

    manager.wait(lambda: not manager.part(QPushButton, "save_clinic").isEnabled())


def test_a_nurse_sees_the_name_and_why_she_cannot_change_it(nurse: Manager) -> None:
    nurse.page.choose("clinic")
    nurse.wait_for("clinic_problem", "administrator")

    assert not nurse.part(QLineEdit, "clinic").isEnabled()
    assert not nurse.part(QPushButton, "save_clinic").isVisible()
