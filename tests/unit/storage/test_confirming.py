"""The passphrase asked for again while somebody is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import PassphraseRefused
from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.journal import JOURNAL_FILE
from zhenlu.storage.store import Store

_PASSPHRASE = "correct horse battery"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    store.create(tmp_path / "store", "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), _PASSPHRASE)
    with_key = store.sign_in(tmp_path / "store", "李医生", _PASSPHRASE)
    yield with_key
    with_key.close()


def test_the_right_passphrase_confirms_and_leaves_a_row(opened: Store) -> None:
    opened.confirm(_PASSPHRASE)

    assert [e.result for e in opened.audit.entries() if e.action is AuditAction.LOGIN] == [
        AuditResult.DONE,
        AuditResult.DONE,
    ]


def test_failures_count_together_with_those_at_the_door_and_delay(opened: Store) -> None:
    for second in range(5):
        with pytest.raises(PassphraseRefused) as wrong:
            opened.confirm("guess guess guess", lambda second=second: 1000.0 + second)
        assert wrong.value.reason == "wrong"

    with pytest.raises(PassphraseRefused) as delayed:
        opened.confirm(_PASSPHRASE, lambda: 1005.0)
    with pytest.raises(PassphraseRefused) as at_the_door:
        store.sign_in(opened.folder, "李医生", _PASSPHRASE, lambda: 1005.0)

    assert (delayed.value.reason, at_the_door.value.reason) == ("delayed", "delayed")


def test_failures_enter_the_log_with_the_next_right_passphrase(opened: Store) -> None:
    with pytest.raises(PassphraseRefused):
        opened.confirm("guess guess guess")

    opened.confirm(_PASSPHRASE)

    results = [e.result for e in opened.audit.entries() if e.action is AuditAction.LOGIN]
    assert results == [AuditResult.DONE, AuditResult.REFUSED, AuditResult.DONE]


def test_the_folder_has_one_journal_under_a_key_of_its_own(opened: Store) -> None:
    journal = opened.open_journal()
    try:
        writer = journal.start("visit-1")
        writer.write(np.zeros(16_000, dtype=np.int16))
        writer.close()
        assert [visit.visit for visit in journal.visits()] == ["visit-1"]
    finally:
        journal.close()

    assert (opened.folder / JOURNAL_FILE).is_file()
