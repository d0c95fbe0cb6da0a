"""The microphone sub-page at work: it listens only while the page is in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.app import chosen_microphone
from zhenlu.application.recording_ports import SoundSource
from zhenlu.audio import microphone
from zhenlu.audio.microphone import InputDevice, Microphone
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.level import MicrophoneCheck, SoundLevel
from zhenlu.ui.admin.microphone import MicrophoneShown, MicrophoneSubPage
from zhenlu.ui.background import Background


class Armed(Protocol):
    """A microphone that tells its level."""

    def arm(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SoundSystem:
    """What this computer can record from.

    Attributes:
        listener: Makes a microphone of an id, which tells its level on a thread of its own.
        reader: Makes one that is listened to for a while.
    """

    devices: Callable[[], tuple[InputDevice, ...]] = microphone.devices
    check: Callable[[str | None], MicrophoneCheck] = microphone.check
    listener: Callable[[str | None, Callable[[SoundLevel], None]], Armed] = Microphone
    reader: Callable[[str | None, Callable[[SoundLevel], None]], SoundSource] = Microphone


class MicrophoneDesk(QObject):
    """Joins the sub-page and the sound system.

    Args:
        background: Not the store's: listening takes seconds.
    """

    _heard = Signal(object)

    def __init__(
        self, page: MicrophoneSubPage, background: Background, sound: SoundSystem
    ) -> None:
        super().__init__(page)
        self._page, self._background, self._sound = page, background, sound
        self._armed: Armed | None = None
        self._heard.connect(page.show_level, Qt.ConnectionType.QueuedConnection)
        page.refresh_asked.connect(self.refresh)
        page.left_here.connect(self.stop)
        page.chosen.connect(self._on_chosen)
        page.check_asked.connect(self._on_check)

    def refresh(self) -> None:
        """Show what is plugged in now, and listen to the chosen one."""
        self._page.forget_outcome()
        self._background.run(self._sound.devices, self._on_devices, self._page.refuse)

    def stop(self) -> None:
        """Listen to nothing."""
        self._background.run(self._let_go, self._on_quiet, self._page.refuse)

    def _on_devices(self, found: tuple[InputDevice, ...]) -> None:
        shown = [MicrophoneShown(each.id, each.name, each.is_default) for each in found]
        self._page.show_microphones(shown, chosen_microphone.chosen())
        self._background.run(self._listen, self._on_quiet, self._page.refuse)

    def _on_chosen(self, device: str) -> None:
        chosen_microphone.choose(device)
        self.refresh()

    def _on_check(self) -> None:
        def check() -> MicrophoneCheck:
            # Two streams from one device are more than some systems give.
            self._let_go()
            return self._sound.check(self._present())

        self._background.run(check, self._on_checked, self._on_check_refused)

    def _on_checked(self, found: MicrophoneCheck) -> None:
        self._page.show_check(found)
        self._background.run(self._listen, self._on_quiet, self._page.refuse)

    def _on_check_refused(self, error: ZhenluError) -> None:
        self._page.show_check(error)

    def _on_quiet(self, _nothing: None) -> None:
        """Nothing to say: the level tells whether it hears."""

    def _present(self) -> str | None:
        return chosen_microphone.present(self._sound.devices())

    def _listen(self) -> None:
        self._let_go()
        armed = self._sound.listener(self._present(), self._heard.emit)
        armed.arm()
        self._armed = armed

    def _let_go(self) -> None:
        armed, self._armed = self._armed, None
        if armed is not None:
            armed.stop()
