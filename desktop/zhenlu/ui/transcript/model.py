"""The transcript as a list: one row a segment, one more for words that are not settled yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from zhenlu.domain.transcript import Segment, SpeakerRole

Index = QModelIndex | QPersistentModelIndex
#: A `Line`.
LINE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows.

    Attributes:
        is_evidence: It carries the sentence that is selected in the record.
        heard: The words as they were heard, where they read otherwise now; "" where not.
        is_tentative: Its words may still change.
        flagged: The person marked this moment.
    """

    segment: Segment = field(repr=False)
    is_evidence: bool = False
    heard: str = field(default="", repr=False)
    is_tentative: bool = False
    flagged: bool = False


class TranscriptModel(QAbstractListModel):
    """Rows of the transcript; settled ones never change place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._segments: list[Segment] = []
        self._tentative: Segment | None = None
        self._evidence: frozenset[int] = frozenset()
        self._heard: dict[int, str] = {}
        self._flagged: frozenset[int] = frozenset()

    def show(self, segments: Sequence[Segment], heard: Mapping[int, str] | None = None) -> None:
        """Show a whole transcript.

        Args:
            heard: What was heard where it reads otherwise now, by segment.
        """
        self.beginResetModel()
        self._segments = list(segments)
        self._heard = dict(heard or {})
        self._tentative, self._evidence = None, frozenset()
        self.endResetModel()

    def append(self, segment: Segment) -> None:
        """Add a settled line; unsettled words give way to it."""
        self.set_tentative("")
        at = len(self._segments)
        self.beginInsertRows(QModelIndex(), at, at)
        self._segments.append(segment)
        self.endInsertRows()

    def change(self, segment: Segment, heard: str = "") -> None:
        """Show a line with other words or another speaker; `heard` as for `Line`."""
        row = self.row_of(segment.id)
        if row < 0 or (self._segments[row], self._heard.get(segment.id, "")) == (segment, heard):
            return
        self._segments[row] = segment
        self._heard[segment.id] = heard
        self._tell(row)

    def set_tentative(self, text: str, start_s: float = 0.0) -> None:
        """Words of the open utterance, or "" where there are none."""
        last = len(self._segments)
        if self._tentative is not None and not text:
            self.beginRemoveRows(QModelIndex(), last, last)
            self._tentative = None
            self.endRemoveRows()
        elif text and self._tentative is None:
            self.beginInsertRows(QModelIndex(), last, last)
            self._tentative = Segment(0, text, SpeakerRole.UNKNOWN, start_s)
            self.endInsertRows()
        elif text:
            self._tentative = Segment(0, text, SpeakerRole.UNKNOWN, start_s)
            self._tell(last)

    def light(self, segments: Sequence[int]) -> None:
        """Mark the lines behind a sentence of the record; none marks nothing."""
        before, self._evidence = self._evidence, frozenset(segments)
        for row, segment in enumerate(self._segments):
            if segment.id in before ^ self._evidence:
                self._tell(row)

    def flag(self, segments: frozenset[int]) -> None:
        """Mark moments that the person wants to find again."""
        before, self._flagged = self._flagged, segments
        for row, segment in enumerate(self._segments):
            if segment.id in before ^ segments:
                self._tell(row)

    def row_of(self, segment_id: int) -> int:
        """The row of a segment, -1 where there is none."""
        return next((r for r, s in enumerate(self._segments) if s.id == segment_id), -1)

    def line(self, row: int) -> Line:
        """What a row shows."""
        if row >= len(self._segments):
            tentative = self._tentative or Segment(0, "")
            return Line(tentative, is_tentative=True)
        segment = self._segments[row]
        return Line(
            segment,
            segment.id in self._evidence,
            self._heard.get(segment.id, ""),
            flagged=segment.id in self._flagged,
        )

    def _tell(self, row: int) -> None:
        at = self.index(row)
        self.dataChanged.emit(at, at)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._segments) + (self._tentative is not None)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        line = self.line(index.row())
        if role == LINE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return line.segment.text
        if role == int(Qt.ItemDataRole.ToolTipRole) and line.heard:
            words = QCoreApplication.translate("Transcript", "Heard: {words}")
            return words.format(words=line.heard)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{clock(line.segment.start_s)} {line.segment.role.value} {line.segment.text}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        settled = index.isValid() and index.row() < len(self._segments)
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if settled else Qt.ItemFlag.NoItemFlags
        )


def clock(seconds: float) -> str:
    """A time in the recording as 03:42, or 1:03:42 from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
