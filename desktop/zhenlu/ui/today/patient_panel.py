"""Adding somebody to the day: a name finds who is known, or makes somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QListWidget

from zhenlu.ui.parts.buttons import Button, IconButton
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

_SEARCH_MS = 80
#: Who else is known is scrolled to.
_MOST_SHOWN = 5
_SEXES = ("", "female", "male")
_KINDS = ("first", "revisit", "emergency", "followup")


@dataclass(frozen=True, slots=True)
class PatientMatch:
    """Somebody who is known.

    Attributes:
        name: Masked, as lists show names.
        about: Tells namesakes apart.
    """

    id: str
    name: str = field(repr=False)
    about: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PatientEntered:
    """Who is here: a known patient's id, or the details of a new one.

    Attributes:
        born_year: "" when unknown.
    """

    id: str = ""
    name: str = field(default="", repr=False)
    sex: str = ""
    born_year: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    kind: str = "first"


class PatientPanel(Translated, QFrame):
    """Signals:
    search_asked: The beginning of a name.
    entered: `PatientEntered`.
    left: The person wants nobody added.
    """

    search_asked = Signal(str)
    entered = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "card", "selected")
        self.setObjectName("patient_panel")
        self._title, self._hint = Label("section"), Label("caption")
        self._close = IconButton("close_patient_panel", "remove")
        self._close.clicked.connect(self.left)
        self._name, self._year, self._number = QLineEdit(), QLineEdit(), QLineEdit()
        self._name.setObjectName("patient_name")
        self._year.setObjectName("patient_year")
        self._number.setObjectName("patient_number")
        years = QRegularExpression(r"(19|20)\d\d")
        self._year.setValidator(QRegularExpressionValidator(years, self))
        self._sex, self._kind = QComboBox(), QComboBox()
        self._sex.setObjectName("patient_sex")
        self._kind.setObjectName("visit_kind")
        self._sex.addItems(["" for _ in _SEXES])
        self._kind.addItems(["" for _ in _KINDS])
        self._add = Button("add_patient", "primary", "add")
        self._matches = QListWidget()
        self._matches.setObjectName("patient_matches")
        self._found: list[PatientMatch] = []
        self._purpose = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        head = row(self._title, self._hint, 1, self._close, space=8)
        fields = row(
            self._name, self._sex, self._year, self._number, self._kind, self._add, space=8
        )
        for at, weight in ((0, 3), (2, 2), (3, 2)):
            fields.setStretch(at, weight)
        self.setLayout(column(head, fields, self._matches, space=8, margins=(16, 10, 12, 12)))

    def _connect(self) -> None:
        self._name.textEdited.connect(self._on_typed)
        self._pause.timeout.connect(self._on_pause)
        self._add.clicked.connect(self._on_add)
        for line in (self._name, self._year, self._number):
            line.returnPressed.connect(self._on_add)
        self._matches.itemActivated.connect(self._on_add)

    def begin(self, purpose: str = "") -> None:
        """Empty, with the caret in the name; `purpose` says what adding is for."""
        self._purpose = purpose
        for line in (self._name, self._year, self._number):
            line.clear()
        self._sex.setCurrentIndex(0)
        self._kind.setCurrentIndex(0)
        self.show_matches(())
        self.show()
        self._name.setFocus()

    def show_matches(self, matches: Sequence[PatientMatch]) -> None:
        """Who is known under what was typed; none is chosen until the person chooses."""
        self._found = list(matches)
        self._matches.clear()
        self._matches.addItems([f"{match.name}　{match.about}" for match in matches])
        self._matches.setVisible(bool(matches))
        shown = min(len(self._found), _MOST_SHOWN) * max(1, self._matches.sizeHintForRow(0))
        self._matches.setFixedHeight(shown + 2 * self._matches.frameWidth())
        self._matches.setCurrentRow(-1)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self._purpose or self.tr("Add to today"))
        self._hint.say(
            self.tr("↓ choose who is known · Enter adds · Esc closes")
            if self._found
            else self.tr("Enter adds · Esc closes")
        )
        self._close.say(self.tr("Close"))
        self._name.setPlaceholderText(self.tr("Name"))
        self._year.setPlaceholderText(self.tr("Year of birth"))
        self._number.setPlaceholderText(self.tr("Record number"))
        words = (self.tr("Sex"), self.tr("female"), self.tr("male"))
        for at, text in enumerate(words):
            self._sex.setItemText(at, text)
        kinds = (
            self.tr("first visit"), self.tr("revisit"), self.tr("emergency"), self.tr("follow-up"),
        )  # fmt: skip
        for at, text in enumerate(kinds):
            self._kind.setItemText(at, text)
        for part, name in (
            (self._name, self.tr("Name")),
            (self._year, self.tr("Year of birth")),
            (self._number, self.tr("Record number")),
            (self._sex, self.tr("Sex")),
            (self._kind, self.tr("Kind of visit")),
            (self._matches, self.tr("Known patients")),
        ):
            part.setAccessibleName(name)
        self._add.say(self.tr("Add"))

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self.search_asked.emit(self._name.text().strip())

    def _on_add(self) -> None:
        chosen = self._matches.currentRow()
        kind = _KINDS[self._kind.currentIndex()]
        if 0 <= chosen < len(self._found):
            known = self._found[chosen]
            self.entered.emit(PatientEntered(known.id, kind=kind))
        elif self._name.text().strip():
            self.entered.emit(
                PatientEntered(
                    name=self._name.text().strip(),
                    sex=_SEXES[self._sex.currentIndex()],
                    born_year=self._year.text(),
                    number=self._number.text().strip(),
                    kind=kind,
                )
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed is Qt.Key.Key_Escape:
            self.left.emit()
        elif pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._found:
            step = 1 if pressed is Qt.Key.Key_Down else -1
            row_ = max(-1, min(len(self._found) - 1, self._matches.currentRow() + step))
            self._matches.setCurrentRow(row_)
        else:
            super().keyPressEvent(event)
