"""The audit log as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from zhenlu.domain.audit import AuditEntry, AuditObject
from zhenlu.ui.translation import spoken_language
from zhenlu.wording import say

_Index = QModelIndex | QPersistentModelIndex
#: The column of what a row is about.
OBJECT = 4
_SHORT_ID = 8


class AuditModel(QAbstractTableModel):
    """Rows as they were written, the newest on top.

    People stand by name, what is a patient's by the masked name and the time of the visit;
    only what is neither by the beginning of its id. The tooltip has all of the id.
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[AuditEntry, ...] = ()
        self._names: Mapping[str, str] = {}
        self._objects: Mapping[str, AuditObject] = {}

    def show(
        self,
        entries: Sequence[AuditEntry],
        names: Mapping[str, str],
        objects: Mapping[str, AuditObject],
    ) -> None:
        """Show other rows.

        Args:
            names: By the id of a person.
            objects: By `AuditEntry.about`.
        """
        self.beginResetModel()
        self._entries, self._names = tuple(reversed(entries)), names
        self._objects = objects
        self.endResetModel()

    def retranslate(self) -> None:
        """Say every word again."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles()[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self._entries[index.row()]
        cell = self._cells(entry)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == OBJECT:
            return f"{cell}\n{entry.object_id}".rstrip()
        return cell

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("No."), self.tr("When"), self.tr("Who"), self.tr("Did what"),
            self.tr("To what"), self.tr("How it ended"), self.tr("Computer"),
        )  # fmt: skip

    def _cells(self, entry: AuditEntry) -> tuple[str, ...]:
        language = spoken_language()
        at = datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        kinds = {
            "person": self.tr("person"), "patient": self.tr("patient"),
            "visit": self.tr("visit"), "record": self.tr("record"), "store": self.tr("store"),
            "audit": self.tr("log"), "settings": self.tr("settings"),
            "recovery-key": self.tr("recovery key"), "backup": self.tr("backup"),
            "consent": self.tr("consent"), "audio": self.tr("audio"), "voice": self.tr("voice"),
            "draft": self.tr("draft"), "follow_up": self.tr("follow-up"),
            "transcript": self.tr("transcript"), "accesses": self.tr("list of accesses"),
            "emergency": self.tr("emergency access"), "clock": self.tr("clock"),
            "clinic_file": self.tr("clinic's own file"),
            "cosignature": self.tr("second signature"), "search": self.tr("search"),
            "intake": self.tr("answers before the visit"),
        }  # fmt: skip
        kind = kinds.get(entry.object_kind, entry.object_kind)
        return (
            str(entry.row),
            at,
            self._person(entry.person) or "–",
            say(f"audit.action.{entry.action.value}", language),
            f"{kind} {self._what(entry)}".rstrip(),
            say(f"audit.result.{entry.result.value}", language),
            entry.host,
        )

    def _what(self, entry: AuditEntry) -> str:
        """Which of its kind, as far as a person can tell them apart."""
        known = self._objects.get(entry.about)
        if known is None:
            return self._person(entry.object_id)
        return " ".join(filter(None, (known.patient, known.started.replace("T", " "))))

    def _person(self, person: str) -> str:
        return self._names.get(person, person[:_SHORT_ID])
