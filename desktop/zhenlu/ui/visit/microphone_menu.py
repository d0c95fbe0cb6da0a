"""The microphones of this computer, each with what it hears just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtWidgets import QMenu, QWidgetAction

from zhenlu.domain.level import SoundLevel
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.layouts import column, holder
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.level_bar import LevelBar


@dataclass(frozen=True, slots=True)
class MicrophoneChoice:
    """A microphone on the list. `id` is "" for the system's own choice."""

    id: str
    name: str


class MicrophoneMenu(Translated, QMenu):
    """Signals:
    chosen: Id of the microphone to record with.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("microphones")
        self._choices: tuple[MicrophoneChoice, ...] = ()
        self._chosen = ""
        self._bars: dict[str, LevelBar] = {}
        self._mapper = QSignalMapper(self)
        self._mapper.mappedString.connect(self._on_chosen)
        self.retranslate()

    def show_choices(self, choices: Sequence[MicrophoneChoice], chosen: str) -> None:
        """List what is plugged in; the chosen one is marked."""
        if (tuple(choices), chosen) == (self._choices, self._chosen):
            return
        self._choices, self._chosen = tuple(choices), chosen
        self.retranslate()

    def show_level(self, device: str, level: SoundLevel) -> None:
        """What one of them hears now."""
        bar = self._bars.get(device)
        if bar is not None:
            bar.show_level(level)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Microphones"))
        self.clear()
        self._bars = {}
        for choice in (MicrophoneChoice("", self.tr("The system's choice")), *self._choices):
            action = QWidgetAction(self)
            mark = "✓ " if choice.id == self._chosen else "   "
            button = Button(f"microphone_{choice.id}", "link")
            button.say(mark + choice.name)
            self._mapper.setMapping(button, choice.id)
            button.clicked.connect(self._mapper.map)
            down = column(button, space=2, margins=(10, 4, 10, 4))
            if choice.id:
                self._bars[choice.id] = LevelBar()
                down.addWidget(self._bars[choice.id])
            action.setDefaultWidget(holder(down))
            self.addAction(action)

    def _on_chosen(self, device: str) -> None:
        self.close()
        self.chosen.emit(device)
