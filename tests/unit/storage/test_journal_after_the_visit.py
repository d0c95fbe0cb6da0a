"""Compressing and erasing a visit's audio, and what may be found of it in the files."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from journal_audio import KEY, heard, recorded, speech, tamper

from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.journal import AudioState, Gap, GapReason
from zhenlu.storage.database import connect
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_file import JournalFile
from zhenlu.storage.journal_seal import SealBroken, VisitSeal, derived

_PAGE_BYTES, _RESERVED_BYTES = 4096, 80


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def every_page(path: Path) -> Iterator[bytes]:
    """All pages of the database and of its log, decrypted without asking SQLite."""
    key = derived(KEY, "database")
    log = path.with_name(path.name + "-wal")
    content = path.read_bytes()
    frames = log.read_bytes()[32:] if log.exists() else b""
    pages = [content[i : i + _PAGE_BYTES] for i in range(0, len(content), _PAGE_BYTES)]
    step = _PAGE_BYTES + 24
    pages += [frames[i + 24 : i + step] for i in range(0, len(frames), step)]
    for page in pages:
        start = len(page) - _RESERVED_BYTES
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[start : start + 16]))
        # The first page begins with the salt.
        for skipped in (0, 16):
            yield cipher.decryptor().update(page[skipped:start])


def stored(path: Path, query: str) -> bytes:
    db = connect(path, derived(KEY, "database"), read_only=True)
    (found,) = db.conn.execute(query).fetchone()
    db.conn.close()
    return bytes(found)


# Compressing


@pytest.mark.parametrize("channels", [1, 2])
def test_a_compressed_visit_has_the_same_samples(journal: Journal, channels: int) -> None:
    samples = recorded(journal, speech(23.4, channels))

    done = journal.compress("v1")

    assert np.array_equal(journal.span("v1", 0, 99).samples, samples)
    assert (done.rows, done.after_bytes < done.before_bytes) == (24, True)


def test_loudest_and_shortest_audio_survives_compression(journal: Journal) -> None:
    noise = np.random.default_rng(1).integers(-32_768, 32_768, 16_001).astype(np.int16)
    recorded(journal, noise)

    journal.compress("v1")

    assert np.array_equal(heard(journal), noise)


def test_compressing_again_changes_nothing(journal: Journal) -> None:
    recorded(journal, speech(12))
    journal.compress("v1")

    assert journal.compress("v1").rows == 0


def test_spans_and_late_starts_are_exact_after_compression(journal: Journal) -> None:
    samples = recorded(journal, speech(25))
    journal.compress("v1")

    assert np.array_equal(journal.span("v1", 9.25, 12.5).samples, samples[148_000:200_000])
    assert np.array_equal(
        np.concatenate(list(journal.read("v1", start_s=13.5).chunks)), samples[216_000:]
    )


def test_a_reader_at_work_while_a_visit_is_compressed_misses_nothing(journal: Journal) -> None:
    samples = recorded(journal, speech(90))
    chunks = iter(journal.read("v1").chunks)
    read = [next(chunks) for _ in range(5)]

    journal.compress("v1")
    read += chunks

    assert np.array_equal(np.concatenate(read), samples)


def test_a_damaged_row_is_left_as_it_is_and_still_told_of(
    journal: Journal, path: Path
) -> None:
    recorded(journal, speech(5))
    tamper(path, "UPDATE piece SET sealed = zeroblob(32028) WHERE last = 2")

    journal.compress("v1")

    assert journal.integrity("v1").faults == (Gap(2.0, 1.0, GapReason.DAMAGED),)
    assert journal.integrity("v1").heard_s == 4.0


def test_a_running_recording_is_not_compressed(journal: Journal) -> None:
    writer = journal.start("v1")

    with pytest.raises(JournalRefused) as refused:
        journal.compress("v1")

    assert refused.value.reason == "open"
    writer.close()


# Erasing


def test_an_erased_visit_cannot_be_read_and_is_still_known(journal: Journal) -> None:
    recorded(journal, speech(3))

    journal.erase("v1")

    with pytest.raises(JournalRefused) as refused:
        journal.read("v1")
    assert refused.value.reason == "erased"
    visit = journal.visit("v1")
    assert (visit.state, visit.length_s) == (AudioState.ERASED, 3.0)


def test_other_visits_are_heard_after_an_erasure(journal: Journal) -> None:
    kept = recorded(journal, speech(3, seed=1), "kept")
    recorded(journal, speech(3, seed=2), "gone")

    journal.erase("gone")

    assert np.array_equal(heard(journal, "kept"), kept)


def test_no_page_of_any_file_holds_the_key_of_an_erased_visit(
    journal: Journal, path: Path
) -> None:
    recorded(journal, speech(3))
    wrapped = stored(path, "SELECT wrapped FROM visit_key")
    assert any(wrapped in page for page in every_page(path))

    journal.erase("v1")

    assert not any(wrapped in page for page in every_page(path))


def test_rows_kept_from_before_an_erasure_do_not_open_under_what_is_left(
    journal: Journal, path: Path
) -> None:
    recorded(journal, speech(2), "gone")
    recorded(journal, speech(2), "kept")
    with closing(JournalFile(path, KEY, read_only=True)) as file:
        row = file.piece(file.visit("gone"), 0)
        assert row is not None
        journal.erase("gone")
        left = file.seal(file.visit("kept"))

    for seal in (left, VisitSeal(KEY), VisitSeal(derived(KEY, "visit keys"))):
        with pytest.raises(SealBroken):
            seal.open(row.place, row.sealed)


def test_an_erasure_that_was_cut_short_is_finished_at_the_next_start(
    journal: Journal, path: Path
) -> None:
    recorded(journal, speech(3))
    journal.close()
    # The key is gone, the rows are not: where a power cut would leave it.
    tamper(path, "DELETE FROM visit_key")
    tamper(path, "UPDATE visit SET state = 'erased'")

    Journal.open(path, KEY).close()

    db = connect(path, derived(KEY, "database"))
    assert db.conn.execute("SELECT count(*) FROM piece").fetchone() == (0,)
    db.conn.close()


def test_a_visit_that_broke_off_can_be_erased(journal: Journal) -> None:
    writer = journal.start("v1")
    writer.write(speech(1))
    writer.abandon()

    journal.erase("v1")

    assert journal.unfinished() == ()


# What lies in the files


def test_what_was_said_is_found_in_no_file(journal: Journal, tmp_path: Path) -> None:
    canary = speech(3, seed=42)
    writer = journal.start("visit-with-a-telling-name")
    writer.write(canary)
    list(journal.read("visit-with-a-telling-name").chunks)
    while_recording = {file: file.read_bytes() for file in tmp_path.iterdir()}
    writer.close()
    journal.compress("visit-with-a-telling-name")
    journal.close()
    afterwards = {file: file.read_bytes() for file in tmp_path.iterdir()}

    piece = canary[8_000:8_016].tobytes()
    told = [piece, piece[::-1], base64.b64encode(piece)[:40], piece.hex().encode()]
    told += [(canary[8_000:8_008] / 32_768).astype(np.float32).tobytes()]
    told += [b"fLaC", b"telling-name", "telling-name".encode("utf-16-le"), b"SQLite format"]
    assert len(while_recording) >= 3  # the database, its log, the visit's lock
    for files in (while_recording, afterwards):
        for file, content in files.items():
            assert not any(pattern in content for pattern in told), file.name
            assert "telling" not in file.name


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_files_belong_to_their_owner_alone(journal: Journal, tmp_path: Path) -> None:
    writer = journal.start("v1")
    writer.write(speech(1))

    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}
    writer.close()
