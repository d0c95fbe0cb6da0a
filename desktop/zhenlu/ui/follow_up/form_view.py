"""The form of a follow-up: sections of typed fields, three side by side, walked with Enter."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from zhenlu.application.confirming import Place
from zhenlu.domain.record import FieldState, Record, Section
from zhenlu.domain.template import FieldSpec, Template, TemplateSection
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.follow_up.form_field import FormField
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, holder, scrolled
from zhenlu.ui.translation import Translated

#: From so wide on, three fields or two stand side by side.
_WIDE, _NARROW = 1000, 620


class FormView(Translated, QWidget):
    """Signals:
    settled: Section, field and value, as the person confirmed or typed it.
    field_entered: Segments behind the field that has the focus.
    """

    settled = Signal(str, str, str)
    field_entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form")
        self._record: Record | None = None
        self._waiting: tuple[Place, ...] = ()
        # Answered here, not taken yet: the checks run beside the window.
        self._answered: dict[Place, str] = {}
        self._fields: list[FormField] = []
        self._texts: dict[str, Label] = {}
        self._grids: list[tuple[QGridLayout, list[FormField]]] = []
        self._cards: QVBoxLayout = column(space=10, margins=(0, 0, 2, 10))
        self._cards.addStretch(1)
        self._area = scrolled(holder(self._cards), keeps_bar=True)
        self.setLayout(column(self._area, space=0))
        self.retranslate()

    def open(self, template: Template) -> None:
        """Make the places of a form, empty."""
        while self._cards.count() > 1:
            item = self._cards.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._record, self._fields, self._texts, self._grids = None, [], {}, []
        self._answered.clear()
        for part in template.sections:
            self._cards.insertWidget(self._cards.count() - 1, self._card(part))
        self._arrange()
        self._area.verticalScrollBar().setValue(0)

    def show_record(self, record: Record, waiting: tuple[Place, ...]) -> None:
        """Show the values as they are now."""
        heard = {segment.id: segment.text for segment in record.transcript}
        values = {(s.id, v.id): v for s in record.sections for v in s.fields}
        self._answered = {
            place: value
            for place, value in self._answered.items()
            if values[place].value != value or place in waiting
        }
        self._record = record
        self._waiting = tuple(place for place in waiting if place not in self._answered)
        for field in self._fields:
            value = values.get(field.place)
            if value is not None and field.place not in self._answered:
                words = " ".join(heard.get(e.segment, "") for e in value.evidence).strip()
                field.show_value(value, waits=field.place in waiting, heard=words)
        for section in record.sections:
            self._show_text(section)

    def forget_answers(self) -> None:
        """What was answered here could not be kept; show what is kept again."""
        self._answered.clear()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """A signed form is read, not written."""
        for field in self._fields:
            field.set_read_only(is_read_only=is_read_only)

    def begin(self) -> None:
        """Go to the first field that asks for something."""
        self._go_to_first(self._fields)

    def go_on(self, after: FormField | None = None) -> None:
        """Go to the next field that waits or was not said; from the last to the first."""
        field = after or self._at()
        at = self._fields.index(field) + 1 if field in self._fields else 0
        self._go_to_first([*self._fields[at:], *self._fields[: max(0, at - 1)]])

    def go_back(self) -> None:
        """The same, backwards."""
        field = self._at()
        at = self._fields.index(field) if field in self._fields else 0
        self._go_to_first([*reversed(self._fields[:at]), *reversed(self._fields[at + 1 :])])

    @property
    def counts(self) -> tuple[int, int, int]:
        """Fields that are filled, that wait, and that nobody said anything about."""
        states = [field.value.state for field in self._fields]
        missing = states.count(FieldState.MISSING)
        waiting = len(self._waiting)
        return len(states) - missing - waiting, waiting, missing

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Form"))

    def _card(self, part: TemplateSection) -> QFrame:
        title, text = Label("accent"), Label("muted", wrap=True)
        title.say(part.title)
        text.setObjectName(f"text_{part.id}")
        self._texts[part.id] = text
        layout = column(title, text, space=6, margins=(16, 10, 16, 12))
        if part.fields:
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme().px(20))
            grid.setVerticalSpacing(theme().px(10))
            fields = [self._field(part.id, spec) for spec in part.fields]
            self._grids.append((grid, fields))
            layout.addLayout(grid)
        return box("card", layout)

    def _field(self, section: str, spec: FieldSpec) -> FormField:
        field = FormField(section, spec)
        field.settled.connect(self._on_settled)
        field.left.connect(self._on_left)
        field.entered.connect(self._on_entered)
        self._fields.append(field)
        return field

    def _show_text(self, section: Section) -> None:
        label = self._texts.get(section.id)
        if label is not None:
            label.say(section.text)
            label.setVisible(bool(section.text.strip()))
            # An optional part without a word and without fields takes no place.
            card = label.parentWidget()
            if card is not None:
                card.setVisible(bool(section.text.strip() or section.fields))

    def _arrange(self) -> None:
        width = self.width()
        abreast = 1 + (width >= theme().px(_NARROW)) + (width >= theme().px(_WIDE))
        for grid, fields in self._grids:
            at = 0
            for field in fields:
                # A long row of answers needs a row of its own.
                span = abreast if len(field.spec.choices) > 4 else 1
                if at % abreast + span > abreast:
                    at += abreast - at % abreast
                grid.addWidget(field, at // abreast, at % abreast, 1, span)
                at += span
            for place in range(3):
                grid.setColumnStretch(place, 1 if place < abreast else 0)
                # Without a width a column that stays empty takes no space, and the others shift.
                grid.setColumnMinimumWidth(place, 1 if place < abreast else 0)

    def _at(self) -> FormField | None:
        focused = self.focusWidget()
        return next(
            (f for f in self._fields if f is focused or (focused and f.isAncestorOf(focused))),
            None,
        )

    def _go_to_first(self, fields: Iterable[FormField]) -> None:
        """What waits first; what was not said and has answers to choose from, after that."""
        fields = list(fields)
        waiting = [f for f in fields if f.place in self._waiting]
        unsaid = [
            f
            for f in fields
            if f.has_choices
            and f.value.state is FieldState.MISSING
            and f.place not in self._answered
        ]
        for field in (*waiting, *unsaid)[:1]:
            self._area.ensureWidgetVisible(field)
            field.target.setFocus()
            if not field.has_choices:
                field.select()

    def _on_left(self) -> None:
        field = self.sender()
        if isinstance(field, FormField):
            self.go_on(field)

    def _on_settled(self, section: str, field_id: str, value: str) -> None:
        place = (section, field_id)
        self._answered[place] = value
        self._waiting = tuple(each for each in self._waiting if each != place)
        self.settled.emit(section, field_id, value)

    def _on_entered(self) -> None:
        field = self.sender()
        if isinstance(field, FormField):
            self.field_entered.emit([e.segment for e in field.value.evidence])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
