"""Halves a finished visit's audio, ten seconds at a time, without losing a sample.

Each ten rows are exchanged for one in a transaction of their own, after the new row
has been opened and compared. So a recording that runs meanwhile waits milliseconds, and
a power cut leaves every second in one form or the other. Rows that do not open stay as
they are, for whoever may still get something out of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import StoreDamaged
from zhenlu.storage.journal_file import JournalFile, Row, VisitRow
from zhenlu.storage.journal_flac import FlacBroken, encoded
from zhenlu.storage.journal_reading import opened
from zhenlu.storage.journal_seal import Codec, Place, SealBroken, VisitSeal

#: Longer rows would be little smaller, but a damaged page would take more with it.
_ROWS_TOGETHER: Final = 10


@dataclass(frozen=True, slots=True)
class Compressed:
    """What compressing did: bytes of sealed audio before and after."""

    rows: int
    before_bytes: int
    after_bytes: int


@dataclass(frozen=True, slots=True)
class _Opened:
    row: Row
    samples: Pcm


def compress(file: JournalFile, visit: VisitRow) -> Compressed:
    """Compress what is not compressed yet.

    Raises:
        DiskRefused, StoreLocked: What was compressed so far stays so.
        JournalRefused: "erased".
    """
    seal = file.seal(visit)
    rows = before = after = 0
    for run in _runs(file, visit, seal):
        row = _joined(run, seal)
        if row is None:
            continue
        with file.writing():
            file.drop_pieces(visit, row.place.first, row.place.last)
            file.add_piece(visit, row)
        rows += len(run)
        before += sum(len(piece.row.sealed) for piece in run)
        after += len(row.sealed)
    return Compressed(rows, before, after)


def _runs(file: JournalFile, visit: VisitRow, seal: VisitSeal) -> Iterator[list[_Opened]]:
    """Rows as recorded that follow each other without a hole, up to ten together."""
    run: list[_Opened] = []
    for number in file.numbers(visit):
        piece = _piece(file, visit, seal, number)
        if run and (piece is None or not _follows(piece, run[-1]) or len(run) == _ROWS_TOGETHER):
            yield run
            run = []
        if piece is not None:
            run.append(piece)
    if run:
        yield run


def _follows(piece: _Opened, before: _Opened) -> bool:
    place, last = piece.row.place, before.row.place
    return place.first == last.last + 1 and place.start_frame == last.end_frame


def _piece(file: JournalFile, visit: VisitRow, seal: VisitSeal, number: int) -> _Opened | None:
    try:
        row = file.piece(visit, number)
        if row is None or row.place.codec is not Codec.PCM:
            return None
        return _Opened(row, opened(seal, row.place, row.sealed))
    except (StoreDamaged, SealBroken):
        return None


def _joined(run: list[_Opened], seal: VisitSeal) -> Row | None:
    """One row for all of them; None if its samples would differ from theirs."""
    samples = np.concatenate([piece.samples for piece in run])
    first, last = run[0].row, run[-1].row
    place: Place = replace(
        first.place, last=last.place.last, frames=len(samples), codec=Codec.FLAC
    )
    sealed = seal.close(place, encoded(samples))
    try:
        again = opened(seal, place, sealed)
    except (SealBroken, FlacBroken):
        return None
    return Row(place, last.moment, sealed) if np.array_equal(again, samples) else None
