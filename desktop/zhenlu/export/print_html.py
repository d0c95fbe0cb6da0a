"""A record as HTML for a printer's text document: tables and headings, no style sheet.

What is on every page (the clinic's name, page numbers, that it is a draft) is drawn around
it by whoever prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from zhenlu.export.sheet import SCHEDULE_HEADINGS, SCHEDULE_TITLE, Sheet, SheetSection

#: Title and value of so many fields stand side by side.
_FIELDS_A_ROW = 2
_TABLE = (
    '<table border="1" cellspacing="0" cellpadding="3" width="100%" '
    'style="border-collapse: collapse; border-style: solid; border-color: #555555; '
    'margin-top: 4px">'
)


def to_html(sheet: Sheet) -> str:
    """The body of the page, from the title to the signature."""
    parts = [f'<h2 align="center">{escape(sheet.title)}</h2>']
    if sheet.label:
        parts.append(f'<p align="center"><b>{escape(sheet.label)}</b></p>')
    if sheet.header:
        # A line ends between two entries, not between a label and what it tells.
        told = "&nbsp;&nbsp; ".join(
            escape(f"{label}{sheet.colon}{value}").replace(" ", "&nbsp;")
            for label, value in sheet.header
        )
        parts.append(f"<p>{told}</p><hr/>")
    for section in sheet.sections:
        parts += _section(section)
    if sheet.schedule:
        parts.append(f"<h4>{escape(SCHEDULE_TITLE[sheet.language])}</h4>")
        rows = [(row.drug, *row.cells, row.note) for row in sheet.schedule]
        parts.append(_table([SCHEDULE_HEADINGS[sheet.language], *rows], has_head=True))
    parts.append(f'<p align="right"><br/>{escape(sheet.signature)}</p>')
    if sheet.watermark:
        parts.append(f"<p><small>{escape(sheet.watermark)}</small></p>")
    return "\n".join(parts)


def _section(section: SheetSection) -> list[str]:
    made = [f"<h4>{escape(section.title)}</h4>"]
    made += [f"<p>{escape(line)}</p>" for line in section.lines]
    if section.fields:
        pairs = list(section.fields)
        pairs += [("", "")] * (-len(pairs) % _FIELDS_A_ROW)
        made.append(
            _table([
                tuple(text for pair in pairs[at : at + _FIELDS_A_ROW] for text in pair)
                for at in range(0, len(pairs), _FIELDS_A_ROW)
            ])
        )
    return made


def _table(rows: Iterable[Sequence[str]], *, has_head: bool = False) -> str:
    made = []
    for at, cells in enumerate(rows):
        tag = "th" if has_head and at == 0 else "td"
        made.append("".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells))
    return _TABLE + "".join(f"<tr>{line}</tr>" for line in made) + "</table>"
