"""The clinic's own words at work."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.privacy_desk import refusal
from zhenlu.application import own_words
from zhenlu.domain.person import Permission, Person
from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import Term
from zhenlu.ui.admin.words import WordsSubPage
from zhenlu.ui.background import Background

_Listed = tuple[tuple[Term, ...], tuple[str, ...]]


class WordsDesk(QObject):
    """Joins the sub-page and the clinic's word lists."""

    def __init__(
        self, page: WordsSubPage, person: Person, background: Background
    ) -> None:
        super().__init__(page)
        self._page, self._background = page, background
        self._forbidden = refusal(person, Permission.SETTINGS)
        page.refresh_asked.connect(self.refresh)
        page.language_changed.connect(self.refresh)
        page.add_asked.connect(self._on_add)
        page.remove_asked.connect(self._on_remove)

    def refresh(self) -> None:
        """Show the words of the language in sight, to be changed as templates are."""
        self._page.disable(self._forbidden)
        language = self._page.language

        def listed() -> _Listed:
            return own_words.words(language), own_words.kinds(language)

        self._background.run(listed, self._on_listed, self._page.refuse)

    def _on_listed(self, listed: _Listed) -> None:
        self._page.show_words(*listed)

    def _on_add(self, language: Language, kind: str, name: str, say: tuple[str, ...]) -> None:
        self._background.run(
            lambda: own_words.add(language, kind, name, say), self._on_added, self._page.refuse
        )

    def _on_added(self, term: Term) -> None:
        words = self.tr("{word} is known from the next visit on.")
        self._page.tell(words.format(word=term.name))
        self._page.clear_entry()
        self.refresh()

    def _on_remove(self, language: Language, kind: str, name: str) -> None:
        self._background.run(
            lambda: own_words.remove(language, kind, name), self._on_removed, self._page.refuse
        )

    def _on_removed(self, _nothing: None) -> None:
        self._page.tell(self.tr("The word is gone; what ships stays."))
        self.refresh()
