"""The clinic's own templates, words, rules and tables, every version of them, in the store.

They are files beside the store, so that a clinician can read and change them with any
editor. The store takes in what changed before each backup: so they travel with it to
another computer, and it stays on record what a template said when a record was written.
Nothing in them is about a patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.clinic import ClinicFileVersion
from zhenlu.domain.errors import DiskRefused
from zhenlu.storage.access import Access
from zhenlu.storage.database import Database, writing
from zhenlu.whole_file import write_whole

#: Folders in which the program looks for a clinic's own files.
FOLDERS: Final = (
    "templates", "lexicon", "rules", "safety", "triage", "follow_up", "intake", "consent",
)  # fmt: skip
_ENDINGS: Final = frozenset({".toml", ".json"})
#: Larger ones are no files that a person wrote.
_MOST_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class ClinicFiles:
    """The clinic's files, as one person's program sees them.

    Attributes:
        folder: The data folder in which `FOLDERS` lie.
    """

    access: Access
    folder: Path

    def take_in(self) -> tuple[str, ...]:
        """Keep a version of every file that changed, came or went since the last time.

        Returns:
            Their names, `templates/soap.en.toml`.

        Raises:
            DiskRefused: Reason "store_open", if a file cannot be read.
        """
        access, kept, found = self.access, current(self.access.db), dict(_files(self.folder))
        changed = [name for name in found if kept.get(name) != found[name]]
        changed += [name for name in kept if name not in found]
        with writing(access.db):
            for name in changed:
                entered = access.db.execute(
                    "INSERT INTO clinic_file (name, person, at, content) VALUES (?, ?, ?, ?)",
                    [name, access.person.id, access.now(), found.get(name)],
                )
                access.note(AuditAction.SETTINGS, "clinic_file", str(entered.lastrowid))
        return tuple(changed)

    def history(self, name: str) -> tuple[ClinicFileVersion, ...]:
        """Every version of a file, the first first."""
        query = "SELECT name, person, at, content FROM clinic_file WHERE name = ? ORDER BY id"
        return tuple(ClinicFileVersion(*row) for row in self.access.db.execute(query, [name]))


def current(db: Database) -> dict[str, str]:
    """What each file said when it was last taken in; without those that went."""
    query = """
        SELECT name, content FROM clinic_file
        WHERE id IN (SELECT max(id) FROM clinic_file GROUP BY name) AND content IS NOT NULL
    """
    return dict(db.execute(query))


def write_out(db: Database, folder: Path) -> tuple[str, ...]:
    """Write the files that are missing in a data folder; what is there stays.

    Returns:
        The names of those written.

    Raises:
        DiskRefused: Reason "store_write".
    """
    missing = {
        name: content for name, content in current(db).items() if not (folder / name).exists()
    }
    for name, content in missing.items():
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, content.encode("utf-8"))
        except OSError:
            raise DiskRefused("store_write", file=Path(name).name) from None
    return tuple(missing)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and contents. What is no text was not written by a person and stays outside."""
    for below in FOLDERS:
        for path in sorted((folder / below).rglob("*")):
            try:
                if path.suffix not in _ENDINGS or path.stat().st_size > _MOST_BYTES:
                    continue
                yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            except OSError:
                raise DiskRefused("store_open", file=path.name) from None
