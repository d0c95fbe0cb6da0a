"""A transcript as JSON: what `transcribe` prints and `draft` takes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic import ValidationError

from zhenlu.domain.errors import TranscriptInvalid
from zhenlu.domain.transcript import Language, Segment, SegmentOrigin, Transcript
from zhenlu.export.schema import SegmentEntry, TranscriptEntry, bad_place, looks_chinese


def transcript_from_text(text: str, language: Language | None = None) -> Transcript:
    """The transcript of a JSON document; see `transcript_from_json`.

    Raises:
        TranscriptInvalid: reason "json" (with line and column) or as `transcript_from_json`.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptInvalid("json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise TranscriptInvalid("json", line=1, column=1) from None
    return transcript_from_json(data, language)


def transcript_from_json(data: object, language: Language | None = None) -> Transcript:
    """A transcript from `{"language", "transcript": [{"role", "text", …}]}`.

    Ids, times, confidences and roles may be missing; ids then count on from 1. A given
    `language` goes before the document's; without either the script decides. Other keys,
    those of a whole record too, are passed over.

    Raises:
        TranscriptInvalid: reason "place" (something is missing or of the wrong kind at
            `place`) or "order" (an id does not follow the one before).
    """
    try:
        entry = TranscriptEntry.model_validate(data)
    except ValidationError as error:
        raise TranscriptInvalid("place", place=bad_place(error)) from None
    language = language or entry.language
    if language is None:
        chinese = looks_chinese([segment.text for segment in entry.transcript])
        language = Language.ZH if chinese else Language.EN
    return Transcript(language, segments(entry.transcript))


def transcript_to_json(transcript: Transcript) -> dict[str, object]:
    """The contract's transcript document, corrections applied."""
    return {"language": transcript.language.value, "transcript": segment_list(transcript)}


def segments(entries: Iterable[SegmentEntry]) -> tuple[Segment, ...]:
    """Segments of checked entries, ids filled in.

    Raises:
        TranscriptInvalid: reason "order".
    """
    found: list[Segment] = []
    for place, entry in enumerate(entries):
        last = found[-1].id if found else 0
        segment_id = last + 1 if entry.id is None else entry.id
        if segment_id <= last:
            raise TranscriptInvalid("order", place=f"transcript[{place}].id")
        start_s = entry.start_s or 0.0
        end_s = start_s if entry.end_s is None else entry.end_s
        if end_s < start_s:
            raise TranscriptInvalid("order", place=f"transcript[{place}].end_s")
        confidence = 1.0 if entry.confidence is None else entry.confidence
        found.append(
            Segment(
                segment_id,
                entry.text,
                entry.role,
                start_s,
                end_s,
                confidence,
                origin=entry.origin,
                unclear=entry.unclear and not entry.text,
            )
        )
    return tuple(found)


def segment_list(transcript: Transcript) -> list[dict[str, object]]:
    """Segments as they read now; `heard` holds the words as recognised where they differ.

    Where somebody was not understood, `unclear` is true and there are no words. `offered`
    are other words that a line may have been, where nobody has decided.
    """
    entries: list[dict[str, object]] = []
    offered = transcript.offered
    for segment, heard in zip(transcript, transcript.heard, strict=True):
        entry: dict[str, object] = {
            "id": segment.id,
            "role": segment.role.value,
            "start_s": round(segment.start_s, 3),
            "end_s": round(segment.end_s, 3),
            "text": segment.text,
            "confidence": round(segment.confidence, 4),
        }
        if segment.origin is not SegmentOrigin.HEARD:
            entry["origin"] = segment.origin.value
        if segment.unclear:
            entry["unclear"] = True
        if heard.text != segment.text:
            entry["heard"] = heard.text
        if segment.id in offered:
            entry["offered"] = offered[segment.id]
        entries.append(entry)
    return entries
