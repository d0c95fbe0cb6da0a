"""Takes a database to the present schema, with a verified copy before each step.

A step that fails is rolled back with its own record, so the database is as it was before
it and the step stays pending.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from zhenlu.domain.errors import StoreNewer
from zhenlu.storage.database import Database, Migrations, encrypted_copy
from zhenlu.storage.schema import RECORDS
from zhenlu.storage.schema_copies import copy_path


def migrate(db: Database, path: Path, key: bytes, steps: Migrations = RECORDS) -> None:
    """Apply what is pending, one step at a time.

    Before each step of a database that already holds something, a copy is written to
    `backups/` beside it and read back whole; without that copy the step is not taken.

    Raises:
        StoreNewer: If the database holds steps that this program does not know.
        DiskRefused: If there is no room for the copy.
        StoreDamaged: If the copy does not hold up.
    """
    pending = [step.name for step in steps.pending(db)]
    applied = [step.name for step in steps.applied(db)]
    known = {step.name for step in steps._migrations}
    if not known.issuperset(applied):
        raise StoreNewer(file=path.name)
    is_new = not applied
    for name, following in zip_longest(pending, pending[1:]):
        if not is_new:
            encrypted_copy(db, copy_path(path, name), key)
        steps.apply(db, stop_before=following)
