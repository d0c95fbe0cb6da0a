"""The clinic's own templates beside the shipped ones."""

from __future__ import annotations

from admin_manager import Manager
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton

from zhenlu import paths
from zhenlu.application.templates import load
from zhenlu.domain.transcript import Language


def choose_template(manager: Manager, title: str) -> QPlainTextEdit:
    manager.page.choose("templates")
    listed = manager.part(QListWidget, "template_files")
    manager.wait(lambda: listed.count() > 0)
    at = next(at for at in range(listed.count()) if title in listed.item(at).text())
    listed.setCurrentRow(at)
    text = manager.part(QPlainTextEdit, "template_text")
    manager.wait(lambda: title in text.toPlainText())
    return text


def test_a_shipped_template_is_copied_changed_and_put_back(manager: Manager) -> None:
    text = choose_template(manager, "SOAP note")
    assert text.isReadOnly()
    manager.press("template_edit")
    text.setPlainText(text.toPlainText().replace("SOAP note", "Our own note"))
    manager.wait(manager.part(QPushButton, "template_save").isEnabled)
    manager.press("template_save")
    manager.wait_for("templates_done", "Saved")
    assert load("soap", Language.EN).title == "Our own note"

    manager.wait(manager.part(QPushButton, "template_discard").isVisible)
    manager.press("template_discard")
    manager.wait_for("templates_done", "gone")
    assert load("soap", Language.EN).title == "SOAP note"


def test_a_mistake_in_a_template_is_told_by_its_line_and_not_saved(manager: Manager) -> None:
    text = choose_template(manager, "SOAP note")
    manager.press("template_edit")
    lines = text.toPlainText().splitlines()
    at = lines.index('language = "en"')
    lines[at] = "language = en"
    text.setPlainText("\n".join(lines))
    manager.wait_for("template_fault", f"Line {at + 1}:")

    assert not manager.part(QPushButton, "template_save").isEnabled()
    manager.press("template_go")
    assert text.textCursor().blockNumber() == at


def test_how_many_more_mistakes_there_are_stands_on_a_line_of_its_own(manager: Manager) -> None:
    text = choose_template(manager, "SOAP note")
    manager.press("template_edit")
    text.setPlainText(text.toPlainText().replace("required = ", "requird = "))
    manager.wait_for("template_fault", "more.")

    first, more = manager.part(QLabel, "template_fault").text().splitlines()
    assert first.startswith("Line ")
    assert more.startswith("And ")


def test_a_template_names_its_language_in_itself(manager: Manager) -> None:
    manager.page.choose("templates")
    listed = manager.part(QListWidget, "template_files")
    manager.wait(lambda: listed.count() > 0)

    told = [listed.item(at).text().splitlines()[1] for at in range(listed.count())]
    assert {line.split(" · ")[0] for line in told} == {"中文", "English"}


def test_a_broken_own_template_hides_no_other(manager: Manager) -> None:
    own = paths.user_data() / "templates" / "soap.en.toml"
    own.parent.mkdir(parents=True)
    own.write_text("id = soap", encoding="utf-8")
    manager.page.choose("templates")
    listed = manager.part(QListWidget, "template_files")
    manager.wait(lambda: listed.count() > 1)

    assert "does not hold" in listed.item(0).text()
    manager.wait_for("template_fault", "Line 1:")
