"""The one window: a closed door, a first run, or the workplace of whoever is signed in."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.shell.key_sheet import KeySheet
from zhenlu.ui.shell.workplace import Workplace

_LEAST_WIDTH, _LEAST_HEIGHT = 1180, 640
_GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """Shows one room at a time and takes the keys that hold in all of them.

    Signals:
        key_pressed: A key of `zhenlu.ui.keys` that no page answered or that the frame owns.
        close_asked: The person closes the window; whoever listens decides.
    """

    key_pressed = Signal(str)
    close_asked = Signal()

    def __init__(self, preferences: QSettings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._preferences = preferences
        self._rooms = QStackedWidget()
        self.setCentralWidget(self._rooms)
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self._may_close = False
        self.keys = KeySheet(self)
        self._shortcuts = [self._shortcut(action) for action in Action]
        self._say_title()
        stored = preferences.value(_GEOMETRY)
        if not (isinstance(stored, QByteArray) and self.restoreGeometry(stored)):
            self._fit_to_screen()

    def enter(self, room: QWidget) -> None:
        """Show a room; the one before leaves the stack but is not deleted."""
        before = self._rooms.currentWidget()
        if before is room:
            return
        self.keys.hide()
        if isinstance(room, Workplace):
            room.keys_asked.connect(self._on_keys_asked, Qt.ConnectionType.UniqueConnection)
        self._rooms.addWidget(room)
        self._rooms.setCurrentWidget(room)
        if before is not None:
            self._rooms.removeWidget(before)
            before.setParent(None)

    @property
    def room(self) -> QWidget | None:
        return self._rooms.currentWidget()

    def let_go(self) -> None:
        """Close now, nothing is left to ask."""
        self._may_close = True
        self.close()

    def _shortcut(self, action: Action) -> QShortcut:
        shortcut = QShortcut(key(action), self)
        shortcut.setObjectName(f"key_{action.value}")
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._on_shortcut)
        return shortcut

    def _on_shortcut(self) -> None:
        sender = self.sender()
        action = Action(sender.objectName().removeprefix("key_"))
        if action is Action.FULL_SCREEN:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        elif action is Action.HELP:
            self._on_keys_asked()
        elif action in _SIZES:
            theme().larger(_SIZES[action])
        room = self.room
        if isinstance(room, Workplace):
            room.act(action)
        self.key_pressed.emit(action.value)

    def _on_keys_asked(self) -> None:
        room = self.room
        self.keys.toggle(room.page.place if isinstance(room, Workplace) else None)

    def _say_title(self) -> None:
        # Never a patient's name: the task bar shows it while locked.
        self.setWindowTitle(self.tr("Zhenlu 诊录"))

    def _fit_to_screen(self) -> None:
        free = self.screen().availableGeometry()
        self.resize(min(1440, free.width()), min(900, free.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say_title()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.setValue(_GEOMETRY, self.saveGeometry())
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()


_SIZES = {Action.LARGER: 1, Action.SMALLER: -1, Action.NORMAL_SIZE: 0}
