"""Text as other programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.cli.reading import read_text
from zhenlu.domain.errors import FileUnreadable, NotesInvalid


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_text_is_read_in_the_encodings_that_windows_writes(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes("患者:头疼两天".encode(encoding))

    assert read_text(path) == "患者:头疼两天"


def test_binary_content_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"\x00\x01\x02abc\x00")

    with pytest.raises(NotesInvalid) as caught:
        read_text(path)

    assert caught.value.reason == "no_text"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as caught:
        read_text(tmp_path)

    assert caught.value.reason == "directory"
