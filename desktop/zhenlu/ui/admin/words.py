"""The clinic's own words: its drugs, shorthand and local names for things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import Term
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button, IconButton
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, empty, end_rows, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import OWN_NAMES, Translated, spoken_language


class WordRow(Translated, QFrame):
    """Signals:
    remove_asked: Kind and name of the word.
    """

    remove_asked = Signal(str, str)

    def __init__(self, term: Term, kind: str) -> None:
        super().__init__()
        self._term, self._kind_words = term, kind
        look(self, "row", "")
        self._name, self._say, self._kind = Elided("strong"), Elided("muted"), Label("chip")
        self._remove = IconButton(f"remove_word_{term.kind}", "delete")
        self._remove.clicked.connect(self._on_remove)
        across = row(
            self._name, self._say, self._kind, self._remove, space=10, margins=(14, 6, 8, 6)
        )
        across.setStretch(0, 2)
        across.setStretch(1, 3)
        self.setLayout(across)
        self.retranslate()

    def retranslate(self) -> None:
        self._name.say(self._term.name)
        said = self.tr("also said: {words}").format(words=" / ".join(self._term.say))
        self._say.say(said if self._term.say else "")
        self._kind.say(self._kind_words)
        self._remove.say(self.tr("Remove {word}").format(word=self._term.name))

    def _on_remove(self) -> None:
        self.remove_asked.emit(self._term.kind, self._term.name)


class WordsSubPage(SubPage):
    """Signals:
    language_changed: Show the words of this `Language`.
    add_asked: Language, kind, name, further wordings.
    remove_asked: Language, kind, name.
    """

    topic, icon = "words", "language"
    language_changed = Signal(object)
    add_asked = Signal(object, str, str, object)
    remove_asked = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[str, ...] = ()
        self._terms: tuple[Term, ...] = ()
        self._spoken, self._kind = QComboBox(), QComboBox()
        self._spoken.setObjectName("words_language")
        self._spoken.addItems([OWN_NAMES[language] for language in Language])
        self._spoken.setCurrentIndex(list(Language).index(spoken_language()))
        self._spoken.currentIndexChanged.connect(self._on_language)
        self._kind.setObjectName("word_kind")
        self._word, self._also = QLineEdit(), QLineEdit()
        self._word.setObjectName("word_name")
        self._also.setObjectName("word_also")
        self._add = Button("word_add", "primary", "add")
        self._word.textChanged.connect(self._say_complete)
        for line in (self._word, self._also):
            line.returnPressed.connect(self._on_add)
        self._add.clicked.connect(self._on_add)
        self._captions = [Label("caption") for _ in range(4)]
        fields = (self._spoken, self._kind, self._word, self._also)
        named = [column(c, f, space=2) for c, f in zip(self._captions, fields, strict=True)]
        written = row(named[2], named[3], column(1, self._add), space=10)
        written.setStretch(0, 2)
        written.setStretch(1, 3)
        entering = column(row(*named[:2], 1, space=10), written, margins=(16, 12, 16, 12))
        self._empty = Label("muted", wrap=True)
        self._empty.setObjectName("words_empty")
        self._empty.setContentsMargins(14, 10, 14, 10)
        self._rows = column(space=0)
        card = box("card", column(self._empty, holder(self._rows), space=0, margins=(1, 2, 1, 2)))
        down = column(box("card", entering), scrolled(holder(column(card, 1))), space=14)
        down.setStretch(1, 1)
        self.take(down)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Words")

    @property
    def language(self) -> Language:
        """Whose words are in sight."""
        return list(Language)[self._spoken.currentIndex()]

    def show_words(self, terms: Sequence[Term], kinds: Sequence[str]) -> None:
        """Show the clinic's words, and the kinds that a word may be of."""
        if tuple(kinds) != self._kinds:
            self._kinds = tuple(kinds)
            self._kind.clear()
            for kind in self._kinds:
                self._kind.addItem(self._kind_words(kind), kind)
            self._kind.setCurrentIndex(max(0, self._kind.findData("drug")))
        self._terms = tuple(terms)
        empty(self._rows)
        for term in self._terms:
            line = WordRow(term, self._kind_words(term.kind))
            line.remove_asked.connect(self._on_remove)
            self._rows.addWidget(line)
        end_rows(self._rows)
        self._empty.setVisible(not self._terms)

    def clear_entry(self) -> None:
        """The word was taken; the next one can be typed."""
        self._word.clear()
        self._also.clear()
        self._word.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("Words that the clinic uses and the program does not know. They are heard and "
                    "written from the next visit on.")
        )  # fmt: skip
        words = (self.tr("Language"), self.tr("Kind"), self.tr("Word, as it stands in records"),
                 self.tr("Also said, separated by /"))  # fmt: skip
        fields = (self._spoken, self._kind, self._word, self._also)
        for caption, text, field in zip(self._captions, words, fields, strict=True):
            caption.say(text)
            field.setAccessibleName(text)
        for at, kind in enumerate(self._kinds):
            self._kind.setItemText(at, self._kind_words(kind))
        self._add.say(self.tr("Add"))
        self._empty.say(self.tr("No words of the clinic's own in this language yet."))
        self.show_words(self._terms, self._kinds)
        self._say_complete()

    def _kind_words(self, kind: str) -> str:
        words = {
            "abbreviation": self.tr("abbreviation"), "allergen": self.tr("allergen"),
            "colloquial": self.tr("everyday word"), "disease": self.tr("disease"),
            "drug_class": self.tr("class of drugs"), "drug": self.tr("drug"),
            "exam": self.tr("examination"), "factor": self.tr("factor"),
            "finding": self.tr("finding"), "instruction": self.tr("instruction"),
            "lifestyle": self.tr("lifestyle"), "other_person": self.tr("other person"),
            "procedure": self.tr("procedure"), "quality": self.tr("quality"),
            "reaction": self.tr("reaction"), "relative": self.tr("relative"),
            "sensation": self.tr("sensation"), "sign": self.tr("sign"),
            "site": self.tr("part of the body"), "symptom": self.tr("symptom"),
            "test": self.tr("test"), "vital": self.tr("vital sign"),
        }  # fmt: skip
        return words.get(kind, kind)

    def _say_complete(self) -> None:
        self._add.setEnabled(bool(self._word.text().strip()) and bool(self._kinds))

    def _on_language(self) -> None:
        self.forget_outcome()
        self.language_changed.emit(self.language)

    def _on_add(self) -> None:
        if self._add.isEnabled():
            also = re.split(r"[/\uff0f\u3001]", self._also.text())
            kind, word = str(self._kind.currentData()), self._word.text()
            self.add_asked.emit(self.language, kind, word, tuple(also))

    def _on_remove(self, kind: str, name: str) -> None:
        self.remove_asked.emit(self.language, kind, name)

    def _fit(self) -> None:
        self._spoken.setFixedWidth(theme().px(110))
        self._kind.setFixedWidth(theme().px(150))
