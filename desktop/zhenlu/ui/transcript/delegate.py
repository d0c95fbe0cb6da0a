"""Draws a line of the transcript: time, who spoke, the words."""

from __future__ import annotations

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
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
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

Index = QModelIndex | QPersistentModelIndex
#: Below it a word is underlined: listen again.
UNSURE = 0.5
_BAR, _LEFT, _GAP, _TOP = 3, 12, 10, 5
_TIME_WIDTH, _ROLE_SIDE, _RIGHT = 46, 20, 12


class TranscriptDelegate(QStyledItemDelegate):
    """Rows as high as their words need; heights are kept until width or text size change.

    Signals:
        words_given: Id of a segment and what it should read.
    """

    words_given = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int, float], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        view = option.widget
        # The viewport, as it is drawn: beside a scroll bar it is narrower than the view.
        if isinstance(view, QAbstractScrollArea):
            width = _text_width(view.viewport().width())
        else:
            width = _text_width(option.rect.width())
        key = (shown_words(line), width, theme().scale)
        if key not in self._heights:
            height = _laid_out(line, width).boundingRect().height()
            least = theme().px(_ROLE_SIDE)
            self._heights[key] = max(int(height + 0.99), least) + 2 * _TOP
        return QSize(0, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        painter.save()
        self._ground(painter, option, line)
        left = option.rect.left() + _BAR + _LEFT
        top = option.rect.top() + _TOP
        self._time(painter, QRect(left, top, theme().px(_TIME_WIDTH), theme().px(20)), line)
        left += theme().px(_TIME_WIDTH) + 4
        side = theme().px(_ROLE_SIDE)
        _role(painter, QRectF(left, top + 0.5, side, side), line)
        layout = _laid_out(line, _text_width(option.rect.width()))
        painter.setPen(_text_colour(line))
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
        left = option.rect.left() + option.rect.width() - _text_width(option.rect.width()) - _RIGHT
        editor.setGeometry(option.rect.adjusted(left - option.rect.left() - 6, 0, -2, 0))

    def _on_finished(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        if line.is_evidence:
            painter.fillRect(option.rect, theme().colour("evidence"))
            bar = QRect(option.rect.left(), option.rect.top(), _BAR, option.rect.height())
            painter.fillRect(bar, theme().colour("evidence-line"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme().colour("accent-soft"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme().colour("accent"), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _time(self, painter: QPainter, area: QRect, line: Line) -> None:
        if line.flagged:
            painter.drawPixmap(area.left(), area.top() + 2, pixmap("flag", "accent"))
            return
        painter.setFont(theme().font("caption", figures=True))
        painter.setPen(theme().colour("on-evidence" if line.is_evidence else "faint"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, _when(line.segment))


def _when(segment: Segment) -> str:
    """When it was said; what the patient typed before the visit has no time."""
    if segment.origin is SegmentOrigin.PATIENT_TYPED:
        return QCoreApplication.translate("TranscriptDelegate", "typed")
    return clock(segment.start_s)


def letter(role: SpeakerRole) -> str:
    """The letter of a role, as it stands in the frame before its words."""
    letters = {
        SpeakerRole.DOCTOR: QCoreApplication.translate("Roles", "D"),
        SpeakerRole.NURSE: QCoreApplication.translate("Roles", "N"),
        SpeakerRole.PATIENT: QCoreApplication.translate("Roles", "P"),
        SpeakerRole.COMPANION: QCoreApplication.translate("Roles", "C"),
        SpeakerRole.UNKNOWN: "?",
    }
    return letters[role]


def _role(painter: QPainter, area: QRectF, line: Line) -> None:
    if line.is_tentative or line.gap is not None:
        return
    colour = theme().colour(line.segment.role.value)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(theme().colour("surface"))
    painter.drawRoundedRect(area, 4, 4)
    painter.setFont(theme().font("caption", strong=True))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter(line.segment.role))


def _text_colour(line: Line) -> QColor:
    if line.is_evidence:
        return theme().colour("on-evidence")
    is_faint = line.is_tentative or line.gap is not None or line.segment.unclear
    return theme().colour("faint" if is_faint else "text")


def _text_width(width: int) -> int:
    taken = _BAR + _LEFT + theme().px(_TIME_WIDTH) + 4 + theme().px(_ROLE_SIDE) + _GAP + _RIGHT
    return max(60, width - taken)


def _laid_out(line: Line, width: int) -> QTextLayout:
    layout = QTextLayout(shown_words(line), theme().font("reading"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(line))
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


def _formats(line: Line) -> list[QTextLayout.FormatRange]:
    underline = QTextCharFormat.UnderlineStyle
    if line.offered:
        return [_format(0, len(shown_words(line)), underline.WaveUnderline, "warning")]
    if line.heard:
        return [_format(0, len(line.segment.text), underline.DotLine, "accent")]
    return [
        _format(start, length, underline.DashUnderline, "evidence-line")
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
    start: int, length: int, style: QTextCharFormat.UnderlineStyle, colour: str
) -> QTextLayout.FormatRange:
    stretch = QTextLayout.FormatRange()
    look = QTextCharFormat()
    look.setUnderlineStyle(style)
    look.setUnderlineColor(theme().colour(colour))
    stretch.start, stretch.length, stretch.format = start, length, look
    return stretch
