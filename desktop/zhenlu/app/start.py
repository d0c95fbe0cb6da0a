"""Opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# PySide6 looks into every module that is imported after it, and pydantic breaks when it is
# looked into half imported.
import pydantic.fields  # noqa: F401
from PySide6.QtWidgets import QApplication

from zhenlu import paths
from zhenlu.app.clinic import StoredClinic, StoredSession
from zhenlu.app.window import WindowApplication
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge, prefer_the_window
from zhenlu.ui.shell.notices import Notices

if TYPE_CHECKING:
    from zhenlu.app.capturing import SourceFor
    from zhenlu.app.pages import Desks
    from zhenlu.application.recording_ports import SoundSource
    from zhenlu.domain.level import MicrophoneCheck


def armed_microphone() -> SoundSource:
    """The chosen microphone, or the system's where that is not plugged in.

    It listens already, so that no first word is lost.
    """
    from zhenlu.app import chosen_microphone
    from zhenlu.audio.microphone import Microphone, devices

    microphone = Microphone(chosen_microphone.present(devices()), stereo=True)
    microphone.arm()
    return microphone


def build(
    application: QApplication, folder: Path | None = None, source_for: SourceFor = armed_microphone
) -> WindowApplication:
    """The window over a data folder, not shown yet."""

    def desks(
        session: StoredSession, notices: Notices, background: Background, bridge: EventBridge
    ) -> Desks:
        from zhenlu.app.microphone_desk import SoundSystem
        from zhenlu.app.pages import Desks

        # What stands in for a microphone is not plugged in or out.
        sound = SoundSystem() if source_for is armed_microphone else None
        return Desks(session, notices, background, bridge, source_for, sound=sound)

    def check() -> MicrophoneCheck:
        from zhenlu.audio import microphone

        is_plugged_in = source_for is armed_microphone
        return microphone.check() if is_plugged_in else microphone.judged(source_for())

    clinic = StoredClinic(folder or paths.user_data() / "store")
    return WindowApplication(application, clinic, desks, check)


def main() -> int:
    """Open the window and stay until it is closed."""
    if sys.platform == "linux":
        # The wheel carries no fcitx plugin; fcitx5 answers to the ibus one.
        os.environ.setdefault("QT_IM_MODULE", "ibus")
    prefer_the_window()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Zhenlu")
    application.setDesktopFileName("zhenlu")
    window = build(application)
    window.show()
    return application.exec()
