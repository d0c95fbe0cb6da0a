"""What a key file says: the slots that hold the data key, and what that key answers to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from zhenlu.domain.errors import KeyFileBroken, PassphraseRefused, RecoveryKeyInvalid
from zhenlu.storage import key_slots, recovery_key
from zhenlu.storage.data_key import DataKey, store_id
from zhenlu.storage.key_slots import RECOVERY, Slot

SCHEMA = "zhenlu.keys/1"
KEY_FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The slots of a key file, or of the keys in a backup.

    Attributes:
        checks: What the data key must answer to; of the file and, should that line be
            damaged, of its copy.
    """

    checks: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Who can sign in with a passphrase."""
        return tuple(slot.name for slot in self.slots if slot.owner != RECOVERY)

    @property
    def store(self) -> str:
        """Which data these keys open; see `DataKey.store`."""
        return store_id(self.checks[0])

    def slot_of(self, name: str) -> Slot | None:
        return next((s for s in self.slots if s.name == name and s.owner != RECOVERY), None)

    def unlock(self, slot: Slot, passphrase: str) -> DataKey:
        """
        Raises:
            PassphraseRefused: Reason "wrong".
            KeyFileBroken: Reasons "slot", "cost", "other".
        """
        return self.own(key_slots.unseal(slot, key_slots.passphrase_bytes(passphrase)))

    def recover(self, typed: str) -> DataKey:
        """The data key, from the printed recovery key.

        Raises:
            RecoveryKeyInvalid: Reasons "slip", "other".
            KeyFileBroken: Reasons "slot", "cost", "other".
        """
        secret = recovery_key.typed(typed)
        slot = next((s for s in self.slots if s.owner == RECOVERY), None)
        if slot is None:
            raise KeyFileBroken("slot", name=RECOVERY)
        try:
            return self.own(key_slots.unseal(slot, secret))
        except PassphraseRefused:
            raise RecoveryKeyInvalid("other") from None

    def own(self, secret: bytes) -> DataKey:
        """The data key, once it is sure that it belongs to these slots.

        Raises:
            KeyFileBroken: Reason "other".
        """
        data_key = DataKey(secret)
        if data_key.check not in self.checks:
            raise KeyFileBroken("other", file=KEY_FILE)
        return data_key

    def healed_by(self, copy: KeyRing) -> KeyRing:
        """This ring with the copy's slots for those that are damaged here."""
        checks = self.checks + copy.checks
        intact = tuple(slot for slot in self.slots if slot.is_intact)
        if len(intact) == len(self.slots):
            return KeyRing(checks, self.slots)
        held = {slot.owner for slot in intact}
        copied = tuple(s for s in copy.slots if s.is_intact and s.owner not in held)
        held |= {slot.owner for slot in copied}
        lost = tuple(s for s in self.slots if not s.is_intact and s.owner not in held)
        # An owner's own id may be what was damaged; then its slot has been found in the copy.
        names = {slot.name for slot in intact + copied}
        return KeyRing(checks, intact + copied + tuple(s for s in lost if s.name not in names))


def ring_to_json(check: str, slots: tuple[Slot, ...]) -> dict[str, object]:
    return {"schema": SCHEMA, "check": check, "slots": [*map(key_slots.slot_to_json, slots)]}


def ring_to_text(check: str, slots: tuple[Slot, ...]) -> bytes:
    """A key file's content."""
    entry = ring_to_json(check, slots)
    return (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def ring_from_json(entry: object) -> KeyRing | None:
    """None where it is no ring, is damaged beyond reading, or of another version."""
    try:
        check = entry["check"]  # type: ignore[index]  # a wrong kind lands below
        slots = tuple(map(key_slots.slot_from_json, entry["slots"]))  # type: ignore[index]
        is_ours = entry["schema"] == SCHEMA and isinstance(check, str)  # type: ignore[index]
    except (ValueError, KeyError, TypeError):
        return None
    return KeyRing((check,), slots) if is_ours else None


def is_newer(entry: object) -> bool:
    """Whether another version of the program wrote it."""
    try:
        schema = str(entry["schema"])  # type: ignore[index]  # a wrong kind lands below
    except (KeyError, TypeError):
        return False
    return schema.startswith("zhenlu.keys/") and schema != SCHEMA
