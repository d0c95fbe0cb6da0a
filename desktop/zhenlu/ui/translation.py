"""The language of the window, switched while it runs; Qt's own words included.

Sources are English; resources/translations/zhenlu_zh.ts holds the Chinese. A class with
words of its own takes `Translated` first and says them in `retranslate`, once at its end
of construction and again whenever the language changes.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QDate, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from zhenlu import paths
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.transcript import Language
from zhenlu.wording import explain, interface_language

#: Each in itself, for whoever reads only that one.
OWN_NAMES = {Language.ZH: "中文", Language.EN: "English"}


class Translated:
    """A widget that says its words again when the language changes.

    No widget itself: PySide6 cannot build one object from two Qt classes.
    """

    def retranslate(self) -> None:
        """Set every word that is not data."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]  # the widget's, next in line


class Translation(QObject):
    """What the application speaks.

    Signals:
        changed: Another language is spoken.
    """

    changed = Signal()

    def __init__(self, application: QApplication, language: Language) -> None:
        super().__init__(application)
        self._application = application
        self._installed: list[QTranslator] = []
        self._language = language
        self.choose(language)

    @property
    def language(self) -> Language:
        return self._language

    def choose(self, language: Language) -> None:
        """Speak another language from now on."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        before, self._language = self._language, language
        QLocale.setDefault(locale(language))
        # Installed last, so ours are asked first.
        self._installed = [t for t in (_of_qt(language), _ours(language)) if t is not None]
        for translator in self._installed:
            self._application.installTranslator(translator)
        if language is not before:
            self.changed.emit()


def spoken_language() -> Language:
    """The language of the window, for the sentences that are not Qt's to translate."""
    return translation().language


def told(error: ZhenluError) -> str:
    """What happened and what to press next, in the language of the window."""
    return explain(error, spoken_language(), in_window=True)


def translation() -> Translation:
    """The running application's; made in the system's language where there is none yet."""
    application = cast("QApplication", QApplication.instance())
    found = application.findChild(Translation)
    return found or Translation(application, interface_language())


def locale(language: Language) -> QLocale:
    """How dates and numbers are written."""
    if language is Language.ZH:
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def long_date(day: QDate) -> str:
    """A day with its weekday, for a heading."""
    spoken = locale(spoken_language())
    form = spoken.dateFormat(QLocale.FormatType.LongFormat)
    # A weekday stands apart on a Chinese calendar; Qt puts it right behind the day.
    return spoken.toString(day, form.replace("日dddd", "日 dddd"))


def _ours(language: Language) -> QTranslator | None:
    # English has no file: it is the source, worded so that no count needs a plural.
    return _loaded(str(paths.resources() / "translations" / f"zhenlu_{language.value}.qm"))


def _of_qt(language: Language) -> QTranslator | None:
    if language is Language.EN:
        return None
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return _loaded(f"{folder}/qtbase_zh_CN.qm")


def _loaded(path: str) -> QTranslator | None:
    translator = QTranslator()
    return translator if translator.load(path) else None
