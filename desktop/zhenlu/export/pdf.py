"""A record as PDF: A4 or A5, black Song type, a draft says so across every page.

Chinese is set in STSong-Light, one of the Asian fonts that PDF readers bring along, so
that no font has to be shipped.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import pagesizes
from reportlab.lib.colors import grey
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from zhenlu.domain.export import Stamp
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.export.sheet import SCHEDULE_HEADINGS, SCHEDULE_TITLE, Sheet, SheetSection, lay_out

_SONG = "STSong-Light"
_LATIN, _LATIN_BOLD = "Helvetica", "Helvetica-Bold"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")


#: Points from one line of the letterhead to the next.
_HEAD_LEADING = 14


class Paper(StrEnum):
    A4 = "a4"
    A5 = "a5"


def to_pdf(record: Record, *, stamp: Stamp | None = None, paper: Paper = Paper.A4) -> bytes:
    """The pages as a file's bytes; nothing touches the disk.

    Args:
        stamp: Who signed it and who takes it out; without it the record is a draft.
    """

    if _SONG not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_SONG))
    sheet = lay_out(record, stamp)
    held = io.BytesIO()
    margin = 18 * mm if paper is Paper.A4 else 12 * mm
    document = SimpleDocTemplate(
        held,
        pagesize=getattr(pagesizes, paper.name),
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin + _HEAD_LEADING * len(sheet.letterhead),
        bottomMargin=margin,
        # What a file says about itself must not name the patient or the computer.
        title=sheet.title,
        author="Zhenlu",
        subject=sheet.label,
    )
    mark = _page_marks(sheet)
    document.build(_story(sheet, document.width), onFirstPage=mark, onLaterPages=mark)
    return held.getvalue()


def _story(sheet: Sheet, width: float) -> list[Any]:
    styles = _styles(sheet.language)
    story: list[Any] = [Paragraph(_markup(sheet.title, sheet.language), styles["title"])]
    if sheet.label:
        story.append(Paragraph(_markup(sheet.label, sheet.language), styles["label"]))
    if sheet.header:
        told = "    ".join(f"{label}{sheet.colon}{value}" for label, value in sheet.header)
        story.append(Paragraph(_markup(told, sheet.language), styles["body"]))
    for section in sheet.sections:
        story += _section(section, sheet.language, styles, width)
    if sheet.schedule:
        story.append(
            Paragraph(_markup(SCHEDULE_TITLE[sheet.language], sheet.language), styles["heading"])
        )
        rows = [SCHEDULE_HEADINGS[sheet.language]]
        rows += [(row.drug, *row.cells, row.note) for row in sheet.schedule]
        shares = (0.28, 0.12, 0.12, 0.12, 0.12, 0.24)
        story.append(_table(rows, sheet.language, styles, [width * s for s in shares]))
    story += [Spacer(1, 14), Paragraph(_markup(sheet.signature, sheet.language), styles["body"])]
    if sheet.watermark:
        story.append(Paragraph(_markup(sheet.watermark, sheet.language), styles["small"]))
    return story


def _section(
    section: SheetSection, language: Language, styles: dict[str, Any], width: float
) -> list[Any]:
    made: list[Any] = [Paragraph(_markup(section.title, language), styles["heading"])]
    made += [Paragraph(_markup(line, language), styles["body"]) for line in section.lines]
    if section.fields:
        made.append(_table(section.fields, language, styles, [width * 0.35, width * 0.65]))
    return made


def _table(
    rows: Any, language: Language, styles: dict[str, Any], widths: list[float]
) -> Any:
    cells = [[Paragraph(_markup(text, language), styles["cell"]) for text in row] for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=0)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.4, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _styles(language: Language) -> dict[str, Any]:
    chinese = language is Language.ZH
    font, bold = (_SONG, _SONG) if chinese else (_LATIN, _LATIN_BOLD)
    wrap = "CJK" if chinese else "LTR"
    body = ParagraphStyle("body", fontName=font, fontSize=11, leading=17, wordWrap=wrap)
    return {
        "body": body,
        "cell": ParagraphStyle("cell", parent=body, fontSize=10, leading=14),
        "small": ParagraphStyle("small", parent=body, fontSize=8, leading=11),
        "label": ParagraphStyle("label", parent=body, fontName=bold, alignment=TA_CENTER),
        "title": ParagraphStyle(
            "title", parent=body, fontName=bold, fontSize=16, leading=24, alignment=TA_CENTER
        ),
        "heading": ParagraphStyle(
            "heading",
            parent=body,
            fontName=bold,
            fontSize=12,
            leading=18,
            spaceBefore=5,
            keepWithNext=True,
        ),
    }


def _markup(text: str, language: Language) -> str:
    """Text as the page setter takes it: escaped, raised figures raised, every sign drawable.

    Signs outside Western Windows text (≤, 中) are set in Song within English pages.
    """
    made = _RAISED.sub(
        lambda m: f"<super>{m.group().translate(_SUPERSCRIPTS)}</super>", escape(text)
    )
    if language is Language.ZH:
        return made
    return re.sub(
        r"[^\x00-\x7f\u00a0-\u00ff‘’“”–—•…]+",
        lambda m: f'<font name="{_SONG}">{m.group()}</font>',
        made.replace("℃", "°C"),
    )


def _page_marks(sheet: Sheet) -> Callable[[Any, Any], None]:
    """Draws letterhead, page number, who took the copy out, and across all that it is a draft."""

    def draw(canvas: Any, document: Any) -> None:
        width, height = document.pagesize
        canvas.saveState()
        for at, line in enumerate(sheet.letterhead, start=1):
            canvas.setFont(_SONG, 11 if at == 1 else 8)
            canvas.drawCentredString(
                width / 2, height - document.bottomMargin / 2 - at * _HEAD_LEADING, line
            )
        canvas.setFont(_SONG, 8)
        canvas.drawCentredString(width / 2, 18, str(document.page))
        if sheet.watermark:
            canvas.drawString(document.leftMargin, 18, sheet.watermark)
        if sheet.label:
            canvas.setFont(_SONG, 34)
            canvas.setFillGray(0.88)
            canvas.translate(width / 2, height / 2)
            canvas.rotate(38)
            canvas.drawCentredString(0, 0, sheet.label)
        canvas.restoreState()

    return draw
