"""Reads what a GGUF file says about itself, without loading the model.

Layout (GGUF specification of the ggml project, versions 2 and 3, little-endian):
magic, version, number of tensors, number of entries; the entries (key, type,
value); the tensor descriptions (name, dimensions, type, offset); padding; data.
Every length is checked against the size of the file before it is believed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

Value: TypeAlias = int | float | bool | str

#: struct format by value type; 8 is a string, 9 an array.
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q",
            11: "<q", 12: "<d"}  # fmt: skip
_STRING, _ARRAY = 8, 9

#: Tensor type → (elements a block, bytes a block).
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    9: (32, 40), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18),
    21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4),
    27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66),
    39: (32, 17), 40: (64, 36), 41: (128, 18),
}  # fmt: skip

#: general.file_type → the name people know the quantisation by.
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE",
}  # fmt: skip

#: No published model comes near these.
_MOST_ENTRIES = 100_000
_LONGEST_KEY = 4_096


class GgufBroken(Exception):
    """The file is no GGUF, of an unknown version, or shorter than it says.

    Attributes:
        reason: "magic", "version", "truncated" or "damaged".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What the file says about itself.

    Attributes:
        entries: Single values by key. Of arrays only the length is kept, under "<key>.length".
        tensors: Number of tensors in this file.
    """

    entries: dict[str, Value] = field(repr=False)
    tensors: int

    @property
    def architecture(self) -> str:
        return self.text("general.architecture")

    @property
    def name(self) -> str:
        return self.text("general.name")

    @property
    def quantisation(self) -> str:
        """Name of the quantisation, "" where the file does not tell."""
        number = self.entries.get("general.file_type")
        return _FILE_TYPES.get(int(number), "") if isinstance(number, int) else ""

    @property
    def has_chat_template(self) -> bool:
        return bool(self.text("tokenizer.chat_template"))

    @property
    def parts(self) -> int:
        """In how many files the model comes."""
        return max(1, self.number("split.count"))

    def text(self, key: str) -> str:
        value = self.entries.get(key, "")
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """A whole number, 0 where the key is absent; for arrays their length does not count."""
        value = self.entries.get(key, 0)
        return value if isinstance(value, int) else 0

    def of_architecture(self, key: str) -> int:
        """A number under the architecture's own prefix, such as `context_length`."""
        return self.number(f"{self.architecture}.{key}")


def read(path: Path) -> GgufHeader:
    """Read the header and check that the file is as long as its tensors need.

    Raises:
        GgufBroken: See there.
        OSError: If the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        reader = _Reader(stream, size)
        if reader.take(4) != b"GGUF":
            raise GgufBroken("magic")
        if reader.number("<I") not in (2, 3):
            raise GgufBroken("version")
        tensors, count = reader.number("<Q"), reader.number("<Q")
        if max(tensors, count) > _MOST_ENTRIES:
            raise GgufBroken("damaged")
        entries = _entries(reader, count)
        data_end = _data_end(reader, tensors, entries)
    if data_end > size:
        raise GgufBroken("truncated")
    return GgufHeader(entries, tensors)


def _entries(reader: _Reader, count: int) -> dict[str, Value]:
    entries: dict[str, Value] = {}
    for _ in range(count):
        key = reader.string(_LONGEST_KEY)
        value_type = reader.number("<I")
        if value_type == _ARRAY:
            entries[f"{key}.length"] = _skip_array(reader)
        elif value_type == _STRING:
            entries[key] = reader.string()
        else:
            entries[key] = reader.scalar(value_type)
    return entries


def _skip_array(reader: _Reader) -> int:
    element_type, length = reader.number("<I"), reader.number("<Q")
    if element_type == _STRING:
        for _ in range(length):
            reader.skip(reader.number("<Q"))
    elif element_type in _SCALARS:
        reader.skip(length * struct.calcsize(_SCALARS[element_type]))
    else:
        raise GgufBroken("damaged")
    return length


def _data_end(reader: _Reader, tensors: int, entries: dict[str, Value]) -> int:
    """Where the last tensor ends, in bytes from the start of the file."""
    alignment = entries.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 1:
        raise GgufBroken("damaged")
    needed = 0
    for _ in range(tensors):
        reader.string(_LONGEST_KEY)
        elements = 1
        for _ in range(_checked_rank(reader.number("<I"))):
            elements *= reader.number("<Q")
        # An unknown type counts as empty: its engine will tell.
        per_block, block_bytes = _BLOCKS.get(reader.number("<I"), (1, 0))
        needed = max(needed, reader.number("<Q") + elements // per_block * block_bytes)
    return -(-reader.at // alignment) * alignment + needed if tensors else reader.at


def _checked_rank(rank: int) -> int:
    if rank > 4:
        raise GgufBroken("damaged")
    return rank


class _Reader:
    """Takes values off a stream and never goes past the end of the file."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self.at = 0

    def take(self, count: int) -> bytes:
        self._reserve(count)
        taken = self._stream.read(count)
        if len(taken) != count:
            raise GgufBroken("truncated")
        return taken

    def skip(self, count: int) -> None:
        self._reserve(count)
        self._stream.seek(self.at)

    def number(self, form: str) -> int:
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(value)

    def scalar(self, value_type: int) -> Value:
        form = _SCALARS.get(value_type)
        if form is None:
            raise GgufBroken("damaged")
        value: Value = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return value

    def string(self, longest: int | None = None) -> str:
        length = self.number("<Q")
        if longest is not None and length > longest:
            raise GgufBroken("damaged")
        return self.take(length).decode("utf-8", errors="replace")

    def _reserve(self, count: int) -> None:
        if self.at + count > self._size:
            raise GgufBroken("truncated")
        self.at += count
