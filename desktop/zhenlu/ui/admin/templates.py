"""Templates as text: a shipped one is copied to be changed, mistakes are told by their line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from zhenlu.application.own_templates import TemplateFile
from zhenlu.application.template_faults import TemplateFault, faults_in
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.translation import OWN_NAMES, spoken_language
from zhenlu.wording import say

#: After the last key.
_PAUSE_MS = 250
_LIST_WIDTH = 300


class TemplatesSubPage(SubPage):
    """Signals:
    text_asked: Name of the file to show.
    save_asked: Name of the file and what it says now.
    discard_asked: Name of the clinic's own file to take away.
    """

    topic, icon = "templates", "document"
    text_asked = Signal(str)
    save_asked = Signal(str, str)
    discard_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._files: tuple[TemplateFile, ...] = ()
        self._faults: tuple[TemplateFault, ...] = ()
        self._kept = ""
        self._list = QListWidget()
        self._list.setObjectName("template_files")
        self._list.currentRowChanged.connect(self._on_chosen)
        self.text = QPlainTextEdit()
        self.text.setObjectName("template_text")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._on_typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self._fault = Label("warning", wrap=True)
        self._fault.setObjectName("template_fault")
        self._go = Button("template_go", "quiet")
        self._edit = Button("template_edit", "", "edit")
        self._save = Button("template_save", "primary")
        self._discard = Button("template_discard", "", "undo")
        self._go.clicked.connect(self._on_go)
        self._edit.clicked.connect(self._on_edit)
        self._save.clicked.connect(self._on_save)
        self._discard.clicked.connect(self._on_discard)
        told = row(self._fault, self._go)
        told.setStretch(0, 1)
        right = column(
            self.text, told, row(self._edit, self._save, self._discard, 1), space=8
        )
        right.setStretch(0, 1)
        across = row(self._list, space=16)
        across.addLayout(right, 1)
        self.take(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Templates")

    def show_files(self, files: Sequence[TemplateFile]) -> None:
        """Show what there is, own ones and the window's language first.

        The one that was in sight stays in sight.
        """
        before = self._file.name if self._file else ""
        language = spoken_language()
        self._files = tuple(
            sorted(files, key=lambda file: (not file.is_own, file.language is not language))
        )
        self._list.blockSignals(True)
        self._list.clear()
        for _ in self._files:
            self._list.addItem(QListWidgetItem())
        names = [file.name for file in self._files]
        self._list.setCurrentRow(names.index(before) if before in names else 0)
        self._list.blockSignals(False)
        self._fit()
        self.retranslate()
        self._on_chosen(self._list.currentRow())

    def show_text(self, name: str, text: str) -> None:
        """Show what a file says; one's own can be changed at once."""
        if self._file is None or self._file.name != name:
            return
        self._kept = text
        self.text.setReadOnly(not self._file.is_own)
        self.text.setPlainText(text)
        self._check()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("What a record holds and how it is worded. Titles, examples and the choice of "
                    "sections may change; ids stay. A change applies from the next draft on.")
        )  # fmt: skip
        self._list.setAccessibleName(self.name)
        self.text.setAccessibleName(self.tr("What the template says"))
        self._go.say(self.tr("Go to the line"))
        self._edit.say(self.tr("Copy it to change it"))
        self._save.say(self.tr("Save"))
        for at, file in enumerate(self._files):
            self._list.item(at).setText(self._words(file))
        self._say_state()

    @property
    def _file(self) -> TemplateFile | None:
        at = self._list.currentRow()
        return self._files[at] if 0 <= at < len(self._files) else None

    def _words(self, file: TemplateFile) -> str:
        whose = self.tr("own") if file.is_own else self.tr("shipped")
        state = self.tr("does not hold") if file.is_broken else whose
        spoken = OWN_NAMES[file.language] if file.language else "–"
        return f"{file.title}\n{spoken} · {state}"

    def _say_state(self) -> None:
        file, is_editing = self._file, not self.text.isReadOnly()
        is_changed = self.text.toPlainText() != self._kept
        self._edit.setVisible(file is not None and not is_editing)
        self._save.setVisible(is_editing)
        is_new = file is not None and not file.is_own
        self._save.setEnabled(is_editing and (is_changed or is_new) and not self._faults)
        self._discard.setVisible(file is not None and file.is_own)
        is_shipped = file is not None and file.is_shipped
        self._discard.say(
            self.tr("Put the shipped one back") if is_shipped else self.tr("Remove")
        )
        self._go.setVisible(bool(self._faults))
        if not self._faults:
            self._fault.say(self.tr("No mistakes.") if is_editing else "")
            return
        first = self._faults[0]
        sentence = say(
            f"templates.fault.{first.kind.value}", spoken_language(),
            place=first.key, allowed=first.allowed or "–",
        )  # fmt: skip
        words = self.tr("Line {line}: {sentence}").format(line=first.line, sentence=sentence)
        more = len(self._faults) - 1
        tail = self.tr("And {count} more.").format(count=more) if more else ""
        self._fault.say(f"{words}\n{tail}".strip())

    def _check(self) -> None:
        file = self._file
        text = self.text.toPlainText()
        self._faults = faults_in(Path(file.name), text) if file else ()
        self._say_state()

    def _on_typed(self) -> None:
        self._save.setEnabled(False)
        self._pause.start()

    def _on_chosen(self, at: int) -> None:
        if 0 <= at < len(self._files):
            self.text_asked.emit(self._files[at].name)

    def _on_edit(self) -> None:
        self.forget_outcome()
        self.text.setReadOnly(False)
        self.text.setFocus()
        self._check()

    def _on_save(self) -> None:
        if self._file is not None and not self._faults:
            self.save_asked.emit(self._file.name, self.text.toPlainText())

    def _on_discard(self) -> None:
        if self._file is not None:
            self.discard_asked.emit(self._file.name)

    def _on_go(self) -> None:
        block = self.text.document().findBlockByNumber(self._faults[0].line - 1)
        self.text.setTextCursor(QTextCursor(block))
        self.text.setFocus()

    def _fit(self) -> None:
        self._list.setFixedWidth(theme().px(_LIST_WIDTH))
        font = theme().font()
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.text.setFont(font)
        for at, file in enumerate(self._files):
            tint = "danger" if file.is_broken else "accent" if file.is_own else "muted"
            self._list.item(at).setIcon(icon("edit" if file.is_own else "document", tint))
            self._list.item(at).setSizeHint(QSize(0, theme().px(52)))
