"""Whose visit it is: in the header, masked until somebody holds the eye."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from zhenlu.application.exporting import masked_name
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.patient_words import sex_and_age
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.consent_chip import ConsentChip
from zhenlu.ui.visit.open_visit import OpenVisit

_ALLERGIES_WIDTH = 320
#: Of the window's width, for the whole name while it is held in sight.
_NAME_SHARE = 0.5


class PatientBar(Translated, QWidget):
    """Name, sex, age, allergies, when, and whether the patient agreed to be recorded."""

    def __init__(self) -> None:
        super().__init__()
        self._opened: OpenVisit | None = None
        self._name, self._about = Label("title"), Label()
        self._reveal = IconButton("reveal_name", "patient")
        self._reveal.pressed.connect(self._on_pressed)
        self._reveal.released.connect(self._on_released)
        self._allergies, self._when = Label("chip"), Label("caption")
        self.consent = ConsentChip()
        self.setLayout(
            row(self._name, self._reveal, self._about, self._allergies, self._when,
                self.consent, space=8)
        )  # fmt: skip
        self.retranslate()

    def show_visit(self, opened: OpenVisit | None) -> None:
        self._opened = opened
        self.retranslate()

    def retranslate(self) -> None:
        self._reveal.say(self.tr("Hold to show the name"))
        opened = self._opened
        for part in (
            self._name, self._reveal, self._about, self._allergies, self._when, self.consent
        ):  # fmt: skip
            part.setVisible(opened is not None)
        if opened is None:
            return
        patient = opened.visit.patient
        self._say_name(masked_name(patient.name))
        self._about.say(sex_and_age(patient.sex, patient.age_years))
        allergies = self.tr("allergy: {what}").format(
            what=self.tr(", ").join(opened.allergies)
        )
        _say_within(self._allergies, allergies, theme().px(_ALLERGIES_WIDTH), "danger")
        self._allergies.setVisible(bool(opened.allergies))
        when = opened.visit.started.replace("T", " ")
        self._when.say(" · ".join(filter(None, (when, opened.visit.department))))
        self.consent.show_consent(opened.consent, is_locked=opened.is_signed)

    def _on_pressed(self) -> None:
        """The name takes the room of what is no question of who it is."""
        if self._opened is not None:
            for part in (self._about, self._allergies, self._when):
                part.hide()
            self._say_name(self._opened.visit.patient.name)

    def _on_released(self) -> None:
        self.retranslate()

    def _say_name(self, name: str) -> None:
        _say_within(self._name, name, round(_NAME_SHARE * self.window().width()))


def _say_within(label: Label, whole: str, room: int, state: str | None = None) -> None:
    """What is long must not push the page apart; the tooltip has all of it."""
    look(label, state=state)
    shown = label.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
    label.say(shown)
    label.setToolTip(whole if shown != whole else "")
    label.setAccessibleName(whole)
