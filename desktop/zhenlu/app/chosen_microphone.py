"""The microphone that this computer's people chose, kept with the window's preferences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhenlu.app.window import keep_preference, preferences

if TYPE_CHECKING:
    from zhenlu.audio.microphone import InputDevice

_MICROPHONE = "audio/microphone"


def chosen() -> str:
    """Its id; "" where the system chooses."""
    return str(preferences().value(_MICROPHONE, ""))


def choose(device: str) -> None:
    """Use this one from the next recording on; "" leaves it to the system."""
    keep_preference(_MICROPHONE, device)


def present(found: Iterable[InputDevice]) -> str | None:
    """Id of the chosen one; None where it is not among these, or none was chosen."""
    device = chosen()
    return device if any(each.id == device for each in found) else None
