"""Who works here: accounts, their roles, their passphrases and the recovery key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from zhenlu.domain.person import Person, Role
from zhenlu.ui.admin.account_forms import (
    AccountForm,
    Form,
    NewPersonForm,
    OwnPassphraseForm,
    RecoveryKeyForm,
)
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.admin.voice_form import VoiceForm
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label, Sign
from zhenlu.ui.parts.layouts import box, column, empty, end_rows, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated, spoken_language
from zhenlu.wording import say


class PersonRow(Translated, QFrame):
    """Signals:
    change_asked: The person wants to change this account.
    """

    change_asked = Signal(object)

    def __init__(self, person: Person, *, is_me: bool, may_manage: bool) -> None:
        super().__init__()
        self._person, self._is_me = person, is_me
        look(self, "row", "")
        self._name, self._roles, self._me = Elided("strong"), Elided("muted"), Label("chip")
        self._change = Button("change_account", "quiet")
        self._change.clicked.connect(self._on_change)
        self._change.setVisible(bool(person.roles))
        self._change.setEnabled(may_manage)
        words = column(self._name, self._roles, space=2)
        across = row(
            Sign("patient"), words, self._me, self._change, space=10, margins=(14, 8, 12, 8)
        )
        across.setStretch(1, 1)
        self.setLayout(across)
        self.retranslate()

    def retranslate(self) -> None:
        roles = [role for role in Role if role in self._person.roles]
        words = [say(f"people.role.{role.value}", spoken_language()) for role in roles]
        self._name.say(self._person.name)
        held = self.tr(", ").join(words) or self.tr("account ended")
        self._roles.say(f"{held} · {self._person.created[:10]}")
        self._me.say(self.tr("you"), "accent")
        self._me.setVisible(self._is_me)
        self._change.say(self.tr("Change"))
        self._change.setAccessibleName(self.tr("Change {name}").format(name=self._person.name))

    def _on_change(self) -> None:
        self.change_asked.emit(self._person)


class PeopleSubPage(SubPage):
    """The list at the left, the form that was asked for at the right."""

    topic, icon = "people", "people"

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self.adding, self.account = NewPersonForm(), AccountForm()
        self.passphrase, self.recovery = OwnPassphraseForm(), RecoveryKeyForm()
        self.voice = VoiceForm()
        self._forms = QStackedWidget()
        self._nothing = holder(column(1))
        self._forms.addWidget(self._nothing)
        self._forms.hide()
        for form in self._all_forms:
            form.left.connect(self.leave_form)
            self._forms.addWidget(scrolled(holder(column(form, 1))))
        self._add = Button("add_person", "", "add")
        self._own = Button("own_passphrase", "", "key")
        self._mine = Button("own_voice", "", "microphone")
        self._renew = Button("new_recovery_key", "", "print")
        self._add.clicked.connect(self._on_add)
        self._own.clicked.connect(self._on_own)
        self._mine.clicked.connect(self._on_mine)
        self._renew.clicked.connect(self._on_renew)
        self._rows = column(space=0)
        card = box("card", column(holder(self._rows), margins=(1, 2, 1, 2)))
        buttons = row(self._add, self._own, self._mine, self._renew, 1)
        across = row(scrolled(holder(column(card, 1))), self._forms, space=16)
        across.setStretch(0, 1)
        down = column(buttons, across, space=10)
        down.setStretch(1, 1)
        self.take(down)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("People")

    def show_people(self, people: tuple[Person, ...], me: str, *, may_manage: bool) -> None:
        """Show the accounts; `me` is the id of who is signed in."""
        self._people = people
        empty(self._rows)
        for person in people:
            line = PersonRow(person, is_me=person.id == me, may_manage=may_manage)
            line.change_asked.connect(self._on_change)
            self._rows.addWidget(line)
        end_rows(self._rows)
        for button in (self._add, self._renew):
            button.setEnabled(may_manage)
        self._say_why()

    def offer_voice(self, *, offered: bool) -> None:
        """Whether the person may enrol their own voice."""
        self._mine.setVisible(offered)

    def leave_form(self) -> None:
        """Close the form; what was typed is gone."""
        for form in self._all_forms:
            form.clear()
        self._forms.setCurrentIndex(0)
        self._forms.hide()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._say_why()
        self._add.say(self.tr("Add a person"))
        self._own.say(self.tr("Change my passphrase"))
        self._mine.say(self.tr("My voice"))
        self._renew.say(self.tr("New recovery key"))

    def _say_why(self) -> None:
        self._why.say(
            self.tr("Everybody signs in with a passphrase of their own. Changes to accounts are "
                    "in the log and take effect at the next sign-in.")
            if self._add.isEnabled()
            else self.tr("Accounts are changed by somebody with the admin role. Your own "
                         "passphrase you can change here.")
        )  # fmt: skip

    @property
    def _all_forms(self) -> tuple[Form | VoiceForm, ...]:
        return self.adding, self.account, self.passphrase, self.recovery, self.voice

    def _open(self, form: Form | VoiceForm) -> None:
        self.forget_outcome()
        self._forms.setCurrentIndex(1 + self._all_forms.index(form))
        self._forms.show()
        form.setFocus()

    def _on_add(self) -> None:
        self.adding.clear()
        self._open(self.adding)

    def _on_change(self, person: Person) -> None:
        self.account.show_person(person)
        self._open(self.account)

    def _on_own(self) -> None:
        self.passphrase.clear()
        self._open(self.passphrase)

    def _on_mine(self) -> None:
        self.voice.clear()
        self._open(self.voice)

    def _on_renew(self) -> None:
        self.recovery.clear()
        self._open(self.recovery)

    def _fit(self) -> None:
        self._forms.setFixedWidth(theme().px(360))
