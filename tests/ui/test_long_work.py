"""What takes long runs beside the work: somebody else's visit opens before it is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drafted_visit import Reviewer, at_a_drafted_visit
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.app import backup_desk
from zhenlu.application.events import Event
from zhenlu.application.filing import Filing
from zhenlu.audio.file import read
from zhenlu.domain.consent import ConsentMethod
from zhenlu.storage.backup import back_up
from zhenlu.ui.parts.running import Running
from zhenlu.ui.shell.notices import Notices

_WAIT_MS = 60_000


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Long work waits before it; opened at the latest when the test is over."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def somebody(data_folder: Path, qtbot: QtBot, gate: threading.Event) -> Iterator[Reviewer]:
    made = at_a_drafted_visit(data_folder / "store", qtbot)
    made.settle()
    yield made
    gate.set()
    made.window.close()


def broken_off(somebody: Reviewer) -> str:
    """Another patient's visit, recorded and never heard."""
    room = somebody.desks.room
    sound = read(paths.resources() / "samples" / "zh-cough-fever.flac")

    def record() -> str:
        visit = room.store.visits.add(room.store.patients.add("李小红").id)
        room.store.consents.note(visit.id, ConsentMethod.ORAL, "1")
        Filing(room.store, room.journal).take_in(visit, sound, threading.Event())
        return visit.id

    recorded: list[str] = []
    somebody.window.background.run(record, recorded.append, pytest.fail)
    somebody.qtbot.waitUntil(lambda: bool(recorded), timeout=_WAIT_MS)
    return recorded[0]


def hold_at_the_first_event(
    somebody: Reviewer, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the thread of a write-up waiting where it tells its first event."""
    post = somebody.window.bridge.post

    def held(event: Event) -> None:
        assert gate.wait(_WAIT_MS / 1000)
        post(event)

    monkeypatch.setattr(somebody.window.bridge, "post", held)


def open_again(somebody: Reviewer) -> None:
    """Go to the drafted visit and wait until it stands there."""
    visit = somebody.desks.visit
    visit.show_nothing()
    somebody.desks.open(somebody.visit)
    somebody.qtbot.waitUntil(lambda: visit.opened is not None, timeout=_WAIT_MS)


def tells(notices: Notices, words: str) -> bool:
    return any(words in notice.text for notice in notices.all)


def test_a_visit_opens_while_a_backup_is_being_written(
    somebody: Reviewer, gate: threading.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def held(*arguments: Any, on_progress: Any, **options: Any) -> Any:
        def progress(told: Any) -> None:
            begun.set()
            assert gate.wait(_WAIT_MS / 1000)
            on_progress(told)

        return back_up(*arguments, on_progress=progress, **options)

    monkeypatch.setattr(backup_desk, "back_up", held)
    target = tmp_path / "clinic.zhenlu"
    somebody.desks.admin.backup.write_to(str(target))
    somebody.qtbot.waitUntil(begun.is_set, timeout=_WAIT_MS)

    open_again(somebody)

    running = somebody.part(Running, "backup_running")
    assert running.is_on
    assert not target.exists()
    gate.set()
    somebody.qtbot.waitUntil(lambda: not running.is_on, timeout=_WAIT_MS)
    assert target.exists()


@pytest.mark.filterwarnings("default")
def test_a_visit_opens_while_another_is_being_written_up(
    somebody: Reviewer, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = broken_off(somebody)
    done: list[str] = []
    somebody.desks.recovery.written_up.connect(done.append)
    hold_at_the_first_event(somebody, gate, monkeypatch)
    somebody.desks.recovery.write_up(other)

    open_again(somebody)

    assert done == []
    gate.set()
    somebody.qtbot.waitUntil(lambda: done == [other], timeout=_WAIT_MS)


@pytest.mark.filterwarnings("default")
def test_writing_up_gives_way_to_a_recording_and_goes_on_after_it(
    somebody: Reviewer, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = broken_off(somebody)
    desks, notices = somebody.desks, somebody.window.notices
    done: list[str] = []
    desks.recovery.written_up.connect(done.append)
    hold_at_the_first_event(somebody, gate, monkeypatch)
    desks.recovery.write_up(other)

    desks.recording.running_changed.emit(True)
    gate.set()
    somebody.qtbot.waitUntil(lambda: tells(notices, "就诊结束后"), timeout=_WAIT_MS)
    assert done == []

    desks.recording.running_changed.emit(False)
    somebody.qtbot.waitUntil(lambda: done == [other], timeout=_WAIT_MS)


def test_what_waits_for_a_recording_can_be_cancelled(somebody: Reviewer) -> None:
    other = broken_off(somebody)
    desks, notices = somebody.desks, somebody.window.notices
    done: list[str] = []
    desks.recovery.written_up.connect(done.append)
    desks.recording.running_changed.emit(True)
    desks.recovery.write_up(other)

    notices.action_chosen.emit("write-up")
    desks.recording.running_changed.emit(False)
    somebody.settle()

    assert done == []
    assert not tells(notices, "就诊结束后")
