"""Seals a visit's audio under a key of its own, so that the key alone erases it.

AES-256-GCM throughout. The key of the journal gives two others (HKDF-SHA256): one
for the database file, one that wraps the visits' keys. A sealed row is bound to its
visit, its place and its kind; moved, renumbered or handed to another visit, it does
not open. Nonces are random: a row that failed to reach the disk may be sealed again
under the same number.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class SealBroken(Exception):
    """A sealed blob does not open: altered, out of place, or another key's."""


class Codec(StrEnum):
    """How the samples of a row are written."""

    PCM = "pcm"  # int16, little endian, channels interleaved
    FLAC = "flac"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row of audio belongs; all of it is bound into the seal.

    Attributes:
        first: Number of the first second in it.
        last: Number of the last one; the same for a row as it was recorded.
        start_frame: Samples per channel before it in this visit.
        frames: Samples per channel in it.
    """

    visit: str
    first: int
    last: int
    start_frame: int
    frames: int
    channels: int
    codec: Codec

    @property
    def end_frame(self) -> int:
        return self.start_frame + self.frames

    def _bytes(self) -> bytes:
        parts = [self.visit, self.first, self.last, self.start_frame, self.frames]
        return json.dumps(["zhenlu.journal/1", *parts, self.channels, self.codec.value]).encode()


class VisitSeal:
    """Seals and opens the rows of one visit."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(key)

    @classmethod
    def new(cls) -> VisitSeal:
        return cls(os.urandom(KEY_BYTES))

    def close(self, place: Place, content: bytes) -> bytes:
        """Encrypt for this place and no other."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place._bytes())

    def open(self, place: Place, sealed: bytes) -> bytes:
        """Decrypt.

        Raises:
            SealBroken: If this is not what was sealed for this place.
        """
        return _opened(self._cipher, sealed, place._bytes())

    def wrapped(self, wrapping: bytes, visit: str) -> bytes:
        """This visit's key, encrypted under the journal's."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(wrapping).encrypt(nonce, self._key, _key_label(visit))

    @classmethod
    def unwrapped(cls, wrapping: bytes, visit: str, wrapped: bytes) -> VisitSeal:
        """Take a visit's key out again.

        Raises:
            SealBroken: If it was wrapped for another visit or under another key.
        """
        return cls(_opened(AESGCM(wrapping), wrapped, _key_label(visit)))


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose out of the journal's key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"zhenlu journal {purpose}".encode()).derive(
        key
    )


def _opened(cipher: AESGCM, sealed: bytes, label: bytes) -> bytes:
    if len(sealed) <= _NONCE_BYTES:
        raise SealBroken
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], label)
    except InvalidTag:
        raise SealBroken from None


def _key_label(visit: str) -> bytes:
    return json.dumps(["zhenlu.journal.key/1", visit]).encode()
