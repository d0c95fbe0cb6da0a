"""Who the clinic is: what stands on top of printed pages and on every visit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit

from zhenlu.domain.clinic import LONGEST, ClinicSettings
from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, row

_FIELDS = ("clinic", "address", "phone", "department")


class ClinicSubPage(SubPage):
    """Signals:
    change_asked: The settings as they should be from now on.
    """

    topic, icon = "clinic", "document"
    change_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._settings = ClinicSettings()
        self._lines = {name: self._line(name) for name in _FIELDS}
        self._captions = {name: Label() for name in _FIELDS}
        self._hints = {name: Label("caption", wrap=True) for name in _FIELDS}
        self._save = Button("save_clinic", "primary")
        self._save.clicked.connect(self._on_save)
        self._lay_out()
        self.show_settings(self._settings, None)
        self.retranslate()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setMaxLength(LONGEST[name])
        line.textChanged.connect(self._say_changed)
        return line

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for name, line in self._lines.items():
            self._captions[name].setBuddy(line)
            beside = row(line, self._hints[name], space=12)
            beside.setStretch(1, 1)
            form.addRow(self._captions[name], beside)
        card = box("card", column(form, row(self._save, 1), space=14, margins=(16, 14, 16, 14)))
        self.take(column(card, 1))
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def name(self) -> str:
        return self.tr("Clinic")

    def show_settings(self, settings: ClinicSettings, forbidden: ZhenluError | None) -> None:
        """Show what holds; `forbidden` says why this person may not change it."""
        self._settings = settings
        for name, line in self._lines.items():
            line.setText(getattr(settings, name))
            line.setEnabled(forbidden is None)
        self._save.setVisible(forbidden is None)
        if forbidden is not None:
            self.refuse(forbidden)
        self._say_changed()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(self.tr("What records say about the clinic; every change is in the log."))
        words = {
            "clinic": (
                self.tr("Name"),
                self.tr("On top of every printed page, of PDF and of Word files."),
            ),
            "address": (self.tr("Address"), self.tr("Below the name; may stay empty.")),
            "phone": (self.tr("Telephone"), self.tr("Beside the address; may stay empty.")),
            "department": (
                self.tr("Department"),
                self.tr("Stands on every record, unless a visit has another."),
            ),
        }
        for name, (said, why) in words.items():
            self._captions[name].say(said)
            self._hints[name].say(why)
            self._lines[name].setAccessibleName(said)
        self._save.say(self.tr("Save"))

    @property
    def _chosen(self) -> ClinicSettings:
        clinic, address, phone, department = (
            line.text().strip() for line in self._lines.values()
        )
        return replace(
            self._settings, clinic=clinic, address=address, phone=phone, department=department
        )

    def _say_changed(self) -> None:
        self._save.setEnabled(self._chosen != self._settings)

    def _fit(self) -> None:
        for line in self._lines.values():
            line.setFixedWidth(theme().px(320))

    def _on_save(self) -> None:
        self.change_asked.emit(self._chosen)
