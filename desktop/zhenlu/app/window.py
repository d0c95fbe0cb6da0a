"""The window application from start to end.

Start-up, in order: Qt, the look, the language, the closed door. No engine and no database
is opened before somebody has signed in; then the workplace is built for that person. The
lock puts the door back in front of it without taking anything down: a recording goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from zhenlu import paths
from zhenlu.app.clinic import StoredClinic, StoredSession
from zhenlu.application.events import Event, LockChanged
from zhenlu.application.locking import IdleLock
from zhenlu.domain.journal import Moment
from zhenlu.domain.transcript import Language
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.keys import Action
from zhenlu.ui.lock.lock_page import LockPage
from zhenlu.ui.shell.main_window import MainWindow
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.workplace import Workplace
from zhenlu.ui.translation import spoken_language, translation
from zhenlu.wording import interface_language

if TYPE_CHECKING:
    from zhenlu.app.first_run_desk import CheckMicrophone, FirstRunDesk
    from zhenlu.app.pages import Desks
    from zhenlu.app.restore_desk import RestoreDesk
    from zhenlu.ui.lock.lost_passphrase_page import LostPassphrasePage

_LAST_PERSON = "lock/person"
_LANGUAGE = "window/language"
_MODE, _SCALE = "window/mode", "window/text_scale"
#: The lock screen is drawn by then.
_IMPORT_AFTER_MS = 200
#: What counts as a sign of the person.
_SIGNS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove,
})  # fmt: skip

#: Makes the desks of whoever signed in.
DesksFor = Callable[[StoredSession, Notices, Background, EventBridge], "Desks"]


class WindowApplication(QObject):
    """Joins window, clinic and desks; knows who is signed in."""

    def __init__(
        self,
        application: QApplication,
        clinic: StoredClinic,
        desks_for: DesksFor,
        check_microphone: CheckMicrophone,
    ) -> None:
        super().__init__(application)
        self._check_microphone = check_microphone
        self._application = application
        self._clinic = clinic
        self._desks_for = desks_for
        self._preferences = preferences()
        translation().choose(self._stored_language())
        self._take_look()
        self.notices = Notices(self)
        self.background = Background(self)
        self.bridge = EventBridge(self)
        self.bridge.arrived.connect(self._on_event)
        self.window = MainWindow(self._preferences)
        self.window.close_asked.connect(self._on_close_asked)
        self.window.key_pressed.connect(self._on_key)
        self._session: StoredSession | None = None
        self.desks: Desks | None = None
        self.first_run: FirstRunDesk | None = None
        self._lost: LostPassphrasePage | None = None
        self.restoring: RestoreDesk | None = None
        self._lock: IdleLock | None = None
        self._workplace: Workplace | None = None
        self._door = self._make_door()
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._on_tick)
        application.installEventFilter(self)

    @property
    def workplace(self) -> Workplace | None:
        """The pages of whoever is signed in."""
        return self._workplace

    @property
    def _is_locked(self) -> bool:
        return self._lock is not None and self._lock.is_locked

    def show(self) -> None:
        """Show the closed door; the first run where there is nothing behind it yet."""
        if not self._clinic.exists():
            self._show_first_run()
            return
        self._door.ask(self._clinic.names(), str(self._preferences.value(_LAST_PERSON, "")))
        self.window.enter(self._door)
        self.window.show()
        # While the person types; a second import costs nothing.
        QTimer.singleShot(_IMPORT_AFTER_MS, self, self._on_shown)

    def close(self) -> None:
        """Close the store and let the window go."""
        self._ticking.stop()
        self._application.removeEventFilter(self)
        if self.desks is not None:
            self.desks.close()
        if self.restoring is not None:
            self.restoring.cancel()
        self.background.close()
        if self._session is not None:
            self._session.close()
            self._session = None
        self.window.let_go()

    def lock(self) -> None:
        """Put the door in front of the workplace."""
        if self._lock is not None:
            self._lock.lock()

    def choose_language(self, language: Language) -> None:
        """Speak another language and remember it."""
        translation().choose(language)
        self._preferences.setValue(_LANGUAGE, language.value)

    def _on_shown(self) -> None:
        self.background.run(_import_desks, self._on_unlocked, self._door.refuse)

    def _show_first_run(self) -> None:
        from zhenlu.app.first_run_desk import FirstRunDesk
        from zhenlu.ui.first_run.first_run_page import FirstRunPage

        page = FirstRunPage()
        self.first_run = FirstRunDesk(
            page, self._clinic, self.background, self._check_microphone
        )
        self.first_run.language_chosen.connect(self.choose_language)
        self.first_run.finished.connect(self._on_unlock_asked)
        page.restore_asked.connect(self._on_restore_asked)
        self.window.enter(page)
        self.window.show()

    def _on_restore_asked(self) -> None:
        from zhenlu.app.restore_desk import RestoreDesk
        from zhenlu.ui.lock.restore_page import RestorePage

        page = RestorePage(has_store=self._clinic.exists())
        self.restoring = RestoreDesk(page, self._clinic.folder, self.background)
        page.left.connect(self.show)
        self.window.enter(page)

    def _on_lost(self, name: str) -> None:
        from zhenlu.ui.lock.lost_passphrase_page import LostPassphrasePage

        page = LostPassphrasePage(name)
        page.reset_asked.connect(self._on_reset_asked)
        page.left.connect(self._back_to_the_door)
        self._lost = page
        self.window.enter(page)

    def _on_reset_asked(self, name: str, recovery_key: str, passphrase: str) -> None:
        assert self._lost is not None  # noqa: S101 - it asked
        self.background.run(
            lambda: self._clinic.reset_passphrase(name, recovery_key, passphrase),
            self._on_reset,
            self._lost.refuse,
        )

    def _on_reset(self, _nothing: None) -> None:
        self._back_to_the_door()

    def _back_to_the_door(self) -> None:
        if self._is_locked:
            self.window.enter(self._door)
        else:
            self.show()

    def _make_door(self) -> LockPage:
        door = LockPage()
        door.unlock_asked.connect(self._on_unlock_asked)
        door.language_asked.connect(self._on_language_asked)
        door.restore_asked.connect(self._on_restore_asked)
        door.recovery_asked.connect(self._on_lost)
        return door

    def _on_unlock_asked(self, name: str, passphrase: str) -> None:
        if self._lock is not None and self._lock.is_locked:
            lock = self._lock
            self.background.run(
                lambda: lock.unlock(passphrase), self._on_unlocked, self._door.refuse
            )
            return
        self.background.run(
            lambda: self._clinic.sign_in(name, passphrase), self._on_signed_in, self._door.refuse
        )

    def _on_signed_in(self, session: StoredSession) -> None:
        self._session = session
        self._preferences.setValue(_LAST_PERSON, session.person.name)
        self._lock = IdleLock(session, Moment.now, self.bridge.post, session.lock_minutes)
        desks = self._desks_for(session, self.notices, self.background, self.bridge)
        for page in desks.pages:
            page.header.person.say(session.person.name)
        self.desks = desks
        self._workplace = Workplace(desks.pages)
        self._workplace.lock_asked.connect(self.lock)
        desks.place_asked.connect(self._on_place_asked)
        desks.recording_time.connect(self._door.show_recording)
        desks.recording.running_changed.connect(self._on_recording)
        desks.intake.begun.connect(self._on_intake)
        desks.intake.handed_over.connect(self.lock)
        desks.intake.ended.connect(self._on_intake_ended)
        self._door.recording_toggled.connect(desks.recording.stop)
        desks.admin.lock_minutes_changed.connect(self._lock.allow)
        desks.admin.language_chosen.connect(self.choose_language)
        self.window.enter(self._workplace)
        self._workplace.page.entered()
        self._ticking.start()

    def _on_place_asked(self, place: str) -> None:
        if self._workplace is not None:
            self._workplace.go(Action(place))

    def _on_recording(self, is_running: bool) -> None:
        if self._lock is not None:
            self._lock.recording(is_running)

    def _on_unlocked(self, _nothing: None) -> None:
        """The event of the lock brings the workplace back."""

    def _on_event(self, event: Event) -> None:
        if isinstance(event, LockChanged):
            self._show_lock(is_locked=event.locked)

    def _show_lock(self, *, is_locked: bool) -> None:
        if self._workplace is None or self._session is None:
            return
        if is_locked:
            self._workplace.page.left()
            name = self._session.person.name
            self._door.ask((name,), name, locked_by=name)
            # Whoever is asked before the visit sits outside the door, and sees only that.
            outside = self.desks.intake.outside if self.desks is not None else None
            self.window.enter(outside or self._door)
        else:
            self.window.enter(self._workplace)
            self._workplace.page.entered()

    def _on_intake(self, page: QWidget) -> None:
        """The questions before a visit take the place of all pages."""
        if self._workplace is not None and not self._is_locked:
            self._workplace.page.left()
            self.window.enter(page)

    def _on_intake_ended(self, _visit: str) -> None:
        """Back to the pages; from outside the way leads through the passphrase."""
        if self._is_locked:
            self.window.enter(self._door)
        elif self._workplace is not None:
            self.window.enter(self._workplace)
            self._workplace.page.setFocus()

    def _on_tick(self) -> None:
        if self._lock is not None:
            self._lock.tick()

    def _on_key(self, action: str) -> None:
        if action == Action.LOCK.value:
            self.lock()
        elif action == Action.RECORD.value and self._is_locked and self.desks is not None:
            # Stopping loses nothing and shows nothing, so it needs no passphrase.
            self.desks.recording.stop()

    def _on_language_asked(self) -> None:
        other = Language.EN if spoken_language() is Language.ZH else Language.ZH
        self.choose_language(other)

    def _on_close_asked(self) -> None:
        self.close()

    def _take_look(self) -> None:
        stored = str(self._preferences.value(_MODE, Mode.SYSTEM.value))
        mode = Mode(stored) if stored in set(Mode) else Mode.SYSTEM
        theme().choose(mode, float(str(self._preferences.value(_SCALE, 1.0))))
        theme().changed.connect(self._on_look)

    def _on_look(self) -> None:
        self._preferences.setValue(_MODE, theme().mode.value)
        self._preferences.setValue(_SCALE, theme().scale)

    def _stored_language(self) -> Language:
        stored = str(self._preferences.value(_LANGUAGE, ""))
        return Language(stored) if stored in set(Language) else interface_language()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._lock is not None and event.type() in _SIGNS:
            self._lock.active()
        return super().eventFilter(watched, event)


def preferences() -> QSettings:
    """How the window was left: places and sizes, never a word about a patient."""
    return QSettings(str(paths.user_data() / "window.ini"), QSettings.Format.IniFormat)


def keep_preference(name: str, value: str) -> None:
    """Keep one of them at once, on the disk too."""
    stored = preferences()
    stored.setValue(name, value)
    stored.sync()


def _import_desks() -> None:
    import zhenlu.app.pages
    import zhenlu.storage.store  # noqa: F401
