"""Records as the bytes that are signed and stored, and back.

The document is JSON and is what a signature covers. It is stored compressed: a recorded
visit's has 40 to 70 kB, mostly the times of single words, of which 10 kB remain. A save takes
as long as without, and the clinic's records a fifth of the room, also in every backup.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final

from pydantic import TypeAdapter, ValidationError

from zhenlu.domain.errors import RecordAltered
from zhenlu.domain.record import Record

#: The fastest; the next levels take three times as long for a sixth less.
_LEVEL: Final = 1


def document_of(record: Record) -> bytes:
    """Every field of a record as JSON; equal records give equal bytes."""
    return _adapter().dump_json(record)


def packed(document: bytes) -> bytes:
    """A document as it is stored."""
    return zlib.compress(document, _LEVEL)


def unpacked(stored: bytes) -> bytes:
    """The document in what is stored; rows from before compression hold it as it is.

    Raises:
        RecordAltered: Reason "document".
    """
    if stored[:1] == b"{":
        return stored
    try:
        return zlib.decompress(stored)
    except zlib.error:
        raise RecordAltered("document") from None


def record_of(stored: bytes) -> Record:
    """The record in what is stored. Fields it does not have yet take their defaults.

    Raises:
        RecordAltered: Reason "document".
    """
    try:
        return _adapter().validate_json(unpacked(stored))
    except ValidationError:
        # Its message would quote the record.
        raise RecordAltered("document") from None


@cache
def _adapter() -> TypeAdapter[Record]:
    """Built on first use because it takes 0.1 s."""
    return TypeAdapter(Record)
