"""Light or dark, how large the words are, which language; at once and everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from zhenlu.domain.transcript import Language
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.appearance.tokens import tokens
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import OWN_NAMES, spoken_language


class Choice(QFrame):
    """One of a few, all in sight.

    Signals:
        chosen: Its place, from 0.
    """

    chosen = Signal(int)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons = [QToolButton() for _ in names]
        for at, (name, button) in enumerate(zip(names, self.buttons, strict=True)):
            button.setObjectName(name)
            button.setCheckable(True)
            look(button, "choice", "")
            self._group.addButton(button, at)
        self._group.idClicked.connect(self.chosen)
        self.setLayout(row(*self.buttons, 1, space=6))

    def show_chosen(self, at: int) -> None:
        self.buttons[at].setChecked(True)

    def say(self, words: Sequence[str]) -> None:
        for text, button in zip(words, self.buttons, strict=True):
            button.setText(text)
            button.setAccessibleName(text)


class AppearanceSubPage(SubPage):
    """Signals:
    language_chosen: The window should speak this `Language`.
    """

    topic, icon = "appearance", "light"
    language_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._mode_words, self._size_words = Label("section"), Label("section")
        self._language_words = Label("section")
        self._size_why = Label("caption", wrap=True)
        self._scales = tokens().scales
        self._modes = Choice([f"mode_{mode.value}" for mode in Mode])
        self._sizes = Choice([f"size_{scale:.0%}".removesuffix("%") for scale in self._scales])
        self._languages = Choice([f"speak_{language.value}" for language in Language])
        self._modes.chosen.connect(self._on_mode)
        self._sizes.chosen.connect(self._on_size)
        self._languages.chosen.connect(self._on_language)
        parts = column(
            self._mode_words, self._modes, self._size_words, self._sizes, self._size_why,
            self._language_words, self._languages, space=10, margins=(16, 14, 16, 14),
        )  # fmt: skip
        self.take(column(box("card", parts), 1))
        theme().changed.connect(self._show_chosen)
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Appearance")

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(self.tr("It takes effect at once, on this computer only."))
        self._mode_words.say(self.tr("Light or dark"))
        words = {
            Mode.SYSTEM: self.tr("as the system"), Mode.LIGHT: self.tr("light"),
            Mode.DARK: self.tr("dark"),
        }  # fmt: skip
        self._modes.say([words[mode] for mode in Mode])
        self._size_words.say(self.tr("Text size"))
        self._sizes.say([f"{scale:.0%}" for scale in self._scales])
        self._size_why.say(self.tr("Ctrl+= and Ctrl+- do the same on every page."))
        self._language_words.say(self.tr("Language"))
        self._languages.say([OWN_NAMES[language] for language in Language])
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._modes.show_chosen(list(Mode).index(theme().mode))
        near = min(self._scales, key=lambda scale: abs(scale - theme().scale))
        self._sizes.show_chosen(self._scales.index(near))
        self._languages.show_chosen(list(Language).index(spoken_language()))

    def _on_mode(self, at: int) -> None:
        theme().choose(list(Mode)[at], theme().scale)

    def _on_size(self, at: int) -> None:
        theme().choose(theme().mode, self._scales[at])

    def _on_language(self, at: int) -> None:
        self.language_chosen.emit(list(Language)[at])
