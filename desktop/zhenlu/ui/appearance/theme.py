"""Light or dark, large or small: tokens become palette, fonts and one style sheet."""

from __future__ import annotations

from enum import StrEnum
from string import Template
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from zhenlu import paths
from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.tokens import tokens
from zhenlu.ui.translation import spoken_language, translation

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
}


class Mode(StrEnum):
    """What a person chose; `SYSTEM` follows the desktop, also while the program runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of the whole application.

    Signals:
        changed: Another mode or text size holds; what paints itself paints again.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName("theme")
        self._application = application
        self._mode = Mode.SYSTEM
        self._scale = 1.0
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme)
        translation().changed.connect(self.apply)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def scale(self) -> float:
        """The chosen text size, 1.0 being 100 %."""
        return self._scale

    @property
    def is_dark(self) -> bool:
        if self._mode is not Mode.SYSTEM:
            return self._mode is Mode.DARK
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def choose(self, mode: Mode, scale: float) -> None:
        """Let another look hold, at once and everywhere."""
        if (mode, scale) != (self._mode, self._scale):
            self._mode, self._scale = mode, scale
            self.apply()

    def larger(self, steps: int) -> None:
        """Go `steps` up (or down, if negative) through the text sizes; 0 goes back to 100 %."""
        scales = tokens().scales
        nearest = min(range(len(scales)), key=lambda i: abs(scales[i] - self._scale))
        at = max(0, min(len(scales) - 1, nearest + steps)) if steps else scales.index(1.0)
        self.choose(self._mode, scales[at])

    def hex(self, name: str) -> str:
        """A colour by its name, as #RRGGBB."""
        return tokens().colours["dark" if self.is_dark else "light"][name]

    def colour(self, name: str) -> QColor:
        return QColor(self.hex(name))

    def px(self, size: int) -> int:
        """A width or height that holds text, grown with the text size."""
        return round(size * self._scale)

    def font(self, size: str = "body", *, strong: bool = False, figures: bool = False) -> QFont:
        """Type of a named size; `figures` all as wide as each other, for clocks and columns."""
        font = typeface("ui", spoken_language())
        font.setPixelSize(self.px(tokens().sizes[size]))
        font.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Normal)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def apply(self) -> None:
        """Hand palette, font and style sheet to the application."""
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("faint"))
        self._application.setPalette(palette)
        self._application.setFont(self.font())
        # A person who needs the system's high contrast gets the system's own drawing.
        hints = QGuiApplication.styleHints()
        # Both kept in names: PySide6 drops the second with the first.
        accessibility = hints.accessibility()
        plain = accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast
        self._application.setStyleSheet("" if plain else self._style_sheet())
        self.changed.emit()

    def _style_sheet(self) -> str:
        mode = "dark" if self.is_dark else "light"
        values = {_name(name): value for name, value in tokens().colours[mode].items()}
        values |= {f"size_{_name(n)}": f"{self.px(v)}px" for n, v in tokens().sizes.items()}
        values |= {f"radius_{_name(n)}": f"{v}px" for n, v in tokens().radii.items()}
        folder = paths.resources() / "styles"
        values["arrow_down"] = (folder / f"arrow-down-{mode}.svg").as_posix()
        values["tick"] = (folder / f"tick-{mode}.svg").as_posix()
        sheet = (folder / "window.qss").read_text(encoding="utf-8")
        return Template(sheet).substitute(values)

    def _on_system_scheme(self) -> None:
        if self._mode is Mode.SYSTEM:
            self.apply()


def theme() -> Theme:
    """The running application's theme; made with the system's mode where there is none yet."""
    application = cast("QApplication", QApplication.instance())
    found = application.findChild(Theme, "theme")
    if found is None:
        found = Theme(application)
        found.apply()
    return found


def typeface(use: str, language: Language) -> QFont:
    """The font that a language is written in; `use` is "ui" or "print"."""
    font = QFont(tokens().families[language.value][use])
    if language is Language.EN:
        # A Chinese font that stands in holds quotes and dashes as wide as a character.
        for narrow in ("pwid", "palt"):
            font.setFeature(QFont.Tag(narrow), 1)
    return font


def _name(token: str) -> str:
    return token.replace("-", "_")
