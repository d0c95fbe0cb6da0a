"""The left column of the review: the conversation, and beside it what else finds no column."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QToolButton, QWidget

from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.decisions import Decisions
from zhenlu.ui.review.words_pane import WordsPane
from zhenlu.ui.translation import Translated


class SidePane(Translated, QFrame):
    """Words alone, or words and decisions behind two tabs where three columns are too many."""

    def __init__(self, words: WordsPane, decisions: Decisions) -> None:
        super().__init__()
        self._words, self._decisions = words, decisions
        self._to_words, self._to_decisions = _tab("words_tab"), _tab("decisions_tab")
        self._group = QButtonGroup(self)
        for tab in (self._to_words, self._to_decisions):
            self._group.addButton(tab)
        self._group.buttonClicked.connect(self._on_tab)
        self._tabs = box(
            "header", row(self._to_words, self._to_decisions, 1, margins=(10, 2, 8, 0))
        )
        self._tabs.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(words)
        self.setLayout(column(self._tabs, self._stack, space=0))
        decisions.wanted.connect(self._on_decisions_wanted)
        decisions.counted.connect(self.retranslate)
        self.bring_out(words)
        self.retranslate()

    @property
    def is_tabbed(self) -> bool:
        """Whether the decisions stand here and not in a column of their own."""
        return self._decisions.parentWidget() is self._stack

    def take_decisions(self) -> None:
        """Keep the decisions behind a tab."""
        self._stack.addWidget(self._decisions)
        self._show_tabs(is_tabbed=True)

    def give_decisions(self) -> None:
        """Let them go to where there is room for them."""
        self._stack.removeWidget(self._decisions)
        self._decisions.setParent(None)
        self._show_tabs(is_tabbed=False)
        self.bring_out(self._words)

    def bring_out(self, pane: QWidget) -> None:
        """Show the tab behind which a pane of the review is, if there is one."""
        is_open = pane is self._decisions and self.is_tabbed
        if is_open or self._words.isAncestorOf(pane) or pane is self._words:
            self._stack.setCurrentWidget(self._decisions if is_open else self._words)
            (self._to_decisions if is_open else self._to_words).setChecked(True)

    def retranslate(self) -> None:
        self._to_words.setText(self.tr("Conversation"))
        self._to_decisions.setText(f"{self._decisions.title} · {self._decisions.count}")

    def _show_tabs(self, *, is_tabbed: bool) -> None:
        self._tabs.setVisible(is_tabbed)
        for pane in (self._words, self._decisions):
            pane.show_title(is_shown=not is_tabbed)

    def _on_tab(self) -> None:
        self.bring_out(self._decisions if self._to_decisions.isChecked() else self._words)

    def _on_decisions_wanted(self) -> None:
        self.bring_out(self._decisions)


def _tab(name: str) -> QToolButton:
    made = QToolButton()
    made.setObjectName(name)
    made.setCheckable(True)
    look(made, "tab", "")
    return made
