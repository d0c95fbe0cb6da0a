"""The first start at work: makes the store, keeps the recovery key, tries the microphone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import psutil
from PySide6.QtCore import QObject, Signal

from zhenlu.app.clinic import StoredClinic
from zhenlu.app.recovery_paper import RecoveryPaper
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.level import MicrophoneCheck
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs.shelf import choose
from zhenlu.ui.background import Background
from zhenlu.ui.first_run.first_run_page import FirstRunPage
from zhenlu.ui.translation import spoken_language

#: Listens for some seconds and judges what came.
CheckMicrophone = Callable[[], MicrophoneCheck]


class FirstRunDesk(QObject):
    """Joins the first run and the folder that it makes.

    Signals:
        language_chosen: The window should speak this `Language`.
        finished: Name and passphrase to sign in with.
    """

    language_chosen = Signal(object)
    finished = Signal(str, str)

    def __init__(
        self,
        page: FirstRunPage,
        clinic: StoredClinic,
        background: Background,
        check_microphone: CheckMicrophone,
    ) -> None:
        super().__init__(page)
        self.page, self._clinic, self._background = page, clinic, background
        self._check_microphone = check_microphone
        self._paper = RecoveryPaper(page, page.refuse)
        page.person.language_chosen.connect(self.language_chosen)
        page.person.language_chosen.connect(self._on_language)
        page.store_asked.connect(self._on_store_asked)
        page.recovery.print_asked.connect(self._on_print)
        page.recovery.save_asked.connect(self._on_save)
        page.microphone.check_asked.connect(self._on_check)
        page.finished.connect(self.finished)
        self._show_computer()

    def _on_store_asked(self, name: str, roles: frozenset[Role], passphrase: str) -> None:
        self._background.run(
            lambda: self._clinic.create(name, roles, passphrase),
            self.page.show_key,
            self.page.refuse,
        )

    def _on_check(self) -> None:
        show = self.page.microphone.show_check
        self._background.run(self._check_microphone, show, show)

    def _on_language(self, _language: Language) -> None:
        # Packs have a title in each; the window speaks the new one by now.
        self._show_computer()

    def _show_computer(self) -> None:
        try:
            speech, drafting = _title("speech"), _title("drafting")
        except ZhenluError:
            speech = drafting = "–"
        cores = psutil.cpu_count(logical=False) or 1
        memory_gb = psutil.virtual_memory().total / 2**30
        self.page.computer.show_computer(cores, memory_gb, speech, drafting)

    def _on_print(self) -> None:
        self._paper.print_(self.page.person.person[0], self.page.recovery.key)

    def _on_save(self) -> None:
        self._paper.save(self.page.person.person[0], self.page.recovery.key)


def _title(kind: Literal["speech", "drafting"]) -> str:
    pack = choose(kind, None).pack
    return pack.title.get(spoken_language(), pack.id)
