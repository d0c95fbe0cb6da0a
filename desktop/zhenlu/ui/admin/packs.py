"""The models on this computer: what they are, whether they are whole, which one works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.pack import Pack, PackKind
from zhenlu.domain.record import Layer
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label, Sign
from zhenlu.ui.parts.layouts import box, column, empty, end_rows, holder, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.running import Running
from zhenlu.ui.translation import Translated, spoken_language, told

_GIGABYTE = 1_000_000_000
_SIGNS = {
    PackKind.SPEECH: "speech",
    PackKind.SPEAKER: "people",
    PackKind.DRAFTING: "document",
}


class Wholeness(StrEnum):
    """What is known of a pack's files."""

    VERIFIED = "verified"
    UNREAD = "unread"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class PackShown:
    """An installed pack as the list shows it.

    Attributes:
        is_used: It does the work now, for one language at least.
        is_shipped: It came with the program and cannot be removed.
        damage: Why it cannot be used, with the file, where that is known.
    """

    pack: Pack
    is_used: bool
    is_shipped: bool
    wholeness: Wholeness
    damage: ZhenluError | None = None


@dataclass(frozen=True, slots=True)
class BrokenShown:
    """A folder among the packs that is none."""

    folder: str
    error: ZhenluError


class PackRow(Translated, QFrame):
    """Signals:
    use_asked, verify_asked, remove_asked: Id of the pack.
    """

    use_asked = Signal(str)
    verify_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, shown: PackShown) -> None:
        super().__init__()
        self._shown = shown
        look(self, "row", "")
        self._name, self._about = Elided("strong"), Label("caption", wrap=True)
        self._used, self._state = Label("chip"), Label("chip")
        self._damage = Label("danger", wrap=True)
        self._use = Button(f"use_{shown.pack.id}", "quiet")
        self._verify = Button(f"verify_{shown.pack.id}", "quiet")
        self._remove = Button(f"remove_{shown.pack.id}", "quiet")
        self._use.clicked.connect(self._on_use)
        self._verify.clicked.connect(self._on_verify)
        self._remove.clicked.connect(self._on_remove)
        words = column(self._name, self._about, space=2)
        across = row(
            Sign(_SIGNS[shown.pack.kind]), words, self._used, self._state,
            self._use, self._verify, self._remove, space=8,
        )  # fmt: skip
        across.setStretch(1, 1)
        self.setLayout(column(across, self._damage, space=4, margins=(14, 8, 10, 8)))
        self.retranslate()

    def retranslate(self) -> None:
        shown, pack, language = self._shown, self._shown.pack, spoken_language()
        self._name.say(pack.title.get(language, pack.id))
        layers = {
            Layer.RULES: self.tr("rules"), Layer.SELECT: self.tr("weighs the rules' sentences"),
            Layer.WRITE: self.tr("writes sentences"),
        }  # fmt: skip
        kinds = {
            PackKind.SPEECH: self.tr("Speech"), PackKind.SPEAKER: self.tr("Voices"),
            PackKind.DRAFTING: self.tr("Drafting"),
        }  # fmt: skip
        layer = layers.get(pack.layer, "") if pack.layer else ""
        note = pack.notes.get(language, "")
        size = _size(pack.bytes)
        self._about.say(" · ".join(part for part in (kinds[pack.kind], size, layer, note) if part))
        self._used.say(self.tr("in use"), "accent")
        self._used.setVisible(shown.is_used)
        states = {
            Wholeness.VERIFIED: (self.tr("verified"), "ok"),
            Wholeness.UNREAD: (self.tr("not verified yet"), "warning"),
            Wholeness.DAMAGED: (self.tr("damaged"), "danger"),
        }
        self._state.say(*states[shown.wholeness])
        self._damage.say(told(shown.damage) if shown.damage else "")
        self._damage.setVisible(shown.damage is not None)
        self._use.say(self.tr("Use"))
        self._use.setVisible(not shown.is_used)
        self._verify.say(self.tr("Verify"))
        self._remove.say(self.tr("Remove"))
        self._remove.setVisible(not shown.is_shipped)

    def _on_use(self) -> None:
        self.use_asked.emit(self._shown.pack.id)

    def _on_verify(self) -> None:
        self.verify_asked.emit(self._shown.pack.id)

    def _on_remove(self) -> None:
        self.remove_asked.emit(self._shown.pack.id)


class PacksSubPage(SubPage):
    """Signals:
    use_asked, verify_asked, remove_asked: Id of a pack.
    file_asked, folder_asked: Choose a model file, or a folder with one, to bring in.
    """

    topic, icon = "packs", "computer"
    use_asked = Signal(str)
    verify_asked = Signal(str)
    remove_asked = Signal(str)
    file_asked = Signal()
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = Button("import_folder", "", "folder")
        self._file = Button("import_file", "", "usb")
        self._folder.clicked.connect(self.folder_asked)
        self._file.clicked.connect(self.file_asked)
        self.running = Running("packs")
        self._offline = Label("caption", wrap=True)
        self._rows = column(space=0)
        self._list = box("card", column(holder(self._rows), margins=(1, 2, 1, 2)))
        offline = row(Sign("offline", "ok"), self._offline, space=6)
        offline.setStretch(1, 1)
        self.take(
            column(row(self._folder, self._file, 1), self.running, self._list, offline, 1, space=12)
        )
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Models")

    def show_packs(self, packs: Sequence[PackShown], broken: Sequence[BrokenShown]) -> None:
        """Show what is installed; folders that are no packs last, with their reason."""
        empty(self._rows)
        for shown in packs:
            line = PackRow(shown)
            line.use_asked.connect(self.use_asked)
            line.verify_asked.connect(self.verify_asked)
            line.remove_asked.connect(self.remove_asked)
            self._rows.addWidget(line)
        for each in broken:
            self._rows.addWidget(_broken_row(each))
        end_rows(self._rows)

    def set_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun meanwhile, and what was said of the last act is old."""
        if is_busy:
            self.forget_outcome()
        for part in (self._list, self._folder, self._file):
            part.setEnabled(not is_busy)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("Models hear, tell voices apart and draft. One that was chosen works from the "
                    "next visit on; records that are signed stay as they are.")
        )  # fmt: skip
        self._folder.say(self.tr("Bring in a folder…"))
        self._file.say(self.tr("Bring in a file…"))
        self._offline.say(
            self.tr("From a stick or a folder only; no connection is opened. Every file is read "
                    "and compared with the pack's own list.")
        )  # fmt: skip


def _broken_row(broken: BrokenShown) -> QFrame:
    folder, reason = Elided("strong"), Label("danger", wrap=True)
    folder.say(broken.folder)
    reason.say(told(broken.error))
    reason.setObjectName("broken_pack")
    words = column(folder, reason, space=2)
    across = row(Sign("warning", "warning"), words, space=8, margins=(14, 8, 10, 8))
    across.setStretch(1, 1)
    return box("row", across)


def _size(count: int) -> str:
    return f"{count / _GIGABYTE:.1f} GB" if count >= _GIGABYTE else f"{count / 1e6:.0f} MB"
