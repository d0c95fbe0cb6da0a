"""Plain text: what a clinician reads in a terminal or pastes into the hospital's form."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.export import Stamp
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.export import findings as findings_list
from zhenlu.export.page import (
    WORDS,
    clock,
    field_value,
    needs_label,
    patient_line,
    printed,
    signature,
    signature_label,
    title,
    watermark,
    with_evidence,
)


def to_text(
    record: Record,
    *,
    evidence: bool = False,
    findings: bool = False,
    stamp: Stamp | None = None,
) -> str:
    """The record as plain lines.

    Args:
        evidence: Follow each statement with where it was said.
        findings: Append findings and ledger.
        stamp: Who signed it and who takes it out; without it the record is a draft.
    """
    words = WORDS[record.language]
    lines = [title(record)]
    if needs_label(record, stamp):
        lines.append(words.draft_label)
    header = "  ".join(f"{label}{words.colon}{value}" for label, value in patient_line(record))
    if header:
        lines.append(header)
    lines.append("")
    for section in record.sections:
        if printed(section):
            lines += _section(section, record.language, evidence)
    signed = f"{signature_label(record, stamp)}{words.colon}{signature(record, stamp)}"
    lines += ["", signed.rstrip()]
    if watermark(record, stamp):
        lines.append(watermark(record, stamp))
    if findings:
        lines += ["", findings_list.findings_to_text(record)]
    return "\n".join(lines).rstrip()


def section_to_text(section: Section, language: Language) -> str:
    """One section without its title, for the clipboard."""
    fields = _fields(section, language)
    return "\n".join([section.text, *fields] if section.text else fields)


def transcript_to_text(transcript: Transcript, gaps: Sequence[Gap] = ()) -> str:
    """One line a segment: `[00:03] 医生:…`; without times where the words were typed.

    Where a step or a person put words right, the words as heard follow in brackets.

    Args:
        gaps: Where nothing was recorded; each gets a line at its place.
    """
    timed = any(segment.end_s > 0 for segment in transcript.heard)
    waiting = sorted(gaps, key=lambda gap: gap.at_s)
    lines = []
    for segment, heard in zip(transcript, transcript.heard, strict=True):
        while waiting and waiting[0].at_s <= segment.start_s:
            lines.append(_gap(waiting.pop(0), transcript.language))
        time = f"[{clock(segment.start_s)}] " if timed else ""
        lines.append(time + _spoken(segment, heard, transcript.language))
    return "\n".join([*lines, *(_gap(gap, transcript.language) for gap in waiting)])


def _spoken(segment: Segment, heard: Segment, language: Language) -> str:
    words = WORDS[language]
    role = words.roles[segment.role]
    speaker = f"{role}{words.colon}" if role else ""
    text = words.unclear if segment.unclear else segment.text
    before = words.unclear if heard.unclear else heard.text
    changed = words.as_heard.format(text=before) if heard.text != segment.text else ""
    return f"{speaker}{text}{changed}"


def _gap(gap: Gap, language: Language) -> str:
    words = WORDS[language]
    told = words.pause if gap.reason is GapReason.PAUSED else words.gap
    return f"[{clock(gap.at_s)}] {told.format(length=clock(gap.length_s))}"


def _section(section: Section, language: Language, evidence: bool) -> list[str]:
    text = with_evidence(section) if evidence else section.text
    colon = WORDS[language].colon
    lines = text.split("\n")
    if len(lines) == 1:
        first = [f"{section.title}{colon}{text}".rstrip()]
    else:
        first = [f"{section.title}{colon}".rstrip(), *(f"  {line}" for line in lines)]
    return [*first, *(f"  {line}" for line in _fields(section, language))]


def _fields(section: Section, language: Language) -> list[str]:
    colon = WORDS[language].colon
    return [f"{value.title}{colon}{field_value(value, language)}" for value in section.fields]
