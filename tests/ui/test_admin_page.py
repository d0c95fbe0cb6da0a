"""The manage page over a real store: what each sub-page does, and what it says when it may not."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.app import chosen_microphone
from zhenlu.app.admin_desk import AdminDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.application import own_words
from zhenlu.application.templates import load
from zhenlu.audio.microphone import InputDevice
from zhenlu.domain.errors import MicrophoneMissing, PassphraseRefused, RecoveryKeyInvalid
from zhenlu.domain.level import MicrophoneCheck, SoundLevel
from zhenlu.domain.pack import PackKind
from zhenlu.domain.person import Role
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import shelf
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.background import Background
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.running import Running
from zhenlu.ui.shell.notices import Notices

T = TypeVar("T", bound=QWidget)
OWN = "correct horse battery"
OTHER = "another long passphrase"


def template(language: Language) -> Template:
    return load("soap", language)


class Manager:
    """Somebody who is signed in and stands on the manage page."""

    def __init__(self, opened: store.Store, qtbot: QtBot) -> None:
        self.qtbot, self.store = qtbot, opened
        self.background = Background()
        self.room = Room(opened, opened.open_journal(), EngineRoom(), template)
        self.open_page(SoundSystem(devices=tuple))

    def stand_on_page(self, sound: SoundSystem) -> None:
        """Go to the manage page of a computer with these microphones instead."""
        self._left = self.page  # answers to it may still be on their way
        self.desk.close()
        self.open_page(sound)

    def open_page(self, sound: SoundSystem) -> None:
        """Go to the manage page of a computer with these microphones."""
        self.desk = AdminDesk(self.room, self.background, Notices(), sound)
        self.page = self.desk.page
        self.qtbot.addWidget(self.page)
        self.page.resize(1290, 698)
        self.page.show()
        self.page.entered()

    @staticmethod
    def hold(background: Background) -> threading.Event:
        """Keep a background thread waiting until the event is set."""
        gate = threading.Event()
        background.run(lambda: gate.wait(20), lambda _in_time: None, lambda _error: None)
        return gate

    def part(self, kind: type[T], name: str) -> T:
        found: T | None = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def type_into(self, name: str, text: str) -> None:
        self.part(QLineEdit, name).setText(text)

    def press(self, name: str) -> None:
        self.wait(lambda: self.page.findChild(QPushButton, name) is not None)
        self.qtbot.mouseClick(self.part(QPushButton, name), Qt.MouseButton.LeftButton)

    def words(self, name: str) -> str:
        return self.part(QLabel, name).text()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=20_000)

    def wait_for(self, name: str, words: str) -> None:
        self.wait(lambda: words in self.words(name))

    def close(self) -> None:
        self.page.left()
        self.desk.close()
        self.background.close()
        self.room.journal.close()
        self.store.close()


@pytest.fixture
def folder(data_folder: Path) -> Path:
    made = data_folder / "store"
    store.create(made, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), OWN)
    return made


@pytest.fixture
def manager(folder: Path, qtbot: QtBot) -> Iterator[Manager]:
    somebody = Manager(store.sign_in(folder, "李医生", OWN), qtbot)
    yield somebody
    somebody.close()


@pytest.fixture
def nurse(folder: Path, qtbot: QtBot) -> Iterator[Manager]:
    opened = store.sign_in(folder, "李医生", OWN)
    opened.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    opened.close()
    somebody = Manager(store.sign_in(folder, "王护士", OTHER), qtbot)
    yield somebody
    somebody.close()


# People


def fill_new_person(manager: Manager, own: str) -> None:
    manager.press("add_person")
    manager.type_into("new_person_name", "王护士")
    manager.part(QCheckBox, "new_role_doctor").setChecked(False)
    manager.part(QCheckBox, "new_role_nurse").setChecked(True)
    manager.type_into("new_person_passphrase", OTHER)
    manager.type_into("new_person_again", OTHER)
    manager.type_into("new_person_own", own)
    manager.press("new_person_send")


def test_a_person_is_added_and_can_sign_in(manager: Manager, folder: Path) -> None:
    manager.page.choose("people")
    fill_new_person(manager, OWN)
    manager.wait_for("people_done", "王护士")

    opened = store.sign_in(folder, "王护士", OTHER)
    assert opened.person.roles == {Role.NURSE}
    opened.close()


def test_nobody_is_added_with_a_wrong_passphrase_of_ones_own(
    manager: Manager, folder: Path
) -> None:
    manager.page.choose("people")
    fill_new_person(manager, "not my passphrase")
    manager.wait_for("people_problem", "passphrase")

    assert store.names(folder) == ("李医生",)


def test_a_new_person_is_not_sent_while_the_passphrases_differ(manager: Manager) -> None:
    manager.press("add_person")
    manager.type_into("new_person_name", "王护士")
    manager.type_into("new_person_passphrase", OTHER)
    manager.type_into("new_person_again", OTHER + "?")
    manager.type_into("new_person_own", OWN)

    assert not manager.part(QPushButton, "new_person_send").isEnabled()


def test_the_last_admin_cannot_end_their_own_account(manager: Manager) -> None:
    manager.wait(lambda: manager.page.findChild(QPushButton, "change_account") is not None)
    manager.press("change_account")
    manager.type_into("account_own", OWN)
    manager.press("account_end")

    manager.wait_for("people_problem", "李医生")


def test_roles_are_changed_under_ones_own_passphrase(manager: Manager, folder: Path) -> None:
    manager.store.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    manager.page.entered()
    manager.wait(lambda: len(manager.page.findChildren(QPushButton, "change_account")) == 2)
    rows = manager.page.findChildren(QPushButton, "change_account")
    manager.qtbot.mouseClick(rows[-1], Qt.MouseButton.LeftButton)
    manager.part(QCheckBox, "account_role_assistant").setChecked(True)
    manager.type_into("account_own", OWN)
    manager.press("account_send")
    manager.wait_for("people_done", "王护士")

    assert manager.store.people.named("王护士").roles == {Role.NURSE, Role.ASSISTANT}


def test_an_ended_account_opens_nothing(manager: Manager, folder: Path) -> None:
    manager.store.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    manager.page.entered()
    manager.wait(lambda: len(manager.page.findChildren(QPushButton, "change_account")) == 2)
    rows = manager.page.findChildren(QPushButton, "change_account")
    manager.qtbot.mouseClick(rows[-1], Qt.MouseButton.LeftButton)
    manager.type_into("account_own", OWN)
    manager.press("account_end")
    manager.wait_for("people_done", "王护士")

    with pytest.raises(PassphraseRefused):
        store.sign_in(folder, "王护士", OTHER)


def test_a_nurse_may_change_her_passphrase_and_nobody_else(nurse: Manager, folder: Path) -> None:
    nurse.wait(lambda: nurse.page.findChild(QPushButton, "change_account") is not None)
    assert not nurse.part(QPushButton, "add_person").isVisible()
    nurse.press("own_passphrase")
    nurse.type_into("passphrase_own", OTHER)
    nurse.type_into("passphrase_new", OTHER + " new")
    nurse.type_into("passphrase_again", OTHER + " new")
    nurse.press("passphrase_send")
    nurse.wait_for("people_done", "changed")

    store.sign_in(folder, "王护士", OTHER + " new").close()


def test_a_new_recovery_key_is_shown_once_and_works(manager: Manager, folder: Path) -> None:
    manager.press("new_recovery_key")
    manager.type_into("recovery_own", OWN)
    manager.press("recovery_send")
    manager.wait(lambda: bool(manager.words("renewed_key")))
    key = manager.words("renewed_key").replace("  ", "-")
    manager.press("recovery_leave")

    assert manager.words("renewed_key") == ""
    manager.store.close()
    with pytest.raises(RecoveryKeyInvalid):
        store.reset_passphrase(folder, "李医生", key[:-1] + "?", OTHER)
    store.reset_passphrase(folder, "李医生", key, OTHER)


# Privacy and terms


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


def test_the_clinics_department_stands_on_the_next_visit(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: manager.part(QSpinBox, "lock_minutes").value() == 10)
    manager.part(QLineEdit, "department").setText("全科")
    manager.press("save_settings")
    manager.wait(lambda: manager.store.settings.current().department == "全科")

    patient = manager.store.patients.add("王小明")

    assert manager.store.visits.add(patient.id).department == "全科"


def test_terms_cannot_be_saved_while_nothing_is_changed(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: "Nothing is due" in manager.words("due_words"))

    assert not manager.part(QPushButton, "save_settings").isEnabled()


def test_a_nurse_sees_the_terms_and_why_she_cannot_change_them(nurse: Manager) -> None:
    nurse.page.choose("privacy")
    nurse.wait_for("privacy_problem", "nurse")

    assert not nurse.part(QSpinBox, "lock_minutes").isEnabled()
    assert not nurse.part(QPushButton, "save_settings").isVisible()


# Microphone


DESK = InputDevice("desk", "Table microphone", is_default=True)
COLLAR = InputDevice("collar", "Collar microphone")


class TalkingMicrophone:
    """Tells one level as soon as it listens."""

    def __init__(self, device: str | None, on_level: Callable[[SoundLevel], None]) -> None:
        self.device, self._on_level = device, on_level

    def arm(self) -> None:
        self._on_level(SoundLevel(-6.0, -12.0, -60.0, has_voice=True))

    def stop(self) -> None:
        """Nothing runs."""


def with_two_microphones(manager: Manager, heard: list[str | None]) -> None:
    def check(device: str | None) -> MicrophoneCheck:
        heard.append(device)
        return MicrophoneCheck(-12.0, -20.0, -60.0, heard_voice=True)

    sound = SoundSystem(lambda: (DESK, COLLAR), check, TalkingMicrophone)
    manager.stand_on_page(sound)
    manager.page.choose("microphone")
    manager.wait(lambda: manager.part(QListWidget, "microphones").count() == 3)


def test_the_chosen_microphone_is_checked_and_remembered(manager: Manager) -> None:
    heard: list[str | None] = []
    with_two_microphones(manager, heard)
    manager.part(QListWidget, "microphones").setCurrentRow(2)
    manager.press("check_microphone")
    manager.wait_for("microphone_verdict", "Good")

    assert heard == ["collar"]
    assert chosen_microphone.chosen() == "collar"


def test_a_microphone_that_is_away_gives_way_to_the_systems_choice(manager: Manager) -> None:
    chosen_microphone.choose("pulled-out")
    heard: list[str | None] = []

    def check(device: str | None) -> MicrophoneCheck:
        heard.append(device)
        return MicrophoneCheck(-70.0, -75.0, -80.0, heard_voice=False)

    manager.stand_on_page(SoundSystem(lambda: (DESK,), check, TalkingMicrophone))
    manager.page.choose("microphone")
    listed = manager.part(QListWidget, "microphones")
    manager.wait(lambda: listed.count() == 3)
    manager.press("check_microphone")
    manager.wait_for("microphone_verdict", "No voice")

    assert "not plugged in" in listed.item(2).text()
    assert heard == [None]


def test_a_computer_without_a_microphone_says_so(manager: Manager) -> None:
    def missing(device: str | None) -> MicrophoneCheck:
        raise MicrophoneMissing("none")

    manager.stand_on_page(SoundSystem(lambda: (), missing, TalkingMicrophone))
    manager.page.choose("microphone")
    manager.wait(lambda: manager.part(QListWidget, "microphones").count() == 1)

    assert not manager.part(QPushButton, "check_microphone").isEnabled()


# Models


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A Whisper folder as one would fetch it: the starter's files, less an optional one."""
    folder = tmp_path / "stick" / "My Whisper"
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"):
        shutil.copy(paths.models() / "starter" / "speech" / name, folder / name)
    return folder


def is_speech(installed: shelf.InstalledPack) -> bool:
    return installed.pack.kind is PackKind.SPEECH


def test_a_model_is_brought_in_from_a_stick_used_and_removed(
    manager: Manager, stick: Path
) -> None:
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(stick))
    manager.wait_for("packs_done", "is here")
    starter, brought = filter(is_speech, shelf.inventory().packs)

    manager.press(f"use_{starter.id}")
    manager.wait_for("packs_done", "works from the next visit")
    assert shelf.chosen_id("speech") == starter.id

    manager.press(f"remove_{brought.id}")
    manager.wait_for("packs_done", "Removed")
    assert all(pack.shipped for pack in shelf.inventory().packs)


def test_a_model_that_was_altered_is_named_with_its_file(manager: Manager, stick: Path) -> None:
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(stick))
    manager.wait_for("packs_done", "is here")
    brought = next(pack for pack in shelf.inventory().packs if not pack.shipped)
    weights = brought.folder / "model.bin"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)

    manager.press(f"verify_{brought.id}")
    manager.wait_for("packs_problem", weights.name)


def test_a_folder_that_is_no_pack_is_named(manager: Manager) -> None:
    broken = paths.user_models() / "half"
    broken.mkdir(parents=True)
    (broken / "pack.toml").write_text("id = 3", encoding="utf-8")
    manager.page.choose("packs")
    manager.wait(lambda: manager.page.findChild(QLabel, "broken_pack") is not None)

    assert "pack.toml" in manager.words("broken_pack")


def test_a_file_that_is_no_model_is_refused(manager: Manager, tmp_path: Path) -> None:
    no_model = tmp_path / "letter.gguf"
    no_model.write_text("Dear colleague", encoding="utf-8")
    manager.page.choose("packs")
    manager.desk.packs.bring_in(str(no_model))
    manager.wait_for("packs_problem", "letter.gguf")

    assert all(pack.shipped for pack in shelf.inventory().packs)


def test_bringing_in_can_be_cancelled_and_leaves_nothing(manager: Manager, stick: Path) -> None:
    manager.page.choose("packs")
    running = manager.part(Running, "packs_running")
    gate = manager.hold(manager.desk.aside)
    manager.desk.packs.bring_in(str(stick))
    manager.press("packs_cancel")
    gate.set()
    manager.wait(lambda: not running.is_on)

    assert all(pack.shipped for pack in shelf.inventory().packs)
    assert list(paths.user_models().glob("*")) == []


# Appearance


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


# Backup


def test_a_backup_is_written_verified_and_remembered(manager: Manager, tmp_path: Path) -> None:
    target = tmp_path / "clinic.zhenlu"
    manager.page.choose("backup")
    manager.wait_for("last_backup", "no backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_done", "read back")
    manager.wait_for("last_backup", "0 days")

    manager.desk.backup.verify(str(target))
    manager.wait_for("backup_done", "It holds")


def test_a_backup_that_was_altered_does_not_verify(manager: Manager, tmp_path: Path) -> None:
    target = tmp_path / "clinic.zhenlu"
    manager.page.choose("backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_done", "read back")
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)

    manager.desk.backup.verify(str(target))
    manager.wait_for("backup_problem", "clinic.zhenlu")


def test_a_backup_does_not_take_the_place_of_another_file(
    manager: Manager, tmp_path: Path
) -> None:
    target = tmp_path / "clinic.zhenlu"
    target.write_text("something else", encoding="utf-8")
    manager.page.choose("backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_problem", "clinic.zhenlu")

    assert target.read_text(encoding="utf-8") == "something else"


def test_a_cancelled_backup_leaves_no_file(manager: Manager, tmp_path: Path) -> None:
    manager.page.choose("backup")
    running = manager.part(Running, "backup_running")
    gate = manager.hold(manager.desk.backup.aside)
    manager.desk.backup.write_to(str(tmp_path / "clinic.zhenlu"))
    manager.press("backup_cancel")
    gate.set()
    manager.wait(lambda: not running.is_on)

    assert list(tmp_path.glob("clinic*")) == []


def test_a_nurse_is_told_that_backups_are_not_hers(nurse: Manager) -> None:
    nurse.page.choose("backup")
    nurse.wait_for("backup_problem", "nurse")

    assert not nurse.part(QPushButton, "back_up").isVisible()


# Log


def test_the_log_shows_who_did_what(manager: Manager) -> None:
    manager.page.choose("audit")
    model = manager.part(QTableView, "audit_rows").model()
    manager.wait(lambda: model.rowCount() > 0)

    newest = [model.index(0, at).data() for at in range(model.columnCount())]
    assert "李医生" in newest
    assert "viewed" in newest


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
    nurse.wait_for("audit_problem", "nurse")

    assert not nurse.part(QTableView, "audit_rows").isVisible()


# Templates


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


def test_a_broken_own_template_hides_no_other(manager: Manager) -> None:
    own = paths.user_data() / "templates" / "soap.en.toml"
    own.parent.mkdir(parents=True)
    own.write_text("id = soap", encoding="utf-8")
    manager.page.choose("templates")
    listed = manager.part(QListWidget, "template_files")
    manager.wait(lambda: listed.count() > 1)

    assert "does not hold" in listed.item(0).text()
    manager.wait_for("template_fault", "Line 1:")


# Words


def enter_word(manager: Manager, word: str, also: str = "") -> None:
    manager.page.choose("words")
    manager.part(QComboBox, "words_language").setCurrentIndex(list(Language).index(Language.EN))
    kinds = manager.part(QComboBox, "word_kind")
    manager.wait(lambda: kinds.findData("drug") >= 0 and kinds.findData("colloquial") < 0)
    manager.type_into("word_name", word)
    manager.type_into("word_also", also)
    manager.press("word_add")


def test_a_word_of_the_clinic_is_added_and_removed(manager: Manager) -> None:
    enter_word(manager, "zanamostatin", "zana mo statin / zanamo")
    manager.wait_for("words_done", "zanamostatin")
    (own,) = own_words.words(Language.EN)
    assert own.say == ("zana mo statin", "zanamo")

    manager.wait(lambda: manager.page.findChild(IconButton, "remove_word_drug") is not None)
    manager.part(IconButton, "remove_word_drug").click()
    manager.wait_for("words_done", "gone")
    assert own_words.words(Language.EN) == ()


def test_a_word_that_stands_for_something_else_is_refused(manager: Manager) -> None:
    enter_word(manager, "no")
    manager.wait_for("words_problem", "no")

    assert own_words.words(Language.EN) == ()


def test_a_backup_of_another_clinic_is_told_as_that(manager: Manager, tmp_path: Path) -> None:
    store.create(tmp_path / "other", "赵医生", frozenset({Role.ADMIN}), OTHER)
    opened = store.sign_in(tmp_path / "other", "赵医生", OTHER)
    back_up(opened, tmp_path / "other.zhenlu")
    opened.close()
    manager.page.choose("backup")
    manager.desk.backup.verify(str(tmp_path / "other.zhenlu"))

    manager.wait_for("backup_problem", "other data")
