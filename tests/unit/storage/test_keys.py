"""The key file: who can open it, what damage does, and that no key is ever made twice."""

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from zhenlu.domain.errors import (
    DiskRefused,
    KeyFileBroken,
    PassphraseRefused,
    PersonRefused,
    RecoveryKeyInvalid,
)
from zhenlu.storage import key_slots, recovery_key
from zhenlu.storage.key_slots import Argon2Cost
from zhenlu.storage.keys import DataKey, KeyFile

_CHEAP = Argon2Cost(memory_kib=64, iterations=1, lanes=1)
_PASSPHRASE = "青山不改绿水长流12"
_NOW = 1_800_000_000.0


@pytest.fixture
def made(tmp_path: Path) -> tuple[KeyFile, DataKey, str]:
    """A key file with Li and Wang in it, its data key and its recovery key."""
    keys = KeyFile(tmp_path / "store")
    data_key, recovery = keys.create(_CHEAP)
    keys.give(data_key, "p1", "李医生", _PASSPHRASE, _CHEAP)
    keys.give(data_key, "p2", "王护士", "another passphrase", _CHEAP)
    return keys, data_key, recovery


def both_files(keys: KeyFile) -> list[Path]:
    return [keys.path, keys.folder / "keys.backup.json"]


def test_each_person_opens_the_same_data_key_with_their_own_passphrase(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, data_key, _ = made

    li = keys.sign_in("李医生", _PASSPHRASE, _NOW)
    wang = keys.sign_in("王护士", "another passphrase", _NOW)

    assert (li.person, wang.person) == ("p1", "p2")
    assert li.data_key == wang.data_key == data_key


def test_a_passphrase_typed_full_width_is_the_same(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, _ = made

    assert keys.sign_in("李医生", "青山不改绿水长流１２", _NOW).data_key == data_key


def test_the_recovery_key_opens_the_same_data_key(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, recovery = made

    assert keys.recover(recovery, _NOW) == data_key


def test_a_recovery_key_of_other_data_is_told_from_a_slip(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made

    with pytest.raises(RecoveryKeyInvalid) as told:
        keys.recover(recovery_key.printed(recovery_key.new()), _NOW)

    assert told.value.reason == "other"


@pytest.mark.parametrize("name", ["李医生", "没有的人"])
def test_a_wrong_passphrase_and_an_unknown_name_sound_alike(
    made: tuple[KeyFile, DataKey, str], name: str
) -> None:
    with pytest.raises(PassphraseRefused) as told:
        made[0].sign_in(name, "not the passphrase", _NOW)

    assert told.value.reason == "wrong"
    assert told.value.params == {}


def test_neither_keys_nor_passphrases_stand_in_the_folder_or_in_a_repr(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, data_key, recovery = made
    everything = b"".join(file.read_bytes() for file in keys.folder.iterdir())

    for secret in (
        _PASSPHRASE.encode(),
        recovery.encode(),
        recovery.replace("-", "").encode(),
        data_key.secret,
        data_key.secret.hex().encode(),
        data_key.records.hex().encode(),
    ):
        assert secret not in everything
    assert data_key.secret.hex() not in repr(data_key)
    assert repr(data_key.secret) not in repr(data_key)


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_key_files_belong_to_their_owner_alone(made: tuple[KeyFile, DataKey, str]) -> None:
    assert {stat.S_IMODE(file.stat().st_mode) for file in made[0].folder.iterdir()} == {0o600}


def test_the_keys_for_different_purposes_differ(made: tuple[KeyFile, DataKey, str]) -> None:
    _, data_key, _ = made

    assert len({data_key.secret, data_key.records, data_key.journal, data_key.audit}) == 4


def test_changing_a_passphrase_rewrites_one_slot_only(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, recovery = made
    before = {s["owner"]: s for s in json.loads(keys.path.read_text("utf-8"))["slots"]}

    keys.give(data_key, "p1", "李医生", "a newer passphrase", _CHEAP)

    after = {s["owner"]: s for s in json.loads(keys.path.read_text("utf-8"))["slots"]}
    assert {owner for owner in after if after[owner] != before[owner]} == {"p1"}
    assert keys.sign_in("李医生", "a newer passphrase", _NOW).data_key == data_key
    assert keys.recover(recovery, _NOW) == data_key
    with pytest.raises(PassphraseRefused):
        keys.sign_in("李医生", _PASSPHRASE, _NOW)


def test_the_old_passphrase_does_not_open_the_copy_either(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, data_key, _ = made
    keys.give(data_key, "p1", "李医生", "a newer passphrase", _CHEAP)

    keys.path.unlink()

    with pytest.raises(PassphraseRefused):
        keys.sign_in("李医生", _PASSPHRASE, _NOW)


@pytest.mark.parametrize(
    "passphrase", ["", "short", "123456789", "         x", "一二三四五六七八九"]
)
def test_a_passphrase_below_ten_characters_is_refused(
    made: tuple[KeyFile, DataKey, str], passphrase: str
) -> None:
    keys, data_key, _ = made

    with pytest.raises(PassphraseRefused) as told:
        keys.give(data_key, "p3", "赵", passphrase, _CHEAP)

    assert told.value.reason == "short"


def test_a_name_cannot_be_given_twice(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, _ = made

    with pytest.raises(PersonRefused):
        keys.give(data_key, "p9", "王护士", "yet another passphrase", _CHEAP)


def test_the_stored_cost_is_what_opens_a_slot(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, _ = made
    keys.give(data_key, "p1", "李医生", _PASSPHRASE)

    costs = {s["owner"]: s["cost"] for s in json.loads(keys.path.read_text("utf-8"))["slots"]}

    assert costs["p1"] == {"memory_kib": 65536, "iterations": 3, "lanes": 4}
    assert costs["p2"] == {"memory_kib": 64, "iterations": 1, "lanes": 1}
    assert keys.sign_in("李医生", _PASSPHRASE, _NOW).data_key == data_key


def test_a_second_key_is_not_made_over_the_first(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, _, _ = made
    before = keys.path.read_bytes()

    with pytest.raises(KeyFileBroken):
        keys.create(_CHEAP)

    assert keys.path.read_bytes() == before


def test_a_second_key_is_not_made_while_only_the_copy_is_left(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made
    keys.path.unlink()

    with pytest.raises(KeyFileBroken):
        keys.create(_CHEAP)


def test_a_flipped_bit_anywhere_in_one_file_is_healed_by_its_copy(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, data_key, recovery = made
    whole, chance = keys.path.read_bytes(), random.Random(4)

    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        keys.path.write_bytes(content)

        assert keys.recover(recovery, _NOW) == data_key
        assert sorted(keys.names) == ["李医生", "王护士"]


@pytest.mark.parametrize("seed", range(40))
def test_damage_to_both_files_is_told_and_changes_neither(
    made: tuple[KeyFile, DataKey, str], seed: int
) -> None:
    keys, data_key, _ = made
    place = random.Random(seed).randrange(len(keys.path.read_bytes()))
    for file in both_files(keys):
        content = bytearray(file.read_bytes())
        content[place] ^= 0x15
        file.write_bytes(content)
    before = [file.read_bytes() for file in both_files(keys)]

    # Damage to another person's slot does not keep this one out.
    with suppress(KeyFileBroken, PassphraseRefused):
        assert keys.sign_in("李医生", _PASSPHRASE, _NOW).data_key == data_key

    assert [file.read_bytes() for file in both_files(keys)] == before


def test_a_damaged_slot_is_told_from_a_wrong_passphrase(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made
    for file in both_files(keys):
        entry = json.loads(file.read_text("utf-8"))
        slot = next(s for s in entry["slots"] if s["owner"] == "p1")
        slot["wrapped"] = slot["wrapped"][::-1]
        file.write_text(json.dumps(entry), "utf-8")

    with pytest.raises(KeyFileBroken) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW)

    assert told.value.reason == "slot"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"schema": 1}', b"\xff\xfe", b'{"slots": [1]}']
)
def test_files_that_are_no_key_files_are_told(
    made: tuple[KeyFile, DataKey, str], content: bytes
) -> None:
    keys, _, _ = made
    for file in both_files(keys):
        file.write_bytes(content)

    with pytest.raises(KeyFileBroken) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW)

    assert told.value.reason == "unreadable"
    assert keys.path.read_bytes() == content


def test_a_key_file_of_a_newer_version_is_told(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, _, _ = made
    text = keys.path.read_text("utf-8").replace("zhenlu.keys/1", "zhenlu.keys/2")
    for file in both_files(keys):
        file.write_text(text, "utf-8")

    with pytest.raises(KeyFileBroken) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW)

    assert told.value.reason == "version"


def test_the_data_key_of_other_data_is_not_put_in(made: tuple[KeyFile, DataKey, str]) -> None:
    with pytest.raises(KeyFileBroken) as told:
        made[0].give(DataKey(bytes(32)), "p1", "李医生", _PASSPHRASE, _CHEAP)

    assert told.value.reason == "other"


def test_a_disk_that_refuses_leaves_the_old_passphrase(
    made: tuple[KeyFile, DataKey, str],
    file_size_limit: Callable[[int], AbstractContextManager[None]],
) -> None:
    keys, data_key, _ = made

    with file_size_limit(100), pytest.raises(DiskRefused):
        keys.give(data_key, "p1", "李医生", "a newer passphrase", _CHEAP)

    assert keys.sign_in("李医生", _PASSPHRASE, _NOW).data_key == data_key


def fail(keys: KeyFile, times: int, now_s: float = _NOW) -> None:
    for _ in range(times):
        with pytest.raises(PassphraseRefused) as told:
            keys.sign_in("李医生", "not the passphrase", now_s)
        assert told.value.reason == "wrong"


def test_after_five_failures_even_the_right_passphrase_has_to_wait(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made
    fail(keys, 5)

    with pytest.raises(PassphraseRefused) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW + 1)

    assert told.value.reason == "delayed"
    assert told.value.params == {"wait_s": 29}


def test_the_delay_ends_and_the_failures_are_handed_over(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made
    fail(keys, 5)

    signed_in = keys.sign_in("李医生", _PASSPHRASE, _NOW + 30)

    assert signed_in.failures == (_NOW,) * 5


def test_the_delay_grows_with_each_further_failure(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, _, _ = made
    fail(keys, 5)
    fail(keys, 1, _NOW + 30)

    with pytest.raises(PassphraseRefused) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW + 30)

    assert told.value.params == {"wait_s": 60}


def test_a_clock_set_back_makes_nobody_wait_longer_than_the_delay(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, _ = made
    fail(keys, 5)

    with pytest.raises(PassphraseRefused) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW - 86_400)

    assert told.value.params == {"wait_s": 30}


def test_one_persons_failures_do_not_keep_another_out(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, data_key, _ = made
    fail(keys, 5)

    assert keys.sign_in("王护士", "another passphrase", _NOW).data_key == data_key


def test_an_attempt_counts_even_when_the_program_is_ended_during_it(
    made: tuple[KeyFile, DataKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, _, _ = made

    def ended(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as ending:
        ending.setattr(key_slots, "unseal", ended)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                keys.sign_in("李医生", _PASSPHRASE, _NOW)

    with pytest.raises(PassphraseRefused) as told:
        keys.sign_in("李医生", _PASSPHRASE, _NOW)
    assert told.value.reason == "delayed"


def test_a_wrong_recovery_key_is_counted_and_after_five_the_right_one_has_to_wait(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, recovery = made
    for _ in range(5):
        with pytest.raises(RecoveryKeyInvalid):
            keys.recover(recovery_key.printed(recovery_key.new()), _NOW)

    with pytest.raises(PassphraseRefused) as told:
        keys.recover(recovery, _NOW + 1)

    assert (told.value.reason, told.value.params) == ("delayed", {"wait_s": 29})


def test_a_slip_in_the_recovery_key_is_no_attempt(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, recovery = made
    for _ in range(9):
        with pytest.raises(RecoveryKeyInvalid):
            keys.recover(recovery[:-1], _NOW)

    assert keys.recover(recovery, _NOW) == data_key


def test_failures_of_the_recovery_key_are_handed_over_at_the_next_sign_in(
    made: tuple[KeyFile, DataKey, str],
) -> None:
    keys, _, recovery = made
    with pytest.raises(RecoveryKeyInvalid):
        keys.recover(recovery_key.printed(recovery_key.new()), _NOW)
    keys.recover(recovery, _NOW + 1)

    assert keys.sign_in("李医生", _PASSPHRASE, _NOW + 2).recovery_failures == (_NOW,)


def test_a_spoilt_count_keeps_nobody_out(made: tuple[KeyFile, DataKey, str]) -> None:
    keys, data_key, _ = made
    (keys.folder / "attempts.json").write_bytes(b"\x00 no count")

    assert keys.sign_in("李医生", _PASSPHRASE, _NOW).data_key == data_key
