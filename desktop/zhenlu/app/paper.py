"""Sheets drawn on paper: the text between the clinic's letterhead and the page number."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtPrintSupport import QPrinter

from zhenlu.export.print_html import to_html
from zhenlu.export.sheet import Sheet
from zhenlu.ui.appearance.theme import typeface

#: Margin in mm and type in points of each paper.
PAPERS = {
    QPageSize.PageSizeId.A4: (18.0, 11.0),
    QPageSize.PageSizeId.A5: (12.0, 9.5),
}
_CLOSE = "p { margin: 1px 0 } h2 { margin: 0 0 5px 0 } h4 { margin: 6px 0 1px 0 }"
#: Sections have headings of this level in the page's text.
_SECTION_LEVEL = 4
#: Room below the letterhead and above the foot, in lines of type.
_HEAD_ROOM, _FOOT_LINES = 1.2, 2.0


def take_paper(printer: QPrinter, size: QPageSize.PageSizeId) -> None:
    """Set a printer to A4 or A5, upright, with the margins that go with it."""
    margin, _ = PAPERS[size]
    printer.setPageLayout(
        QPageLayout(
            QPageSize(size),
            QPageLayout.Orientation.Portrait,
            QMarginsF(margin, margin, margin, margin),
            QPageLayout.Unit.Millimeter,
        )
    )


def draw(sheet: Sheet, printer: QPrinter) -> None:
    """Draw every page in black, whatever the window looks like."""
    font = _font(sheet, printer)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(printer)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(_CLOSE)
    document.setHtml(to_html(sheet))
    whole = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
    # The painter's origin is the corner of the printable part.
    whole.moveTo(0, 0)
    painter = QPainter(printer)
    painter.setFont(font)
    painter.setPen(QColor("black"))
    line = painter.fontMetrics().height()
    head = line * (len(sheet.letterhead) + _HEAD_ROOM) if sheet.letterhead else 0.0
    body = whole.adjusted(0, head, 0, -line * _FOOT_LINES)
    document.setPageSize(body.size())
    _keep_together(document)
    count = document.pageCount()
    for page in range(count):
        if page:
            printer.newPage()
        _draw_body(painter, document, body, page)
        _draw_edges(painter, sheet, whole, f"{page + 1} / {count}")
    painter.end()


def _font(sheet: Sheet, printer: QPrinter) -> QFont:
    size = printer.pageLayout().pageSize().id()
    font = typeface("print", sheet.language)
    font.setPointSizeF(PAPERS.get(size, PAPERS[QPageSize.PageSizeId.A4])[1])
    return font


def _keep_together(document: QTextDocument) -> None:
    """Turn the page before a heading that would stand without its section, and before the last
    section where the signature would stand alone: nobody signs an empty page.
    """
    heading = QTextBlock()
    block = document.begin()
    while block.isValid():
        before, after = block.previous(), block.next()
        if block.blockFormat().headingLevel() == _SECTION_LEVEL:
            heading = block
            if after.isValid() and _page(document, after) > _page(document, block):
                _turn_page(block)
        elif (
            block.blockFormat().alignment() & Qt.AlignmentFlag.AlignRight
            and heading.isValid()
            and _page(document, block, at_end=True) > _page(document, before, at_end=True)
            and _page(document, block, at_end=True) == _page(document, heading) + 1
        ):
            _turn_page(heading)
        block = after


def _page(document: QTextDocument, block: QTextBlock, *, at_end: bool = False) -> int:
    """The page on which a paragraph begins, or ends."""
    place = document.documentLayout().blockBoundingRect(block)
    return int((place.bottom() - 1 if at_end else place.top() + 1) // document.pageSize().height())


def _turn_page(block: QTextBlock) -> None:
    form = QTextBlockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).mergeBlockFormat(form)


def _draw_body(painter: QPainter, document: QTextDocument, body: QRectF, page: int) -> None:
    shown = QRectF(0, page * body.height(), body.width(), body.height())
    painter.save()
    painter.translate(body.left(), body.top() - shown.top())
    painter.setClipRect(shown)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = shown
    # Not the window's: lines are drawn in its shades, too.
    palette = QPalette(QColor("white"))
    palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    context.palette = palette
    document.documentLayout().draw(painter, context)
    painter.restore()


def _draw_edges(painter: QPainter, sheet: Sheet, whole: QRectF, number: str) -> None:
    """The clinic above; below what kind of copy it is, and the page."""
    line = painter.fontMetrics().height()
    if sheet.letterhead:
        height = line * (len(sheet.letterhead) + 0.4)
        head = QRectF(whole.left(), whole.top(), whole.width(), height)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, "\n".join(sheet.letterhead))
        painter.drawLine(head.bottomLeft(), head.bottomRight())
    foot = QRectF(whole.left(), whole.bottom() - line * 1.4, whole.width(), line * 1.4)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, sheet.label)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, number)
