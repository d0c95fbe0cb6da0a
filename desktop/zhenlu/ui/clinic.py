"""What the window asks of the encrypted data folder before anybody is signed in."""

from __future__ import annotations

from typing import Protocol

from zhenlu.domain.person import Person, Role


class Session(Protocol):
    """Somebody is signed in."""

    @property
    def person(self) -> Person: ...

    def confirm(self, passphrase: str) -> None:
        """Ask for the passphrase again.

        Raises:
            PassphraseRefused: Reasons "wrong", "delayed".
        """
        ...

    def close(self) -> None: ...


class Clinic(Protocol):
    """The data folder while it is closed. Calls take as long as a key derivation."""

    def exists(self) -> bool: ...

    def names(self) -> tuple[str, ...]:
        """Who can sign in."""
        ...

    def create(self, name: str, roles: frozenset[Role], passphrase: str) -> str:
        """Make the folder with its first person; returns the recovery key to print."""
        ...

    def sign_in(self, name: str, passphrase: str) -> Session: ...

    def reset_passphrase(self, name: str, recovery_key: str, passphrase: str) -> None: ...
