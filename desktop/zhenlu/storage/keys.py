"""The key file: one random data key, wrapped once for each person and once for the printout.

    keys.json         {"schema", "check", "slots": [...]}; no key, no passphrase, no patient
    keys.backup.json  the same; read only where keys.json is damaged

The data key is made exactly once, when there is neither a key file nor a database. Whatever
fails to open later is reported and left as it is; a new key would make everything that was
written under the old one unreadable for good.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhenlu.domain.errors import (
    DiskRefused,
    KeyFileBroken,
    PassphraseRefused,
    PersonRefused,
    RecoveryKeyInvalid,
)
from zhenlu.storage import key_slots, recovery_key
from zhenlu.storage.failed_attempts import FailedAttempts
from zhenlu.storage.key_slots import RECOVERY, Argon2Cost, Slot
from zhenlu.whole_file import write_whole

SCHEMA = "zhenlu.keys/1"
_FILE = "keys.json"
_BACKUP = "keys.backup.json"
_ATTEMPTS = "attempts.json"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class DataKey:
    """The random key of a data folder, and the keys that are derived from it."""

    secret: bytes = field(repr=False)

    @property
    def records(self) -> bytes:
        """Opens the database of people, patients, visits and records."""
        return self._derived("records database")

    @property
    def journal(self) -> bytes:
        """Opens the database of the audio journal."""
        return self._derived("journal database")

    @property
    def audit(self) -> bytes:
        """Chains the audit log."""
        return self._derived("audit log")

    @property
    def check(self) -> str:
        """Tells whether this is the key of a key file, without telling the key."""
        return hmac.new(self.secret, b"zhenlu key check", sha256).hexdigest()

    def _derived(self, purpose: str) -> bytes:
        info = f"zhenlu {purpose}".encode()
        return HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(self.secret)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the right passphrase gives.

    Attributes:
        failures: Times of the wrong attempts before it, seconds since 1970; they are
            still on disk until `KeyFile.forget_failures`.
    """

    person: str
    data_key: DataKey
    failures: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key file of one data folder."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / _FILE

    @property
    def exists(self) -> bool:
        return self.path.exists() or (self.folder / _BACKUP).exists()

    @property
    def names(self) -> tuple[str, ...]:
        """Who can sign in, for the first screen."""
        return tuple(slot.name for slot in self._read().slots if slot.owner != RECOVERY)

    def create(self, cost: Argon2Cost | None = None) -> tuple[DataKey, str]:
        """Make the data key of a new folder, and the recovery key to print.

        Raises:
            KeyFileBroken: Reason "exists".
            DiskRefused: Reason "store_write".
        """
        if self.exists:
            raise KeyFileBroken("exists", file=_FILE)
        data_key = DataKey(secrets.token_bytes(_KEY_BYTES))
        secret = recovery_key.new()
        slot = key_slots.seal(data_key.secret, secret, RECOVERY, cost=cost)
        self._write(data_key, (slot,))
        return data_key, recovery_key.printed(secret)

    def sign_in(self, name: str, passphrase: str, now_s: float) -> SignedIn:
        """Unwrap the data key with a person's passphrase.

        Raises:
            PassphraseRefused: Reasons "wrong" (also for a name that is not there), "delayed".
            KeyFileBroken: Reasons "missing", "unreadable", "version", "slot".
        """
        content = self._read()
        slot = next((s for s in content.slots if s.name == name and s.owner != RECOVERY), None)
        if slot is None:
            raise PassphraseRefused("wrong")
        attempts = FailedAttempts.read(self.folder / _ATTEMPTS)
        attempts.refuse_if_too_soon(name, now_s)
        attempts.add(name, now_s)
        secret = key_slots.unseal(slot, key_slots.passphrase_bytes(passphrase))
        return SignedIn(slot.owner, content.own(secret), tuple(attempts.times.get(name, ())))

    def forget_failures(self, name: str) -> None:
        """Drop the count after a right passphrase, once the audit log holds it."""
        FailedAttempts.read(self.folder / _ATTEMPTS).clear(name)

    def recover(self, typed: str) -> DataKey:
        """Unwrap the data key with the printed recovery key.

        Raises:
            RecoveryKeyInvalid: Reasons "slip", "other".
            KeyFileBroken: As `sign_in`.
        """
        secret = recovery_key.typed(typed)
        content = self._read()
        slot = next((s for s in content.slots if s.owner == RECOVERY), None)
        if slot is None:
            raise KeyFileBroken("slot", name=RECOVERY)
        try:
            return content.own(key_slots.unseal(slot, secret))
        except PassphraseRefused:
            raise RecoveryKeyInvalid("other") from None

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
        content = self._read()
        content.own(data_key.secret)
        others = tuple(slot for slot in content.slots if slot.owner != person)
        if any(slot.name == name for slot in others if slot.owner != RECOVERY):
            raise PersonRefused("taken", name=name)
        secret = key_slots.passphrase_bytes(passphrase)
        slot = key_slots.seal(data_key.secret, secret, person, name, cost)
        self._write(data_key, (*others, slot))

    def _read(self) -> _Content:
        """The key file; its copy where it, or a slot in it, is damaged."""
        files = (self.path, self.folder / _BACKUP)
        contents = [content for content in map(_parsed, files) if content is not None]
        if not contents:
            newer = any(map(_is_newer, files))
            reason = "version" if newer else "unreadable" if self.exists else "missing"
            raise KeyFileBroken(reason, file=_FILE)
        return contents[0] if len(contents) == 1 else contents[0].healed_by(contents[1])

    def _write(self, data_key: DataKey, slots: tuple[Slot, ...]) -> None:
        entry = {
            "schema": SCHEMA,
            "check": data_key.check,
            "slots": [key_slots.slot_to_json(slot) for slot in slots],
        }
        text = (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The copy first: when the disk refuses it, the file that counts is still the old one.
            write_whole(self.folder / _BACKUP, text)
            write_whole(self.path, text)
        except OSError:
            raise DiskRefused("store_write", file=_FILE) from None


@dataclass(frozen=True, slots=True)
class _Content:
    """What the key file says.

    Attributes:
        checks: What the data key must answer to; of the file and, should that line be
            damaged, of its copy.
    """

    checks: tuple[str, ...]
    slots: tuple[Slot, ...]

    def healed_by(self, copy: _Content) -> _Content:
        """This content with the copy's slots for those that are damaged here."""
        checks = self.checks + copy.checks
        intact = tuple(slot for slot in self.slots if slot.is_intact)
        if len(intact) == len(self.slots):
            return _Content(checks, self.slots)
        held = {slot.owner for slot in intact}
        copied = tuple(s for s in copy.slots if s.is_intact and s.owner not in held)
        held |= {slot.owner for slot in copied}
        lost = tuple(s for s in self.slots if not s.is_intact and s.owner not in held)
        # An owner's own id may be what was damaged; then its slot has been found in the copy.
        names = {slot.name for slot in intact + copied}
        return _Content(checks, intact + copied + tuple(s for s in lost if s.name not in names))

    def own(self, secret: bytes) -> DataKey:
        """The data key, once it is sure that it is this folder's."""
        data_key = DataKey(secret)
        if data_key.check not in self.checks:
            raise KeyFileBroken("other", file=_FILE)
        return data_key


def _parsed(path: Path) -> _Content | None:
    """None where the file is missing, damaged beyond reading, or of another version."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        check, slots = entry["check"], tuple(map(key_slots.slot_from_json, entry["slots"]))
        ours = entry["schema"] == SCHEMA and isinstance(check, str)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _Content((check,), slots) if ours else None


def _is_newer(path: Path) -> bool:
    try:
        schema = str(json.loads(path.read_text(encoding="utf-8"))["schema"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return schema.startswith("zhenlu.keys/") and schema != SCHEMA
