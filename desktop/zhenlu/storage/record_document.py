"""Records as the bytes that are stored and signed, and back."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from zhenlu.domain.record import Record


def document_of(record: Record) -> bytes:
    """Every field of a record as JSON; equal records give equal bytes."""
    return _adapter().dump_json(record)


def record_of(document: bytes) -> Record:
    """The record in a document. Fields it does not have yet take their defaults."""
    return _adapter().validate_json(document)


@cache
def _adapter() -> TypeAdapter[Record]:
    """Built on first use because it takes 0.1 s."""
    return TypeAdapter(Record)
