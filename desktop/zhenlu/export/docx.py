"""A record as a Word document: Song type, A4, a draft says so on every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhenlu.domain.export import Stamp
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.export.sheet import SCHEDULE_HEADINGS, SCHEDULE_TITLE, Sheet, SheetSection, lay_out

#: Fonts by name, none is shipped: every Windows, macOS and WPS has a Song face.
_FONTS = {Language.ZH: ("Times New Roman", "宋体"), Language.EN: ("Calibri", "宋体")}
#: 小四 and 小二 of Chinese typesetting.
_BODY_PT, _TITLE_PT = 12, 18
_A4_MM = (210, 297)


def to_docx(record: Record, *, stamp: Stamp | None = None) -> bytes:
    """The document as a file's bytes; nothing touches the disk.

    Args:
        stamp: Who signed it and who takes it out; without it the record is a draft.
    """
    sheet = lay_out(record, stamp)
    document = docx.Document()
    _set_up(document, sheet)
    _centred(document, sheet.title, _TITLE_PT, bold=True)
    if sheet.label:
        _centred(document, sheet.label, _BODY_PT, bold=True)
    if sheet.header:
        told = "    ".join(f"{label}{sheet.colon}{value}" for label, value in sheet.header)
        document.add_paragraph(told)
    for section in sheet.sections:
        _section(document, section)
    if sheet.schedule:
        _schedule(document, sheet)
    document.add_paragraph("")
    document.add_paragraph(sheet.signature)
    if sheet.watermark:
        document.add_paragraph(sheet.watermark)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _set_up(document: Any, sheet: Sheet) -> None:
    latin, chinese = _FONTS[sheet.language]
    style = document.styles["Normal"]
    style.font.name, style.font.size = latin, Pt(_BODY_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), chinese)
    style.paragraph_format.space_after = Pt(4)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(_A4_MM[0]), Mm(_A4_MM[1])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(page, side, Mm(20))
    # What a file says about itself must not name the patient or the computer.
    document.core_properties.title = sheet.title
    document.core_properties.author = "Zhenlu"
    document.core_properties.comments = ""
    _on_every_page(page.header, (*sheet.letterhead, *filter(None, (sheet.label,))))
    if sheet.watermark:
        page.footer.paragraphs[0].text = sheet.watermark


def _on_every_page(header: Any, lines: Sequence[str]) -> None:
    """The header has one empty paragraph to begin with."""
    for at, line in enumerate(lines):
        paragraph = header.add_paragraph() if at else header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.text = line


def _centred(document: Any, text: str, size: int, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _section(document: Any, section: SheetSection) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.add_run(section.title).bold = True
    for line in section.lines:
        document.add_paragraph(line)
    if section.fields:
        table = document.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for title, value in section.fields:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = title, value


def _schedule(document: Any, sheet: Sheet) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.add_run(SCHEDULE_TITLE[sheet.language]).bold = True
    headings = SCHEDULE_HEADINGS[sheet.language]
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    for row in sheet.schedule:
        cells = table.add_row().cells
        for cell, text in zip(cells, (row.drug, *row.cells, row.note), strict=True):
            cell.text = text
