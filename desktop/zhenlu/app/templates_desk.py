"""The clinic's templates at work; files beside the store, no record among them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.privacy_desk import refusal
from zhenlu.application import own_templates
from zhenlu.application.own_templates import TemplateFile
from zhenlu.domain.person import Permission, Person
from zhenlu.ui.admin.templates import TemplatesSubPage
from zhenlu.ui.background import Background


class TemplatesDesk(QObject):
    """Joins the sub-page and the files."""

    def __init__(
        self, page: TemplatesSubPage, person: Person, background: Background
    ) -> None:
        super().__init__(page)
        self._page, self._background = page, background
        self._forbidden = refusal(person, Permission.SETTINGS)
        page.refresh_asked.connect(self.refresh)
        page.text_asked.connect(self._on_text)
        page.save_asked.connect(self._on_save)
        page.discard_asked.connect(self._on_discard)

    def refresh(self) -> None:
        """Show the templates in force, to be changed by whoever decides for the clinic."""
        self._page.disable(self._forbidden)
        self._background.run(own_templates.listed, self._on_listed, self._page.refuse)

    def _on_listed(self, files: tuple[TemplateFile, ...]) -> None:
        self._page.show_files(files)

    def _on_text(self, name: str) -> None:
        self._background.run(
            lambda: (name, own_templates.text_of(name)), self._on_read, self._page.refuse
        )

    def _on_read(self, told: tuple[str, str]) -> None:
        self._page.show_text(*told)

    def _on_save(self, name: str, text: str) -> None:
        self._background.run(
            lambda: own_templates.save(name, text), self._on_saved, self._page.refuse
        )

    def _on_saved(self, _nothing: None) -> None:
        self._page.tell(self.tr("Saved. It applies from the next draft on."))
        self.refresh()

    def _on_discard(self, name: str) -> None:
        self._background.run(
            lambda: own_templates.discard(name), self._on_discarded, self._page.refuse
        )

    def _on_discarded(self, _nothing: None) -> None:
        self._page.tell(self.tr("The clinic's own one is gone."))
        self.refresh()
