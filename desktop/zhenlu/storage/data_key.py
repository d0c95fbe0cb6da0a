"""The random key of a data folder, and what is derived from it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key behind everything in a data folder; it is never used itself."""

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
    def witness(self) -> bytes:
        """Seals what a computer remembers of the data folder."""
        return self._derived("witness")

    def backup(self, salt: bytes) -> bytes:
        """Seals one backup, and no other: the salt is made anew for each."""
        return self._derived("backup file", salt)

    @property
    def check(self) -> str:
        """Tells whether this is the key of a key file, without telling the key."""
        return hmac.new(self.secret, b"zhenlu key check", sha256).hexdigest()

    @property
    def store(self) -> str:
        """Names the data folder and all of its copies; anyone may read it."""
        return store_id(self.check)

    def _derived(self, purpose: str, salt: bytes | None = None) -> bytes:
        info = f"zhenlu {purpose}".encode()
        return HKDF(SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(self.secret)


def store_id(check: str) -> str:
    """The name of a data folder, from the check in its key file."""
    return check[:16]
