"""Places in a text as Qt counts them: it counts UTF-16 units, Python counts characters."""

from __future__ import annotations


def to_qt(text: str, place: int) -> int:
    """The place of a Python index."""
    return len(text[:place].encode("utf-16-le")) // 2


def from_qt(text: str, place: int) -> int:
    """The Python index of a place of Qt's."""
    return len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", "ignore"))


def differing_stretch(before: str, after: str) -> tuple[int, int, str]:
    """What makes one text of another: first and last place exchanged, and the new words there."""
    first = _same(before, after)
    tail = _same(before[first:][::-1], after[first:][::-1])
    return first, len(before) - tail, after[first : len(after) - tail]


def _same(one: str, other: str) -> int:
    """With how many equal characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((at for at, (mine, yours) in pairs if mine != yours), shorter)
