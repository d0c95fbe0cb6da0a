"""A slot: the data key, wrapped under what one person knows.

Argon2id turns the passphrase into a wrapping key (its cost is stored in the slot, so it
can rise later), AES-256-GCM wraps the data key and binds it to the slot's owner. A
checksum tells damage from a wrong passphrase, which a cipher alone cannot.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from zhenlu.domain.errors import KeyFileBroken, PassphraseRefused

LEAST_CHARACTERS = 10
#: The owner of the slot that the printed recovery key opens.
RECOVERY = "recovery"

_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32
#: Above what any version wrote: a damaged cost must not take all memory.
_MOST_MEMORY_KIB = 1 << 20
_MOST_ITERATIONS = 32
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess costs. The default is RFC 9106's second recommendation.

    Attributes:
        memory_kib: 64 MiB: about 0.2 s on a clinic's computer.
    """

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One owner's wrapped data key; bytes as hex.

    Attributes:
        owner: A person's id, or `RECOVERY`.
        name: What the person signs in with.
    """

    owner: str
    name: str
    cost: Argon2Cost
    salt: str
    nonce: str
    wrapped: str = field(repr=False)
    checksum: str = ""

    @property
    def is_intact(self) -> bool:
        return secrets.compare_digest(self.checksum, _checksum(self))


def seal(
    data_key: bytes, secret: bytes, owner: str, name: str = "", cost: Argon2Cost | None = None
) -> Slot:
    """Wrap the data key under a secret, with fresh salt and nonce."""
    cost = cost or Argon2Cost()
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    wrapped = AESGCM(_stretch(secret, salt, cost)).encrypt(nonce, data_key, _bound(owner, name))
    slot = Slot(owner, name, cost, salt.hex(), nonce.hex(), wrapped.hex())
    return Slot(owner, name, cost, salt.hex(), nonce.hex(), wrapped.hex(), _checksum(slot))


def unseal(slot: Slot, secret: bytes) -> bytes:
    """The data key.

    Raises:
        KeyFileBroken: Reason "slot", if the slot is damaged.
        PassphraseRefused: Reason "wrong".
    """
    if not slot.is_intact:
        raise KeyFileBroken("slot", name=slot.name or RECOVERY)
    wrapping = _stretch(secret, bytes.fromhex(slot.salt), slot.cost)
    try:
        return AESGCM(wrapping).decrypt(
            bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _bound(slot.owner, slot.name)
        )
    except InvalidTag:
        raise PassphraseRefused("wrong") from None


def passphrase_bytes(passphrase: str) -> bytes:
    """One form for every keyboard: full-width letters count as the ordinary ones."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8")


def check_strength(passphrase: str) -> None:
    """Refuse what is shorter than the least length.

    Raises:
        PassphraseRefused: Reason "short".
    """
    normal = unicodedata.normalize("NFKC", passphrase)
    if len(normal.strip()) < LEAST_CHARACTERS:
        raise PassphraseRefused("short", least=LEAST_CHARACTERS)


def slot_to_json(slot: Slot) -> dict[str, object]:
    return asdict(slot)


def slot_from_json(entry: object) -> Slot:
    """Read a slot as it stands in the key file; what was damaged shows as not intact.

    Raises:
        ValueError: If it is no slot at all.
    """
    try:
        cost = Argon2Cost(**entry["cost"])  # type: ignore[index]  # a wrong kind lands below
        slot = Slot(**{**entry, "cost": cost})  # type: ignore[dict-item,arg-type]
    except (TypeError, KeyError):
        raise ValueError("no slot") from None
    words = (slot.owner, slot.name, slot.salt, slot.nonce, slot.wrapped, slot.checksum)
    numbers = (cost.memory_kib, cost.iterations, cost.lanes)
    if not all(isinstance(word, str) for word in words) or not all(
        type(number) is int for number in numbers
    ):
        raise ValueError("no slot")
    return slot


def _stretch(secret: bytes, salt: bytes, cost: Argon2Cost) -> bytes:
    if (
        cost.memory_kib > _MOST_MEMORY_KIB
        or cost.iterations > _MOST_ITERATIONS
        or cost.lanes > _MOST_LANES
    ):
        raise KeyFileBroken("cost", memory_kib=cost.memory_kib)
    return Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(secret)


def _bound(owner: str, name: str) -> bytes:
    return json.dumps(["zhenlu slot", owner, name], ensure_ascii=False).encode("utf-8")


def _checksum(slot: Slot) -> str:
    fields = {key: value for key, value in asdict(slot).items() if key != "checksum"}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    # A damaged file may hold what UTF-8 cannot: lone surrogates from JSON escapes.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
