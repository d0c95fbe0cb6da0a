"""A menu of sentences a model may choose from, and where in it the model stands.

The grammar keeps the model on the menu; `MenuReader` follows the same paths byte by
byte, so that the choice is known exactly, text that has become inevitable is fed to
the model instead of being decoded, and nothing has to be searched in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One sentence on offer.

    Attributes:
        first: Its variants as written when it opens the section.
        later: The same variants as written after another sentence.
    """

    first: tuple[str, ...] = field(repr=False)
    later: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything that may be answered for a section.

    Attributes:
        items: In the order in which they may appear, each at most once.
        nothing: What is written when none fits.
        end: What closes the answer; "" where the model simply ends its turn.
    """

    items: tuple[MenuItem, ...] = field(repr=False)
    nothing: str = "-"
    end: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An item taken, by position, and which of its variants."""

    item: int
    variant: int


@dataclass(frozen=True, slots=True)
class _Path:
    """One way of reading what was written so far.

    Attributes:
        chosen: Items written to their end.
        next_item: First item that may still follow.
        rest: Bytes missing from what is being written; empty between items.
        writing: The item being written; None for nothing-words and the end.
        over: Whether the end (or the word for nothing) has begun.
    """

    chosen: tuple[Choice, ...] = ()
    next_item: int = 0
    rest: bytes = field(default=b"", repr=False)
    writing: Choice | None = None
    over: bool = False


class MenuReader:
    """Follows an answer along a menu."""

    def __init__(self, menu: Menu) -> None:
        self._menu = menu
        self._paths: tuple[_Path, ...] = (_Path(),)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """Items written to their end, in order."""
        return self._paths[0].chosen

    @property
    def is_over(self) -> bool:
        """True once only the end can follow, or it has been written."""
        return all(not path.rest and (path.over or self._is_last(path)) for path in self._paths)

    def forced(self) -> bytes:
        """Bytes that must come next whatever the model prefers; empty where it has a choice."""
        rests = {path.rest for path in self._paths}
        return rests.pop() if len(rests) == 1 else b""

    def feed(self, piece: bytes) -> None:
        """Follow bytes that the grammar let through.

        Raises:
            ValueError: If the menu has no such path; the grammar then differs from it.
        """
        for byte in piece:
            self._paths = _distinct(
                after for path in self._paths for after in self._after(path, byte)
            )
            if not self._paths:
                raise ValueError("not on the menu")

    def _is_last(self, path: _Path) -> bool:
        return bool(path.chosen) and path.next_item == len(self._menu.items)

    def _after(self, path: _Path, byte: int) -> Iterator[_Path]:
        options = [path] if path.rest else self._openings(path)
        for option in options:
            if option.rest[0] == byte:
                yield _advanced(option)

    def _openings(self, path: _Path) -> list[_Path]:
        """What may begin between two items."""
        if path.over:
            return []
        openings = []
        for number in range(path.next_item, len(self._menu.items)):
            item = self._menu.items[number]
            for variant, text in enumerate(item.later if path.chosen else item.first):
                rest = text.encode()
                choice = Choice(number, variant)
                openings.append(_Path(path.chosen, number + 1, rest, choice))
        if path.chosen and self._menu.end:
            end = self._menu.end.encode()
            openings.append(_Path(path.chosen, len(self._menu.items), end, None, over=True))
        if not path.chosen:
            none = (self._menu.nothing + self._menu.end).encode()
            openings.append(_Path((), len(self._menu.items), none, None, over=True))
        return openings


def _advanced(path: _Path) -> _Path:
    rest = path.rest[1:]
    if rest or path.writing is None:
        return _Path(path.chosen, path.next_item, rest, path.writing, path.over)
    return _Path((*path.chosen, path.writing), path.next_item, b"", None, path.over)


def _distinct(paths: Iterator[_Path]) -> tuple[_Path, ...]:
    """One path for each place on the menu: of two equal readings the earlier item counts."""
    places: dict[tuple[int, bytes, bool, bool], _Path] = {}
    for path in paths:
        place = (path.next_item, path.rest, path.over, path.writing is None)
        places.setdefault(place, path)
    return tuple(places.values())
