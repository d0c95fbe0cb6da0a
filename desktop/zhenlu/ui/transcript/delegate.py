"""Draws a line of the transcript: time, who spoke, the words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from zhenlu.domain.transcript import Segment, SegmentOrigin, SpeakerRole
from zhenlu.ui.appearance.icons import pixmap
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.transcript.line_editor import LineEditor
from zhenlu.ui.transcript.model import LINE, Line, clock, shown_words
from zhenlu.ui.transcript.speakers import letter

Index = QModelIndex | QPersistentModelIndex
#: Below it a word is underlined: listen again.
UNSURE = 0.5
_BAR, _LEFT, _GAP, _TOP = 3, 12, 10, 5
_TIME_WIDTH, _ROLE_SIDE, _RIGHT = 46, 20, 12
#: Lines whose layout is kept: several times what is in sight.
_KEPT = 200
_COLOURS = (
    "text",
    "faint",
    "surface",
    "accent",
    "accent-soft",
    "warning",
    "evidence",
    "evidence-line",
    "on-evidence",
)


class TranscriptDelegate(QStyledItemDelegate):
    """Rows as high as their words need.

    A list asks for the height of every row whenever one is added, and draws all that are in
    sight: what was measured and laid out is kept until words, width or look change.

    Signals:
        words_given: Id of a segment and what it should read.
    """

    words_given = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._layouts: dict[tuple[Line, int], QTextLayout] = {}
        self._look = _Look.present()

    def forget_look(self) -> None:
        """Another width, language, mode or text size: measure and lay out everything again."""
        self._heights.clear()
        self._layouts.clear()
        self._look = _Look.present()

    def forget_rows(self, first: int, last: int) -> None:
        """Measure these rows again."""
        for row in range(first, last + 1):
            self._heights.pop(row, None)

    def forget_from(self, first: int) -> None:
        """From this row on, others come to stand here."""
        if first < len(self._heights):
            self._heights = {row: kept for row, kept in self._heights.items() if row < first}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.row()
        height = self._heights.get(row)
        if height is None:
            view = option.widget
            # The viewport, as it is drawn: beside a scroll bar it is narrower than the view.
            within = view.viewport() if isinstance(view, QAbstractScrollArea) else None
            width = self._look.text_width(within.width() if within else option.rect.width())
            words = self._laid_out(index.data(LINE), width).boundingRect().height()
            height = max(int(words + 0.99), self._look.role_side) + 2 * _TOP
            self._heights[row] = height
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        look, area = self._look, option.rect
        painter.save()
        self._ground(painter, option, line)
        left = area.left() + _BAR + _LEFT
        top = area.top() + _TOP
        self._time(painter, QRect(left, top, look.time_width, look.role_side), line)
        left += look.time_width + 4
        side = look.role_side
        self._role(painter, QRectF(left, top + 0.5, side, side), line)
        layout = self._laid_out(line, look.text_width(area.width()))
        painter.setPen(look.colours[_text_colour(line)])
        layout.draw(painter, QPointF(left + side + _GAP, top - 1))
        painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        del option
        line: Line = index.data(LINE)
        editor = LineEditor(line.segment.text, parent)
        editor.finished.connect(self._on_finished)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: the editor began with the words, and what is typed since stays."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        del model
        line: Line = index.data(LINE)
        if isinstance(editor, LineEditor) and editor.words not in ("", line.segment.text):
            self.words_given.emit(line.segment.id, editor.words)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        del index
        before = option.rect.width() - self._look.text_width(option.rect.width()) - _RIGHT
        editor.setGeometry(option.rect.adjusted(before - 6, 0, -2, 0))

    def _on_finished(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _laid_out(self, line: Line, width: int) -> QTextLayout:
        kept = self._layouts.get((line, width))
        if kept is None:
            if len(self._layouts) >= _KEPT:
                self._layouts.clear()
            kept = self._layouts[line, width] = _lay_out(line, width, self._look)
        return kept

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        colours, area = self._look.colours, option.rect
        if line.is_evidence:
            painter.fillRect(area, colours["evidence"])
            bar = QRect(area.left(), area.top(), _BAR, area.height())
            painter.fillRect(bar, colours["evidence-line"])
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colours["accent-soft"])
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours["accent"], 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _time(self, painter: QPainter, area: QRect, line: Line) -> None:
        if line.flagged:
            painter.drawPixmap(area.left(), area.top() + 2, pixmap("flag", "accent"))
            return
        painter.setFont(self._look.figures)
        painter.setPen(self._look.colours["on-evidence" if line.is_evidence else "faint"])
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, _when(line.segment))

    def _role(self, painter: QPainter, area: QRectF, line: Line) -> None:
        if line.is_tentative or line.gap is not None:
            return
        role = line.segment.role
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colours[role.value], 1))
        painter.setBrush(self._look.colours["surface"])
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(self._look.strong)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._look.letters[role])


@dataclass(frozen=True, slots=True)
class _Look:
    """What rows are drawn with in one mode, text size and language.

    Attributes:
        time_width, role_side: Logical pixels.
    """

    reading: QFont
    figures: QFont
    strong: QFont
    colours: dict[str, QColor]
    letters: dict[SpeakerRole, str]
    time_width: int
    role_side: int

    @classmethod
    def present(cls) -> _Look:
        now = theme()
        return cls(
            now.font("reading"),
            now.font("caption", figures=True),
            now.font("caption", strong=True),
            {name: now.colour(name) for name in (*_COLOURS, *SpeakerRole)},
            {role: letter(role) for role in SpeakerRole},
            now.px(_TIME_WIDTH),
            now.px(_ROLE_SIDE),
        )

    def text_width(self, width: int) -> int:
        """What is left for the words of a row this wide."""
        taken = _BAR + _LEFT + self.time_width + 4 + self.role_side + _GAP + _RIGHT
        return max(60, width - taken)


def _when(segment: Segment) -> str:
    """When it was said; what the patient typed before the visit has no time."""
    if segment.origin is SegmentOrigin.PATIENT_TYPED:
        return QCoreApplication.translate("TranscriptDelegate", "typed")
    return clock(segment.start_s)


def _text_colour(line: Line) -> str:
    if line.is_evidence:
        return "on-evidence"
    is_faint = line.is_tentative or line.gap is not None or line.segment.unclear
    return "faint" if is_faint else "text"


def _lay_out(line: Line, width: int, look: _Look) -> QTextLayout:
    layout = QTextLayout(shown_words(line), look.reading)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(line, look))
    layout.setCacheEnabled(True)
    layout.beginLayout()
    down = 0.0
    while True:
        row = layout.createLine()
        if not row.isValid():
            break
        row.setLineWidth(width)
        row.setPosition(QPointF(0, down))
        down += row.height() * 1.08
    layout.endLayout()
    return layout


def _formats(line: Line, look: _Look) -> list[QTextLayout.FormatRange]:
    underline = QTextCharFormat.UnderlineStyle
    if line.offered:
        whole, colour = len(shown_words(line)), look.colours["warning"]
        return [_format(0, whole, underline.WaveUnderline, colour)]
    colour = look.colours["accent" if line.heard else "evidence-line"]
    if line.heard:
        return [_format(0, len(line.segment.text), underline.DotLine, colour)]
    return [
        _format(start, length, underline.DashUnderline, colour)
        for start, length in unsure_stretches(line.segment)
    ]


def unsure_stretches(segment: Segment) -> list[tuple[int, int]]:
    """Where in the text words stand that the recogniser was unsure of: start and length."""
    found, at = [], 0
    for word in segment.words:
        place = segment.text.find(word.text.strip(), at)
        if place < 0 or not word.text.strip():
            continue
        at = place + len(word.text.strip())
        if word.confidence < UNSURE:
            found.append((place, at - place))
    return found


def _format(
    start: int, length: int, style: QTextCharFormat.UnderlineStyle, colour: QColor
) -> QTextLayout.FormatRange:
    stretch = QTextLayout.FormatRange()
    drawn = QTextCharFormat()
    drawn.setUnderlineStyle(style)
    drawn.setUnderlineColor(colour)
    stretch.start, stretch.length, stretch.format = start, length, drawn
    return stretch
