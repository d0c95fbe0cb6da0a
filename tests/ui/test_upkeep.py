"""What a session does for its data beside the work: warnings, and terms once a day."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from zhenlu.app.live_recording import Room
from zhenlu.app.upkeep import Upkeep
from zhenlu.application.events import LockChanged
from zhenlu.application.visit_templates import usual_template
from zhenlu.domain.errors import JournalRebuilt
from zhenlu.domain.person import Role
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store, store_state
from zhenlu.storage.backup import back_up
from zhenlu.storage.store import Store
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.shell.notices import Notices

PASSPHRASE = "correct horse battery"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "store"
    store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), PASSPHRASE)
    with closing(store.sign_in(folder, "李医生", PASSPHRASE)) as signed_in:
        yield signed_in


class Session:
    """An upkeep over a store, with its day to be moved."""

    def __init__(self, opened: Store, qtbot: QtBot) -> None:
        self.now = datetime.now(UTC)
        self.time_told = threading.Event()
        self.time_told.set()
        self.store = replace(opened, clock=self.tell_time)
        self.room = Room(self.store, opened.open_journal(), EngineRoom(), usual_template)
        self.notices, self.background = Notices(), Background()
        self.bridge = EventBridge()
        self.upkeep = Upkeep(self.room, self.background, self.bridge, self.notices)

    def tell_time(self) -> datetime:
        assert self.time_told.wait(20)
        return self.now

    def locked(self, is_locked: bool, *, recording: bool = False) -> None:
        """The screen is locked, or somebody comes back."""
        self.bridge.arrived.emit(LockChanged(is_locked, recording))

    def checks_end(self, qtbot: QtBot) -> None:
        """Wait until no page is being read any more."""
        checking = self.upkeep.checking
        with qtbot.waitSignal(checking.busy_changed):
            checking.run(lambda: None, lambda _none: None, pytest.fail)

    def close(self) -> None:
        self.upkeep.close()
        self.background.close()
        self.room.journal.close()


@pytest.fixture
def session(opened: Store, qtbot: QtBot) -> Iterator[Session]:
    made = Session(opened, qtbot)
    yield made
    made.close()


def test_warnings_about_the_data_are_told_at_sign_in(session: Session) -> None:
    session.upkeep.begin((JournalRebuilt(visits=3, lost=2, file="journal.damaged.db"),))

    told = [notice for notice in session.notices.all if "journal.damaged.db" in notice.text]
    assert [notice.state for notice in told] == ["warning"]


def test_old_copies_go_on_the_next_day_without_a_new_start(
    session: Session, qtbot: QtBot
) -> None:
    session.upkeep.begin()
    copy = session.store.folder / "backups" / "records-before-search.db"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(b"copy")
    session.now += timedelta(days=31)

    session.upkeep.look()

    qtbot.waitUntil(lambda: not copy.exists())


def test_a_clinic_that_never_backed_up_is_told(session: Session, qtbot: QtBot) -> None:
    session.upkeep.begin()

    qtbot.waitUntil(lambda: any(notice.topic == "backup" for notice in session.notices.all))


def test_after_a_backup_nobody_is_told(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    back_up(session.store, tmp_path / "clinic.zhenlu")

    session.upkeep.begin()
    looked: list[None] = []
    # Work beside the window goes one after another: this ends after the look.
    session.background.run(lambda: None, looked.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(looked))

    assert not any(notice.topic == "backup" for notice in session.notices.all)


def lose_a_bit(path: Path) -> None:
    """As a disk does: nobody wrote, so the time stays."""
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_pages_are_read_once_a_month_while_the_screen_is_locked(
    session: Session, qtbot: QtBot
) -> None:
    session.now += timedelta(days=31)

    session.locked(True)
    session.checks_end(qtbot)

    now = session.now.replace(microsecond=0)
    assert store_state.checked_at(session.store.folder) == now


def test_pages_that_were_read_this_month_are_left_alone(session: Session, qtbot: QtBot) -> None:
    before = store_state.checked_at(session.store.folder)
    session.now += timedelta(days=29)

    session.locked(True)
    session.checks_end(qtbot)

    assert store_state.checked_at(session.store.folder) == before


def test_no_page_is_read_beside_a_recording(session: Session, qtbot: QtBot) -> None:
    before = store_state.checked_at(session.store.folder)
    session.now += timedelta(days=31)

    session.locked(True, recording=True)
    session.checks_end(qtbot)

    assert store_state.checked_at(session.store.folder) == before


def test_reading_pages_stops_when_somebody_comes_back(session: Session, qtbot: QtBot) -> None:
    before = store_state.checked_at(session.store.folder)
    session.now += timedelta(days=31)
    session.time_told.clear()

    session.locked(True)
    session.locked(False)
    session.time_told.set()
    session.checks_end(qtbot)

    assert store_state.checked_at(session.store.folder) == before
    assert session.notices.all == ()


def test_a_page_that_does_not_hold_is_told_with_the_way_to_the_backup(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    back_up(session.store, tmp_path / "clinic.zhenlu")
    with session.store.beside() as beside:
        beside.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    lose_a_bit(session.store.folder / "records.db")
    session.now += timedelta(days=31)

    session.locked(True)
    session.checks_end(qtbot)

    assert [notice.state for notice in session.notices.all] == ["danger"]
    assert "clinic.zhenlu" in session.notices.all[0].text
