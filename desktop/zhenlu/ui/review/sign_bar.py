"""The foot of the sheet: the one thing still open, then print, copy, sign."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from zhenlu.domain.record import Record, Support
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class SignBar(Translated, QFrame):
    """Signals:
    sign_asked: The person wants to sign; the passphrase has not been asked yet.
    passphrase_given: The passphrase for the signature.
    copy_asked, print_asked: For the whole record.
    """

    sign_asked = Signal()
    passphrase_given = Signal(str)
    copy_asked = Signal()
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "sign", "")
        self._record: Record | None = None
        self._blocking, self._signed = 0, ""
        self._sign_icon = Sign("ok", "ok", 20)
        self._first, self._second = Elided("strong"), Elided("caption")
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("sign_passphrase")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.returnPressed.connect(self._on_passphrase)
        self._passphrase.hide()
        self._print = Button("print", "", "print")
        self._copy = Button("copy_record", "", "copy")
        self._sign = Button("sign", "primary", "sign")
        self._print.clicked.connect(self.print_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._sign.clicked.connect(self._on_sign)
        words = column(1, self._first, self._second, 1, space=1)
        across = row(
            self._sign_icon, words, self._passphrase, self._print, self._copy, self._sign,
            space=10, margins=(16, 0, 16, 0),
        )  # fmt: skip
        across.setStretch(1, 1)
        self.setLayout(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_record(self, record: Record, blocking: int, signed: str = "") -> None:
        """Show how far the record is; `signed` says when and as which version it was signed."""
        self._record, self._blocking, self._signed = record, blocking, signed
        if signed:
            self._passphrase.hide()
        self.retranslate()

    def ask_passphrase(self, problem: str = "") -> None:
        """Ask for the passphrase right here; a problem stands where the state stood."""
        self._passphrase.show()
        self._passphrase.clear()
        self._passphrase.setFocus()
        if problem:
            self._sign_icon.show_as("danger", "danger")
            self._first.say(problem, "danger")

    def retranslate(self) -> None:
        self._print.say(self.tr("Print"), key(Action.PRINT))
        self._copy.say(self.tr("Copy all"), key(Action.COPY_RECORD))
        self._sign.say(self.tr("Sign"), key(Action.SIGN))
        self._sign.setVisible(not self._signed)
        self._passphrase.setPlaceholderText(self.tr("Passphrase, then Enter"))
        self._passphrase.setAccessibleName(self.tr("Passphrase for the signature"))
        self._say_state()

    def _say_state(self) -> None:
        if self._record is None:
            self._first.say("")
            self._second.say("")
            return
        if self._signed:
            self._sign_icon.show_as("done", "ok")
            self._first.say(self._signed)
        elif self._blocking:
            self._sign_icon.show_as("danger", "danger")
            self._first.say(
                self.tr("{count} items need a reason").format(count=self._blocking), "danger"
            )
        else:
            self._sign_icon.show_as("ok", "ok")
            self._first.say(self.tr("Ready to sign"))
        self._second.say(self._counts(self._record))

    def _counts(self, record: Record) -> str:
        supports = [
            s.support for section in record.sections for s in section.statements if not s.standing
        ]
        return self.tr("{known} with evidence · {unknown} without · {typed} typed").format(
            known=supports.count(Support.SUPPORTED),
            unknown=supports.count(Support.UNSUPPORTED) + supports.count(Support.CONFLICTING),
            typed=supports.count(Support.CLINICIAN),
        )

    def _on_sign(self) -> None:
        self.sign_asked.emit()

    def _on_passphrase(self) -> None:
        if self._passphrase.text():
            self.passphrase_given.emit(self._passphrase.text())
            self._passphrase.clear()

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(60))
        self._passphrase.setFixedWidth(theme().px(220))
