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
    amend_asked: The signed record should be written again.
    reason_given: Why it is written again.
    give_up_confirmed: What was written over the signed version shall go.
    copy_asked, print_asked: For the whole record.
    """

    sign_asked = Signal()
    passphrase_given = Signal(str)
    amend_asked = Signal()
    reason_given = Signal(str)
    give_up_confirmed = Signal()
    copy_asked = Signal()
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "sign", "")
        self._record: Record | None = None
        self._blocking, self._signed, self._waiting = 0, "", 0
        self._amended, self._is_asking = 0, False
        self._sign_icon = Sign("ok", "ok", 20)
        self._first, self._second = Elided("strong"), Elided("caption")
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("sign_passphrase")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.returnPressed.connect(self._on_passphrase)
        self._passphrase.hide()
        self._reason = QLineEdit()
        self._reason.setObjectName("amend_reason")
        self._reason.returnPressed.connect(self._on_reason)
        self._reason.hide()
        self._amend = Button("amend", "", "edit")
        self._amend.clicked.connect(self.amend_asked)
        self._give_up = Button("give_up_amendment", "quiet", "undo")
        self._give_up.clicked.connect(self._on_give_up)
        self._confirm = Button("confirm_give_up", "", "delete")
        self._confirm.clicked.connect(self._on_confirmed)
        self._go_on = Button("keep_amendment", "quiet")
        self._go_on.clicked.connect(self._on_go_on)
        self._print = Button("print", "", "print")
        self._copy = Button("copy_record", "", "copy")
        self._sign = Button("sign", "primary", "sign")
        self._print.clicked.connect(self.print_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._sign.clicked.connect(self._on_sign)
        words = column(1, self._first, self._second, 1, space=1)
        across = row(
            self._sign_icon, words, self._give_up, self._confirm, self._go_on, self._reason,
            self._passphrase, self._amend, self._print, self._copy, self._sign,
            space=10, margins=(16, 0, 16, 0),
        )  # fmt: skip
        across.setStretch(1, 1)
        self.setLayout(across)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_record(
        self, record: Record, blocking: int, signed: str = "", waiting: int = 0
    ) -> None:
        """Show how far the record is.

        Args:
            blocking: Findings that need a reason.
            signed: When and as which version it was signed, "" before that.
            waiting: Fields of a form that somebody has to confirm.
        """
        self._record, self._blocking, self._signed = record, blocking, signed
        self._waiting = waiting
        if signed:
            self._passphrase.hide()
            self._reason.hide()
        self.retranslate()

    def show_amending(self, version: int) -> None:
        """Offer to give up what is written over a signed version, 0 where none is."""
        self._amended, self._is_asking = version, False
        self.retranslate()

    def ask_passphrase(self, problem: str = "") -> None:
        """Ask for the passphrase right here; a problem stands where the state stood."""
        self._on_go_on()
        self._reason.hide()
        self._passphrase.show()
        self._passphrase.clear()
        self._passphrase.setFocus()
        if problem:
            self._sign_icon.show_as("danger", "danger")
            self._first.say(problem, "danger")

    def ask_reason(self) -> None:
        """Ask why a signed record is written again."""
        self._passphrase.hide()
        self._reason.show()
        self._reason.clear()
        self._reason.setFocus()

    def retranslate(self) -> None:
        self._print.say(self.tr("Print"), key(Action.PRINT))
        self._copy.say(self.tr("Copy all"), key(Action.COPY_RECORD))
        self._sign.say(self.tr("Sign"), key(Action.SIGN))
        self._amend.say(self.tr("Amend"), hint=self.tr("Write it again as a further version"))
        self._amend.setVisible(bool(self._signed))
        self._say_amending()
        self._reason.setPlaceholderText(self.tr("Why it is written again, then Enter"))
        self._reason.setAccessibleName(self.tr("Reason"))
        self._passphrase.setPlaceholderText(self.tr("Passphrase, then Enter"))
        self._passphrase.setAccessibleName(self.tr("Passphrase for the signature"))
        self._say_state()

    def _say_amending(self) -> None:
        self._give_up.say(self.tr("Give up the amendment"))
        self._confirm.say(self.tr("Give it up"))
        self._go_on.say(self.tr("Go on writing"))
        self._give_up.setVisible(bool(self._amended) and not self._is_asking)
        for part in (self._confirm, self._go_on):
            part.setVisible(self._is_asking)
        for part in (self._print, self._copy):
            part.setVisible(not self._is_asking)
        self._sign.setVisible(not self._signed and not self._is_asking)

    def _say_state(self) -> None:
        if self._record is None:
            self._first.say("")
            self._second.say("")
            return
        if self._is_asking:
            self._sign_icon.show_as("warning", "warning")
            self._first.say(self.tr("Give up what is written in this amendment?"), "")
            self._second.say(
                self.tr("Version {number} stays as it was signed.").format(number=self._amended)
            )
            return
        if self._signed:
            self._sign_icon.show_as("done", "ok")
            self._first.say(self._signed, "")
        elif self._blocking:
            self._sign_icon.show_as("danger", "danger")
            self._first.say(
                self.tr("Reasons still needed: {count}").format(count=self._blocking), "danger"
            )
        elif self._waiting:
            self._sign_icon.show_as("warning", "warning")
            self._first.say(self.tr("{count} to confirm").format(count=self._waiting), "")
        else:
            self._sign_icon.show_as("ok", "ok")
            self._first.say(self.tr("Ready to sign"), "")
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

    def _on_give_up(self) -> None:
        self._is_asking = True
        self._passphrase.hide()
        self._reason.hide()
        self.retranslate()
        self._go_on.setFocus()

    def _on_go_on(self) -> None:
        self._is_asking = False
        self.retranslate()

    def _on_confirmed(self) -> None:
        self._is_asking = False
        self.give_up_confirmed.emit()

    def _on_sign(self) -> None:
        self.sign_asked.emit()

    def _on_passphrase(self) -> None:
        if self._passphrase.text():
            self.passphrase_given.emit(self._passphrase.text())
            self._passphrase.clear()

    def _on_reason(self) -> None:
        if self._reason.text().strip():
            self._reason.hide()
            self.reason_given.emit(self._reason.text().strip())

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(60))
        self._passphrase.setFixedWidth(theme().px(220))
        self._reason.setFixedWidth(theme().px(260))
