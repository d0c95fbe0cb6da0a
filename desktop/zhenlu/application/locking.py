"""Locking while nobody is at the computer, and asking again before what cannot be taken back.

The window calls `IdleLock.active` for every key and movement and `tick` once a second; it
shows nothing of a patient that did not come through `IdleLock.shown`. A recording goes on
while locked, and the event says so, because the sign that it runs must stay in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from zhenlu.application.events import LockChanged, OnEvent
from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.errors import PassphraseRefused, ScreenLocked
from zhenlu.domain.journal import Moment

DEFAULT_MINUTES: Final = ClinicSettings().lock_minutes
#: How long a confirmation waits for the act it was given for.
CONFIRMED_FOR_S: Final = 120.0

Clock = Callable[[], Moment]
_Shown = TypeVar("_Shown")


class PassphraseCheck(Protocol):
    """What knows the passphrase of the person who is signed in: the store."""

    def confirm(self, passphrase: str) -> None:
        """
        Raises:
            PassphraseRefused: Reasons "wrong", "delayed", as at sign-in.
        """
        ...


class IdleLock:
    """Hides patients' words after minutes without a sign of the person.

    Args:
        clock: Both clocks: the one that stands still while the computer sleeps would take
            a night for a second.
        minutes: Idle time the clinic allows: `ClinicSettings.lock_minutes`.

    Raises:
        SettingRefused: If no clinic may allow that.
    """

    def __init__(
        self,
        check: PassphraseCheck,
        clock: Clock,
        on_event: OnEvent,
        minutes: int = DEFAULT_MINUTES,
    ) -> None:
        self._check = check
        self._clock = clock
        self._on_event = on_event
        self.allow(minutes)
        self._last = clock()
        self._is_locked = self._is_recording = False

    def allow(self, minutes: int) -> None:
        """Let another idle time hold from now on.

        Raises:
            SettingRefused: If no clinic may allow that.
        """
        self._idle_s = 60.0 * ClinicSettings(lock_minutes=minutes).lock_minutes

    @property
    def is_locked(self) -> bool:
        return self._is_locked

    @property
    def left_s(self) -> float:
        """Seconds until it locks by itself; 0 while locked."""
        if self._is_locked:
            return 0.0
        idle_s, _ = self._clock().since(self._last)
        return max(0.0, self._idle_s - idle_s)

    def active(self) -> None:
        """The person did something. Comes too late once the time has run out."""
        self.tick()
        if not self._is_locked:
            self._last = self._clock()

    def tick(self) -> None:
        """Lock if the time has run out."""
        if not self._is_locked and self.left_s <= 0.0:
            self.lock()

    def lock(self) -> None:
        """Lock now. A recording is not touched."""
        if not self._is_locked:
            self._is_locked = True
            self._tell()

    def unlock(self, passphrase: str) -> None:
        """Show everything again to the person who locked it.

        Raises:
            PassphraseRefused: It stays locked.
        """
        self._check.confirm(passphrase)
        self._last = self._clock()
        if self._is_locked:
            self._is_locked = False
            self._tell()

    def recording(self, is_on: bool) -> None:
        """A recording began or ended; its sign has to be right while locked, too."""
        if self._is_recording is not is_on:
            self._is_recording = is_on
            self._tell()

    def shown(self, content: _Shown) -> _Shown:
        """Let something of a patient through to the screen.

        Raises:
            ScreenLocked: While locked, or when the time has run out.
        """
        self.tick()
        if self._is_locked:
            raise ScreenLocked
        return content

    def _tell(self) -> None:
        self._on_event(LockChanged(self._is_locked, self._is_recording))


class GuardedAct(StrEnum):
    """What takes the passphrase again, however long somebody has been signed in."""

    SIGN = "sign"
    EXPORT = "export"
    DELETE = "delete"
    KEYS = "keys"


@dataclass(frozen=True, slots=True, eq=False)
class Confirmation:
    """The passphrase was given again for this one act; another object needs another one.

    Attributes:
        object_id: What it is done to: a visit, a person, "" for the whole clinic.
    """

    act: GuardedAct
    object_id: str
    at: Moment


class Reauthentication:
    """Gives confirmations and takes each back once."""

    def __init__(self, check: PassphraseCheck, clock: Clock) -> None:
        self._check = check
        self._clock = clock
        self._open: set[Confirmation] = set()

    def confirm(self, act: GuardedAct, object_id: str, passphrase: str) -> Confirmation:
        """
        Raises:
            PassphraseRefused: Reasons "wrong", "delayed".
        """
        self._check.confirm(passphrase)
        confirmation = Confirmation(act, object_id, self._clock())
        self._open.add(confirmation)
        return confirmation

    def spend(self, confirmation: Confirmation, act: GuardedAct, object_id: str) -> None:
        """Use a confirmation for the act it was given for.

        Raises:
            PassphraseRefused: Reason "again", if it was given for something else, used
                before, or has waited for too long.
        """
        if confirmation not in self._open:
            raise PassphraseRefused("again")
        self._open.remove(confirmation)
        waited_s, _ = self._clock().since(confirmation.at)
        fits = (confirmation.act, confirmation.object_id) == (act, object_id)
        if not fits or waited_s > CONFIRMED_FOR_S:
            raise PassphraseRefused("again")
