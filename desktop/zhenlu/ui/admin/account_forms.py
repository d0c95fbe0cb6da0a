"""Forms about accounts; each asks for the passphrase of who is signed in, in its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QWidget

from zhenlu.domain.person import Person, Role
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import Item, box, column, holder, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class RoleChoice(Translated, QWidget):
    """What somebody may do, by ticks.

    Signals:
        changed: Another set is ticked.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._ticks = {role: QCheckBox() for role in Role}
        for role, tick in self._ticks.items():
            tick.setObjectName(f"{name}_{role.value}")
            tick.toggled.connect(self.changed)
        self.setLayout(column(*self._ticks.values(), space=4))
        self.retranslate()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, tick in self._ticks.items() if tick.isChecked())

    def choose(self, roles: frozenset[Role]) -> None:
        for role, tick in self._ticks.items():
            tick.setChecked(role in roles)

    def retranslate(self) -> None:
        words = {
            Role.DOCTOR: self.tr("doctor: writes and signs records"),
            Role.NURSE: self.tr("nurse: signs nursing notes and follow-ups"),
            Role.ASSISTANT: self.tr("assistant: writes, signs nothing"),
            Role.ADMIN: self.tr("admin: people, backups, log; reads no note"),
        }
        for role, tick in self._ticks.items():
            tick.setText(words[role])


class Form(Translated, QFrame):
    """A card of fields with one button.

    Signals:
        left: The person does not want it after all.
    """

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        look(self, "card", "")
        self._name = name
        self._title = Label("section")
        self._send = Button(f"{name}_send", "primary")
        self._leave = Button(f"{name}_leave", "quiet")
        self._send.clicked.connect(self._on_send)
        self._leave.clicked.connect(self.left)
        self._fields: list[tuple[Label, QLineEdit]] = []

    def clear(self) -> None:
        """Nothing that was typed stays, passphrases above all."""
        for _, line in self._fields:
            line.clear()
        self._on_changed()

    def retranslate(self) -> None:
        self._leave.say(self.tr("Not now"))
        for caption, line in self._fields:
            line.setAccessibleName(caption.text())

    def _field(self, name: str, *, is_secret: bool = True) -> QWidget:
        caption, line = Label("caption"), QLineEdit()
        line.setObjectName(f"{self._name}_{name}")
        if is_secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._on_changed)
        line.returnPressed.connect(self._on_send)
        self._fields.append((caption, line))
        return holder(column(caption, line, space=2))

    def _typed(self, at: int) -> str:
        return self._fields[at][1].text()

    def _caption(self, at: int, words: str) -> None:
        self._fields[at][0].say(words)

    def _lay_out(self, *items: Item) -> None:
        buttons = row(self._send, self._leave, 1)
        self.setLayout(
            column(self._title, *items, buttons, 1, space=10, margins=(16, 14, 16, 14))
        )
        self.retranslate()
        self._on_changed()

    @property
    def _is_complete(self) -> bool:
        raise NotImplementedError

    def _submit(self) -> None:
        raise NotImplementedError

    def _on_changed(self) -> None:
        self._send.setEnabled(self._is_complete)

    def _on_send(self) -> None:
        if self._is_complete:
            self._submit()


class NewPersonForm(Form):
    """Signals:
    sent: Name, roles, the new person's passphrase, one's own.
    """

    sent = Signal(str, object, str, str)

    def __init__(self) -> None:
        super().__init__("new_person")
        self._roles = RoleChoice("new_role")
        self._roles.changed.connect(self._on_changed)
        self._differ = Label("warning")
        name = self._field("name", is_secret=False)
        first, again = self._field("passphrase"), self._field("again")
        own = self._field("own")
        self._lay_out(name, self._roles, first, again, self._differ, own)

    @property
    def _is_complete(self) -> bool:
        name, first, again, own = (self._typed(at) for at in range(4))
        return bool(name.strip() and self._roles.roles and first and first == again and own)

    def clear(self) -> None:
        self._roles.choose(frozenset({Role.DOCTOR}))
        super().clear()

    def retranslate(self) -> None:
        self._title.say(self.tr("Add a person"))
        self._caption(0, self.tr("Name, as it stands under records"))
        self._caption(1, self.tr("Their passphrase, 10 characters or more"))
        self._caption(2, self.tr("Their passphrase once more"))
        self._caption(3, self.tr("Your own passphrase, to be sure it is you"))
        self._differ.say(self.tr("The two do not match."))
        self._send.say(self.tr("Add"))
        super().retranslate()

    def _on_changed(self) -> None:
        self._differ.setVisible(bool(self._typed(2)) and self._typed(1) != self._typed(2))
        super()._on_changed()

    def _submit(self) -> None:
        name, first, _, own = (self._typed(at) for at in range(4))
        self.sent.emit(name.strip(), self._roles.roles, first, own)


class AccountForm(Form):
    """Signals:
    roles_sent: Id of the person, the roles, one's own passphrase.
    end_sent: Id of the person whose account ends, one's own passphrase.
    """

    roles_sent = Signal(str, object, str)
    end_sent = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("account")
        self._person = Person("", "", frozenset())
        self._roles = RoleChoice("account_role")
        self._roles.changed.connect(self._on_changed)
        self._ending = Label("caption", wrap=True)
        self._end = Button("account_end", "", "delete")
        self._end.clicked.connect(self._on_end)
        own = self._field("own")
        self._lay_out(self._roles, own, self._ending, row(self._end, 1))

    def show_person(self, person: Person) -> None:
        """Begin with what the person may do now."""
        self._person = person
        self.clear()
        self._roles.choose(person.roles)
        self.retranslate()

    @property
    def _is_complete(self) -> bool:
        return bool(self._typed(0)) and bool(self._roles.roles)

    def retranslate(self) -> None:
        self._title.say(self._person.name)
        self._caption(0, self.tr("Your own passphrase, to be sure it is you"))
        self._send.say(self.tr("Change the roles"))
        self._end.say(self.tr("End this account"))
        self._ending.say(
            self.tr("An ended account opens nothing any more; its name stays under its records.")
        )
        super().retranslate()

    def _on_changed(self) -> None:
        super()._on_changed()
        self._end.setEnabled(bool(self._typed(0)))

    def _submit(self) -> None:
        self.roles_sent.emit(self._person.id, self._roles.roles, self._typed(0))

    def _on_end(self) -> None:
        self.end_sent.emit(self._person.id, self._typed(0))


class OwnPassphraseForm(Form):
    """Signals:
    sent: The present passphrase and the new one.
    """

    sent = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("passphrase")
        self._differ = Label("warning")
        own, first, again = self._field("own"), self._field("new"), self._field("again")
        self._lay_out(own, first, again, self._differ)

    @property
    def _is_complete(self) -> bool:
        own, first, again = (self._typed(at) for at in range(3))
        return bool(own and first) and first == again

    def retranslate(self) -> None:
        self._title.say(self.tr("Your passphrase"))
        self._caption(0, self.tr("The present one"))
        self._caption(1, self.tr("The new one, 10 characters or more"))
        self._caption(2, self.tr("The new one once more"))
        self._differ.say(self.tr("The two do not match."))
        self._send.say(self.tr("Change the passphrase"))
        super().retranslate()

    def _on_changed(self) -> None:
        self._differ.setVisible(bool(self._typed(2)) and self._typed(1) != self._typed(2))
        super()._on_changed()

    def _submit(self) -> None:
        self.sent.emit(self._typed(0), self._typed(1))


class RecoveryKeyForm(Form):
    """Signals:
    sent: One's own passphrase.
    print_asked, save_asked: The key that is shown, on paper or on a stick.
    """

    sent = Signal(str)
    print_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("recovery")
        self._key = ""
        self._why, self._shown = Label("muted", wrap=True), Label("section", wrap=True)
        self._shown.setObjectName("renewed_key")
        self._print = Button("renewed_print", "", "print")
        self._save = Button("renewed_save", "", "usb")
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)
        keeping = row(self._print, self._save, 1)
        self._well = box("well", column(self._shown, keeping, margins=(14, 12, 14, 12)))
        self._asking = self._field("own")
        self._lay_out(self._why, self._asking, self._well)

    def show_key(self, key: str) -> None:
        """Show the new key; it is gone when the form is left."""
        self._key = key
        super().clear()
        self.retranslate()

    def clear(self) -> None:
        self._key = ""
        super().clear()
        self.retranslate()

    @property
    def _is_complete(self) -> bool:
        return bool(self._typed(0)) and not self._key

    def retranslate(self) -> None:
        self._title.say(self.tr("A new recovery key"))
        self._caption(0, self.tr("Your own passphrase, to be sure it is you"))
        self._why.say(
            self.tr("It is shown this once. Print it, or save it on a stick, and keep it away "
                    "from the computer. The key before it opens nothing any more.")
        )  # fmt: skip
        self._shown.say("  ".join(self._key.split("-")))
        self._print.say(self.tr("Print"))
        self._save.say(self.tr("Save"))
        self._send.say(self.tr("Make a new key"))
        super().retranslate()
        for part, is_shown in ((self._well, bool(self._key)), (self._asking, not self._key)):
            part.setVisible(is_shown)
        self._send.setVisible(not self._key)
        if self._key:
            self._leave.say(self.tr("It is kept"))

    def _submit(self) -> None:
        self.sent.emit(self._typed(0))

    def _on_print(self) -> None:
        self.print_asked.emit(self._key)

    def _on_save(self) -> None:
        self.save_asked.emit(self._key)
