"""Text handed in as files."""

from __future__ import annotations

from pathlib import Path

from zhenlu.domain.errors import FileUnreadable, NotesInvalid

#: Beyond this a file is no transcript and no note.
_MAX_BYTES = 20_000_000


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 or, as older Windows programs write, GB 18030.

    Raises:
        FileUnreadable: If the path leads to no readable file.
        NotesInvalid: reason "no_text" if it is no text, "too_long" if it is huge.
    """
    content = _content(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotesInvalid("no_text", file=str(path))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise NotesInvalid("too_long", limit=_MAX_BYTES)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileUnreadable("missing", file=str(path)) from error
    except IsADirectoryError as error:
        raise FileUnreadable("directory", file=str(path)) from error
    except PermissionError as error:
        raise FileUnreadable("not_permitted", file=str(path)) from error
    except OSError as error:
        raise FileUnreadable(file=str(path)) from error
