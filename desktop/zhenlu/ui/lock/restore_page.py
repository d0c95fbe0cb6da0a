"""Bringing a backup back, while nobody is signed in: what it holds, whose key, what gives way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from zhenlu.domain.backup import BackupHeader
from zhenlu.domain.errors import RestoreRefused, ZhenluError
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, named, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.running import Running
from zhenlu.ui.translation import Translated, told

_CARD_WIDTH = 560
#: Reasons after which the person may say that it should be done all the same.
_DESPITE = ("newer", "other", "unreadable")


class RestorePage(Translated, QWidget):
    """Signals:
    file_asked: Choose a backup.
    restore_asked: Name (or "" for the recovery key), what was typed, and whether newer or
        other data may give way.
    left: Back to the door.
    """

    file_asked = Signal()
    restore_asked = Signal(str, str, bool)
    left = Signal()

    def __init__(self, *, has_store: bool) -> None:
        super().__init__()
        self.setObjectName("restore_page")
        look(self, "page", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._has_store = has_store
        self._header: BackupHeader | None = None
        self._refused: ZhenluError | None = None
        self._kept, self._is_done = "", False
        self._make_parts()
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _make_parts(self) -> None:
        self._title, self._why = Label("title"), Label("muted", wrap=True)
        self._why.setObjectName("restore_gives_way")
        self._choose = Button("restore_choose", "", "usb")
        self._choose.clicked.connect(self.file_asked)
        self._brings = Label(wrap=True)
        self._brings.setObjectName("restore_brings")
        self._who_label, self._typed_label = Label("caption"), Label("caption")
        self._who, self._typed = QComboBox(), QLineEdit()
        self._who.setObjectName("restore_who")
        self._who.currentIndexChanged.connect(self._say_key)
        self._typed.setObjectName("restore_key")
        self._typed.textChanged.connect(self._on_typed)
        self._typed.returnPressed.connect(self._on_restore)
        self._outcome = Label("danger", wrap=True)
        self._outcome.setObjectName("restore_outcome")
        self.running = Running("restore")
        self._restore = Button("restore", "primary")
        self._despite = Button("restore_despite", "")
        self._leave = Button("restore_leave", "quiet")
        self._restore.clicked.connect(self._on_restore)
        self._despite.clicked.connect(self._on_despite)
        self._leave.clicked.connect(self.left)

    def _lay_out(self) -> None:
        head = row(Sign("disk", "accent", 20), self._title, 1, space=10)
        buttons = row(self._restore, self._despite, 1, self._leave)
        self._card = box(
            "card",
            column(
                head, self._why, row(self._choose, 1), self._brings,
                named(self._who_label, self._who), named(self._typed_label, self._typed),
                self._outcome, self.running, buttons,
                space=12, margins=(24, 20, 24, 16),
            ),
        )  # fmt: skip
        self.setLayout(column(1, row(1, self._card, 1), 1))

    def show_backup(self, header: BackupHeader, names: Sequence[str]) -> None:
        """Show what a backup would bring, and who can open it."""
        self._header, self._refused = header, None
        self._who.clear()
        self._who.addItems([*names, ""])
        self.retranslate()
        self._typed.setFocus()

    def refuse(self, error: ZhenluError) -> None:
        """Say why nothing was restored; nothing was changed."""
        self._refused = error
        # Somebody else may have begun to work here since the page was opened.
        self._has_store = self._has_store or self._may_be_forced
        self.set_busy(is_busy=False)
        self.retranslate()

    def show_done(self, kept: str) -> None:
        """It is back; `kept` is where the replaced data lies, "" for none."""
        self._is_done, self._kept, self._refused = True, kept, None
        self._typed.clear()
        self.retranslate()

    def set_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun meanwhile."""
        for part in (self._choose, self._who, self._typed, self._despite, self._leave):
            part.setEnabled(not is_busy)
        self._restore.setEnabled(not is_busy and bool(self._typed.text()))

    def retranslate(self) -> None:
        self._title.say(self.tr("Restore a backup"))
        self._why.say(
            self.tr("What is on this computer now gives way to it and is kept beside it.")
            if self._has_store
            else self.tr("There is no data on this computer yet.")
        )
        self._why.setVisible(not self._is_done)
        self._choose.say(self.tr("Choose the backup…"))
        self._brings.say(self._brought())
        self._who_label.say(self.tr("Opened by"))
        self._who.setAccessibleName(self._who_label.text())
        if self._who.count():
            self._who.setItemText(self._who.count() - 1, self.tr("the recovery key"))
        self._restore.say(self.tr("Restore"))
        self._despite.say(self.tr("Restore all the same"))
        self._leave.say(self.tr("Go to sign-in") if self._is_done else self.tr("Back"))
        self._leave.take_kind("primary" if self._is_done else "quiet")
        self._say_key()
        self._say_outcome()

    def _brought(self) -> str:
        header = self._header
        if header is None:
            return ""
        made = header.made.astimezone().strftime("%Y-%m-%d %H:%M")
        size = f"{header.content_bytes / 1e6:.1f}"
        words = (
            self.tr("It brings back the records and the audio of {made}, {size} MB.")
            if header.has_audio
            else self.tr("It brings back the records of {made}, without audio, {size} MB.")
        )
        return words.format(made=made, size=size)

    @property
    def _is_recovery(self) -> bool:
        return self._who.currentIndex() == self._who.count() - 1

    def _say_key(self) -> None:
        is_asking = self._header is not None and not self._is_done
        for part in (self._who_label, self._who, self._typed_label, self._typed):
            part.setVisible(is_asking)
        self._choose.setVisible(not self._is_done)
        self._brings.setVisible(not self._is_done)
        self._typed_label.say(
            self.tr("The recovery key")
            if self._is_recovery
            else self.tr("Their passphrase of that day")
        )
        self._typed.setAccessibleName(self._typed_label.text())
        modes = QLineEdit.EchoMode
        self._typed.setEchoMode(modes.Normal if self._is_recovery else modes.Password)
        self._restore.setVisible(is_asking)
        self._restore.setEnabled(bool(self._typed.text()))

    @property
    def _may_be_forced(self) -> bool:
        """Whether data that is here is what stands in the way."""
        refused = self._refused
        return isinstance(refused, RestoreRefused) and refused.reason in _DESPITE

    def _say_outcome(self) -> None:
        refused = self._refused
        self._despite.setVisible(self._may_be_forced)
        look(self._outcome, "ok" if self._is_done else "danger")
        words = told(refused) if refused else ""
        if self._is_done:
            words = self.tr("The backup is back. Sign in with a passphrase of that day.")
            if self._kept:
                kept = self.tr("What was here is kept in {folder}.").format(folder=self._kept)
                words = f"{words}\n{kept}"
        self._outcome.say(words)
        self._outcome.setVisible(bool(words))

    def _ask(self, *, accept_loss: bool) -> None:
        if self._typed.text() and self._header is not None:
            name = "" if self._is_recovery else self._who.currentText()
            self._refused = None
            self._say_outcome()
            self.restore_asked.emit(name, self._typed.text(), accept_loss)

    def _on_typed(self) -> None:
        self._restore.setEnabled(bool(self._typed.text()) and not self.running.is_on)

    def _on_restore(self) -> None:
        self._ask(accept_loss=False)

    def _on_despite(self) -> None:
        self._ask(accept_loss=True)

    def _fit(self) -> None:
        self._card.setFixedWidth(theme().px(_CARD_WIDTH))
