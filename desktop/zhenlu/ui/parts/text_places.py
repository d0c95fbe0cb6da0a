"""Places in a text as Qt counts them: it counts UTF-16 units, Python counts characters."""

from __future__ import annotations


def to_qt(text: str, place: int) -> int:
    """The place of a Python index."""
    return len(text[:place].encode("utf-16-le")) // 2


def from_qt(text: str, place: int) -> int:
    """The Python index of a place of Qt's."""
    return len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", "ignore"))
