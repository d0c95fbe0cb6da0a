"""Reads a visit's audio back, in memory, and finds what cannot be read.

A reader may follow a recording that goes on, or a visit that is being compressed at
the same time: it asks row by row and remembers how far it has come in samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import StoreDamaged
from zhenlu.domain.journal import Gap, GapReason, Integrity
from zhenlu.storage.journal_file import RATE_HZ, JournalFile, VisitRow
from zhenlu.storage.journal_flac import FlacBroken, decoded
from zhenlu.storage.journal_pen import ROW_FRAMES
from zhenlu.storage.journal_seal import Codec, Place, SealBroken, VisitSeal

#: Row numbers asked for at once.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Passage:
    """Audio and where it belongs.

    Attributes:
        start_s: Seconds from the beginning of the recording.
        samples: int16 at 16 kHz, shape (n,) or (n, 2).
    """

    start_s: float
    samples: Pcm = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Hole:
    """Rows that did not open, or samples between two rows that nobody has."""

    start_frame: int
    frames: int
    reason: GapReason
    exact: bool


def passages(
    file: JournalFile, visit: VisitRow, start_s: float = 0.0, end_s: float | None = None
) -> Iterator[Passage | Gap]:
    """The audio from `start_s` to `end_s`, and a gap wherever some of it cannot be heard.

    Raises:
        JournalRefused: "erased".
    """
    start = round(start_s * RATE_HZ)
    end = None if end_s is None else round(end_s * RATE_HZ)
    for found in _walk(file, visit, start, end):
        if isinstance(found, _Hole):
            length_s = found.frames / RATE_HZ
            yield Gap(found.start_frame / RATE_HZ, length_s, found.reason, found.exact)
            continue
        first, samples = found
        yield Passage(first / RATE_HZ, samples if end is None else samples[: end - first])


def integrity(file: JournalFile, visit: VisitRow) -> Integrity:
    """Open every row and say what does not."""
    heard, faults = 0, []
    for found in passages(file, visit):
        if isinstance(found, Gap):
            faults.append(found)
        else:
            heard += len(found.samples)
    return Integrity(heard / RATE_HZ, tuple(faults))


def opened(seal: VisitSeal, place: Place, sealed: bytes) -> Pcm:
    """The samples of a row.

    Raises:
        SealBroken, FlacBroken: If it is not what was recorded.
    """
    content = seal.open(place, sealed)
    if place.codec is Codec.FLAC:
        return decoded(content, place.channels)
    samples = np.frombuffer(content, dtype="<i2").astype(np.int16, copy=False)
    return samples if place.channels == 1 else samples.reshape(-1, place.channels)


def _walk(
    file: JournalFile, visit: VisitRow, start: int, end: int | None
) -> Iterator[tuple[int, Pcm] | _Hole]:
    seal = file.seal(visit)
    reached, unread = start, 0
    # No row is longer than the seconds it is numbered by, so that none before this one
    # reaches beyond the start.
    for last in _numbers(file, visit, after=start // ROW_FRAMES - 1):
        place = _reachable_place(file, visit, last)
        if place is not None and end is not None and place.start_frame >= end:
            if place.start_frame > reached:
                yield _hole(reached, end, unread)
            return
        samples = None if place is None else _samples(file, visit, seal, place)
        if place is None or samples is None:
            unread += 1
            continue
        if place.start_frame > reached:
            yield _hole(reached, place.start_frame, unread)
        # Before the start, or in a row compressed after its first seconds had been read.
        known = max(0, reached - place.start_frame)
        if known < place.frames:
            yield max(reached, place.start_frame), samples[known:]
        reached, unread = max(reached, place.end_frame), 0
    yield from _what_is_missing_at_the_end(file, visit, reached, unread, end)


def _hole(start_frame: int, end_frame: int, unread: int) -> _Hole:
    reason = GapReason.DAMAGED if unread else GapReason.MISSING
    return _Hole(start_frame, end_frame - start_frame, reason, exact=True)


def _numbers(file: JournalFile, visit: VisitRow, after: int) -> Iterator[int]:
    number = after
    while batch := file.numbers(visit, number, _BATCH):
        yield from batch
        number = batch[-1]


def _reachable_place(file: JournalFile, visit: VisitRow, last: int) -> Place | None:
    """Where a row belongs; None for one that is damaged or was compressed meanwhile."""
    try:
        found = file.place(visit, last)
    except StoreDamaged:
        return None
    return None if found is None else found[0]


def _samples(file: JournalFile, visit: VisitRow, seal: VisitSeal, place: Place) -> Pcm | None:
    try:
        row = file.piece(visit, place.last)
        if row is None:
            return None
        samples = opened(seal, row.place, row.sealed)
    except (StoreDamaged, SealBroken, FlacBroken):
        return None
    return samples if len(samples) == row.place.frames else None


def _what_is_missing_at_the_end(
    file: JournalFile, visit: VisitRow, reached: int, unread: int, end: int | None
) -> Iterator[_Hole]:
    """Rows after the last one that opens: their length is known once the visit was closed."""
    total = file.visit(visit.name).frames
    if total is not None:
        until = total if end is None else min(total, end)
        if until > reached:
            yield _hole(reached, until, unread)
    elif unread:
        yield _Hole(reached, unread * ROW_FRAMES, GapReason.DAMAGED, exact=False)
