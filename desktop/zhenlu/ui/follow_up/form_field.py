"""One field of a form: its value, how it came about, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QWidget

from zhenlu.application.confirming import Place, fault
from zhenlu.domain.record import FieldState, FieldValue
from zhenlu.domain.template import FieldSpec
from zhenlu.ui.follow_up.choice_grid import ChoiceGrid
from zhenlu.ui.parts.labels import Elided, Label, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BETWEEN = "、"
#: What was heard may be a question and its answer.
_NOTE_LINES = 3
#: State to sign, tint, look of the editor.
_LOOKS = {
    FieldState.SAID: ("ok", "ok", ""),
    FieldState.CONFIRMED: ("done", "ok", ""),
    FieldState.CONFIRM: ("warning", "warning", "confirm"),
    FieldState.MISSING: ("question", "muted", "missing"),
    FieldState.WORKED_OUT: ("info", "info", ""),
    FieldState.OUT_OF_RANGE: ("danger", "danger", "danger"),
}


class FormField(Translated, QFrame):
    """Signals:
    settled: Section, field and value, as the person confirmed or typed it.
    left: The person confirmed and goes on.
    entered: The focus came here.
    """

    settled = Signal(str, str, str)
    left = Signal()
    entered = Signal()

    def __init__(self, section: str, spec: FieldSpec) -> None:
        super().__init__()
        self.section, self.spec = section, spec
        self.setObjectName(f"field_{spec.id}")
        look(self, "field", "")
        self.value = FieldValue(spec.id, spec.title)
        self._state = FieldState.MISSING
        self._heard, self._fault, self._is_read_only = "", "", False
        self._title, self._unit = Label("strong"), Label("caption")
        self._sign, self._said = Sign("question"), Label("muted")
        self._aim, self._note = Label("caption", wrap=True), Elided("caption", lines=_NOTE_LINES)
        self._line = QLineEdit()
        self._line.setObjectName(f"value_{spec.id}")
        self._line.textEdited.connect(self._on_edited)
        self._line.editingFinished.connect(self._on_finished)
        self._line.installEventFilter(self)
        self._buttons = [self._button(*each) for each in enumerate(spec.choices, start=1)]
        self._choices = ChoiceGrid(self._buttons)
        self.has_choices = spec.type in ("choice", "choices")
        if self.has_choices:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        head = row(self._title, self._unit, 1, self._sign, self._said, space=5)
        self.setLayout(
            column(head, self._line, self._choices, self._aim, self._note, 1, space=4)
        )
        # Only now: without a parent they would open as windows and take the focus.
        self._line.setVisible(not self.has_choices)
        self._choices.setVisible(self.has_choices)
        self._aim.setVisible(bool(spec.target))
        self.retranslate()

    @property
    def place(self) -> Place:
        """Where it stands in the form."""
        return self.section, self.spec.id

    @property
    def target(self) -> QWidget:
        """What takes the focus."""
        return self if self.has_choices else self._line

    def show_value(self, value: FieldValue, *, waits: bool, heard: str) -> None:
        """Show a value; what is being typed stays as it is.

        Args:
            waits: A person has to look at it.
            heard: The words behind it.
        """
        is_typing = self._line.isModified()
        self.value, self._heard = value, heard
        if not is_typing:
            self._line.setText(value.value)
            self._line.setModified(False)
            self._fault = ""
        needs_look = waits and value.state is not FieldState.OUT_OF_RANGE
        self._state = FieldState.CONFIRM if needs_look else value.state
        ticked = value.value.replace("; ", _BETWEEN).split(_BETWEEN)
        for choice, button in zip(self.spec.choices, self._buttons, strict=True):
            button.setChecked(choice in ticked)
        self.retranslate()

    def set_read_only(self, *, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self._line.setReadOnly(is_read_only)
        for button in self._buttons:
            button.setEnabled(not is_read_only)

    def retranslate(self) -> None:
        state = FieldState.OUT_OF_RANGE if self._fault else self._state
        sign, tint, kind = _LOOKS[state]
        self._title.say(self.spec.title)
        unit = self.spec.unit
        aim = self.tr("target {target}").format(target=self.value.target or self.spec.target)
        self._unit.say(unit)
        self._aim.say(aim)
        self._sign.show_as(sign, tint)
        self._said.say(self._state_words(state))
        look(self._said, tint if tint != "info" else "muted")
        note = self._note_words(state)
        self._note.say(note)
        self._note.setVisible(bool(note))
        look(self._line, state=kind)
        for button in self._buttons:
            look(button, state=kind)
        self._line.setPlaceholderText(self.tr("may stay empty"))
        told = (self.spec.title, unit, self._said.text(), note)
        named = " ".join(filter(None, told))
        self.setAccessibleName(named)
        self._line.setAccessibleName(named)

    def _state_words(self, state: FieldState) -> str:
        return {
            FieldState.SAID: self.tr("said"),
            FieldState.CONFIRMED: self.tr("confirmed"),
            FieldState.CONFIRM: self.tr("please confirm"),
            FieldState.MISSING: self.tr("not said"),
            FieldState.WORKED_OUT: self.tr("worked out"),
            FieldState.OUT_OF_RANGE: self.tr("out of range"),
        }[state]

    def _note_words(self, state: FieldState) -> str:
        """What stands below: what is wrong, what was heard, or what to do."""
        faults = {
            "number": self.tr("a number, please"),
            "date": self.tr("a day, please, like 2026-12-08"),
        }
        if self._fault in faults:
            return faults[self._fault]
        heard = self.tr("heard “{words}”").format(words=self._heard) if self._heard else ""
        if state is FieldState.OUT_OF_RANGE:
            low, high = self.spec.low or 0, self.spec.high or 0
            bounds = self.tr("between {low} and {high}").format(low=f"{low:g}", high=f"{high:g}")
            return "  ".join(filter(None, (bounds, heard)))
        if self.value.state is FieldState.WORKED_OUT:
            return heard or self.tr("follows from the other values")
        if state is FieldState.MISSING and self.has_choices:
            return self.tr("please choose")
        return heard

    def select(self) -> None:
        """Mark what is typed, so that typing replaces it."""
        self._line.selectAll()

    # What a person does

    def confirm(self) -> None:
        """Take the value as it stands and go on; a value with a fault stays."""
        if self._is_read_only:
            self.left.emit()
            return
        value = self._typed()
        self._fault = fault(self.spec, value)
        self.retranslate()
        if self._fault:
            return
        self._line.setModified(False)
        if value or self.value.value or self.value.state is FieldState.OUT_OF_RANGE:
            self.settled.emit(self.section, self.spec.id, value)
        self.left.emit()

    def choose(self, number: int) -> None:
        """Take an answer by its number, from 1; where several may hold, take or leave it."""
        if self._is_read_only or not 1 <= number <= len(self._buttons):
            return
        chosen = self._buttons[number - 1]
        if self.spec.type == "choices":
            chosen.setChecked(not chosen.isChecked())
        else:
            for button in self._buttons:
                button.setChecked(button is chosen)
        self.settled.emit(self.section, self.spec.id, self._typed())
        if self.spec.type == "choice":
            self.left.emit()

    def _typed(self) -> str:
        if not self.has_choices:
            return self._line.text().strip()
        ticked = [c for c, b in zip(self.spec.choices, self._buttons, strict=True) if b.isChecked()]
        return ("; " if ticked and ticked[0].isascii() else _BETWEEN).join(ticked)

    def _button(self, number: int, choice: str) -> QToolButton:
        button = QToolButton()
        button.setText(f"{number} {choice}")
        button.setObjectName(f"choice_{self.spec.id}_{number}")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look(button, "choice", "")
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            # The click ticked it already; choosing ticks it itself.
            button.setChecked(not button.isChecked())
            self.choose(self._buttons.index(button) + 1)

    def _on_edited(self) -> None:
        self._fault = ""
        self.retranslate()

    def _on_finished(self) -> None:
        """The caret left, or Enter: what was typed is kept, what was only read is not confirmed."""
        if not self._line.isModified() or self._is_read_only:
            return
        value = self._typed()
        self._fault = fault(self.spec, value)
        self.retranslate()
        if not self._fault and value != self.value.value:
            self._line.setModified(False)
            self.settled.emit(self.section, self.spec.id, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line:
            if event.type() is QEvent.Type.FocusIn:
                self.entered.emit()
            if (
                isinstance(event, QKeyEvent)
                and event.type() is QEvent.Type.KeyPress
                and Qt.Key(event.key()) in _ENTER
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.confirm()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ENTER:
            self.confirm()
        elif event.text().isdigit() and self.has_choices:
            self.choose(int(event.text()) or 10)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        look(self, state="focus")
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        look(self, state="")
