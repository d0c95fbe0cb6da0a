"""Result files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.cli.output import deliver
from zhenlu.domain.errors import DiskRefused


def test_a_result_ends_with_one_newline(tmp_path: Path) -> None:
    deliver("主诉 咳嗽3天", tmp_path / "r.txt")

    assert (tmp_path / "r.txt").read_bytes().decode() == "主诉 咳嗽3天\n"


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "r.txt"
    target.write_text("old and longer than the new one")

    deliver("new", target)

    assert target.read_bytes() == b"new\n"
    assert [p.name for p in tmp_path.iterdir()] == ["r.txt"]


def test_a_failed_write_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "r.txt"
    target.write_text("old")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(DiskRefused):
        deliver("new", target)

    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["r.txt"]


def test_a_folder_that_does_not_exist_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DiskRefused) as caught:
        deliver("x", tmp_path / "no" / "r.txt")

    assert caught.value.params["file"] == str(tmp_path / "no" / "r.txt")
