"""The encrypted data folder as the window sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhenlu.application.locking import DEFAULT_MINUTES
from zhenlu.domain.errors import StoreDamaged
from zhenlu.domain.person import Person, Role

if TYPE_CHECKING:
    from zhenlu.storage.store import Store


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A store that somebody opened.

    Attributes:
        lock_minutes: Idle minutes after which the clinic wants the screen locked.
    """

    store: Store
    lock_minutes: int = DEFAULT_MINUTES

    @property
    def person(self) -> Person:
        return self.store.person

    def confirm(self, passphrase: str) -> None:
        self.store.confirm(passphrase)

    def close(self) -> None:
        self.store.close()


@dataclass(frozen=True, slots=True)
class StoredClinic:
    """The store below a data folder."""

    folder: Path

    def exists(self) -> bool:
        """Whether there is a store, or what is left of one: then no first run is offered."""
        return self.folder.is_dir() and any(self.folder.iterdir())

    def names(self) -> tuple[str, ...]:
        """Who can sign in; asks the key file alone, which is read long before the store."""
        from zhenlu.storage.keys import KeyFile

        return KeyFile(self.folder).names

    def create(self, name: str, roles: frozenset[Role], passphrase: str) -> str:
        from zhenlu.storage import store

        return store.create(self.folder, name, roles, passphrase)

    def sign_in(self, name: str, passphrase: str) -> StoredSession:
        from zhenlu.storage import store

        opened = store.sign_in(self.folder, name, passphrase)
        try:
            return StoredSession(opened, opened.settings.current().lock_minutes)
        except StoreDamaged:
            # What can still be read is shown; a damaged setting must not keep it locked.
            return StoredSession(opened)

    def reset_passphrase(self, name: str, recovery_key: str, passphrase: str) -> None:
        from zhenlu.storage import store

        store.reset_passphrase(self.folder, name, recovery_key, passphrase)
