"""The audit log: who did what, and whether it is whole."""

from __future__ import annotations

from datetime import datetime

from admin_manager import Manager
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QTableView

from zhenlu.domain.audit import AuditAction
from zhenlu.ui.admin.audit_model import OBJECT


def test_the_log_shows_who_did_what(manager: Manager) -> None:
    manager.page.choose("audit")
    model = manager.part(QTableView, "audit_rows").model()
    manager.wait(lambda: model.rowCount() > 0)

    newest = [model.index(0, at).data() for at in range(model.columnCount())]
    assert "李医生" in newest
    assert "viewed" in newest


def test_a_visit_of_the_log_is_told_by_its_masked_patient_and_its_time(manager: Manager) -> None:
    patient = manager.store.patients.add("王小明", "male", None)
    visit = manager.store.visits.add(patient.id, "first", started=datetime(2026, 11, 24, 9, 30))
    manager.page.choose("audit")
    model = manager.part(QTableView, "audit_rows").model()
    manager.wait(lambda: model.rowCount() > 0)

    cells = [model.index(at, OBJECT) for at in range(model.rowCount())]
    told = {cell.data() for cell in cells}
    assert "visit 王** 2026-11-24 09:30" in told
    assert "patient 王**" in told
    assert not [words for words in told if visit.id in words or "王小明" in words]
    hints = [cell.data(Qt.ItemDataRole.ToolTipRole) for cell in cells]
    assert [hint for hint in hints if visit.id in hint]


def test_of_what_is_not_kept_the_log_shows_the_beginning_of_its_id(manager: Manager) -> None:
    manager.store.audit.append(AuditAction.BACKUP, "backup", "0123456789abcdef")
    manager.page.choose("audit")
    model = manager.part(QTableView, "audit_rows").model()
    manager.wait(lambda: model.rowCount() > 0)

    told = [model.index(at, OBJECT).data() for at in range(model.rowCount())]
    assert "backup 01234567" in told


def test_the_log_of_other_days_is_empty(manager: Manager) -> None:
    manager.page.choose("audit")
    manager.part(QDateEdit, "audit_until").setDate(QDate(2020, 1, 2))
    manager.part(QDateEdit, "audit_since").setDate(QDate(2020, 1, 1))
    manager.press("audit_show")
    manager.wait_for("audit_count", "Nothing was done")


def test_a_whole_log_verifies(manager: Manager) -> None:
    manager.page.choose("audit")
    manager.press("audit_verify")
    manager.wait_for("audit_done", "whole")


def test_an_altered_row_of_the_log_is_named(manager: Manager) -> None:
    db = manager.store.db
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute("UPDATE audit SET object_kind = 'visit' WHERE row = 2")
    manager.page.choose("audit")
    manager.press("audit_verify")
    manager.wait_for("audit_problem", "2")


def test_a_nurse_is_told_why_the_log_is_closed_to_her(nurse: Manager) -> None:
    nurse.page.choose("audit")
    nurse.wait_for("audit_problem", "administrator")

    assert not nurse.part(QTableView, "audit_rows").isVisible()
