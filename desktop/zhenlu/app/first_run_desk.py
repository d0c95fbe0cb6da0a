"""The first start at work: makes the store, keeps the recovery key, tries the microphone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import psutil
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from zhenlu.app.clinic import StoredClinic
from zhenlu.audio import microphone
from zhenlu.domain.errors import DiskRefused, ZhenluError
from zhenlu.domain.level import MicrophoneCheck
from zhenlu.domain.person import Role
from zhenlu.engines.packs.shelf import choose
from zhenlu.ui.background import Background
from zhenlu.ui.first_run.first_run_page import FirstRunPage
from zhenlu.ui.translation import spoken_language
from zhenlu.whole_file import write_whole

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
        check_microphone: CheckMicrophone = microphone.check,
    ) -> None:
        super().__init__(page)
        self.page, self._clinic, self._background = page, clinic, background
        self._check_microphone = check_microphone
        self._dialog: QFileDialog | QPrintDialog | None = None
        page.person.language_chosen.connect(self.language_chosen)
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

    def _show_computer(self) -> None:
        try:
            speech, drafting = _title("speech"), _title("drafting")
        except ZhenluError:
            speech = drafting = "–"
        cores = psutil.cpu_count(logical=False) or 1
        memory_gb = psutil.virtual_memory().total / 2**30
        self.page.computer.show_computer(cores, memory_gb, speech, drafting)

    def _paper(self) -> str:
        clinic = self.page.person.person[0]
        return "\n\n".join((self.tr("Zhenlu recovery key"), clinic, self.page.recovery.key))

    def _on_print(self) -> None:
        dialog = QPrintDialog(QPrinter(), self.page)
        dialog.accepted.connect(self._on_print_accepted)
        self._dialog = dialog
        dialog.show()

    def _on_print_accepted(self) -> None:
        if isinstance(self._dialog, QPrintDialog):
            paper = QTextDocument()
            paper.setPlainText(self._paper())
            paper.print_(self._dialog.printer())

    def _on_save(self) -> None:
        dialog = QFileDialog(self.page, self.tr("Save the recovery key"), "zhenlu-recovery.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._on_file)
        self._dialog = dialog
        dialog.open()

    def _on_file(self, path: str) -> None:
        try:
            write_whole(Path(path), self._paper().encode("utf-8"))
        except OSError:
            self.page.refuse(DiskRefused("store_write", file=Path(path).name))


def _title(kind: Literal["speech", "drafting"]) -> str:
    pack = choose(kind, None).pack
    return pack.title.get(spoken_language(), pack.id)
