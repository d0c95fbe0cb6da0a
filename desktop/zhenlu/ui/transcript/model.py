"""The transcript as a list: a row a segment, a row a gap, one for words not settled yet."""

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

from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.ui.transcript.speakers import speaker

Index = QModelIndex | QPersistentModelIndex
#: A `Line`.
LINE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows.

    Attributes:
        is_evidence: It carries the sentence that is selected in the record.
        heard: The words as they were heard, where they read otherwise now; "" where not.
        offered: Other words that a second reading found and that nobody decided on; "" for none.
        is_tentative: Its words may still change.
        flagged: The person marked this moment.
        gap: Nothing was recorded here; the segment then only tells the time.
    """

    segment: Segment = field(repr=False)
    is_evidence: bool = False
    heard: str = field(default="", repr=False)
    offered: str = field(default="", repr=False)
    is_tentative: bool = False
    flagged: bool = False
    gap: Gap | None = None


class TranscriptModel(QAbstractListModel):
    """Rows of the transcript; settled ones never change place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Segment | Gap] = []
        self._tentative: Segment | None = None
        self._evidence: frozenset[int] = frozenset()
        self._heard: dict[int, str] = {}
        self._offered: dict[int, str] = {}
        self._flagged: frozenset[int] = frozenset()

    def show(
        self,
        segments: Sequence[Segment],
        heard: Mapping[int, str] | None = None,
        gaps: Sequence[Gap] = (),
        offered: Mapping[int, str] | None = None,
    ) -> None:
        """Show a whole transcript.

        Args:
            heard: What was heard where it reads otherwise now, by segment.
            gaps: Where nothing was recorded.
            offered: Other words that a segment may have been, where nobody decided.
        """
        self.beginResetModel()
        self._rows = list(segments)
        for gap in gaps:
            self._rows.insert(self._place_of(gap), gap)
        self._heard, self._offered = dict(heard or {}), dict(offered or {})
        self._tentative, self._evidence = None, frozenset()
        self.endResetModel()

    def append(self, segment: Segment) -> None:
        """Add a settled line; unsettled words give way to it.

        Words from before a gap may come after it.
        """
        self.set_tentative("")
        at = len(self._rows)
        while at and _is_gap_after(self._rows[at - 1], segment):
            at -= 1
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, segment)
        self.endInsertRows()

    def mark_gap(self, gap: Gap) -> None:
        """Show where nothing is recorded, or how long nothing was where that is known now."""
        for row, shown in enumerate(self._rows):
            if isinstance(shown, Gap) and shown.at_s == gap.at_s:
                self._rows[row] = gap
                self._tell(row)
                return
        at = self._place_of(gap)
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, gap)
        self.endInsertRows()

    def change(self, segment: Segment, heard: str = "", offered: str = "") -> None:
        """Show a line with other words or another speaker; `heard`, `offered` as for `Line`."""
        row, number = self.row_of(segment.id), segment.id
        if row < 0:
            return
        shown = self._rows[row], self._heard.get(number, ""), self._offered.get(number, "")
        if shown != (segment, heard, offered):
            self._rows[row] = segment
            self._heard[number], self._offered[number] = heard, offered
            self._tell(row)

    def set_tentative(self, text: str, start_s: float = 0.0) -> None:
        """Words of the open utterance, or "" where there are none."""
        last = len(self._rows)
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
        self._tell_of(before ^ self._evidence)

    def flag(self, segments: frozenset[int]) -> None:
        """Mark moments that the person wants to find again."""
        before, self._flagged = self._flagged, segments
        self._tell_of(before ^ segments)

    def row_of(self, segment_id: int) -> int:
        """The row of a segment, -1 where there is none."""
        found = (
            row
            for row, shown in enumerate(self._rows)
            if isinstance(shown, Segment) and shown.id == segment_id
        )
        return next(found, -1)

    def line(self, row: int) -> Line:
        """What a row shows."""
        if row >= len(self._rows):
            tentative = self._tentative or Segment(0, "")
            return Line(tentative, is_tentative=True)
        segment = self._rows[row]
        if isinstance(segment, Gap):
            return Line(Segment(0, "", start_s=segment.at_s), gap=segment)
        return Line(
            segment,
            segment.id in self._evidence,
            self._heard.get(segment.id, ""),
            self._offered.get(segment.id, ""),
            flagged=segment.id in self._flagged,
        )

    def _place_of(self, gap: Gap) -> int:
        """The row before which everything was said before the gap."""
        before = (
            row + 1
            for row, shown in enumerate(self._rows)
            if (shown.at_s if isinstance(shown, Gap) else shown.start_s) < gap.at_s
        )
        return max(before, default=0)

    def _tell_of(self, segments: frozenset[int]) -> None:
        for row, shown in enumerate(self._rows):
            if isinstance(shown, Segment) and shown.id in segments:
                self._tell(row)

    def _tell(self, row: int) -> None:
        at = self.index(row)
        self.dataChanged.emit(at, at)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._rows) + (self._tentative is not None)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        line = self.line(index.row())
        if role == LINE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return shown_words(line)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return _other_words(line)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            nobody = line.gap or line.segment.unclear
            who = "" if nobody else f"{speaker(line.segment.role)} "
            told = f"{clock(line.segment.start_s)} {who}{shown_words(line)}"
            return f"{told} {_other_words(line)}" if line.offered else told
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        settled = index.isValid() and self.line(index.row()).segment.id > 0
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if settled else Qt.ItemFlag.NoItemFlags
        )


def shown_words(line: Line) -> str:
    """What stands in a row: words, that nobody was understood, or that nothing was recorded."""
    if line.gap is not None:
        return _gap_words(line.gap)
    if line.segment.unclear:
        return QCoreApplication.translate("Transcript", "[unclear]")
    return line.segment.text


def _other_words(line: Line) -> str | None:
    """How the line was heard at first, or how it may have been; None where there is no doubt."""
    translate = QCoreApplication.translate
    if line.offered:
        words = translate("Transcript", "Listen again: the second reading was “{words}”")
        return words.format(words=line.offered)
    if line.heard:
        return translate("Transcript", "Heard: {words}").format(words=line.heard)
    return None


def _gap_words(gap: Gap) -> str:
    translate = QCoreApplication.translate
    if not gap.length_s:
        return translate("Transcript", "[recording interrupted]")
    if gap.reason is GapReason.PAUSED:
        told = translate("Transcript", "[recording interrupted {length}, paused]")
    else:
        told = translate("Transcript", "[recording interrupted {length}]")
    return told.format(length=clock(gap.length_s))


def _is_gap_after(shown: Segment | Gap, segment: Segment) -> bool:
    return isinstance(shown, Gap) and shown.at_s > segment.start_s


def clock(seconds: float) -> str:
    """A time in the recording as 03:42, or 1:03:42 from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
