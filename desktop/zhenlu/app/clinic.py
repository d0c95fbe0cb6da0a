"""The encrypted data folder as the window sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhenlu.domain.person import Person, Role
from zhenlu.storage import store
from zhenlu.storage.store import Store


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A store that somebody opened."""

    store: Store

    @property
    def person(self) -> Person:
        return self.store.person

    def confirm(self, passphrase: str) -> None:
        self.store.confirm(passphrase)

    def close(self) -> None:
        self.store.close()


@dataclass(frozen=True, slots=True)
class StoredClinic:
    """The store below a data folder; see `zhenlu.ui.clinic.Clinic`."""

    folder: Path

    def exists(self) -> bool:
        return store.exists(self.folder)

    def names(self) -> tuple[str, ...]:
        return store.names(self.folder)

    def create(self, name: str, roles: frozenset[Role], passphrase: str) -> str:
        return store.create(self.folder, name, roles, passphrase)

    def sign_in(self, name: str, passphrase: str) -> StoredSession:
        return StoredSession(store.sign_in(self.folder, name, passphrase))

    def reset_passphrase(self, name: str, recovery_key: str, passphrase: str) -> None:
        store.reset_passphrase(self.folder, name, recovery_key, passphrase)
