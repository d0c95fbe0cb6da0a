"""The printed recovery key finds its own typing slips."""

from __future__ import annotations

import pytest

from zhenlu.domain.errors import RecoveryKeyInvalid
from zhenlu.storage import recovery_key

_SECRET = bytes(range(40, 60))
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_what_is_printed_can_be_typed_back() -> None:
    for _ in range(50):
        secret = recovery_key.new()

        assert recovery_key.typed(recovery_key.printed(secret)) == secret


def test_spaces_case_and_lookalikes_do_not_matter() -> None:
    secret = bytes(20)  # all zeros: many O and, in the checks, I and L to mistake
    text = recovery_key.printed(secret).lower().replace("-", "  ").replace("0", "o")

    assert recovery_key.typed(text.replace("1", "l")) == secret


def test_every_wrong_character_is_noticed_and_its_group_named() -> None:
    text = recovery_key.printed(_SECRET)

    for place, letter in enumerate(text):
        if letter == "-":
            continue
        for other in _ALPHABET.replace(letter, ""):
            with pytest.raises(RecoveryKeyInvalid) as told:
                recovery_key.typed(text[:place] + other + text[place + 1 :])
            assert told.value.params["group"] == place // 6 + 1


def test_neighbours_the_wrong_way_round_are_noticed() -> None:
    text = recovery_key.printed(_SECRET).replace("-", "")

    for place in range(39):
        a, b = text[place], text[place + 1]
        if a != b:
            with pytest.raises(RecoveryKeyInvalid):
                recovery_key.typed(text[:place] + b + a + text[place + 2 :])


def test_groups_the_wrong_way_round_are_noticed() -> None:
    groups = recovery_key.printed(_SECRET).split("-")
    groups[2], groups[5] = groups[5], groups[2]

    with pytest.raises(RecoveryKeyInvalid) as told:
        recovery_key.typed("-".join(groups))

    assert told.value.params["group"] == 3


@pytest.mark.parametrize("text", ["", "4QF7K", "不是恢复密钥", "U" * 40])
def test_what_is_no_recovery_key_is_refused(text: str) -> None:
    with pytest.raises(RecoveryKeyInvalid):
        recovery_key.typed(text)


def test_a_group_too_many_is_noticed() -> None:
    with pytest.raises(RecoveryKeyInvalid):
        recovery_key.typed(recovery_key.printed(_SECRET) + "-00000")


def test_keys_are_random() -> None:
    assert len({recovery_key.printed(recovery_key.new()) for _ in range(100)}) == 100
