"""The key file: one random data key, wrapped once for each person and once for the printout.

    keys.json         {"schema", "check", "slots": [...]}; no key, no passphrase, no patient
    keys.backup.json  the same; read only where keys.json is damaged

The data key is made exactly once, when there is neither a key file nor a database. Whatever
fails to open later is reported and left as it is; a new key would make everything that was
written under the old one unreadable for good.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from zhenlu.domain.errors import (
    DiskRefused,
    KeyFileBroken,
    PassphraseRefused,
    PersonRefused,
)
from zhenlu.storage import key_slots, recovery_key
from zhenlu.storage.data_key import KEY_BYTES, DataKey
from zhenlu.storage.failed_attempts import RECOVERY_ATTEMPTS, FailedAttempts
from zhenlu.storage.key_ring import (
    KEY_FILE,
    KeyRing,
    is_newer,
    ring_from_json,
    ring_to_text,
)
from zhenlu.storage.key_slots import RECOVERY, Argon2Cost, Slot
from zhenlu.whole_file import write_whole

_BACKUP = "keys.backup.json"
_ATTEMPTS = "attempts.json"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the right passphrase gives.

    Attributes:
        failures: Times of the wrong attempts before it, seconds since 1970; they are
            still on disk until `KeyFile.forget_failures`.
        recovery_failures: The same of the printed recovery key, whoever tried it.
    """

    person: str
    data_key: DataKey
    failures: tuple[float, ...] = ()
    recovery_failures: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key file of one data folder."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / KEY_FILE

    @property
    def exists(self) -> bool:
        return self.path.exists() or (self.folder / _BACKUP).exists()

    @property
    def names(self) -> tuple[str, ...]:
        """Who can sign in, for the first screen."""
        return self.read().names

    def create(self, cost: Argon2Cost | None = None) -> tuple[DataKey, str]:
        """Make the data key of a new folder, and the recovery key to print.

        Raises:
            KeyFileBroken: Reason "exists".
            DiskRefused: Reason "store_write".
        """
        if self.exists:
            raise KeyFileBroken("exists", file=KEY_FILE)
        data_key = DataKey(secrets.token_bytes(KEY_BYTES))
        secret = recovery_key.new()
        slot = key_slots.seal(data_key.secret, secret, RECOVERY, cost=cost)
        self.write(data_key.check, (slot,))
        return data_key, recovery_key.printed(secret)

    def sign_in(self, name: str, passphrase: str, now_s: float) -> SignedIn:
        """Unwrap the data key with a person's passphrase.

        Raises:
            PassphraseRefused: Reasons "wrong" (also for a name that is not there), "delayed".
            KeyFileBroken: Reasons "missing", "unreadable", "version", "slot".
        """
        ring = self.read()
        slot = ring.slot_of(name)
        if slot is None:
            raise PassphraseRefused("wrong")
        attempts = self._counted(name, now_s)
        data_key = ring.unlock(slot, passphrase)
        return SignedIn(slot.owner, data_key, attempts.of(name), attempts.of(RECOVERY_ATTEMPTS))

    def forget_failures(self, *names: str) -> None:
        """Drop the counts after a right passphrase, once the audit log holds them."""
        FailedAttempts.read(self._attempts).clear(*names)

    def recover(self, typed: str, now_s: float) -> DataKey:
        """Unwrap the data key with the printed recovery key.

        A slip of the pen, which the key's own check tells, is no attempt; the key of
        other data is one. The times of failed attempts come with the next sign-in.

        Raises:
            RecoveryKeyInvalid: Reasons "slip", "other".
            PassphraseRefused: Reason "delayed".
            KeyFileBroken: As `sign_in`.
        """
        recovery_key.typed(typed)
        ring = self.read()
        attempts = self._counted(RECOVERY_ATTEMPTS, now_s)
        data_key = ring.recover(typed)
        attempts.take_back()
        return data_key

    def give(
        self,
        data_key: DataKey,
        person: str,
        name: str,
        passphrase: str,
        cost: Argon2Cost | None = None,
    ) -> None:
        """Wrap the data key for a person, replacing the slot they had. Nothing else changes.

        Raises:
            PassphraseRefused: Reason "short".
            PersonRefused: Reason "taken", if the name is another person's.
            KeyFileBroken: Reason "other", if this data key belongs to another folder.
            DiskRefused: Reason "store_write"; the old file stays.
        """
        key_slots.check_strength(passphrase)
        ring = self.read()
        ring.own(data_key.secret)
        others = tuple(slot for slot in ring.slots if slot.owner != person)
        if any(slot.name == name for slot in others if slot.owner != RECOVERY):
            raise PersonRefused("taken", name=name)
        secret = key_slots.passphrase_bytes(passphrase)
        slot = key_slots.seal(data_key.secret, secret, person, name, cost)
        self.write(data_key.check, (*others, slot))

    def take_away(self, data_key: DataKey, person: str) -> None:
        """Drop a person's slot: their passphrase opens nothing any more.

        Raises:
            KeyFileBroken: Reason "other", if this data key belongs to another folder.
            DiskRefused: Reason "store_write"; the old file stays.
        """
        ring = self.read()
        ring.own(data_key.secret)
        self.write(data_key.check, tuple(slot for slot in ring.slots if slot.owner != person))

    def renew_recovery_key(self, data_key: DataKey, cost: Argon2Cost | None = None) -> str:
        """Wrap the data key under a fresh recovery key, in place of the one before.

        Returns:
            The key to print; it is kept nowhere.

        Raises:
            KeyFileBroken, DiskRefused: As `take_away`.
        """
        ring = self.read()
        ring.own(data_key.secret)
        secret = recovery_key.new()
        slot = key_slots.seal(data_key.secret, secret, RECOVERY, cost=cost)
        others = tuple(slot for slot in ring.slots if slot.owner != RECOVERY)
        self.write(data_key.check, (*others, slot))
        return recovery_key.printed(secret)

    def read(self) -> KeyRing:
        """The key file; its copy where it, or a slot in it, is damaged.

        Raises:
            KeyFileBroken: Reasons "missing", "unreadable", "version".
        """
        entries = [_entry(path) for path in (self.path, self.folder / _BACKUP)]
        rings = [ring for ring in map(ring_from_json, entries) if ring is not None]
        if not rings:
            reason = "unreadable" if self.exists else "missing"
            raise KeyFileBroken(
                "version" if any(map(is_newer, entries)) else reason, file=KEY_FILE
            )
        return rings[0] if len(rings) == 1 else rings[0].healed_by(rings[1])

    def write(self, check: str, slots: tuple[Slot, ...]) -> None:
        """
        Raises:
            DiskRefused: Reason "store_write"; the old file stays.
        """
        text = ring_to_text(check, slots)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The copy first: when the disk refuses it, the file that counts is still the old one.
            write_whole(self.folder / _BACKUP, text)
            write_whole(self.path, text)
        except OSError:
            raise DiskRefused("store_write", file=KEY_FILE) from None

    @property
    def _attempts(self) -> Path:
        return self.folder / _ATTEMPTS

    def _counted(self, name: str, now_s: float) -> FailedAttempts:
        """The attempts before this one, which counts from now on.

        Raises:
            PassphraseRefused: Reason "delayed"; then it does not count.
        """
        attempts = FailedAttempts.read(self._attempts)
        attempts.refuse_if_too_soon(name, now_s)
        attempts.add(name, now_s)
        return attempts


def _entry(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


__all__ = ["DataKey", "KeyFile", "SignedIn"]
