"""Accounts: added, changed, ended, always under the eyes of who signed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import speaker_models
from admin_manager import OTHER, OWN, Manager
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QProgressBar, QPushButton

from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.application.recording_ports import SoundSource
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.errors import MicrophoneMissing, PassphraseRefused, RecoveryKeyInvalid
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.person import Role
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.importing import import_pack
from zhenlu.storage import store


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
    for action in ("add_person", "new_recovery_key", "change_account"):
        assert not nurse.part(QPushButton, action).isEnabled()
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


_READING = Path(__file__).parents[3] / "resources" / "samples" / "zh-cough-fever.flac"


def _reads(speed: float = 0.0) -> SoundSystem:
    """A computer whose microphone hears a reading."""
    return SoundSystem(devices=tuple, reader=lambda _device, _tell: PlayedFile(_READING, speed))


def _begin_reading(manager: Manager) -> None:
    manager.press("own_voice")
    manager.part(QCheckBox, "voice_agree").setChecked(True)
    manager.press("voice_record")


def test_ones_own_voice_is_enrolled_and_deleted(manager: Manager) -> None:
    manager.stand_on_page(_reads())

    _begin_reading(manager)
    manager.wait_for("people_done", "enrolled")
    assert manager.store.voices.own() is not None

    manager.press("voice_delete")
    manager.wait_for("people_done", "deleted")
    assert manager.store.voices.own() is None


def test_a_voice_of_before_a_speaker_model_is_to_be_read_again(
    manager: Manager, tmp_path: Path
) -> None:
    manager.stand_on_page(_reads())
    _begin_reading(manager)
    manager.wait_for("people_done", "enrolled")
    import_pack(speaker_models.telling_voices_apart(tmp_path / "voices.onnx"))

    manager.page.choose("packs")
    manager.page.choose("people")
    manager.wait(lambda: "read again" in manager.words("voice_state"))

    _begin_reading(manager)
    manager.wait_for("people_done", "enrolled")
    manager.wait(lambda: "read again" not in manager.words("voice_state"))
    own = manager.store.voices.own()
    assert own is not None
    assert own.print.embedder == shelf.embedder() != ""


def test_nothing_is_heard_before_one_agrees(manager: Manager) -> None:
    manager.stand_on_page(_reads())

    manager.press("own_voice")

    assert not manager.part(QPushButton, "voice_record").isEnabled()


def test_a_reading_that_is_cancelled_leaves_nothing(manager: Manager) -> None:
    manager.stand_on_page(_reads(speed=1.0))
    _begin_reading(manager)
    progress = manager.part(QProgressBar, "voice_progress")
    manager.wait(lambda: progress.value() > 0)

    manager.press("voice_cancel")

    manager.wait(manager.part(QPushButton, "voice_record").isVisible)
    assert manager.store.voices.own() is None


def test_without_a_microphone_one_is_told(manager: Manager) -> None:
    def none(_device: str | None, _tell: Callable[[SoundLevel], None]) -> SoundSource:
        raise MicrophoneMissing("none")

    manager.stand_on_page(SoundSystem(devices=tuple, reader=none))

    _begin_reading(manager)

    manager.wait_for("people_problem", "microphone")
