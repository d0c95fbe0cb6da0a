"""Whether the patient agreed to be recorded, and from a click what else they may have said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalMapper, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from zhenlu.domain.consent import Consent, ConsentMethod, stands_for_recording
from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

#: Who may answer for a patient, in the order of the menu.
RELATIONS = ("mother", "father", "spouse", "child", "other")


class ConsentChip(Translated, QToolButton):
    """Signals:
    noted: A `ConsentMethod` and who answered for the patient, "" for the patient in person.
    withdraw_asked: The patient takes the consent back.
    """

    noted = Signal(object, str)
    withdraw_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("consent")
        look(self, "consent", "")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._consent: Consent | None = None
        self._is_locked = False
        menu = QMenu(self)
        self._oral, self._written = menu.addAction(""), menu.addAction("")
        self._proxy = menu.addMenu("")
        self._refused = menu.addAction("")
        menu.addSeparator()
        self._withdraw = menu.addAction("")
        mapper = QSignalMapper(self)
        mapper.mappedString.connect(self._on_relation)
        self._relations: dict[str, QAction] = {}
        for relation in RELATIONS:
            action = self._proxy.addAction("")
            mapper.setMapping(action, relation)
            action.triggered.connect(mapper.map)
            self._relations[relation] = action
        self._oral.triggered.connect(self._on_oral)
        self._written.triggered.connect(self._on_written)
        self._refused.triggered.connect(self._on_refused)
        self._withdraw.triggered.connect(self.withdraw_asked)
        self.setMenu(menu)
        # The sign is in the colours of the mode.
        theme().changed.connect(self.retranslate)
        self.retranslate()

    def show_consent(self, consent: Consent | None, *, is_locked: bool = False) -> None:
        """Show the last answer; locked once the record is signed."""
        self._consent, self._is_locked = consent, is_locked
        self.retranslate()

    def retranslate(self) -> None:
        self._oral.setText(self.tr("Agreed orally"))
        self._written.setText(self.tr("Agreed in writing"))
        self._proxy.setTitle(self.tr("Somebody agreed for the patient"))
        self._refused.setText(self.tr("Refused: type the record"))
        self._withdraw.setText(self.tr("Withdrawn: stop and erase the sound"))
        for relation, action in self._relations.items():
            action.setText(relation_name(relation))
        stands = stands_for_recording(self._consent)
        self._withdraw.setEnabled(stands)
        # Once something may have been recorded, a no is a withdrawal.
        self._refused.setEnabled(not stands)
        self.setEnabled(not self._is_locked)
        words, tint, sign = self._state()
        self.setText(words)
        self.setAccessibleName(self.tr("Consent: {state}").format(state=words))
        self.setToolTip(self.tr("Consent to the recording"))
        self.setIcon(icon(sign, tint))

    def _state(self) -> tuple[str, str, str]:
        consent = self._consent
        if consent is None:
            return self.tr("consent not noted"), "muted", "question"
        if consent.withdrawn:
            return self.tr("consent withdrawn"), "warning", "warning"
        words = {
            ConsentMethod.ORAL: self.tr("agreed orally"),
            ConsentMethod.WRITTEN: self.tr("agreed in writing"),
            ConsentMethod.PROXY: self.tr("agreed by {who}").format(who=consent.given_by),
            ConsentMethod.REFUSED: self.tr("refused: typed only"),
        }
        refused = consent.method is ConsentMethod.REFUSED
        return words[consent.method], *(("warning", "warning") if refused else ("ok", "done"))

    def _on_oral(self) -> None:
        self.noted.emit(ConsentMethod.ORAL, "")

    def _on_written(self) -> None:
        self.noted.emit(ConsentMethod.WRITTEN, "")

    def _on_refused(self) -> None:
        self.noted.emit(ConsentMethod.REFUSED, "")

    def _on_relation(self, relation: str) -> None:
        self.noted.emit(ConsentMethod.PROXY, relation_name(relation))


def relation_name(relation: str) -> str:
    """Who answers for a patient, as it is written down."""
    names = {
        "mother": QCoreApplication.translate("Relations", "mother"),
        "father": QCoreApplication.translate("Relations", "father"),
        "spouse": QCoreApplication.translate("Relations", "spouse"),
        "child": QCoreApplication.translate("Relations", "child"),
        "other": QCoreApplication.translate("Relations", "another relative"),
    }
    return names[relation]
