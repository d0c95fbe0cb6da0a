"""How long things are kept, when the screen locks, and what is due to go."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QWidget

from zhenlu.domain.clinic import AUDIO_DAYS, BOUNDS, ClinicSettings
from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, row

_AUDIO_CHOICES: tuple[int | None, ...] = (*AUDIO_DAYS, None)


class PrivacySubPage(SubPage):
    """Signals:
    change_asked: The settings as they should be from now on.
    apply_asked: Erase what is due now.
    date_confirmed: The computer's date is right although it jumped.
    """

    topic, icon = "privacy", "offline"
    change_asked = Signal(object)
    apply_asked = Signal()
    date_confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._settings = ClinicSettings()
        self._due, self._is_doubted = 0, False
        self._forbidden: ZhenluError | None = None
        self._audio = QComboBox()
        self._audio.setObjectName("audio_days")
        self._audio.addItems(["" for _ in _AUDIO_CHOICES])
        self._years, self._lock, self._backup = (
            self._counter(name) for name in ("record_years", "lock_minutes", "backup_days")
        )
        self._captions = [Label() for _ in self._fields]
        self._hints = [Label("caption", wrap=True) for _ in self._fields]
        self._save = Button("save_settings", "primary")
        self._save.clicked.connect(self._on_save)
        self._audio.currentIndexChanged.connect(self._say_changed)
        for counter in (self._years, self._lock, self._backup):
            counter.valueChanged.connect(self._say_changed)
        self._due_title, self._due_words = Label("section"), Label(wrap=True)
        self._due_words.setObjectName("due_words")
        self._apply = Button("apply_retention", "", "delete")
        self._confirm = Button("confirm_date", "")
        self._apply.clicked.connect(self.apply_asked)
        self._confirm.clicked.connect(self.date_confirmed)
        self._lay_out()
        self.show_settings(self._settings, None)
        self.retranslate()

    def _counter(self, name: str) -> QSpinBox:
        counter = QSpinBox()
        counter.setObjectName(name)
        counter.setRange(*BOUNDS[name])
        # The style sheet's padding does not reach the text of a spin box.
        counter.lineEdit().setTextMargins(6, 0, 0, 0)
        return counter

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for caption, hint, field in zip(self._captions, self._hints, self._fields, strict=True):
            caption.setBuddy(field)
            beside = row(field, hint, space=12)
            beside.setStretch(1, 1)
            form.addRow(caption, beside)
        terms = box("card", column(form, row(self._save, 1), space=14, margins=(16, 14, 16, 14)))
        buttons = row(self._apply, self._confirm, 1)
        due = column(self._due_title, self._due_words, buttons, margins=(16, 14, 16, 14))
        self.take(column(terms, box("card", due), 1, space=14))
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def _fields(self) -> tuple[QWidget, ...]:
        return (self._audio, self._years, self._lock, self._backup)

    @property
    def name(self) -> str:
        return self.tr("Privacy and terms")

    def show_settings(self, settings: ClinicSettings, forbidden: ZhenluError | None) -> None:
        """Show what holds; `forbidden` says why this person may not change it."""
        self._settings, self._forbidden = settings, forbidden
        self._audio.setCurrentIndex(_AUDIO_CHOICES.index(settings.audio_days))
        self._years.setValue(settings.record_years)
        self._lock.setValue(settings.lock_minutes)
        self._backup.setValue(settings.backup_days)
        for field in self._fields:
            field.setEnabled(forbidden is None)
        self._save.setVisible(forbidden is None)
        if forbidden is not None:
            self.refuse(forbidden)
        self._say_changed()

    def show_due(self, visits: int, *, is_doubted: bool) -> None:
        """Show of how many visits the audio has to go now."""
        self._due, self._is_doubted = visits, is_doubted
        self._say_due()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(self.tr("What the clinic decides for itself; every change is in the log."))
        choices = {
            0: self.tr("erased on signing"), 7: self.tr("7 days"), 30: self.tr("30 days"),
            None: self.tr("kept"),
        }  # fmt: skip
        for at, days in enumerate(_AUDIO_CHOICES):
            self._audio.setItemText(at, choices[days])
        words = (
            (self.tr("Audio after signing"),
             self.tr("“Kept” holds for patients who agreed to it; the others' is erased.")),
            (self.tr("Signed records, years"),
             self.tr("After the last visit; the law asks for 15 or more.")),
            (self.tr("Lock after, minutes"), self.tr("Without a key or a movement, 1 to 30.")),
            (self.tr("Remind of a backup after, days"), self.tr("1 to 30.")),
        )  # fmt: skip
        for caption, hint, field, (said, why) in zip(
            self._captions, self._hints, self._fields, words, strict=True
        ):
            caption.say(said)
            hint.say(why)
            field.setAccessibleName(said)
        self._save.say(self.tr("Save"))
        self._due_title.say(self.tr("Due now"))
        self._apply.say(self.tr("Erase now"))
        self._confirm.say(self.tr("The date is right"))
        self._say_due()

    def _say_due(self) -> None:
        if self._due:
            words = self.tr("Visits whose audio has reached its term: {count}.")
        else:
            words = self.tr("Nothing is due. What falls due is erased by itself at the next start.")
        told = [words.format(count=self._due)]
        if self._is_doubted:
            told.append(
                self.tr("The computer's date jumped ahead, so audio with days to stay waits.")
            )
        self._due_words.say("\n".join(told))
        self._apply.setVisible(self._due > 0)
        self._confirm.setVisible(self._is_doubted and self._forbidden is None)

    @property
    def _chosen(self) -> ClinicSettings:
        return replace(
            self._settings,
            audio_days=_AUDIO_CHOICES[self._audio.currentIndex()],
            record_years=self._years.value(),
            lock_minutes=self._lock.value(),
            backup_days=self._backup.value(),
        )

    def _say_changed(self) -> None:
        self._save.setEnabled(self._chosen != self._settings)

    def _fit(self) -> None:
        for field in self._fields:
            field.setFixedWidth(theme().px(180))

    def _on_save(self) -> None:
        self.change_asked.emit(self._chosen)
