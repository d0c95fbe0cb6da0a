"""What is seen before anybody is signed in: the first run, the lock, and the ways back in."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QStackedWidget

from screens.clinic import PASSPHRASE, PEOPLE
from screens.scene import Over, Scene, screen, settle, wait
from zhenlu.domain.backup import BackupHeader, BackupPart, PartSize
from zhenlu.domain.errors import PassphraseRefused, RestoreRefused
from zhenlu.domain.level import MicrophoneCheck
from zhenlu.ui.first_run.first_run_page import FirstRunPage
from zhenlu.ui.first_run.steps import Step
from zhenlu.ui.lock.lock_page import LockPage
from zhenlu.ui.lock.lost_passphrase_page import LostPassphrasePage
from zhenlu.ui.lock.restore_page import RestorePage


def _first_run(scene: Scene) -> FirstRunPage:
    room = scene.window.window.room
    if isinstance(room, RestorePage):
        room.left.emit()
        room = scene.window.window.room
    assert isinstance(room, FirstRunPage)
    return room


def _go_to(scene: Scene, step: Step) -> None:
    """Answer what is asked on the way."""
    page = _first_run(scene)
    stack = page.findChild(QStackedWidget)
    while stack.currentWidget() is not step:
        if stack.currentWidget() is page.person:
            scene.part(QLineEdit, "first_name").setText(PEOPLE[scene.language])
        elif stack.currentWidget() is page.passphrase:
            for name in ("new_passphrase", "same_passphrase"):
                scene.part(QLineEdit, name).setText(PASSPHRASE)
        elif stack.currentWidget() is page.recovery:
            answer = page.recovery.key.split("-")[page.recovery.asked_group]
            scene.part(QLineEdit, "recovery_answer").setText(answer)
        before = stack.currentIndex()
        scene.part(QPushButton, "step_next").click()
        wait(lambda: stack.currentIndex() > before)  # noqa: B023
    settle()


@screen("first-run-person", Over.NOTHING)
def first_run_person(scene: Scene) -> None:
    scene.part(QLineEdit, "first_name").setText(PEOPLE[scene.language])


def _restoring(scene: Scene, *, has_store: bool = False) -> RestorePage:
    page = RestorePage(has_store=has_store)
    page.left.connect(scene.window.show)
    scene.window.window.enter(page)
    parts = (PartSize(BackupPart.RECORDS, 48_300_000), PartSize(BackupPart.AUDIO, 912_000_000))
    made = datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
    page.show_backup(BackupHeader("b1", made, "s1", "1.0", parts), (PEOPLE[scene.language],))
    return page


@screen("restore", Over.NOTHING)
def restore(scene: Scene) -> None:
    _restoring(scene)
    scene.part(QLineEdit, "restore_key").setText(PASSPHRASE)


@screen("restore-running", Over.NOTHING)
def restore_running(scene: Scene) -> None:
    page = _restoring(scene)
    page.set_busy(is_busy=True)
    page.running.begin("clinic.zhenlu")
    page.running.show_progress(312_000_000, 960_300_000)


@screen("restore-refused", Over.NOTHING)
def restore_refused(scene: Scene) -> None:
    page = _restoring(scene, has_store=True)
    scene.part(QComboBox, "restore_who").setCurrentIndex(1)
    lost = {"since": "2026-11-20 10:15", "changes": 12, "records": 3, "audio": 1}
    page.refuse(RestoreRefused("newer", folder="store", **lost))


@screen("restore-done", Over.NOTHING)
def restore_done(scene: Scene) -> None:
    page = _restoring(scene, has_store=True)
    page.show_done("store.replaced-2026-11-23")


@screen("first-run-passphrase", Over.NOTHING)
def first_run_passphrase(scene: Scene) -> None:
    _go_to(scene, _first_run(scene).passphrase)
    scene.part(QLineEdit, "new_passphrase").setText(PASSPHRASE)
    scene.part(QLineEdit, "same_passphrase").setText(PASSPHRASE[:-1])


@screen("first-run-recovery-key", Over.NOTHING)
def first_run_recovery_key(scene: Scene) -> None:
    _go_to(scene, _first_run(scene).recovery)


@screen("first-run-microphone", Over.NOTHING)
def first_run_microphone(scene: Scene) -> None:
    page = _first_run(scene)
    _go_to(scene, page.microphone)
    page.microphone.show_check(MicrophoneCheck(-12.0, -24.0, -58.0, heard_voice=True))


@screen("first-run-computer", Over.NOTHING)
def first_run_computer(scene: Scene) -> None:
    _go_to(scene, _first_run(scene).computer)


def _door(scene: Scene) -> LockPage:
    scene.window.lock()
    wait(lambda: isinstance(scene.window.window.room, LockPage))
    settle()
    room = scene.window.window.room
    assert isinstance(room, LockPage)
    return room


@screen("locked")
def locked(scene: Scene) -> None:
    _door(scene)


@screen("locked-recording")
def locked_recording(scene: Scene) -> None:
    door = _door(scene)
    door.show_recording("03:42")
    door.refuse(PassphraseRefused("wrong", left=4))


@screen("lost-passphrase")
def lost_passphrase(scene: Scene) -> None:
    door = _door(scene)
    door.show_recording("")
    door.recovery_asked.emit(PEOPLE[scene.language])
    assert isinstance(scene.window.window.room, LostPassphrasePage)
