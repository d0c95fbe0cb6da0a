"""A data folder with somebody in it, for the tests of what happens to a whole folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from clinic_at_work import STARTED, signed, written
from journal_audio import speech

from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.journal import Journal
from zhenlu.storage.key_slots import Argon2Cost
from zhenlu.storage.keys import KeyFile
from zhenlu.storage.store import Store

NAME, PASSPHRASE = "李医生", "correct horse battery"


#: What a sign-in costs is not what these tests are about.
_CHEAP = Argon2Cost(memory_kib=64, iterations=1, lanes=1)


def make(folder: Path) -> str:
    """A store whose one person is doctor and admin; its recovery key."""
    recovery = store.create(folder, NAME, frozenset({Role.DOCTOR, Role.ADMIN}), PASSPHRASE)
    with at_work(folder) as opened:
        person, keys = opened.person, KeyFile(folder)
        keys.give(opened.data_key, person.id, person.name, PASSPHRASE, _CHEAP)
    return recovery


@contextmanager
def at_work(folder: Path, name: str = NAME, passphrase: str = PASSPHRASE) -> Iterator[Store]:
    opened = store.sign_in(folder, name, passphrase)
    try:
        yield opened
    finally:
        opened.close()


def see(opened: Store, patient: str) -> str:
    """A visit of a new patient with a signed record; its id."""
    visit = opened.visits.add(opened.patients.add(patient).id, started=STARTED).id
    signed(opened.records.access, visit, written(f"{patient}咳嗽5天"))
    return visit


def record(opened: Store, visit: str, seconds: float) -> None:
    """A visit's audio, begun or gone on with."""
    with closing(opened.open_journal()) as journal:
        known = {each.visit for each in journal.visits()}
        writer = journal.reopen(visit) if visit in known else journal.start(visit)
        writer.write(speech(seconds))
        writer.abandon()


def audio_s(journal: Journal) -> dict[str, float]:
    """Seconds of audio by visit."""
    return {each.visit: each.length_s for each in journal.visits()}


def patients(opened: Store) -> set[str]:
    return {each.name for each in opened.patients.named("")}
