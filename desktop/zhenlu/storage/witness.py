"""What this computer last saw of a data folder: how many audit rows, and the last one's seal.

It lies outside the folder, in the platform's place for state, so that it does not travel
with a copy. When an older copy of the folder is put back, the audit log in it is whole and
proves nothing; but it is shorter than what was seen here, or says something else in the
same row. That is told, never held against anyone: a restored disk is a good reason, too.
"""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhenlu import paths
from zhenlu.domain.errors import AuditBroken, StoreDamaged, StoreRolledBack
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import Database
from zhenlu.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Sight:
    """The end of an audit log.

    Attributes:
        mac: The last row's, in hex.
        at: When it was written, ISO 8601 in UTC.
    """

    rows: int
    mac: str
    at: str


def doubt(db: Database, data_key: DataKey) -> StoreRolledBack | None:
    """What is strange about a data folder, in the light of what was seen of it here.

    Returns:
        Reason "" where rows are missing, "forked" where they differ; None where there is
        nothing to doubt, or nothing to compare with.
    """
    seen = _seen(data_key)
    if seen is None:
        return None
    with suppress(StoreDamaged, AuditBroken):
        found = _sight_of(db, seen.rows)
        if found is None:
            last = _last_sight(db)
            missing = seen.rows - (last.rows if last else 0)
            return StoreRolledBack(last=seen.at[:16], missing=missing)
        if found.mac != seen.mac:
            return StoreRolledBack("forked", last=seen.at[:16])
    return None


def remember(db: Database, data_key: DataKey) -> None:
    """Keep the end of the audit log as it is now. A disk that refuses costs the memory only."""
    last = None
    with suppress(StoreDamaged):
        last = _last_sight(db)
    if last is None:
        return
    told = {"rows": last.rows, "mac": last.mac, "at": last.at}
    entry = json.dumps({**told, "seal": _seal(data_key, last)}) + "\n"
    with suppress(OSError):
        path = _path(data_key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, entry.encode())


def _seen(data_key: DataKey) -> Sight | None:
    """None where nothing was seen yet, or where it was not this program that wrote it."""
    try:
        entry = json.loads(_path(data_key).read_text(encoding="utf-8"))
        seen = Sight(int(entry["rows"]), str(entry["mac"]), str(entry["at"]))
        is_ours = hmac.compare_digest(str(entry["seal"]), _seal(data_key, seen))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return seen if is_ours else None


def _seal(data_key: DataKey, sight: Sight) -> str:
    told = json.dumps([sight.rows, sight.mac, sight.at]).encode()
    return hmac.digest(data_key.witness, told, sha256).hex()


def _path(data_key: DataKey) -> Path:
    return paths.user_state() / "witness" / f"{data_key.store}.json"


def _sight_of(db: Database, row: int) -> Sight | None:
    found = db.execute("SELECT row, mac, at FROM audit WHERE row = ?", [row]).fetchone()
    return Sight(int(found[0]), bytes(found[1]).hex(), str(found[2])) if found else None


def _last_sight(db: Database) -> Sight | None:
    newest = db.execute("SELECT max(row) FROM audit").fetchone()[0]
    return None if newest is None else _sight_of(db, int(newest))
