"""Chinese number words as numbers: 一百四 is 140, 三四十 is 30-40."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "幺": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}

#: Every character that a number word is made of.
CHARACTERS = "".join(_DIGITS) + "".join(_UNITS)


def split(word: str) -> list[str]:
    """Cut a run of number characters where a new number begins.

    Blood pressures are said without a pause: 一百五十八九十六 is 158 and 96,
    一百一七十 is 110 and 70.

    Returns:
        The numbers in digits: "158", "130-140", "0.5"; one entry for a plain number.
    """
    found = []
    position = 0
    while position < len(word):
        end = _end_of_number(word, position)
        found.append(_in_digits(word[position:end]))
        position = end
    return found


def _end_of_number(word: str, start: int) -> int:
    """Where the number that begins at `start` stops: its units only go down."""
    if not any(c in _UNITS for c in word[start:]):
        return len(word)
    smallest = 100000
    position = start
    while position < len(word):
        end = position
        while end < len(word) and word[end] in _DIGITS:
            end += 1
        if end == len(word):
            return end
        unit = _UNITS[word[end]]
        run = word[position:end]
        if unit >= smallest or (position > start and not _one_place(run)):
            # The digit before this unit opens the next number: 一百四|九十.
            return max(end - 1, position) if run else end
        smallest, position = unit, end + 1
    return position


def _one_place(run: str) -> bool:
    """Whether digits before a unit fill one place of the number: 四, 零四 or a range 三四."""
    digits = [_DIGITS[c] for c in run]
    if len(digits) <= 1:
        return True
    return len(digits) == 2 and digits[0] in (0, digits[1] - 1)


def _in_digits(word: str) -> str:
    ranged = _range(word)
    if ranged:
        return ranged
    return str(_value(word))


def _value(word: str) -> int:
    if all(c in _DIGITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word))
    total = 0
    pending: int | None = None
    last_unit = 0
    zero = False
    for character in word:
        if character in _DIGITS:
            pending = _DIGITS[character]
            zero = zero or pending == 0
            continue
        unit = _UNITS[character]
        if unit == 10000:
            total = (total + (pending or 0)) * unit
        else:
            total += (1 if pending is None else pending) * unit
        pending, last_unit, zero = None, unit, False
    if pending is not None:
        # 一百四 leaves out the ten: the digit counts tenths of the unit before it.
        total += pending * last_unit // 10 if last_unit >= 100 and not zero else pending
    return total


def _range(word: str) -> str:
    """三四 → 3-4, 十七八 → 17-18, 三四十 → 30-40, 一百四五 → 140-150; "" for no range."""
    for position in range(len(word) - 1):
        first, second = (_DIGITS.get(word[position]), _DIGITS.get(word[position + 1]))
        if first is None or second is None or not 0 < first < second <= first + 2:
            continue
        head, tail = word[:position], word[position + 2 :]
        if any(c in _DIGITS for c in tail) or (head and head[-1] in _DIGITS):
            continue
        if second != first + 1 and (head or tail or (first, second) != (3, 5)):
            continue
        low, high = (_value(head + word[position + i] + tail) for i in (0, 1))
        return f"{low}-{high}"
    return ""
