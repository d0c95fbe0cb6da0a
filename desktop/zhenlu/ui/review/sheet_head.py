"""What stands over the sheet: its template, that it is a draft, what it covers, its versions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QFrame

from zhenlu.domain.record import Coverage
from zhenlu.domain.template import Template
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated

#: More than these are scrolled.
_MOST_TEMPLATES = 16
#: Beside the words of a title: the space at its ends and the arrow that opens the list.
_BESIDE = 48


class SheetHead(Translated, QFrame):
    """Signals:
    template_chosen: Id of the template that the visit should be written in.
    versions_asked: Show what was signed, or the sheet again.
    """

    template_chosen = Signal(str)
    versions_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._coverage = Coverage()
        self._template = QComboBox()
        self._template.setObjectName("template")
        look(self._template, "title", "")
        self._template.setMaxVisibleItems(_MOST_TEMPLATES)
        self._template.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._template.activated.connect(self._on_template)
        self._draft, self._cover = Label("chip"), Label("caption", wrap=True)
        self._cover.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._versions = IconButton("versions", "history")
        self._versions.setCheckable(True)
        self._versions.clicked.connect(self.versions_asked)
        across = row(
            self._template, self._draft, self._cover, self._versions,
            space=10, margins=(4, 8, 8, 6),
        )  # fmt: skip
        across.setStretch(2, 1)
        self.setLayout(across)
        theme().changed.connect(self._on_look)
        self.retranslate()

    def show_templates(self, templates: Sequence[Template], chosen: Template) -> None:
        """Offer templates; the one in use is offered even where its file is gone."""
        self._template.clear()
        offered = {each.id: each.title for each in (*templates, chosen)}
        for template_id, title in offered.items():
            self._template.addItem(title, template_id)
        self._template.setCurrentIndex(self._template.findData(chosen.id))
        self._on_look()

    def show_coverage(self, coverage: Coverage) -> None:
        """Say how much of the recording the record rests on."""
        self._coverage = coverage
        self._say_cover()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """A signed record keeps its template and is no draft."""
        self._draft.setVisible(not is_read_only)
        self._template.setEnabled(not is_read_only)

    def show_versions_open(self, *, is_open: bool) -> None:
        self._versions.setChecked(is_open)

    def retranslate(self) -> None:
        self._draft.say(self.tr("AI draft, not reviewed"), "draft")
        self._template.setAccessibleName(self.tr("Template of the record"))
        self._template.setToolTip(self.tr("Write this visit in another template"))
        self._versions.say(self.tr("Versions"))
        self._say_cover()

    def _on_look(self) -> None:
        """As wide as its title; what is listed has type and width of its own."""
        plain = theme().font()
        listed = [self._template.itemText(at) for at in range(self._template.count())]
        for at in range(len(listed)):
            self._template.setItemData(at, plain, Qt.ItemDataRole.FontRole)
        longest = max(map(QFontMetrics(plain).horizontalAdvance, listed), default=0)
        self._template.view().setMinimumWidth(longest + theme().px(_BESIDE))
        metrics = QFontMetrics(theme().font("title", strong=True))
        title = metrics.horizontalAdvance(self._template.currentText())
        self._template.setFixedWidth(title + theme().px(_BESIDE))

    def _say_cover(self) -> None:
        cover = self._coverage
        if cover.model_read_to_s is not None and cover.model_read_to_s < cover.audio_s:
            words = self.tr("Recording {whole}; the model read to {read}").format(
                whole=clock(cover.audio_s), read=clock(cover.model_read_to_s)
            )
        elif cover.model_facts_to_s is not None:
            words = self.tr(
                "Recording {whole}; of 00:00–{closed} the model saw the facts, not the words"
            ).format(whole=clock(cover.audio_s), closed=clock(cover.model_facts_to_s))
        elif cover.audio_s:
            words = self.tr("covers the whole recording 00:00–{whole}").format(
                whole=clock(cover.audio_s)
            )
        else:
            words = ""
        self._cover.say(words)

    def _on_template(self, at: int) -> None:
        self.template_chosen.emit(str(self._template.itemData(at)))
