"""Which microphone hears the visits, how loud it is now, and the key that starts it anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.level import MicrophoneCheck, SoundLevel
from zhenlu.ui.admin.outer_keys import HandOverKeyCard, RecordKeyCard
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.microphone_trial import MicrophoneTrial
from zhenlu.ui.visit.level_bar import LevelBar

_ROW = 36


@dataclass(frozen=True, slots=True)
class MicrophoneShown:
    """Something that sound comes from.

    Attributes:
        id: "" for whatever the system prefers.
    """

    id: str
    name: str
    is_default: bool = False


class MicrophoneSubPage(SubPage):
    """Signals:
    chosen: Id of the microphone to use from now on; "" leaves it to the system.
    check_asked: Listen to the chosen one for three seconds.
    """

    topic, icon = "microphone", "microphone"
    chosen = Signal(str)
    check_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[MicrophoneShown, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("microphones")
        self._list.currentRowChanged.connect(self._on_chosen)
        self._level_words, self.level = Label("caption"), LevelBar()
        self._trial = MicrophoneTrial()
        self._trial.check_asked.connect(self.check_asked)
        loud = row(self._level_words, self.level, space=12)
        loud.setStretch(1, 1)
        trying = box("card", column(loud, self._trial, space=12, margins=(16, 14, 16, 14)))
        self.record_key, self.hand_over_key = RecordKeyCard(), HandOverKeyCard()
        keys = (self.record_key, self.hand_over_key)
        self.take(column(self._list, trying, *keys, 1, space=14))
        theme().changed.connect(self._fit)
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Microphone")

    def show_microphones(self, found: Sequence[MicrophoneShown], chosen: str) -> None:
        """Show what there is now and which of it is used; one that is away is told."""
        system = MicrophoneShown("", "")
        away = chosen and all(device.id != chosen for device in found)
        gone = (MicrophoneShown(chosen, ""),) if away else ()
        self._shown = (system, *found, *gone)
        self._list.blockSignals(True)
        self._list.clear()
        for _ in self._shown:
            self._list.addItem(QListWidgetItem())
        self._list.setCurrentRow([device.id for device in self._shown].index(chosen))
        self._list.blockSignals(False)
        self._trial.setEnabled(bool(found))
        self._fit()
        self.retranslate()

    def show_level(self, level: SoundLevel | None) -> None:
        """Show how loud it is now."""
        self.level.show_level(level)

    def show_check(self, found: MicrophoneCheck | ZhenluError | None) -> None:
        """Say what three seconds told."""
        self._trial.show_check(found)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("It is used from the next recording on. If it is unplugged, the system's own "
                    "choice takes over until it is back.")
        )  # fmt: skip
        self._list.setAccessibleName(self.name)
        self._level_words.say(self.tr("How loud it is now"))
        for at, device in enumerate(self._shown):
            self._list.item(at).setText(self._words(device))

    def _words(self, device: MicrophoneShown) -> str:
        if not device.id:
            return self.tr("What the system prefers")
        if not device.name:
            return self.tr("The chosen one, which is not plugged in")
        if device.is_default:
            return self.tr("{name} (the system's choice)").format(name=device.name)
        return device.name

    def _on_chosen(self, at: int) -> None:
        if 0 <= at < len(self._shown):
            self.show_check(None)
            self.chosen.emit(self._shown[at].id)

    def _fit(self) -> None:
        height = theme().px(_ROW)
        for at in range(self._list.count()):
            hint = self._list.item(at).sizeHint()
            hint.setHeight(height)
            self._list.item(at).setSizeHint(hint)
        shown = max(2, min(8, self._list.count()))
        self._list.setFixedHeight(shown * height + 6)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
