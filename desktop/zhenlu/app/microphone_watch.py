"""Knows what can be recorded from before anybody records, also when it is plugged in or out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from zhenlu.app import chosen_microphone
from zhenlu.app.microphone_desk import Armed, SoundSystem
from zhenlu.audio.microphone import InputDevice
from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.background import Background
from zhenlu.ui.translation import told
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.microphone_menu import MicrophoneChoice
from zhenlu.ui.visit.record_strip import RecordStrip

_LOOK_MS = 2000


class MicrophoneWatch(QObject):
    """Tells the strip which microphone it has, and lets another be chosen by ear.

    Levels are listened to only while the list is open and nothing is recorded: two streams
    from one device are more than some systems give.
    """

    _heard = Signal(str, object)

    def __init__(self, strip: RecordStrip, sound: SoundSystem) -> None:
        super().__init__(strip)
        self._strip, self._sound = strip, sound
        self._aside = Background(self)
        self._armed: list[Armed] = []
        self._found: tuple[InputDevice, ...] = ()
        self._heard.connect(strip.microphones.show_level, Qt.ConnectionType.QueuedConnection)
        strip.microphones.chosen.connect(self._on_chosen)
        strip.microphones.aboutToShow.connect(self._on_opened)
        strip.microphones.aboutToHide.connect(self._on_closed)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self.look()

    def look(self) -> None:
        """See what is plugged in now."""
        self._aside.run(self._sound.devices, self._on_found, self._on_missing)

    def close(self) -> None:
        """Look and listen no more."""
        if not self._looking.isActive():
            return
        self._looking.stop()
        self._aside.run(self._let_go, self._on_quiet, self._on_missing)
        self._aside.close()

    def _on_found(self, found: tuple[InputDevice, ...]) -> None:
        self._found = found
        chosen = chosen_microphone.present(found) or ""
        choices = [MicrophoneChoice(each.id, each.name) for each in found]
        self._strip.microphones.show_choices(choices, chosen)
        used = [each for each in found if each.id == chosen]
        used = used or [each for each in found if each.is_default] or list(found)
        if used:
            self._strip.show_microphone(used[0].name)
        else:
            self._strip.show_microphone("", self.tr("No microphone"))

    def _on_missing(self, error: ZhenluError) -> None:
        self._strip.show_microphone("", self.tr("No microphone"))
        self._strip.setToolTip(told(error))

    def _on_chosen(self, device: str) -> None:
        chosen_microphone.choose(device)
        self.look()

    def _on_opened(self) -> None:
        if self._strip.capture is Capture.IDLE:
            found = self._found
            self._aside.run(lambda: self._listen(found), self._on_quiet, self._on_missing)

    def _on_closed(self) -> None:
        self._aside.run(self._let_go, self._on_quiet, self._on_missing)

    def _listen(self, found: tuple[InputDevice, ...]) -> None:
        self._let_go()
        for each in found:
            armed = self._sound.listener(each.id, partial(self._heard.emit, each.id))
            self._armed.append(armed)
            armed.arm()

    def _let_go(self) -> None:
        armed, self._armed = self._armed, []
        for each in armed:
            each.stop()

    def _on_quiet(self, _nothing: None) -> None:
        """The bars tell what is heard."""
