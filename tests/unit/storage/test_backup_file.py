"""A backup that is not exactly as it was made is refused, and the reason is named."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from zhenlu.domain.backup import BackupHeader, BackupPart, PartSize
from zhenlu.domain.errors import BackupBroken, FileUnreadable
from zhenlu.storage import key_slots
from zhenlu.storage.backup_file import (
    CHUNK_BYTES,
    SALT_BYTES,
    chunks,
    read_header,
    sealed_chunks,
    write_preface,
)
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.key_ring import KeyRing
from zhenlu.storage.key_slots import Argon2Cost

_KEY = DataKey(bytes(range(32)))
_RECORDS = Random(1).randbytes(2 * CHUNK_BYTES + 4_321)
_AUDIO = Random(2).randbytes(CHUNK_BYTES)
_CONTENT = {BackupPart.RECORDS: _RECORDS, BackupPart.AUDIO: _AUDIO}
_HEADER = BackupHeader(
    id="b1",
    made=datetime(2026, 11, 24, 9, 42, tzinfo=UTC),
    store=_KEY.store,
    program="1.0",
    parts=tuple(PartSize(part, len(content)) for part, content in _CONTENT.items()),
)
_SEALED_CHUNK = CHUNK_BYTES + 16


def written(header: BackupHeader = _HEADER, salt: bytes = bytes(SALT_BYTES)) -> bytes:
    cost = Argon2Cost(memory_kib=64, iterations=1, lanes=1)
    slot = key_slots.seal(_KEY.secret, b"secret", "p1", "Li", cost)
    file = io.BytesIO()
    digest = write_preface(file, header, KeyRing((_KEY.check,), (slot,)), salt)
    for index, size in enumerate(header.parts):
        source = io.BytesIO(_CONTENT[size.part])
        for sealed in sealed_chunks(source, index, size.bytes, _KEY.backup(salt), digest):
            file.write(sealed)
    return file.getvalue()


_WHOLE = written()
_START = len(_WHOLE) - len(_RECORDS) - len(_AUDIO) - 4 * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.zhenlu"
    path.write_bytes(_WHOLE)
    return path


def read_all(path: Path) -> dict[BackupPart, bytes]:
    content: dict[BackupPart, bytes] = {}
    for chunk in chunks(path, _KEY):
        content[chunk.part] = content.get(chunk.part, b"") + chunk.content
    return content


def refusal(path: Path, content: bytes) -> BackupBroken:
    path.write_bytes(content)
    with pytest.raises(BackupBroken) as told:
        read_all(path)
    return told.value


def test_the_header_is_read_without_a_key(path: Path) -> None:
    assert read_header(path) == _HEADER


def test_what_went_in_comes_out(path: Path) -> None:
    assert read_all(path) == _CONTENT


def test_the_wrong_key_opens_nothing(path: Path) -> None:
    with pytest.raises(BackupBroken):
        list(chunks(path, DataKey(bytes(32))))


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (0, "not_backup"),
        (7, "not_backup"),
        (15, "not_backup"),
        (16, "header"),
        (_START - 1, "header"),
        (_START, "cut"),
        (_START + 1, "cut"),
        (_START + _SEALED_CHUNK, "cut"),
        (len(_WHOLE) - _SEALED_CHUNK, "cut"),
        (len(_WHOLE) - 1, "cut"),
    ],
)
def test_a_file_cut_short_is_told(path: Path, length: int, reason: str) -> None:
    assert refusal(path, _WHOLE[:length]).reason == reason


@pytest.mark.parametrize("seed", range(30))
def test_a_flipped_bit_anywhere_is_told(path: Path, seed: int) -> None:
    chance = Random(seed)
    place = chance.randrange(_START) if seed % 2 else chance.randrange(len(_WHOLE))
    content = bytearray(_WHOLE)
    content[place] ^= 1 << chance.randrange(8)

    assert refusal(path, bytes(content)).reason in ("not_backup", "newer", "header", "altered")


def test_a_stick_that_wrote_zeros_is_told_with_the_place_and_the_part(path: Path) -> None:
    rest = len(_WHOLE) - _START - _SEALED_CHUNK

    told = refusal(path, _WHOLE[: _START + _SEALED_CHUNK] + bytes(rest))

    assert told.reason == "altered"
    assert told.params["byte"] == _START + _SEALED_CHUNK
    assert told.params["part"] == "records"


def test_chunks_in_another_order_are_told(path: Path) -> None:
    first, second = _WHOLE[_START:][:_SEALED_CHUNK], _WHOLE[_START + _SEALED_CHUNK :]

    content = _WHOLE[:_START] + second[:_SEALED_CHUNK] + first + second[_SEALED_CHUNK:]

    assert refusal(path, content).reason == "altered"


def test_a_chunk_of_another_backup_of_the_same_data_is_told(path: Path) -> None:
    other = written(salt=bytes(range(SALT_BYTES)))

    content = _WHOLE[:_START] + other[_START:][:_SEALED_CHUNK] + _WHOLE[_START + _SEALED_CHUNK :]

    assert refusal(path, content).reason == "altered"


def test_what_was_added_at_the_end_is_told(path: Path) -> None:
    told = refusal(path, _WHOLE + b"more")

    assert (told.reason, told.params["extra"]) == ("after_end", 4)


def rewritten(change: Callable[[dict[str, object]], object]) -> bytes:
    """The whole file with its header changed by one who makes the checksum fit."""
    length = struct.unpack(">I", _WHOLE[12:16])[0]
    header = json.loads(_WHOLE[16 : 16 + length])
    change(header)
    text = json.dumps(header, ensure_ascii=False, indent=1).encode()
    front = _WHOLE[:12] + struct.pack(">I", len(text))
    return front + text + sha256(front + text).digest() + _WHOLE[_START:]


def test_a_header_that_tells_another_day_does_not_open(path: Path) -> None:
    content = rewritten(lambda header: header.update(made="2027-01-01T00:00:00+00:00"))

    assert refusal(path, content).reason == "altered"


@pytest.mark.parametrize("parts", [[], [{"part": "records", "bytes": 0}], [{"part": "x"}], 3])
def test_a_header_without_parts_to_prove_it_is_refused(path: Path, parts: object) -> None:
    content = rewritten(lambda header: header.update(parts=parts))

    assert refusal(path, content).reason == "header"


def test_a_backup_of_a_newer_program_is_told(path: Path) -> None:
    told = refusal(path, _WHOLE[:8] + struct.pack(">I", 2) + _WHOLE[12:])

    assert (told.reason, told.params["version"]) == ("newer", 2)


def test_a_letter_is_no_backup(path: Path) -> None:
    assert refusal(path, b"Dear colleague,\n" * 100).reason == "not_backup"


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    reasons = []
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(FileUnreadable) as told:
            read_header(path)
        reasons.append(told.value.reason)

    assert reasons == ["missing", "directory"]


def test_a_backup_of_other_parts_is_read_as_its_header_says(path: Path) -> None:
    path.write_bytes(written(replace(_HEADER, parts=_HEADER.parts[:1])))

    assert read_all(path) == {BackupPart.RECORDS: _RECORDS}
    assert not read_header(path).has_audio
