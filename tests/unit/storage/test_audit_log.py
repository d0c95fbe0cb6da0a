"""The audit log can grow and be read; whatever else happens to it is found and placed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import AuditBroken
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import ConstraintBroken, connect, writing
from zhenlu.storage.migrations import migrate

KEY, AUDIT_KEY = bytes(range(32)), bytes(range(32, 64))
_START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AuditLog]:
    """Ten rows, one a day, by two people in turn."""
    path = tmp_path / "records.db"
    db = connect(path, KEY)
    migrate(db, path, KEY)
    made = AuditLog(db, AUDIT_KEY, host="room-3")
    made.begin()
    for day in range(10):
        made.append(
            AuditAction.VIEW,
            "record",
            f"r{day}",
            person="li" if day % 2 else "wang",
            at=_START + timedelta(days=day),
        )
    yield made
    db.close()


def tamper(log: AuditLog, *statements: str) -> None:
    """Change the log as somebody would who has the database key and his own tool."""
    for trigger in ("audit_no_update", "audit_no_delete"):
        log.db.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        log.db.execute(statement)


def test_an_untouched_log_holds(log: AuditLog) -> None:
    assert log.verify() == 10


def test_a_row_tells_who_when_what_which_object_result_and_host(log: AuditLog) -> None:
    entry = log.append(
        AuditAction.SIGN, "record", "r1", person="li", result=AuditResult.REFUSED, at=_START
    )

    assert list(log.entries())[-1] == entry
    assert (entry.row, entry.at) == (11, "2026-03-01T09:00:00.000+00:00")
    assert (entry.person, entry.action, entry.result, entry.host) == (
        "li", AuditAction.SIGN, AuditResult.REFUSED, "room-3"
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-05T09:00:00.001+00:00'",
        "person = 'zhao'",
        "action = 'print'",
        "object_kind = 'visit'",
        "object_id = 'r5'",
        "result = 'failed'",
        "host = 'room-4'",
        "mac = zeroblob(32)",
    ],
)
def test_a_changed_field_is_found_in_its_row(log: AuditLog, change: str) -> None:
    tamper(log, f"UPDATE audit SET {change} WHERE row = 5")  # noqa: S608

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == 5


def test_a_flipped_bit_is_found_in_its_row(log: AuditLog) -> None:
    mac = bytearray(log.db.execute("SELECT mac FROM audit WHERE row = 7").fetchone()[0])
    mac[11] ^= 1
    tamper(log, "SELECT 1")
    log.db.execute("UPDATE audit SET mac = ? WHERE row = 7", [bytes(mac)])

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == 7


@pytest.mark.parametrize("row", [1, 4, 10])
def test_a_removed_row_is_found_where_it_stood(log: AuditLog, row: int) -> None:
    tamper(log, f"DELETE FROM audit WHERE row = {row}")  # noqa: S608

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == row


def test_a_removed_row_is_found_when_the_rest_is_renumbered(log: AuditLog) -> None:
    tamper(
        log,
        "DELETE FROM audit WHERE row = 4",
        "UPDATE audit SET row = row - 1000 WHERE row > 4",
        "UPDATE audit SET row = row + 999 WHERE row < 0",
    )

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == 4


@pytest.mark.parametrize("left", [9, 3, 0])
def test_a_cut_off_tail_is_found(log: AuditLog, left: int) -> None:
    tamper(log, f"DELETE FROM audit WHERE row > {left}")  # noqa: S608

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == left + 1


def test_a_tail_cut_off_together_with_its_head_is_found(log: AuditLog) -> None:
    tamper(
        log,
        "DELETE FROM audit WHERE row > 6",
        "UPDATE audit_head SET rows = 6, mac = (SELECT mac FROM audit WHERE row = 6)",
    )

    with pytest.raises(AuditBroken):
        log.verify()


def test_an_emptied_log_does_not_pass_for_a_new_one(log: AuditLog) -> None:
    tamper(log, "DELETE FROM audit", "DELETE FROM audit_head")

    with pytest.raises(AuditBroken):
        log.verify()
    with pytest.raises(AuditBroken):
        log.append(AuditAction.VIEW, "record", "r1")


def test_two_rows_the_wrong_way_round_are_found(log: AuditLog) -> None:
    tamper(
        log,
        "UPDATE audit SET row = 100 WHERE row = 3",
        "UPDATE audit SET row = 3 WHERE row = 4",
        "UPDATE audit SET row = 4 WHERE row = 100",
    )

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == 3


def test_a_row_made_without_the_key_is_found(log: AuditLog) -> None:
    AuditLog(log.db, bytes(32)).db.execute(
        "INSERT INTO audit VALUES (11, 't', 'li', 'view', 'record', 'r', 'done', 'h', zeroblob(32))"
    )

    with pytest.raises(AuditBroken) as told:
        log.verify()

    assert told.value.params["row"] == 11


@pytest.mark.parametrize("statement", ["UPDATE audit SET person = ''", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_a_row(log: AuditLog, statement: str) -> None:
    with pytest.raises(ConstraintBroken):
        log.db.execute(statement)

    assert log.verify() == 10


@pytest.mark.parametrize("text", ["张三 男 56岁", "a b", "x" * 81])
def test_words_of_a_person_cannot_enter_the_log(log: AuditLog, text: str) -> None:
    with pytest.raises(ValueError, match="ids only"):
        log.append(AuditAction.VIEW, "patient", text)


def test_a_row_falls_with_the_transaction_it_tells_about(log: AuditLog) -> None:
    def fail() -> None:
        with writing(log.db):
            log.append(AuditAction.CREATE, "patient", "p1")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert log.verify() == 10


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"since": date(2026, 3, 9)}, [9, 10]),
        ({"until": date(2026, 3, 2)}, [1, 2]),
        ({"since": date(2026, 3, 3), "until": date(2026, 3, 3)}, [3]),
        ({"person": "li"}, [2, 4, 6, 8, 10]),
        ({"person": "li", "since": date(2026, 3, 7)}, [8, 10]),
        ({"person": "nobody"}, []),
    ],
)
def test_rows_are_listed_in_order_by_date_and_person(
    log: AuditLog, wanted: dict[str, date], rows: list[int]
) -> None:
    assert [entry.row for entry in log.entries(**wanted)] == rows  # type: ignore[arg-type]


_APPEND = """
import sys
from pathlib import Path
from zhenlu.domain.audit import AuditAction
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import connect
db = connect(Path(sys.argv[1]), bytes(range(32)), wait_s=60.0)
log = AuditLog(db, bytes(range(32, 64)))
for _ in range(int(sys.argv[2])):
    print(log.append(AuditAction.VIEW, "record", "r").row, flush=True)
db.close()
"""


@pytest.fixture
def appending(log: AuditLog, tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(rows: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _APPEND, str(tmp_path / "records.db"), str(rows)],
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            process.communicate()


def test_two_processes_append_to_one_chain(
    log: AuditLog, appending: Callable[[int], subprocess.Popen[str]]
) -> None:
    both = [appending(40), appending(40)]

    numbered = [int(row) for process in both for row in process.communicate()[0].split()]

    assert sorted(numbered) == list(range(11, 91))
    assert log.verify() == 90


@pytest.mark.parametrize("rows", [1, 20, 90])
def test_the_chain_holds_after_a_kill_and_keeps_what_was_acknowledged(
    log: AuditLog, appending: Callable[[int], subprocess.Popen[str]], rows: int
) -> None:
    process = appending(100_000)
    assert process.stdout is not None
    for _ in range(rows):
        process.stdout.readline()
    process.kill()
    acknowledged = 10 + rows + process.stdout.read().count("\n")

    assert log.verify() >= acknowledged
