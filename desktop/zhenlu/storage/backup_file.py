"""A backup on a stick: a header that anyone can read, then the parts, sealed in chunks.

    magic 8 · version 4 · header length 4 · header (JSON) · SHA-256 of all of that 32
    chunk 0 … chunk n of the first part · chunk 0 … chunk m of the next

The header names the parts with their lengths and carries the key slots, so that a
passphrase or the recovery key is enough on another computer. A chunk is a mebibyte under
AES-256-GCM; its nonce is its part and number under a key that only this backup has, and
the header's digest and whether it is the part's last are bound into it. What is cut short
shows by its length; what is altered, exchanged or put in another order does not open, and
the place is named.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhenlu.domain.backup import BackupHeader, BackupPart, PartSize
from zhenlu.domain.errors import BackupBroken, FileUnreadable
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.key_ring import KeyRing, ring_from_json, ring_to_json

CHUNK_BYTES: Final = 1 << 20
SALT_BYTES: Final = 32
_MAGIC: Final = b"ZHENLUBK"
_VERSION: Final = 1
_FRONT: Final = struct.Struct(">8sII")
_TAG_BYTES: Final = 16
_DIGEST_BYTES: Final = 32
#: Above what any header needs: a damaged length must not take all memory.
_MOST_HEADER_BYTES: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Preface:
    """Everything before the first chunk.

    Attributes:
        salt: Makes this backup's key out of the data key.
        digest: SHA-256 of the preface, bound into every chunk.
        start: Where the first chunk begins.
    """

    header: BackupHeader
    ring: KeyRing
    salt: bytes
    digest: bytes
    start: int

    @property
    def file_bytes(self) -> int:
        """How long the whole file is."""
        return self.start + sum(sealed_bytes(size.bytes) for size in self.header.parts)


@dataclass(frozen=True, slots=True)
class Chunk:
    """An opened piece of a part."""

    part: BackupPart
    content: bytes = field(repr=False)


def sealed_bytes(content_bytes: int) -> int:
    """How long a part is in the file."""
    return content_bytes + _TAG_BYTES * -(-content_bytes // CHUNK_BYTES)


def read_header(path: Path) -> BackupHeader:
    """What a backup holds, without any key.

    Raises:
        BackupBroken: Reasons "not_backup", "newer", "header", "cut", "after_end".
        FileUnreadable
    """
    with opened(path) as file:
        return read_preface(path, file).header


def read_preface(path: Path, file: BinaryIO) -> Preface:
    """The header, and whether the file is as long as the header says. Raises as `read_header`."""
    front = file.read(_FRONT.size)
    if len(front) < _FRONT.size or not front.startswith(_MAGIC):
        raise BackupBroken("not_backup", file=path.name)
    _, version, length = _FRONT.unpack(front)
    if version > _VERSION:
        raise BackupBroken("newer", file=path.name, version=version)
    if length > _MOST_HEADER_BYTES:
        raise BackupBroken("header", file=path.name)
    text, digest = file.read(length), file.read(_DIGEST_BYTES)
    if sha256(front + text).digest() != digest:
        raise BackupBroken("header", file=path.name)
    preface = _parsed(text, digest, file.tell(), path)
    found = file.seek(0, 2)
    file.seek(preface.start)
    if found < preface.file_bytes:
        raise BackupBroken("cut", file=path.name, expected=preface.file_bytes, found=found)
    if found > preface.file_bytes:
        raise BackupBroken("after_end", file=path.name, extra=found - preface.file_bytes)
    return preface


def chunks(path: Path, data_key: DataKey) -> Iterator[Chunk]:
    """Every part in order, each piece as soon as it has proved itself.

    Raises:
        BackupBroken: As `read_header`, and "altered" with the place.
        FileUnreadable
    """
    with opened(path) as file:
        preface = read_preface(path, file)
        cipher = AESGCM(data_key.backup(preface.salt))
        for index, size in enumerate(preface.header.parts):
            for number, (length, is_last) in enumerate(_lengths(size.bytes)):
                at = file.tell()
                sealed = file.read(length + _TAG_BYTES)
                nonce, bound = _place(index, number, is_last, preface.digest)
                try:
                    content = cipher.decrypt(nonce, sealed, bound)
                except InvalidTag:
                    part = size.part.value
                    raise BackupBroken("altered", file=path.name, byte=at, part=part) from None
                yield Chunk(size.part, content)


def write_preface(file: BinaryIO, header: BackupHeader, ring: KeyRing, salt: bytes) -> bytes:
    """Write everything before the chunks and return its digest."""
    told = {
        "id": header.id,
        "made": header.made.isoformat(timespec="seconds"),
        "store": header.store,
        "program": header.program,
        "parts": [{"part": size.part.value, "bytes": size.bytes} for size in header.parts],
        "salt": salt.hex(),
        "keys": ring_to_json(ring.checks[0], ring.slots),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")
    front = _FRONT.pack(_MAGIC, _VERSION, len(text))
    digest = sha256(front + text).digest()
    file.write(front + text + digest)
    return digest


def sealed_chunks(
    source: BinaryIO, index: int, content_bytes: int, key: bytes, digest: bytes
) -> Iterator[bytes]:
    """Seal a part.

    Args:
        index: The part's place in the header.
        key: As `DataKey.backup` makes it.
    """
    cipher = AESGCM(key)
    for number, (length, is_last) in enumerate(_lengths(content_bytes)):
        nonce, bound = _place(index, number, is_last, digest)
        yield cipher.encrypt(nonce, source.read(length), bound)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file to read; what the system has against it as one of our errors."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = {
            FileNotFoundError: "missing",
            IsADirectoryError: "directory",
            PermissionError: "not_permitted",
        }.get(type(error), "read")
        raise FileUnreadable(reason, file=str(path)) from None


def _lengths(content_bytes: int) -> Iterator[tuple[int, bool]]:
    for start in range(0, content_bytes, CHUNK_BYTES):
        left = content_bytes - start
        yield min(left, CHUNK_BYTES), left <= CHUNK_BYTES


def _place(index: int, number: int, is_last: bool, digest: bytes) -> tuple[bytes, bytes]:
    """The nonce, which never comes twice under one key, and what is bound into the chunk."""
    return struct.pack(">IQ", index, number), digest + bytes([is_last])


def _parsed(text: bytes, digest: bytes, start: int, path: Path) -> Preface:
    try:
        told = json.loads(text)
        parts = tuple(PartSize(BackupPart(p["part"]), int(p["bytes"])) for p in told["parts"])
        made = datetime.fromisoformat(told["made"])
        header = BackupHeader(told["id"], made, told["store"], told["program"], parts)
        ring, salt = ring_from_json(told["keys"]), bytes.fromhex(told["salt"])
    except (ValueError, KeyError, TypeError):
        raise BackupBroken("header", file=path.name) from None
    # A part without a chunk would have nothing that proves it.
    if ring is None or not parts or min(size.bytes for size in parts) < 1:
        raise BackupBroken("header", file=path.name)
    return Preface(header, ring, salt, digest, start)
