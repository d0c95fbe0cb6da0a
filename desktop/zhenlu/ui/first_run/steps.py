"""One question a step; each tells whether it is answered."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QWidget

from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.level import MicrophoneCheck
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, named, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.microphone_trial import MicrophoneTrial
from zhenlu.ui.translation import Translated, spoken_language, told

#: The encrypted store refuses shorter ones.
LEAST_CHARACTERS = 10
_GOOD_CHARACTERS = 20
_ROLES = (Role.DOCTOR, Role.NURSE, Role.ASSISTANT)
#: What there is to know of a computer: itself, who hears, who writes.
_COMPUTER_SIGNS = ("computer", "speech", "edit")


class Step(Translated, QWidget):
    """A page of the first run.

    Signals:
        changed: Whether it is answered may be another.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._why = Label("title"), Label("muted", wrap=True)

    @property
    def name(self) -> str:
        """As the list of steps shows it."""
        raise NotImplementedError

    @property
    def is_answered(self) -> bool:
        return True


class PersonStep(Step):
    """Signals:
    language_chosen: The window should speak this `Language`.
    """

    language_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._zh, self._en = Button("choose_zh", "primary"), Button("choose_en")
        for choice in (self._zh, self._en):
            look(choice, state="even")
        self._zh.say("中文")
        self._en.say("English")
        self._zh.clicked.connect(self._on_zh)
        self._en.clicked.connect(self._on_en)
        self._name_label, self._role_label = Label("caption"), Label("caption")
        self._name, self._role = QLineEdit(), QComboBox()
        self._name.setObjectName("first_name")
        self._role.setObjectName("first_role")
        self._role.addItems(["" for _ in _ROLES])
        self._name.textChanged.connect(self.changed)
        self.setFocusProxy(self._name)
        self._also = Label("caption", wrap=True)
        self.setLayout(
            column(self._title, self._why, row(self._zh, self._en, 1),
                   named(self._name_label, self._name), named(self._role_label, self._role),
                   self._also, 1, space=14)
        )  # fmt: skip
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Language and you")

    @property
    def is_answered(self) -> bool:
        return bool(self._name.text().strip())

    @property
    def person(self) -> tuple[str, frozenset[Role]]:
        """Name and roles; whoever starts first also keeps the accounts."""
        role = _ROLES[self._role.currentIndex()]
        return self._name.text().strip(), frozenset({role, Role.ADMIN})

    def retranslate(self) -> None:
        self._title.say(self.tr("Welcome to Zhenlu"))
        self._why.say(
            self.tr("Everything stays on this computer. Which language should it speak?")
        )
        is_zh = spoken_language() is Language.ZH
        self._zh.take_kind("primary" if is_zh else "")
        self._en.take_kind("" if is_zh else "primary")
        self._name_label.say(self.tr("Your name, as it stands under records"))
        self._name.setAccessibleName(self._name_label.text())
        self._role_label.say(self.tr("Your work"))
        self._role.setAccessibleName(self._role_label.text())
        words = (self.tr("doctor"), self.tr("nurse"), self.tr("assistant"))
        for at, text in enumerate(words):
            self._role.setItemText(at, text)
        self._also.say(
            self.tr("You also look after the accounts until you hand that over to somebody else.")
        )

    def _on_zh(self) -> None:
        self.language_chosen.emit(Language.ZH)

    def _on_en(self) -> None:
        self.language_chosen.emit(Language.EN)


class PassphraseStep(Step):
    """A passphrase twice, and how strong it is."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = QLineEdit(), QLineEdit()
        for line, name in ((self._first, "new_passphrase"), (self._second, "same_passphrase")):
            line.setObjectName(name)
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textChanged.connect(self._on_changed)
        self._labels = Label("caption"), Label("caption")
        self._strength, self._verdict = QProgressBar(), Label("caption")
        self._strength.setRange(0, _GOOD_CHARACTERS)
        self._strength.setTextVisible(False)
        self._problem = Label("danger", wrap=True)
        self._error: ZhenluError | None = None
        self.setLayout(
            column(self._title, self._why,
                   named(self._labels[0], self._first, row(self._strength, self._verdict)),
                   named(self._labels[1], self._second), self._problem, 1, space=14)
        )  # fmt: skip
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Passphrase")

    @property
    def is_answered(self) -> bool:
        text = self._first.text()
        return len(text) >= LEAST_CHARACTERS and text == self._second.text()

    @property
    def passphrase(self) -> str:
        return self._first.text()

    def forget(self) -> None:
        """Nothing of it stays in the fields."""
        self._first.clear()
        self._second.clear()

    def refuse(self, error: ZhenluError) -> None:
        """Say why the store was not made."""
        self._error = error
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("A passphrase"))
        self._why.say(
            self.tr(
                "It opens the records and signs them. Several words are easier to remember "
                "than signs. Nobody can look it up."
            )
        )
        self._labels[0].say(
            self.tr("Passphrase, {least} characters or more").format(least=LEAST_CHARACTERS)
        )
        self._labels[1].say(self.tr("Once more"))
        self._first.setAccessibleName(self._labels[0].text())
        self._second.setAccessibleName(self._labels[1].text())
        self._say_strength()

    def _say_strength(self) -> None:
        length = len(self._first.text())
        kinds = len(set(self._first.text()))
        self._strength.setValue(min(_GOOD_CHARACTERS, length, 2 * kinds))
        if length < LEAST_CHARACTERS:
            words = self.tr("characters still needed: {count}")
            words = words.format(count=LEAST_CHARACTERS - length)
        elif min(length, 2 * kinds) < _GOOD_CHARACTERS:
            words = self.tr("enough; longer is better")
        else:
            words = self.tr("strong")
        self._verdict.say(words)
        if self._error is not None:
            self._problem.say(told(self._error))
        elif self._second.text() and self._first.text() != self._second.text():
            self._problem.say(self.tr("The two do not match."))
        else:
            self._problem.say("")

    def _on_changed(self) -> None:
        self._error = None
        self._say_strength()
        self.changed.emit()


class RecoveryStep(Step):
    """Signals:
    print_asked, save_asked: Put the key on paper, or on a stick.
    """

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self._group = 0
        self._shown = Label("title", wrap=True)
        self._shown.setObjectName("recovery_key")
        self._print, self._save = Button("print_key", "", "print"), Button("save_key", "", "usb")
        self._print.clicked.connect(self.print_asked)
        self._save.clicked.connect(self.save_asked)
        self._asked, self._answer = Label("caption"), QLineEdit()
        self._answer.setObjectName("recovery_answer")
        self._answer.textChanged.connect(self.changed)
        key = box("well", column(self._shown, margins=(16, 14, 16, 14)))
        self.setLayout(
            column(self._title, self._why, key, row(self._print, self._save, 1),
                   named(self._asked, self._answer), 1, space=14)
        )  # fmt: skip
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Recovery key")

    @property
    def key(self) -> str:
        return self._key

    @property
    def asked_group(self) -> int:
        """Which group has to be typed back, from 0."""
        return self._group

    @property
    def is_answered(self) -> bool:
        groups = self._key.split("-")
        typed = self._answer.text().strip().upper()
        return bool(self._key) and typed == groups[self._group]

    def show_key(self, key: str) -> None:
        """Show the printed key and ask for one of its groups."""
        self._key = key
        self._group = secrets.randbelow(len(key.split("-")))
        self.retranslate()

    def forget(self) -> None:
        self._key = ""
        self._shown.say("")
        self._answer.clear()

    def retranslate(self) -> None:
        self._title.say(self.tr("The recovery key"))
        self._why.say(
            self.tr(
                "It is the only way in when the passphrase is lost. Print it, or save it on a "
                "stick, and keep it where the stamps are kept. It is shown this once."
            )
        )
        self._shown.say("  ".join(self._key.split("-")))
        self._print.say(self.tr("Print"))
        self._save.say(self.tr("Save"))
        self._asked.say(
            self.tr("To be sure it was kept: type group {number} of it").format(
                number=self._group + 1
            )
        )
        self._answer.setAccessibleName(self._asked.text())


class MicrophoneStep(Step):
    """Signals:
    check_asked: Listen for three seconds.
    """

    check_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._trial, self._later = MicrophoneTrial(), Label("muted", wrap=True)
        self._trial.check_asked.connect(self.check_asked)
        self.setLayout(column(self._title, self._why, self._trial, self._later, 1, space=14))
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Microphone")

    def show_check(self, found: MicrophoneCheck | ZhenluError) -> None:
        """Say what came, or why nothing could."""
        self._trial.show_check(found)

    def retranslate(self) -> None:
        self._title.say(self.tr("The microphone"))
        self._why.say(
            self.tr("Press the button and say a sentence from where you sit with a patient.")
        )
        self._later.say(self.tr("You can also do this later."))


class ComputerStep(Step):
    """What this computer has, and which models it starts with."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[str, ...] = ()
        self._rows = {
            sign: (Label("muted"), Label("reading", wrap=True)) for sign in _COMPUTER_SIGNS
        }
        self._models = Label("muted", wrap=True)
        listed = column(space=0, margins=(1, 2, 1, 2))
        for sign, (name, fact) in self._rows.items():
            across = row(Sign(sign), name, fact, space=12, margins=(14, 9, 14, 9))
            across.setStretch(2, 1)
            is_last = sign == _COMPUTER_SIGNS[-1]
            listed.addWidget(box("row", across, "last" if is_last else ""))
        self.setLayout(
            column(self._title, self._why, box("card", listed), self._models, 1, space=14)
        )
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("This computer")

    def show_computer(self, cores: int, memory_gb: float, speech: str, drafting: str) -> None:
        """Cores, memory, and the packs that will do the work."""
        self._facts = (str(cores), f"{memory_gb:.0f}", speech, drafting)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("This computer"))
        self._why.say(self.tr("Everything runs here; no connection is opened."))
        if not self._facts:
            return
        cores, memory, *packs = self._facts
        power = self.tr("{cores} cores, {memory} GB of memory").format(cores=cores, memory=memory)
        names = (self.tr("Computer"), self.tr("Speech"), self.tr("Drafting"))
        told = zip(self._rows.values(), names, (power, *packs), strict=True)
        for (name, fact), title, words in told:
            name.setFixedWidth(theme().px(96))
            name.say(title)
            fact.say(words)
        self._models.say(
            self.tr(
                "The built-in models are small, trained on synthetic speech, and not for clinical "
                "use. Larger ones are installed from a stick under Manage."
            )
        )
