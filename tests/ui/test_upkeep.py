"""What a session does for its data beside the work: warnings, and terms once a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from zhenlu.app.live_recording import Room
from zhenlu.app.pages import default_template
from zhenlu.app.upkeep import Upkeep
from zhenlu.domain.errors import JournalRebuilt
from zhenlu.domain.person import Role
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.storage.store import Store
from zhenlu.ui.background import Background
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
        self.store = replace(opened, clock=lambda: self.now)
        self.room = Room(self.store, opened.open_journal(), EngineRoom(), default_template)
        self.notices, self.background = Notices(), Background()
        self.upkeep = Upkeep(self.room, self.background, self.notices)

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
