"""Signing in, and coming back after the screen was locked.

Nothing of a patient stands here. A recording that runs on shows its time and its key.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, named, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated, told

_CARD_WIDTH = 420


class LockPage(Translated, QWidget):
    """Asks who is there.

    Signals:
        unlock_asked: Name and passphrase.
        restore_asked: A backup should come back; asked while nobody is signed in.
    recovery_asked: The passphrase is lost; the person has the printed key.
        language_asked: The person wants the other language.
        recording_toggled: The record key was pressed on the lock screen.
    """

    unlock_asked = Signal(str, str)
    restore_asked = Signal()
    recovery_asked = Signal(str)
    language_asked = Signal()
    recording_toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lock_page")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown_error: ZhenluError | None = None
        self._locked_by = ""
        self._recorded = ""
        self._make_parts()
        self._lay_out()
        self.retranslate()
        theme().changed.connect(self._fit)

    def _make_parts(self) -> None:
        self._title, self._why = Label("title"), Label("muted", wrap=True)
        self._who_label, self._passphrase_label = Label("caption"), Label("caption")
        self._who = QComboBox()
        self._who.setObjectName("who")
        self._who_label.setBuddy(self._who)
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("passphrase")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.returnPressed.connect(self._on_unlock)
        self._passphrase.textEdited.connect(self._on_typed)
        self._passphrase_label.setBuddy(self._passphrase)
        self._reveal = QCheckBox()
        self._reveal.setObjectName("reveal")
        self._reveal.toggled.connect(self._on_reveal)
        self._problem = Label("danger", wrap=True)
        self._problem.setObjectName("problem")
        self._unlock = Button("unlock", "primary", "key")
        self._unlock.clicked.connect(self._on_unlock)
        self._recover = Button("recover", "link")
        self._recover.clicked.connect(self._on_recover)
        self._restore = Button("restore_backup", "link")
        self._restore.clicked.connect(self.restore_asked)
        self._other_language = Button("language", "quiet", "language")
        self._other_language.clicked.connect(self._on_language)
        self._recording = Button("locked_recording", "record", "stop")
        self._recording.clicked.connect(self._on_recording)
        self._recording.hide()
        self._footing = Label("caption")

    def _lay_out(self) -> None:
        head = row(Sign("lock", "accent", 20), self._title, 1, space=10)
        self._card = box(
            "card",
            column(
                head, self._why,
                named(self._who_label, self._who),
                named(self._passphrase_label, self._passphrase), self._reveal,
                self._problem, self._unlock,
                row(self._recover, self._restore, 1, self._other_language),
                space=12, margins=(24, 20, 24, 16),
            ),
        )  # fmt: skip
        middle = column(1, space=16)
        middle.addLayout(row(1, self._recording, 1))
        middle.addLayout(row(1, self._card, 1))
        middle.addStretch(1)
        offline = row(1, Sign("offline", "ok"), self._footing, 1, space=5, margins=(0, 0, 0, 16))
        middle.addLayout(offline)
        self.setLayout(middle)
        self._fit()

    def ask(self, names: tuple[str, ...], preferred: str = "", *, locked_by: str = "") -> None:
        """Show who can come in; `locked_by` names the one who is still signed in."""
        self._locked_by = locked_by
        self._who.clear()
        self._who.addItems([locked_by] if locked_by else sorted(names))
        at = self._who.findText(preferred)
        if at >= 0:
            self._who.setCurrentIndex(at)
        self._who.setEnabled(self._who.count() > 1)
        self._passphrase.clear()
        self._reveal.setChecked(False)
        self._shown_error = None
        self.set_busy(is_busy=False)
        self.retranslate()
        self._passphrase.setFocus()

    def refuse(self, error: ZhenluError) -> None:
        """Say why it did not open; what was typed stays selected to be typed again."""
        self._shown_error = error
        self.set_busy(is_busy=False)
        self.retranslate()
        self._passphrase.selectAll()
        self._passphrase.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """While the key is derived nothing can be pressed twice."""
        parts = (self._passphrase, self._unlock, self._recover, self._restore, self._reveal)
        for part in parts:
            part.setEnabled(not is_busy)
        if is_busy:
            self._unlock.say(self.tr("Opening…"))
        else:
            self._unlock.say(self.tr("Unlock"))

    def show_recording(self, length: str) -> None:
        """A recording runs on behind the lock: its length, or "" where none does."""
        self._recorded = length
        self._recording.setVisible(bool(length))
        words = self.tr("Recording {time}").format(time=length)
        self._recording.say(words, key(Action.RECORD), self.tr("Stop recording"))

    def retranslate(self) -> None:
        self._title.say(self.tr("Locked") if self._locked_by else self.tr("Sign in"))
        self._why.say(
            self.tr("Notes are hidden. Enter the passphrase to go on where you were.")
            if self._locked_by
            else self.tr("Records on this computer are encrypted; the passphrase opens them.")
        )
        self._who_label.say(self.tr("Who"))
        self._passphrase_label.say(self.tr("Passphrase"))
        self._passphrase.setAccessibleName(self.tr("Passphrase"))
        self._who.setAccessibleName(self.tr("Who"))
        self._reveal.setText(self.tr("Show the passphrase"))
        self._unlock.say(self.tr("Unlock"))
        self._recover.say(self.tr("Lost the passphrase"))
        self._restore.say(self.tr("Restore a backup"))
        self._restore.setVisible(not self._locked_by)
        #: The name of the other language, in that language.
        self._other_language.say(self.tr("中文"))
        self._footing.say(self.tr("Nothing leaves this computer"))
        if self._recorded:
            self.show_recording(self._recorded)
        self._show_problem()

    def _show_problem(self) -> None:
        if self._shown_error is None:
            self._problem.hide()
            return
        self._problem.say(told(self._shown_error))
        self._problem.show()

    def _on_unlock(self) -> None:
        if self._passphrase.text() and self._unlock.isEnabled():
            self.set_busy(is_busy=True)
            self.unlock_asked.emit(self._who.currentText(), self._passphrase.text())

    def _on_typed(self) -> None:
        self._shown_error = None
        self._show_problem()

    def _on_reveal(self, is_on: bool) -> None:
        mode = QLineEdit.EchoMode
        self._passphrase.setEchoMode(mode.Normal if is_on else mode.Password)

    def _on_recover(self) -> None:
        self.recovery_asked.emit(self._who.currentText())

    def _on_language(self) -> None:
        self.language_asked.emit()

    def _on_recording(self) -> None:
        self.recording_toggled.emit()

    def _fit(self) -> None:
        self._card.setFixedWidth(theme().px(_CARD_WIDTH))
