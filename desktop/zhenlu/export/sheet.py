"""A record laid out for paper: what DOCX and PDF both print, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.application.medication_schedule import ScheduleRow, medication_schedule
from zhenlu.domain.export import Stamp
from zhenlu.domain.record import FieldState, FieldValue, Record, Section
from zhenlu.domain.transcript import Language
from zhenlu.export.page import (
    WORDS,
    field_value,
    needs_label,
    patient_line,
    printed,
    signature,
    signature_label,
    title,
    watermark,
)

#: How a form's value came about, as printed behind it.
STATE_MARKS = {
    Language.ZH: {
        FieldState.SAID: "",
        FieldState.CONFIRM: "（请核对）",
        FieldState.MISSING: "",
        FieldState.WORKED_OUT: "（推算）",
        FieldState.OUT_OF_RANGE: "（所说数值超出范围）",
        FieldState.CONFIRMED: "",
    },
    Language.EN: {
        FieldState.SAID: "",
        FieldState.CONFIRM: " (please confirm)",
        FieldState.MISSING: "",
        FieldState.WORKED_OUT: " (worked out)",
        FieldState.OUT_OF_RANGE: " (said out of range)",
        FieldState.CONFIRMED: "",
    },
}
_TARGET = {Language.ZH: "，目标{target}", Language.EN: ", target {target}"}

SCHEDULE_HEADINGS = {
    Language.ZH: ("药品", "早", "中", "晚", "睡前", "说明"),
    Language.EN: ("Medicine", "Morning", "Noon", "Evening", "Bedtime", "Note"),
}
SCHEDULE_TITLE = {Language.ZH: "用药时间表", Language.EN: "When to take what"}


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One part of the page.

    Attributes:
        lines: Paragraphs; a list has its numbers in them.
        fields: Title and printed value of the typed fields, in form order.
    """

    title: str
    lines: tuple[str, ...] = field(repr=False)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page, from top to bottom.

    Attributes:
        label: That it is a draft; "" once it is signed.
        header: What is known of patient and visit, label and value.
        schedule: Grid of medicines, for the patient's summary only.
        signature: Whose signature, and who signed.
        watermark: Who took the copy out; "" for none.
        letterhead: Lines about the clinic on top of every page.
    """

    language: Language
    title: str
    label: str
    header: tuple[tuple[str, str], ...] = field(repr=False)
    sections: tuple[SheetSection, ...] = field(repr=False)
    schedule: tuple[ScheduleRow, ...] = field(repr=False)
    signature: str = field(repr=False)
    watermark: str = field(repr=False)
    letterhead: tuple[str, ...] = ()

    @property
    def colon(self) -> str:
        return WORDS[self.language].colon


def lay_out(record: Record, stamp: Stamp | None = None) -> Sheet:
    """The page of a record.

    Args:
        stamp: Who signed it and who takes it out; without it the record is a draft.
    """
    words = WORDS[record.language]
    for_patient = record.section("medicines") is not None
    return Sheet(
        record.language,
        title(record),
        words.draft_label if needs_label(record, stamp) else "",
        patient_line(record),
        tuple(_section(s, record.language) for s in record.sections if printed(s)),
        medication_schedule(record.facts) if for_patient else (),
        f"{signature_label(record, stamp)}{words.colon}{signature(record, stamp)}".rstrip(),
        watermark(record, stamp),
        stamp.letterhead.lines if stamp is not None else (),
    )


def _section(section: Section, language: Language) -> SheetSection:
    lines = tuple(line for line in section.text.split("\n") if line.strip())
    fields = tuple((value.title, _value(value, language)) for value in section.fields)
    return SheetSection(section.title or section.id, lines, fields)


def _value(value: FieldValue, language: Language) -> str:
    marked = field_value(value, language) + STATE_MARKS[language][value.state]
    # A value that ends in brackets shares them with its mark.
    shown = marked.replace("）（", "，").replace(") (", ", ")
    return shown + (_TARGET[language].format(target=value.target) if value.target else "")
