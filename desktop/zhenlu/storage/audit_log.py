"""The audit log: who did what to which object, chained so that no line can change unnoticed.

Each row carries an HMAC over the one before it and its own fields; a sealed head row says
how many there are and what the last one's HMAC is. A changed, removed, inserted or cut-off
row breaks the chain at a place that `verify` names. Triggers keep the program itself from
changing a row. The log holds ids, never a word of a record.
"""

from __future__ import annotations

import hmac
import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from zhenlu.domain.audit import AuditAction, AuditEntry, AuditResult
from zhenlu.domain.errors import AuditBroken, ClockSetBack
from zhenlu.storage.database import Database, writing

_START = bytes(32)
#: Two computers on one folder, or a clock that is put right.
_CLOCKS_DIFFER = timedelta(minutes=5)
#: Ids are made by the program; anything else could be a patient's name.
_IS_ID = re.compile(r"[A-Za-z0-9_.:-]{0,80}", re.ASCII)
_SELECT = "SELECT row, at, person, action, object_kind, object_id, result, host, mac FROM audit"
_INSERT = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The log of one records database.

    Attributes:
        key: 32 bytes derived for this purpose alone.
    """

    db: Database
    key: bytes = field(repr=False)
    host: str = field(default_factory=platform.node)

    def begin(self) -> None:
        """Seal the head of an empty log, once, when the database is made."""
        seal = self._seal(0, _START)
        self.db.execute("INSERT INTO audit_head VALUES (1, 0, ?, ?)", [_START, seal])

    def append(
        self,
        action: AuditAction,
        object_kind: str,
        object_id: str = "",
        *,
        person: str = "",
        result: AuditResult = AuditResult.DONE,
        at: datetime | None = None,
    ) -> AuditEntry:
        """Add a row; inside a transaction it stands or falls with what it tells about.

        Raises:
            ValueError: If an id is none; nothing a person typed may come in here.
            AuditBroken: If the head of the chain is gone or altered.
            DiskRefused, StoreLocked: As any write.
        """
        if not all(_IS_ID.fullmatch(text) for text in (object_kind, object_id, person)):
            raise ValueError("the audit log takes ids only")
        told = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
        with writing(self.db):
            rows, last = self._head()
            entry = AuditEntry(
                rows + 1, told, person, action, object_kind, object_id, result, self.host
            )
            mac = self._mac(last, entry)
            self.db.conn.execute(_INSERT, [*_values(entry), mac])
            self.db.conn.execute(
                "UPDATE audit_head SET rows = ?, mac = ?, seal = ?",
                [entry.row, mac, self._seal(entry.row, mac)],
            )
        return entry

    def verify(self) -> int:
        """Follow the chain from its first row to its sealed end.

        Returns:
            The number of rows.

        Raises:
            AuditBroken: With the first row that does not hold; for a cut-off tail the
                first one that is missing.
        """
        before, count = _START, 0
        for values in self.db.execute(f"{_SELECT} ORDER BY row"):
            *told, mac = values
            count += 1
            if told[0] != count or not hmac.compare_digest(
                bytes(mac), self._mac_of(before, told)
            ):
                raise AuditBroken(row=count)
            before = bytes(mac)
        rows, last = self._head()
        if (rows, last) != (count, before):
            raise AuditBroken(row=min(rows, count) + 1)
        return count

    def entries(
        self, *, since: date | None = None, until: date | None = None, person: str | None = None
    ) -> Iterator[AuditEntry]:
        """Rows in the order they were written.

        Args:
            since: First day, in this computer's time.
            until: Last day, included.
            person: Id of who did it.
        """
        where, values = ["1"], []
        if since is not None:
            where.append("at >= ?")
            values.append(_start_of(since))
        if until is not None:
            where.append("at < ?")
            values.append(_start_of(until + timedelta(days=1)))
        if person is not None:
            where.append("person = ?")
            values.append(person)
        query = f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY row"
        for found in self.db.execute(query, values):
            yield _entry(found)

    def clock_doubt(self, now: datetime) -> ClockSetBack | None:
        """Whether this computer's clock is behind the last row; rows keep their order anyway."""
        query = "SELECT at FROM audit ORDER BY row DESC LIMIT 1"
        found = self.db.execute(query).fetchone()
        if found is None or now >= datetime.fromisoformat(found[0]) - _CLOCKS_DIFFER:
            return None
        last = datetime.fromisoformat(found[0]).astimezone()
        return ClockSetBack(last=f"{last:%Y-%m-%d %H:%M}", now=f"{now.astimezone():%Y-%m-%d %H:%M}")

    def _head(self) -> tuple[int, bytes]:
        """How many rows there are and the last one's HMAC, as sealed."""
        found = self.db.conn.execute("SELECT rows, mac, seal FROM audit_head").fetchone()
        if found is None:
            raise AuditBroken("head", row=1)
        rows, mac, seal = int(found[0]), bytes(found[1]), bytes(found[2])
        if not hmac.compare_digest(seal, self._seal(rows, mac)):
            raise AuditBroken("head", row=rows)
        return rows, mac

    def _mac(self, before: bytes, entry: AuditEntry) -> bytes:
        return self._mac_of(before, _values(entry))

    def _mac_of(self, before: bytes, values: list[object]) -> bytes:
        told = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        return hmac.digest(self.key, b"row" + before + told.encode("utf-8"), sha256)

    def _seal(self, rows: int, mac: bytes) -> bytes:
        return hmac.digest(self.key, b"head" + rows.to_bytes(8, "big") + mac, sha256)


def _values(entry: AuditEntry) -> list[object]:
    return [
        entry.row,
        entry.at,
        entry.person,
        entry.action.value,
        entry.object_kind,
        entry.object_id,
        entry.result.value,
        entry.host,
    ]


def _entry(values: tuple[object, ...]) -> AuditEntry:
    row, at, person, action, kind, object_id, result, host = (str(value) for value in values[:8])
    try:
        known = AuditAction(action), AuditResult(result)
    except ValueError:
        raise AuditBroken(row=int(row)) from None
    return AuditEntry(int(row), at, person, known[0], kind, object_id, known[1], host)


def _start_of(day: date) -> str:
    """The beginning of a day here, in the log's own time."""
    local = datetime.combine(day, time.min).astimezone()
    return local.astimezone(UTC).isoformat(timespec="milliseconds")
