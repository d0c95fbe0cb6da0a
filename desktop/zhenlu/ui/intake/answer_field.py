"""Where one question is answered: large buttons, a number with its unit, or free words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSignalMapper, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from zhenlu.application.intake import MOST_CHARS, plain
from zhenlu.application.intake_questions import Question
from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Right)
#: What yes and no are filled in as, in either language.
_YES_NO = ("yes", "no")
#: Units of time as the questions understand them, one and many.
_UNITS = {
    Language.ZH: (("小时", "小时"), ("天", "天"), ("周", "周"), ("个月", "个月"), ("年", "年")),
    Language.EN: (("hour", "hours"), ("day", "days"), ("week", "weeks"), ("month", "months"),
                  ("year", "years")),
}  # fmt: skip
#: Most complaints are days old.
_USUAL_UNIT = 1
_LENGTH = re.compile(r"(?P<count>[\d.]+)\s*(?P<unit>\D+)")
_LINE_HEIGHT, _NUMBER_WIDTH, _TEXT_HEIGHT = 52, 160, 216


class AnswerLine(QLineEdit):
    """A line in large type, as high as that needs."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        look(self, "answer", "")
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(theme().px(_LINE_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if Qt.Key(event.key()) in _ENTER:
            # Enter is used up; passed on, it would answer the next question, too.
            event.accept()


class AnswerField(Translated, QWidget):
    """Signals:
    given: An answer that one press gave.
    submitted: What is typed shall be taken.
    """

    given = Signal(str)
    submitted = Signal()

    @property
    def value(self) -> str:
        """What is filled in now, "" for nothing."""
        raise NotImplementedError

    def press(self, number: int) -> None:
        """Choose by number, from 1, where there is something to choose."""

    def retranslate(self) -> None:
        """Without words of its own."""


def field_for(question: Question, language: Language, given: str) -> AnswerField:
    """The field that a question is answered in, with what was filled in before."""
    if question.kind == "yes_no":
        return ChoiceField(_YES_NO, given)
    if question.kind == "choice":
        return ChoiceField([option.label(language) for option in question.option], given)
    if question.kind == "duration":
        return LengthField(language, given)
    if question.kind == "number":
        return NumberField(question, given)
    return TextField(_nothing(question, language), given)


def _nothing(question: Question, language: Language) -> str:
    """The word that answers "nothing at all" in the language of the question, "" for none."""
    is_latin = language is Language.EN
    return next((word for word in question.none if word.isascii() is is_latin), "")


class ChoiceField(AnswerField):
    """One of a few; a digit or a press answers."""

    def __init__(self, choices: Sequence[str], chosen: str) -> None:
        super().__init__()
        self._choices, self._chosen = tuple(choices), chosen
        self._buttons = [Button(f"choice_{at}", "answer") for at in range(1, len(choices) + 1)]
        mapper = QSignalMapper(self)
        mapper.mappedString.connect(self.given)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for at, (choice, button) in enumerate(zip(self._choices, self._buttons, strict=True)):
            button.setCheckable(True)
            button.setChecked(choice == chosen)
            mapper.setMapping(button, choice)
            button.clicked.connect(mapper.map)
            grid.addWidget(button, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setLayout(grid)
        # Until something is chosen, no button has the focus and looks as if it were.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if chosen in self._choices:
            self.setFocusProxy(self._buttons[self._choices.index(chosen)])
        self.retranslate()

    @property
    def value(self) -> str:
        return self._chosen

    def press(self, number: int) -> None:
        if 1 <= number <= len(self._buttons):
            self.given.emit(self._choices[number - 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ARROWS and self.hasFocus():
            self._buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        words = {"yes": self.tr("Yes"), "no": self.tr("No")}
        is_yes_no = self._choices == _YES_NO
        for number, (choice, button) in enumerate(
            zip(self._choices, self._buttons, strict=True), start=1
        ):
            text = words[choice] if is_yes_no else choice
            button.say(f"{number}    {text}")
            button.setAccessibleName(text)


class NumberField(AnswerField):
    """A number with its unit and the range it lies in."""

    def __init__(self, question: Question, given: str) -> None:
        super().__init__()
        self._question = question
        self._line = _short_line("intake_number", given)
        self._line.returnPressed.connect(self.submitted)
        self._unit, self._range = Label("figure"), Label("asked")
        self.setLayout(row(self._line, self._unit, self._range, 1, space=12))
        self.setFocusProxy(self._line)
        self.retranslate()

    @property
    def value(self) -> str:
        return self._line.text()

    def retranslate(self) -> None:
        self._unit.say(self._question.unit)
        low, high = self._question.low, self._question.high
        bounds = self.tr("between {low} and {high}")
        has_bounds = low is not None and high is not None
        self._range.say(bounds.format(low=f"{low:g}", high=f"{high:g}") if has_bounds else "")
        self._line.setAccessibleName(self.tr("Number in {unit}").format(unit=self._question.unit))


class LengthField(AnswerField):
    """A length of time: a number, and one of five units."""

    def __init__(self, language: Language, given: str) -> None:
        super().__init__()
        self._language = language
        found = _LENGTH.fullmatch(given)
        self._line = _short_line("intake_length", found["count"] if found else "")
        # As high as the units beside it.
        self._line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._line.returnPressed.connect(self.submitted)
        self._units = [Button(f"unit_{at}", "answer") for at in range(1, 6)]
        mapper = QSignalMapper(self)
        mapper.mappedInt.connect(self._take_unit)
        for at, button in enumerate(self._units):
            button.setCheckable(True)
            mapper.setMapping(button, at)
            button.clicked.connect(mapper.map)
        unit = found["unit"].strip() if found else ""
        named = [at for at, each in enumerate(_UNITS[language]) if unit in each]
        self._unit = named[0] if named else _USUAL_UNIT
        self._take_unit(self._unit)
        across = row(self._line, *self._units, space=8)
        for at in range(1, 6):
            across.setStretch(at, 1)
        self.setLayout(across)
        self.setFocusProxy(self._line)
        self.retranslate()

    @property
    def value(self) -> str:
        count = self._line.text().strip()
        if not count:
            return ""
        one, many = _UNITS[self._language][self._unit]
        if self._language is Language.ZH:
            return f"{count}{one}"
        return f"{count} {one if count == '1' else many}"

    def retranslate(self) -> None:
        for (_one, many), button in zip(_UNITS[self._language], self._units, strict=True):
            button.say(many)
        self._line.setAccessibleName(self.tr("How long"))

    def _take_unit(self, at: int) -> None:
        self._unit = at
        for number, button in enumerate(self._units):
            button.setChecked(number == at)


class TextField(AnswerField):
    """Free words, and a button for "nothing" where that is an answer."""

    def __init__(self, nothing: str, given: str) -> None:
        super().__init__()
        self._nothing = nothing
        self._text = QPlainTextEdit(given)
        self._text.setObjectName("intake_text")
        look(self._text, "answer", "")
        self._text.setTabChangesFocus(True)
        theme().changed.connect(self._fit)
        self._fit()
        self._text.installEventFilter(self)
        self._left = Label("asked")
        self._left.setObjectName("intake_left")
        self._text.textChanged.connect(self._say_left)
        self._none = Button("intake_none", "answer")
        self._none.clicked.connect(self._on_none)
        if not nothing:
            self._none.hide()
        below = row(self._none, 1, space=12)
        below.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(self._text, below, space=12))
        self.setFocusProxy(self._text)
        self.retranslate()

    @property
    def value(self) -> str:
        return self._text.toPlainText()

    def retranslate(self) -> None:
        self._none.say(self._nothing.capitalize())
        self._text.setAccessibleName(self.tr("Answer"))
        self._text.setPlaceholderText(self.tr("In a few words"))
        self._say_left()

    def _say_left(self) -> None:
        """How much may still be written, or how much is too much."""
        left = MOST_CHARS - len(plain(self.value))
        words = (
            self.tr("Characters left: {count}")
            if left >= 0
            else self.tr("Characters over the limit: {count}")
        )
        self._left.say(words.format(count=abs(left)))
        look(self._left, "asked" if left >= 0 else "danger", "" if left >= 0 else "large")

    def _fit(self) -> None:
        self._text.setFixedHeight(theme().px(_TEXT_HEIGHT))

    def _on_none(self) -> None:
        self.given.emit(self._nothing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # An answer is one line: Enter takes it. While an input method composes, it has the key.
        if event.type() is QEvent.Type.KeyPress:
            pressed = cast(QKeyEvent, event)
            if Qt.Key(pressed.key()) in _ENTER:
                if not pressed.isAutoRepeat():
                    self.submitted.emit()
                return True
        return super().eventFilter(watched, event)


def _short_line(name: str, text: str) -> AnswerLine:
    line = AnswerLine(name, text)
    line.setFixedWidth(theme().px(_NUMBER_WIDTH))
    line.setMaxLength(6)
    return line


__all__ = ["AnswerField", "AnswerLine", "field_for"]
