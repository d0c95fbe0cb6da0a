"""Who stands on the manage page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from admin_manager import OTHER, OWN, Manager
from pytestqt.qtbot import QtBot

from zhenlu.domain.person import Role
from zhenlu.storage import store


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
