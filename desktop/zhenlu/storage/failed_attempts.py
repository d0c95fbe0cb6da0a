"""Wrong passphrases, counted on disk: after five the next try has to wait, longer each time.

The count lies beside the key file in the clear, because nobody has signed in yet; the
audit log takes it over at the next successful sign-in. It slows guessing at the window.
Who can change files of this folder can also copy the key file and guess elsewhere;
against that stands Argon2's cost.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

from zhenlu.domain.errors import PassphraseRefused
from zhenlu.whole_file import write_whole

FREE_ATTEMPTS = 5
#: Under this name the printed recovery key is counted; no person can have it.
RECOVERY_ATTEMPTS = ""
_FIRST_DELAY_S = 30
_LONGEST_DELAY_S = 3600


@dataclass(frozen=True, slots=True)
class FailedAttempts:
    """The times of wrong attempts since the last right one.

    Attributes:
        path: The file that keeps them.
        times: Seconds since 1970 by owner's name.
    """

    path: Path
    times: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> FailedAttempts:
        """What is on disk; nothing where it is missing or no longer readable."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            times = {str(name): [float(t) for t in listed] for name, listed in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            times = {}
        return cls(path, times)

    def refuse_if_too_soon(self, name: str, now_s: float) -> None:
        """Hold to the delay that the failures so far have earned.

        Raises:
            PassphraseRefused: Reason "delayed", with the seconds to wait.
        """
        listed = self.of(name)
        if len(listed) < FREE_ATTEMPTS:
            return
        delay = min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2.0 ** min(16, len(listed) - FREE_ATTEMPTS))
        # A clock that was set back must not make anyone wait longer than the delay itself.
        left = min(delay, listed[-1] + delay - now_s)
        if left > 0:
            raise PassphraseRefused("delayed", wait_s=math.ceil(left))

    def add(self, name: str, now_s: float) -> None:
        """Count an attempt before it is made, so that ending the program does not undo it."""
        self._write({**self.times, name: [*self.of(name), now_s]})

    def take_back(self) -> None:
        """Count as when this was read: the attempt since then was a right one."""
        self._write(self.times)

    def of(self, name: str) -> tuple[float, ...]:
        """The times of one name's failures."""
        return tuple(self.times.get(name, ()))

    def clear(self, *names: str) -> None:
        """Forget the failures of these names."""
        self._write({name: listed for name, listed in self.times.items() if name not in names})

    def _write(self, times: dict[str, list[float]]) -> None:
        try:
            write_whole(self.path, json.dumps(times, ensure_ascii=False).encode("utf-8"))
        except OSError:
            # A full or read-only disk must not keep a doctor from reading the records.
            return
