"""What was signed, by whom and why, and what one version says otherwise than another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from zhenlu.application.comparing import differences
from zhenlu.domain.record import Record
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, empty, holder, row, scrolled
from zhenlu.ui.review.changes_text import ChangesText
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.open_visit import SignedVersion


class VersionsView(Translated, QWidget):
    """Signals:
    cosign_asked: Id of the version to sign as well, and the passphrase for it.
    """

    cosign_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("versions_view")
        self._versions: tuple[SignedVersion, ...] = ()
        self._now: Record | None = None
        self._title, self._none = Label("section"), Label("muted", wrap=True)
        self._rows: QVBoxLayout = column(space=0)
        self._before, self._after = QComboBox(), QComboBox()
        self._before.setObjectName("version_before")
        self._after.setObjectName("version_after")
        self._between = Label("muted")
        self._changes = ChangesText()
        self._cosign = Button("cosign", "", "sign")
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("cosign_passphrase")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.hide()
        self._problem = Label("danger", wrap=True)
        self._lay_out()
        self._before.activated.connect(self._compare)
        self._after.activated.connect(self._compare)
        self._cosign.clicked.connect(self._on_cosign)
        self._passphrase.returnPressed.connect(self._on_passphrase)
        self.retranslate()

    def _lay_out(self) -> None:
        signing = row(self._cosign, self._passphrase, 1, space=8)
        choose = row(self._before, self._between, self._after, 1, space=8)
        inside = column(
            self._title, self._none, box("card", self._rows), signing, self._problem,
            choose, self._changes, 1, space=10, margins=(4, 6, 0, 10),
        )  # fmt: skip
        layout = column(space=0)
        layout.addWidget(scrolled(holder(inside), keeps_bar=True))
        self.setLayout(layout)

    def show_versions(self, versions: Sequence[SignedVersion], now: Record | None) -> None:
        """List versions; `now` is what is being written and not signed yet."""
        self._versions, self._now = tuple(versions), now
        latest = versions[-1] if versions else None
        self._cosign.setVisible(latest is not None and now is None and not latest.is_own)
        self._passphrase.hide()
        self._problem.hide()
        self.retranslate()

    def refuse(self, problem: str) -> None:
        """Say why the second signature was not taken."""
        self._problem.say(problem)
        self._problem.show()

    def retranslate(self) -> None:
        self._title.say(self.tr("Signed versions"))
        self._none.say(self.tr("Nothing is signed yet. The first signature makes version 1."))
        self._none.setVisible(not self._versions)
        self._cosign.say(self.tr("Sign as well"))
        self._passphrase.setPlaceholderText(self.tr("Passphrase, then Enter"))
        self._passphrase.setAccessibleName(self.tr("Passphrase for the signature"))
        self._between.say(self.tr("compared with"))
        self._before.setAccessibleName(self.tr("Earlier version"))
        self._after.setAccessibleName(self.tr("Later version"))
        self._fill_rows()
        self._fill_choices()
        self._compare()

    def _fill_rows(self) -> None:
        empty(self._rows)
        for version in self._versions:
            self._rows.addWidget(self._row(version))

    def _row(self, version: SignedVersion) -> QFrame:
        number, who, why = Label("strong"), Elided(), Elided("caption")
        number.say(f"v{version.number}")
        signed = self.tr("{person}, {time}").format(person=version.person, time=version.at)
        others = self.tr("also {people}").format(people=self.tr(", ").join(version.cosigned))
        who.say(" · ".join((signed, *((others,) if version.cosigned else ()))))
        why.say(version.reason)
        why.setVisible(bool(version.reason))
        late = Label("chip")
        late.say(self.tr("late entry"), "warning")
        late.setVisible(version.is_late)
        words = column(who, why, space=1)
        across = row(number, words, late, space=12, margins=(14, 8, 12, 8))
        across.setStretch(1, 1)
        return box("row", across, "last" if version is self._versions[-1] else "")

    def _fill_choices(self) -> None:
        names = [f"v{version.number}" for version in self._versions]
        if self._now is not None and names:
            names.append(self.tr("as it stands now"))
        several = len(names) > 1
        for choice, at in ((self._before, len(names) - 2), (self._after, len(names) - 1)):
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(max(0, at))
            choice.setVisible(several)
        self._between.setVisible(several)
        self._changes.setVisible(several)

    def _compare(self) -> None:
        records = [version.record for version in self._versions]
        if self._now is not None:
            records.append(self._now)
        before, after = self._before.currentIndex(), self._after.currentIndex()
        if 0 <= before < len(records) and 0 <= after < len(records):
            self._changes.show_changes(differences(records[before], records[after]))

    def _on_cosign(self) -> None:
        self._passphrase.show()
        self._passphrase.clear()
        self._passphrase.setFocus()

    def _on_passphrase(self) -> None:
        if self._passphrase.text() and self._versions:
            self.cosign_asked.emit(self._versions[-1].id, self._passphrase.text())
            self._passphrase.clear()
