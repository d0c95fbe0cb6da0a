"""How long audio and records are kept, by a clock that wrong settings cannot fool.

Audio outlives its signature by the clinic's days, a signed record the patient's last visit
by the clinic's years. The computer's clock may be set back, by mistake or to keep audio
for longer, and it may come up years ahead when its battery is empty. `KeptClock` counts
the time that went by; whatever is signed is dated by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.consent import ConsentScope

DAY_S: Final = 86_400.0
#: The longest that audio is kept under a consent that does not speak of keeping it.
MOST_DAYS_UNASKED: Final = 30
#: The clock may be ahead by so much without anybody asking: a computer that was off.
_BELIEVED_S: Final = 45 * DAY_S
#: Counted between two looks at a clock that shows a wrong time.
_MOST_COUNTED_S: Final = DAY_S


@dataclass(frozen=True, slots=True)
class KeptClock:
    """Time as retention counts it. It never goes back.

    A clock that was set back counts on from where it stood, at most a day between two
    looks, until it shows the right time again: nothing is due early, and nothing stays
    for ever. A clock that jumped ahead further than a closed clinic explains is doubted;
    until it is right again or somebody confirms the date, nothing is due at all.

    Attributes:
        kept_s: The time it counts, seconds since 1970.
        seen_s: What the computer's clock showed at the last look.
        is_doubted: The computer's clock jumped ahead.
    """

    kept_s: float
    seen_s: float
    is_doubted: bool = False

    @classmethod
    def starting(cls, now_s: float) -> KeptClock:
        """The clock of a new store."""
        return cls(now_s, now_s)

    def seeing(self, now_s: float) -> KeptClock:
        """The clock after a look at the computer's."""
        if self.kept_s <= now_s <= self.kept_s + _BELIEVED_S:
            return KeptClock(now_s, now_s)
        went_by = min(max(0.0, now_s - self.seen_s), _MOST_COUNTED_S)
        if now_s < self.kept_s:
            return KeptClock(self.kept_s + went_by, now_s)
        if not self.is_doubted:
            went_by = 0.0
        return KeptClock(self.kept_s + went_by, now_s, is_doubted=True)

    def confirmed(self, now_s: float) -> KeptClock:
        """The clock after somebody said that the computer's date is right."""
        return KeptClock(max(self.kept_s, now_s), now_s)


def audio_days(settings: ClinicSettings, scope: ConsentScope) -> int | None:
    """Days from the signature until the audio goes; None keeps it.

    Audio is kept on only where the patient agreed to that.
    """
    if settings.audio_days is None and scope is not ConsentScope.KEEP:
        return MOST_DAYS_UNASKED
    return settings.audio_days


def audio_is_due(signed_s: float, clock: KeptClock, days: int | None) -> bool:
    """Whether audio signed then, by the kept clock, has to go."""
    if days is None or (clock.is_doubted and days > 0):
        return False
    return clock.kept_s - signed_s >= days * DAY_S


def record_kept_until(last_visit: date, settings: ClinicSettings) -> date:
    """The first day on which signed records of a patient may be deleted."""
    year = last_visit.year + settings.record_years
    try:
        return last_visit.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def day_counted(clock: KeptClock, now: datetime) -> date:
    """The day for terms of years: a clock that runs ahead does not end one early."""
    return min(datetime.fromtimestamp(clock.kept_s).astimezone(), now.astimezone()).date()
