"""The recovery key as it is printed and typed: groups of letters that tell a slip by themselves.

160 random bits in Crockford's base 32 (no I, L, O, U), eight groups of four characters
and a fifth that checks them: `4QF7K-…`. The check is a weighted sum in the field of 32
elements with the group's number in it, so any one wrong character, two neighbours the
wrong way round and two groups in the wrong order are all noticed, and in which group.
"""

from __future__ import annotations

import secrets

from zhenlu.domain.errors import RecoveryKeyInvalid

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
#: What people write for a character that looks like it.
_LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUPS = 8
_DATA = 4
_BITS = 5


def new() -> bytes:
    """20 fresh random bytes."""
    return secrets.token_bytes(_GROUPS * _DATA * _BITS // 8)


def printed(secret: bytes) -> str:
    """The secret in checked groups, to be printed and kept on paper."""
    number = int.from_bytes(secret, "big")
    count = _GROUPS * _DATA
    values = [number >> _BITS * (count - 1 - place) & 31 for place in range(count)]
    groups = [values[start : start + _DATA] for start in range(0, count, _DATA)]
    return "-".join(
        "".join(_ALPHABET[value] for value in [*group, _check(group, index)])
        for index, group in enumerate(groups)
    )


def typed(text: str) -> bytes:
    """The secret behind what was typed, whatever its spacing and case.

    Raises:
        RecoveryKeyInvalid: Reason "slip", with the first group (from 1) that does not hold.
    """
    letters = "".join(text.upper().translate(_LOOKALIKE).replace("-", " ").split())
    number = 0
    for index in range(_GROUPS):
        group = letters[index * (_DATA + 1) : (index + 1) * (_DATA + 1)]
        values = [_VALUE.get(letter, -1) for letter in group]
        whole = len(values) == _DATA + 1 and min(values) >= 0
        if not whole or _check(values[:_DATA], index) != values[_DATA]:
            raise RecoveryKeyInvalid("slip", group=index + 1)
        for value in values[:_DATA]:
            number = number << _BITS | value
    if len(letters) > _GROUPS * (_DATA + 1):
        raise RecoveryKeyInvalid("slip", group=_GROUPS + 1)
    return number.to_bytes(_GROUPS * _DATA * _BITS // 8, "big")


def _check(values: list[int], index: int) -> int:
    total = index + 1
    for value in values:
        total = _double(total ^ value)
    return total


def _double(value: int) -> int:
    """Times the generator of GF(32) over x⁵ + x² + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value
