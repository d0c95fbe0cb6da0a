"""The log: rotating, its owner's alone, and without a word that was being worked on."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from zhenlu import logs

_CANARY = "金丝雀在第七页歌唱"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def log(data: Path) -> Iterator[logging.Logger]:
    """The program's log, begun; as it was afterwards."""
    root = logging.getLogger("zhenlu")
    handlers, level = list(root.handlers), root.level
    logs.begin()
    yield logging.getLogger("zhenlu.storage.journal")
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def files(data: Path) -> list[Path]:
    return sorted((data / "logs").iterdir())


def test_events_are_written_with_their_numbers(log: logging.Logger, data: Path) -> None:
    log.info("journal compressed rows=%d", 24)

    (path,) = files(data)
    assert path.read_text(encoding="utf-8").rstrip().endswith(
        "INFO zhenlu.storage.journal journal compressed rows=24"
    )


def test_beginning_twice_writes_each_event_once(log: logging.Logger, data: Path) -> None:
    logs.begin()

    log.warning("once")

    assert files(data)[0].read_text(encoding="utf-8").count("once") == 1


def test_other_libraries_are_not_written_down(log: logging.Logger, data: Path) -> None:
    logging.getLogger("faster_whisper").warning(_CANARY)
    log.info("something")

    assert _CANARY not in files(data)[0].read_text(encoding="utf-8")


def test_an_error_is_written_by_its_kind_and_place_without_its_words(
    log: logging.Logger, data: Path
) -> None:
    try:
        int(_CANARY)
    except ValueError as error:
        log.exception("failed")
        logs.write_crash(error)

    text = files(data)[0].read_text(encoding="utf-8")
    assert text.count("ValueError at test_logs.py:") == 2
    assert _CANARY not in text


def test_logs_rotate_and_the_oldest_goes(log: logging.Logger, data: Path) -> None:
    for number in range(90):
        log.info("%05d %s", number, "x" * 100_000)

    found = files(data)
    assert [path.suffix for path in found] == [".log", ".1", ".2", ".3", ".4", ".5"]
    assert all(path.stat().st_size <= 1_000_000 for path in found)
    assert any("00089" in path.read_text(encoding="utf-8") for path in found)
    assert not any(" 00000 " in path.read_text(encoding="utf-8") for path in found)


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_every_log_belongs_to_its_owner_alone_whatever_the_umask(
    log: logging.Logger, data: Path
) -> None:
    before = os.umask(0)
    try:
        for _ in range(12):
            log.info("x" * 100_000)
    finally:
        os.umask(before)

    assert len(files(data)) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files(data)} == {0o600}
    assert stat.S_IMODE((data / "logs").stat().st_mode) == 0o700


def test_a_full_disk_stops_nothing_and_prints_nothing(
    log: logging.Logger,
    capfd: pytest.CaptureFixture[str],
    file_size_limit: Callable[[int], AbstractContextManager[None]],
) -> None:
    with file_size_limit(0):
        log.warning(_CANARY)

    assert capfd.readouterr() == ("", "")


def test_a_folder_that_cannot_be_made_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "file"))

    logs.begin()

    assert not any("OwnerOnly" in type(h).__name__ for h in logging.getLogger("zhenlu").handlers)


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_every_file_the_program_makes_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse battery", encoding="utf-8")
    run = [sys.executable, "-m", "zhenlu"]
    environment = {**os.environ, "ZHENLU_DATA": str(data), "ZHENLU_LANGUAGE": "en"}
    for arguments in (
        ["people", "add", "Li", "-r", "admin", "--new-passphrase-file", str(passphrase)],
        ["audit", "verify", "--passphrase-file", str(passphrase)],
    ):
        subprocess.run([*run, *arguments], env=environment, check=True, capture_output=True)

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
