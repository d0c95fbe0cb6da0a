"""Reads what a CTranslate2 model.bin holds, without loading it.

Layout (as CTranslate2 writes it, binary versions 4 to 6, little-endian): version,
name of the model specification, revision, number of variables; each variable
with name, dimensions, type, size and data; then aliases.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_VERSIONS = (4, 5, 6)
#: The largest Whisper has fewer than 2,500 variables.
_MOST_VARIABLES = 50_000


class ModelBinBroken(Exception):
    """The file is no CTranslate2 model or shorter than it says.

    Attributes:
        reason: "format" or "truncated".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class ModelBinHeader:
    """What a model.bin holds.

    Attributes:
        specification: Kind of model, "WhisperSpec" for Whisper.
        shapes: Dimensions by variable name.
    """

    specification: str
    shapes: dict[str, tuple[int, ...]] = field(repr=False)

    @property
    def mel_bands(self) -> int:
        """Frequency bands the encoder takes: 80, or 128 for large-v3; 0 if it is no Whisper."""
        shape = self.shapes.get("encoder/conv1/weight", ())
        return shape[1] if len(shape) == 3 else 0

    @property
    def width(self) -> int:
        shape = self.shapes.get("encoder/conv1/weight", ())
        return shape[0] if len(shape) == 3 else 0

    def layers(self, part: str) -> int:
        """Number of layers of the "encoder" or "decoder"."""
        names = (name.split("/") for name in self.shapes)
        return len({n[1] for n in names if n[0] == part and n[1].startswith("layer_")})


def read(path: Path) -> ModelBinHeader:
    """Walk over the variables, skipping their data, to the end of the file.

    Raises:
        ModelBinBroken: See there.
        OSError: If the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size < 8 or _number(stream, "<I") not in _VERSIONS:
            raise ModelBinBroken("format")
        specification = _string(stream, "format")
        if not specification.isidentifier():
            raise ModelBinBroken("format")
        _number(stream, "<I")
        shapes = dict(_variable(stream, size) for _ in range(_count(stream)))
    return ModelBinHeader(specification, shapes)


def _count(stream: BinaryIO) -> int:
    count = _number(stream, "<I")
    if count > _MOST_VARIABLES:
        raise ModelBinBroken("format")
    return count


def _variable(stream: BinaryIO, size: int) -> tuple[str, tuple[int, ...]]:
    name = _string(stream)
    rank = _number(stream, "<B")
    shape = tuple(_number(stream, "<I") for _ in range(rank))
    _number(stream, "<B")
    end = _number(stream, "<I") + stream.tell()
    if end > size:
        raise ModelBinBroken("truncated")
    stream.seek(end)
    return name, shape


def _string(stream: BinaryIO, reason: str = "truncated") -> str:
    length = _number(stream, "<H")
    taken = stream.read(length)
    if len(taken) != length or not taken.endswith(b"\0"):
        raise ModelBinBroken(reason)
    return taken[:-1].decode("utf-8", errors="replace")


def _number(stream: BinaryIO, form: str) -> int:
    count = struct.calcsize(form)
    taken = stream.read(count)
    if len(taken) != count:
        raise ModelBinBroken("truncated")
    return int(struct.unpack(form, taken)[0])
