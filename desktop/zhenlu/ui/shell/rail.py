"""The rail on the left: six places and the lock."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

#: In the order of the rail; the admin place and the lock stand at its foot.
PLACES = (
    Action.TODAY,
    Action.VISIT,
    Action.FOLLOW_UP,
    Action.SEARCH,
    Action.INSIGHTS,
    Action.ADMIN,
)


class Rail(Translated, QFrame):
    """Leads from one place to another.

    Signals:
        place_chosen: One of `PLACES`, as its text.
        lock_chosen: The person wants the screen locked.
    """

    place_chosen = Signal(str)
    lock_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "rail", "")
        self._group = QButtonGroup(self)
        self._buttons = {place: self._entry(place, checkable=True) for place in PLACES}
        self._lock = self._entry(Action.LOCK, checkable=False)
        self._lock.clicked.connect(self._on_lock)
        self._group.idClicked.connect(self._on_place)
        self._seal = Label("seal")
        self._seal.setText("诊")
        self._seal.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._seal.setAccessibleName("Zhenlu 诊录")
        top = column(space=4, margins=(3, 9, 3, 8))
        top.addWidget(self._seal, 0, Qt.AlignmentFlag.AlignHCenter)
        top.addSpacing(8)
        for place in PLACES[:-1]:
            top.addWidget(self._buttons[place])
        top.addStretch(1)
        top.addWidget(self._buttons[Action.ADMIN])
        top.addWidget(self._lock)
        self.setLayout(top)
        self._fit()
        theme().changed.connect(self._fit)
        self.retranslate()

    def show_place(self, place: Action) -> None:
        """Mark where the person is."""
        self._buttons[place].setChecked(True)
        self._tint()

    def allow(self, places: frozenset[Action]) -> None:
        """Leave out places that this person may not enter."""
        for place, button in self._buttons.items():
            button.setVisible(place in places)

    def retranslate(self) -> None:
        words = {
            Action.TODAY: self.tr("Today"),
            Action.VISIT: self.tr("Visit"),
            Action.FOLLOW_UP: self.tr("Follow-up"),
            Action.SEARCH: self.tr("Find"),
            Action.INSIGHTS: self.tr("Figures"),
            Action.ADMIN: self.tr("Manage"),
            Action.LOCK: self.tr("Lock"),
        }
        for action, button in (*self._buttons.items(), (Action.LOCK, self._lock)):
            button.setText(words[action])
            button.setToolTip(f"{words[action]}  {key(action).toString()}")
            button.setAccessibleName(words[action])

    def _entry(self, action: Action, *, checkable: bool) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"rail_{action.value}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if checkable:
            self._group.addButton(button, PLACES.index(action))
        return button

    def _fit(self) -> None:
        self.setFixedWidth(max(72, theme().px(72)))
        self._seal.setFixedSize(theme().px(34), theme().px(34))
        for button in (*self._buttons.values(), self._lock):
            button.setFixedSize(self.width() - 6, theme().px(52))
            button.setIconSize(QSize(theme().px(20), theme().px(20)))
        self._tint()

    def _tint(self) -> None:
        for action, button in self._buttons.items():
            button.setIcon(icon(action.value, "accent" if button.isChecked() else "muted"))
        self._lock.setIcon(icon("lock"))

    def _on_place(self, index: int) -> None:
        self._tint()
        self.place_chosen.emit(PLACES[index].value)

    def _on_lock(self) -> None:
        self.lock_chosen.emit()
