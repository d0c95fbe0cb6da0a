"""The encrypted data folder of a clinic: made once, opened by a person, closed again.

    store/  keys.json  keys.backup.json  attempts.json  records.db  journal.db  backups/

A first start builds the folder under another name and moves it into place when it is
whole, so that a power cut leaves none or a complete one, never a key without its database.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import (
    ClockSetBack,
    KeyFileBroken,
    PersonRefused,
    StoreDamaged,
    StoreMissing,
    StoreRolledBack,
    ZhenluError,
)
from zhenlu.domain.person import Permission, Person, Role
from zhenlu.storage import exchange, witness
from zhenlu.storage.access import Access, utc_now
from zhenlu.storage.accounts import Accounts
from zhenlu.storage.audio import Audio
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.audit_reading import AuditReading
from zhenlu.storage.building import built_aside
from zhenlu.storage.clinic_files import ClinicFiles
from zhenlu.storage.clinic_settings import Settings
from zhenlu.storage.consents import Consents
from zhenlu.storage.database import Database, connect, writing
from zhenlu.storage.deletion import Deletions
from zhenlu.storage.emergency import Emergencies
from zhenlu.storage.exports import Exports
from zhenlu.storage.facts import Facts
from zhenlu.storage.failed_attempts import RECOVERY_ATTEMPTS
from zhenlu.storage.follow_ups import FollowUps
from zhenlu.storage.intakes import Intakes
from zhenlu.storage.journal import JOURNAL_FILE, Journal
from zhenlu.storage.journal_restart import Restarted, restart
from zhenlu.storage.journal_writer import JournalWriter
from zhenlu.storage.keys import DataKey, KeyFile, SignedIn
from zhenlu.storage.migrations import migrate
from zhenlu.storage.opening import RECORDS_FILE, OpenRecords, open_records
from zhenlu.storage.patient_files import PatientFiles
from zhenlu.storage.patients import Patients
from zhenlu.storage.people import People, proper_name
from zhenlu.storage.records import Records
from zhenlu.storage.retention import Retention
from zhenlu.storage.seals import Seals
from zhenlu.storage.search import Search
from zhenlu.storage.transcripts import Transcripts
from zhenlu.storage.visit_list import VisitList
from zhenlu.storage.visits import Visits
from zhenlu.storage.voices import Voices


@dataclass(frozen=True, slots=True)
class Store:
    """An open data folder and who opened it.

    Attributes:
        rolled_back: Set where this computer has seen newer data in this folder.
        clock_doubt: Set where the computer's clock was set back.
        clock: Tells the time, with its zone.
    """

    folder: Path
    opening: OpenRecords
    person: Person
    data_key: DataKey = field(repr=False)
    rolled_back: StoreRolledBack | None = None
    clock_doubt: ClockSetBack | None = None
    clock: Callable[[], datetime] = utc_now

    @property
    def db(self) -> Database:
        return self.opening.db

    @property
    def damage(self) -> StoreDamaged | None:
        """Set where the database is damaged: it can be read as far as its pages hold, and
        nothing can be written."""
        return self.opening.damage

    @property
    def warnings(self) -> tuple[ZhenluError, ...]:
        """What the person should know before they work; none of it keeps them from it."""
        found = (self.damage, self.rolled_back, self.clock_doubt)
        return tuple(warning for warning in found if warning is not None)

    @property
    def people(self) -> People:
        return People(self.db)

    @property
    def audit(self) -> AuditLog:
        return AuditLog(self.db, self.data_key.audit)

    @property
    def audit_reading(self) -> AuditReading:
        return AuditReading(self._access)

    @property
    def patients(self) -> Patients:
        return Patients(self._access)

    @property
    def visits(self) -> Visits:
        return Visits(self._access)

    @property
    def transcripts(self) -> Transcripts:
        return Transcripts(self._access)

    @property
    def intakes(self) -> Intakes:
        return Intakes(self._access)

    @property
    def visit_list(self) -> VisitList:
        return VisitList(self._access)

    @property
    def exports(self) -> Exports:
        return Exports(self._access)

    @property
    def records(self) -> Records:
        return Records(self._access)

    @property
    def facts(self) -> Facts:
        return Facts(self._access)

    @property
    def search(self) -> Search:
        return Search(self._access)

    @property
    def follow_ups(self) -> FollowUps:
        return FollowUps(self._access)

    @property
    def consents(self) -> Consents:
        return Consents(self._access)

    @property
    def seals(self) -> Seals:
        return Seals(self._access)

    @property
    def settings(self) -> Settings:
        return Settings(self._access)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self._access, self.folder, self.data_key)

    @property
    def voices(self) -> Voices:
        return Voices(self._access)

    @property
    def clinic_files(self) -> ClinicFiles:
        """The clinic's own files; they lie beside the store."""
        return ClinicFiles(self._access, self.folder.parent)

    @property
    def patient_files(self) -> PatientFiles:
        return PatientFiles(self._access)

    @property
    def emergencies(self) -> Emergencies:
        return Emergencies(self._access)

    @contextmanager
    def beside(self) -> Iterator[Store]:
        """The same folder and person over a connection of its own, for long work.

        As with another program on this folder, what is read is of one moment, and writes,
        a read's row in the log among them, take turns. It is closed by itself.

        Raises:
            StoreDamaged, StoreLocked, DiskRefused.
        """
        with self.opening.beside(self.data_key) as opening:
            yield replace(self, opening=opening)

    def audio(self, journal: Journal) -> Audio:
        """Audio of this folder's visits, to be erased.

        Args:
            journal: As `open_journal` gave it.
        """
        return Audio(self._access, journal)

    def retention(self, journal: Journal) -> Retention:
        """The clinic's terms for audio. `journal` as for `audio`."""
        return Retention(self._access, self.audio(journal))

    def deletions(self, journal: Journal) -> Deletions:
        """Visits, to be deleted. `journal` as for `audio`."""
        return Deletions(self._access, self.audio(journal))

    @property
    def _access(self) -> Access:
        return Access(
            self.db, self.person, self.audit, can_write=self.damage is None, clock=self.clock
        )

    def add_person(self, name: str, roles: frozenset[Role], passphrase: str) -> Person:
        """Give somebody an account with a passphrase of their own.

        Raises:
            ActionForbidden, PersonRefused, PassphraseRefused, DiskRefused.
        """
        self._access.require(Permission.MANAGE_PEOPLE, AuditAction.CREATE, "person", "")
        with writing(self.db):
            added = self.people.add(name, roles)
            self.audit.append(AuditAction.CREATE, "person", added.id, person=self.person.id)
            # Last before the commit: without its slot the account does not come to be.
            # The other way round a slot may be left without an account; it opens nothing.
            KeyFile(self.folder).give(self.data_key, added.id, added.name, passphrase)
        return added

    def open_journal(self) -> Journal:
        """The audio of this folder's visits; whoever opens it closes it.

        Raises:
            StoreDamaged, StoreNewer, StoreLocked, KeyWrong, DiskRefused: As `Journal.open`.
        """
        return Journal.open(self.folder / JOURNAL_FILE, self.data_key.journal)

    def restart_journal(self, failed: JournalWriter | None = None) -> Restarted:
        """The audio, repaired where it is damaged, with what is unfinished in it.

        Close the journal that `open_journal` gave before.

        Args:
            failed: A recording whose writer failed for good; it goes on.

        Raises:
            StoreLocked: Reason "open", if it has to be repaired while another program has
                this folder open.
            StoreNewer, KeyWrong, DiskRefused: As `journal_restart.restart`.
        """
        return restart(
            self.folder / JOURNAL_FILE,
            self.data_key.journal,
            failed=failed,
            before_rebuilding=partial(self.opening.presence.refuse_company, self.folder),
        )

    def confirm(self, passphrase: str, now: Callable[[], float] = time.time) -> None:
        """Make sure that it is still the person who signed in; the log tells of it.

        Raises:
            PassphraseRefused: Reasons "wrong", "delayed": as at sign-in, with one count.
        """
        keys = KeyFile(self.folder)
        signed_in = keys.sign_in(self.person.name, passphrase, now())
        if self.damage is None:
            _note_sign_in(self.audit, keys, signed_in)

    def change_passphrase(self, passphrase: str) -> None:
        """Wrap the data key anew for the person who is signed in. No record is rewritten.

        Raises:
            PassphraseRefused, DiskRefused.
        """
        _give_anew(self.folder, self.db, self.data_key, self.person, passphrase, by=self.person.id)

    def close(self) -> None:
        """Leave the folder. Does nothing the second time."""
        if self.opening.presence.has_ended:
            return
        if self.damage is None:
            witness.remember(self.db, self.data_key)
        self.opening.close()


def exists(folder: Path) -> bool:
    """Whether there is a store, or what is left of one: then none may be made."""
    return KeyFile(folder).exists or (folder / RECORDS_FILE).exists()


def names(folder: Path) -> tuple[str, ...]:
    """Who can sign in, in no promised order.

    Raises:
        StoreMissing, KeyFileBroken.
    """
    return _keys_of(folder).names


def create(folder: Path, name: str, roles: frozenset[Role], passphrase: str) -> str:
    """Make the data folder with its first person, who has to be an admin.

    Returns:
        The recovery key to print; it is kept nowhere.

    Raises:
        KeyFileBroken: Reason "exists", if there is a store or a part of one.
        PersonRefused, PassphraseRefused, DiskRefused.
    """
    exchange.finish(folder)
    if exists(folder):
        raise KeyFileBroken("exists", file=KeyFile(folder).path.name)
    if Role.ADMIN not in roles:
        raise PersonRefused("first")
    with built_aside(folder) as building:
        keys = KeyFile(building)
        data_key, recovery = keys.create()
        path = building / RECORDS_FILE
        db = connect(path, data_key.records)
        try:
            migrate(db, path, data_key.records)
            with writing(db):
                first = People(db).add(name, roles)
                log = AuditLog(db, data_key.audit)
                log.begin()
                log.append(AuditAction.CREATE, "store", person=first.id)
                log.append(AuditAction.CREATE, "person", first.id, person=first.id)
                keys.give(data_key, first.id, first.name, passphrase)
        finally:
            db.close()
    return recovery


def sign_in(
    folder: Path, name: str, passphrase: str, now: Callable[[], float] = time.time
) -> Store:
    """Open the data folder with a person's passphrase.

    Raises:
        PassphraseRefused: Reasons "wrong", "delayed".
        KeyFileBroken, StoreMissing, StoreLocked, StoreNewer, KeyWrong, DiskRefused.
    """
    keys = _keys_of(folder)
    name = proper_name(name)
    signed_in = keys.sign_in(name, passphrase, now())
    at = datetime.fromtimestamp(now(), UTC)
    opening = open_records(folder, signed_in.data_key, at)
    try:
        person = People(opening.db).get(signed_in.person)
        rolled_back = witness.doubt(opening.db, signed_in.data_key)
        log = AuditLog(opening.db, signed_in.data_key.audit)
        clock_doubt = log.clock_doubt(at) if opening.damage is None else None
        if opening.damage is None:
            _note_sign_in(log, keys, signed_in)
            if rolled_back is not None:
                log.append(AuditAction.RESTORE, "store", "older-copy", person=person.id)
            witness.remember(opening.db, signed_in.data_key)
    except BaseException:
        opening.close()
        raise
    return Store(folder, opening, person, signed_in.data_key, rolled_back, clock_doubt)


def reset_passphrase(
    folder: Path,
    name: str,
    recovery_key: str,
    passphrase: str,
    now: Callable[[], float] = time.time,
) -> None:
    """Give a person a new passphrase with the printed recovery key; the log tells of it.

    Raises:
        RecoveryKeyInvalid: Reasons "slip", "other".
        PassphraseRefused: Reasons "delayed" (after wrong recovery keys), "short".
        PersonRefused: Reason "unknown".
        StoreDamaged: A damaged database has to be restored first.
        KeyFileBroken, StoreMissing, DiskRefused.
    """
    keys = _keys_of(folder)
    data_key = keys.recover(recovery_key, now())
    opening = open_records(folder, data_key, datetime.fromtimestamp(now(), UTC))
    try:
        if opening.damage is not None:
            raise opening.damage
        person = People(opening.db).named(name)
        _give_anew(folder, opening.db, data_key, person, passphrase, by="")
    finally:
        opening.close()
    keys.forget_failures(person.name)


def _keys_of(folder: Path) -> KeyFile:
    exchange.finish(folder)
    if not exists(folder):
        raise StoreMissing("never")
    return KeyFile(folder)


def _note_sign_in(log: AuditLog, keys: KeyFile, signed_in: SignedIn) -> None:
    """Enter the failures that nobody could enter before, then this sign-in."""
    person = signed_in.person
    with writing(log.db):
        for seconds in signed_in.failures:
            _note_failure(log, AuditAction.LOGIN, person, seconds)
        for seconds in signed_in.recovery_failures:
            _note_failure(log, AuditAction.RECOVER, "", seconds)
        log.append(AuditAction.LOGIN, "person", person, person=person)
        name = People(log.db).get(person).name
    keys.forget_failures(name, RECOVERY_ATTEMPTS)


def _note_failure(log: AuditLog, action: AuditAction, person: str, seconds: float) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    log.append(action, "person", person, result=AuditResult.REFUSED, at=at)


def _give_anew(
    folder: Path, db: Database, data_key: DataKey, person: Person, passphrase: str, by: str
) -> None:
    action = AuditAction.EDIT if by else AuditAction.RECOVER
    with writing(db):
        AuditLog(db, data_key.audit).append(action, "passphrase", person.id, person=by)
        KeyFile(folder).give(data_key, person.id, person.name, passphrase)
