"""Accounts at work: every change of keys under the eyes of who signed in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from zhenlu.app.recovery_paper import RecoveryPaper
from zhenlu.application.locking import GuardedAct, Reauthentication
from zhenlu.domain.journal import Moment
from zhenlu.domain.person import Permission, Person, Role
from zhenlu.storage.store import Store
from zhenlu.ui.admin.people import PeopleSubPage
from zhenlu.ui.background import Background


class PeopleDesk(QObject):
    """Joins the sub-page of people and the store's accounts."""

    def __init__(self, page: PeopleSubPage, store: Store, background: Background) -> None:
        super().__init__(page)
        self._page, self._store, self._background = page, store, background
        self._asking = Reauthentication(store, Moment.now)
        self._paper = RecoveryPaper(page, page.refuse)
        page.refresh_asked.connect(self.refresh)
        page.left_here.connect(page.leave_form)
        page.adding.sent.connect(self._on_add)
        page.account.roles_sent.connect(self._on_roles)
        page.account.end_sent.connect(self._on_end)
        page.passphrase.sent.connect(self._on_passphrase)
        page.recovery.sent.connect(self._on_renew)
        page.recovery.print_asked.connect(self._on_print)
        page.recovery.save_asked.connect(self._on_save)

    def refresh(self) -> None:
        """Show the accounts as they are now."""
        self._background.run(self._store.people.all, self._on_people, self._page.refuse)

    def _on_people(self, people: tuple[Person, ...]) -> None:
        me = self._store.person
        self._page.show_people(people, me.id, may_manage=me.may(Permission.MANAGE_PEOPLE))

    def _on_add(self, name: str, roles: frozenset[Role], passphrase: str, own: str) -> None:
        self._under_eyes(
            "", own, lambda: self._store.add_person(name, roles, passphrase), self._on_added
        )

    def _on_added(self, person: object) -> None:
        if isinstance(person, Person):
            self._done(self.tr("{name} was added.").format(name=person.name))

    def _on_roles(self, person_id: str, roles: frozenset[Role], own: str) -> None:
        self._under_eyes(
            person_id,
            own,
            lambda: self._store.accounts.change_roles(person_id, roles),
            self._on_changed,
        )

    def _on_changed(self, person: object) -> None:
        if isinstance(person, Person):
            words = self.tr("The roles of {name} take effect at the next sign-in.")
            self._done(words.format(name=person.name))

    def _on_end(self, person_id: str, own: str) -> None:
        self._under_eyes(
            person_id, own, lambda: self._store.accounts.end(person_id), self._on_ended
        )

    def _on_ended(self, person: object) -> None:
        if isinstance(person, Person):
            self._done(self.tr("The account of {name} has ended.").format(name=person.name))

    def _on_passphrase(self, own: str, new: str) -> None:
        person_id = self._store.person.id
        self._under_eyes(
            person_id, own, lambda: self._store.change_passphrase(new), self._on_own_changed
        )

    def _on_own_changed(self, _nothing: object) -> None:
        self._done(self.tr("The passphrase was changed. It applies from now on."))

    def _on_renew(self, own: str) -> None:
        self._under_eyes("", own, self._store.accounts.renew_recovery_key, self._on_key)

    def _on_key(self, key: object) -> None:
        self._page.recovery.show_key(str(key))
        self._page.tell(self.tr("The new key holds. Keep it before leaving this page."))

    def _on_print(self, key: str) -> None:
        self._paper.print_(self._store.person.name, key)

    def _on_save(self, key: str) -> None:
        self._paper.save(self._store.person.name, key)

    def _under_eyes(
        self, object_id: str, own: str, act: Callable[[], object], done: Callable[[object], None]
    ) -> None:
        """Ask for one's own passphrase before keys change, then do it."""

        def work() -> object:
            given = self._asking.confirm(GuardedAct.KEYS, object_id, own)
            self._asking.spend(given, GuardedAct.KEYS, object_id)
            return act()

        self._background.run(work, done, self._page.refuse)

    def _done(self, words: str) -> None:
        self._page.leave_form()
        self._page.tell(words)
        self.refresh()
