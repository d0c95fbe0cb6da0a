"""Cuts a visit that is longer than a model can see into windows it can.

Each window is drafted for itself, section by section, so the whole visit is read as
long as there are not more windows than anybody would wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from zhenlu.application.ports import PromptLine

#: Windows a visit may take. With the smallest context of a shipped pack (2,048 tokens)
#: this is well over an hour of talk.
MAX_WINDOWS = 12

#: Tokens a line takes in the prompt.
Cost = Callable[[PromptLine], int]
Window = tuple[PromptLine, ...]


def cut(lines: Sequence[PromptLine], room: int, cost: Cost) -> tuple[Window, ...]:
    """Windows of whole lines, each within `room` tokens, at most `MAX_WINDOWS`.

    A line that fills a window alone is read in parts under its own id. What lies
    behind the last window is not read.
    """
    windows: list[Window] = []
    window: list[PromptLine] = []
    used = 0
    for line in _parts(lines, room, cost):
        needed = cost(line)
        if window and used + needed > room:
            windows.append(tuple(window))
            window, used = [], 0
        window.append(line)
        used += needed
    if window:
        windows.append(tuple(window))
    return _read_completely(tuple(windows))


def _parts(lines: Sequence[PromptLine], room: int, cost: Cost) -> list[PromptLine]:
    parts: list[PromptLine] = []
    for line in lines:
        if cost(line) <= room or len(line.text) < 2:
            parts.append(line)
            continue
        middle = len(line.text) // 2
        halves = [replace(line, text=text) for text in (line.text[:middle], line.text[middle:])]
        parts += _parts(halves, room, cost)
    return parts


def _read_completely(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """The first windows; a line that goes on behind them counts as not read."""
    if len(windows) <= MAX_WINDOWS:
        return windows
    unread = windows[MAX_WINDOWS][0].id
    kept = (tuple(line for line in w if line.id != unread) for w in windows[:MAX_WINDOWS])
    return tuple(window for window in kept if window)
