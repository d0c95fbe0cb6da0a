"""Deleting a visit, and when it may not be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from clinic_at_work import KEY, MovableClock, log_of, signed, written
from journal_audio import recorded, speech

from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import ActionForbidden, JournalRefused, VisitRefused, VisitUnknown
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.intake import Answer, Intake
from zhenlu.domain.journal import AudioState
from zhenlu.domain.transcript import Correction, Language, Segment
from zhenlu.storage import terms
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.consents import Consents
from zhenlu.storage.database import ConstraintBroken, encrypted_copy
from zhenlu.storage.deletion import Deletions, deletions_of
from zhenlu.storage.follow_ups import FollowUps
from zhenlu.storage.intakes import Intakes
from zhenlu.storage.journal import Journal
from zhenlu.storage.records import Records
from zhenlu.storage.schema_copies import copy_path
from zhenlu.storage.seals import Seals
from zhenlu.storage.transcripts import Transcripts
from zhenlu.storage.visits import Visits


@pytest.fixture
def deletions(doctor: Access, journal: Journal) -> Deletions:
    return Deletions(doctor, Audio(doctor, journal))


def filled(access: Access, journal: Journal, visit: str) -> None:
    """A visit with something in every table."""
    answer = Answer("duration", "5天", "咳嗽5天")
    Intakes(access).put(visit, Intake("cough", Language.ZH, answers=(answer,)))
    Consents(access).note(visit, ConsentMethod.ORAL, "zh/2026-11")
    recorded(journal, speech(2), visit)
    Transcripts(access).begin(visit, Language.ZH)
    Transcripts(access).append(visit, (Segment(1, "咳嗽五天了"),))
    Transcripts(access).correct(visit, (Correction(1, "咳嗽四天了"),))
    revisit = DueItem("d1", "", "", DueKind.REVISIT, "复诊", date(2026, 3, 4))
    FollowUps(access).put(visit, (revisit,))
    Seals(access).seal(visit, "医疗纠纷")
    Seals(access).unseal(visit, "双方同意")
    Consents(access).withdraw(visit)
    Records(access).save_draft(visit, written())


def rows_about(access: Access, visit: str) -> dict[str, int]:
    """Rows of every table that mention the visit anywhere."""
    tables = [
        name
        for (name,) in access.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%'"
        )
        if name not in ("audit", "deletion")
    ]
    counted = {}
    for table in tables:
        rows = access.db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        counted[table] = sum(visit in map(str, row) for row in rows)
    return {table: count for table, count in counted.items() if count}


def test_every_word_of_a_deleted_visit_is_gone(
    deletions: Deletions, doctor: Access, visit: str, journal: Journal, patient: str
) -> None:
    filled(doctor, journal, visit)

    deletions.delete(visit, "建错患者")

    assert rows_about(doctor, visit) == {}
    assert doctor.db.execute("SELECT count(*) FROM segment").fetchone() == (0,)
    assert doctor.db.execute("SELECT count(*) FROM correction").fetchone() == (0,)
    assert doctor.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert Visits(doctor).of_patient(patient) == ()


def test_no_word_of_it_is_left_in_the_index(
    deletions: Deletions, doctor: Access, visit: str, patient: str
) -> None:
    def pages_with(word: bytes) -> int:
        blocks = doctor.db.execute("SELECT block FROM record_words_data")
        return sum(word in bytes(block) for (block,) in blocks)

    Records(doctor).save_draft(visit, written("zostavirus"))
    for n in range(30):
        other = Visits(doctor).add(patient).id
        Records(doctor).save_draft(other, written(f"word{n}"))
    assert pages_with(b"zostavirus")

    deletions.delete(visit, "建错患者")

    assert not pages_with(b"zostavirus")


def test_no_copy_from_before_a_schema_step_gives_a_deleted_visit_back(
    deletions: Deletions, doctor: Access, visit: str, tmp_path: Path
) -> None:
    copy = copy_path(tmp_path / "records.db", "search")
    encrypted_copy(doctor.db, copy, KEY)

    deletions.delete(visit, "建错患者")

    assert not copy.exists()


def test_the_audio_goes_first_and_for_good(
    deletions: Deletions, doctor: Access, visit: str, journal: Journal
) -> None:
    recorded(journal, speech(2), visit)

    deletions.delete(visit, "建错患者")

    assert journal.visit(visit).state is AudioState.ERASED
    assert log_of(doctor)[-2:] == [("delete", "audio", "done"), ("delete", "visit", "done")]


def test_who_deleted_it_and_why_stays(
    deletions: Deletions, doctor: Access, visit: str, patient: str
) -> None:
    deletions.delete(visit, " 建错患者 ")

    (trace,) = deletions_of(doctor.db, patient)
    assert (trace.visit, trace.person, trace.reason) == (visit, doctor.person.id, "建错患者")


def test_the_log_keeps_every_row_about_what_is_gone(
    deletions: Deletions, doctor: Access, visit: str, journal: Journal
) -> None:
    filled(doctor, journal, visit)
    before = tuple(doctor.audit.entries())

    deletions.delete(visit, "建错患者")

    assert tuple(doctor.audit.entries())[: len(before)] == before
    assert doctor.audit.verify() > len(before)


def test_a_deletion_takes_a_reason(deletions: Deletions, visit: str) -> None:
    with pytest.raises(VisitRefused) as told:
        deletions.delete(visit, " ")

    assert told.value.reason == "reason"


def test_a_nurse_deletes_nothing(nurse: Access, journal: Journal, visit: str) -> None:
    with pytest.raises(ActionForbidden):
        Deletions(nurse, Audio(nurse, journal)).delete(visit, "建错患者")


def test_a_visit_that_is_not_there_is_told(deletions: Deletions) -> None:
    with pytest.raises(VisitUnknown):
        deletions.delete("never", "建错患者")


def test_a_visit_that_is_being_recorded_stays(
    deletions: Deletions, doctor: Access, visit: str, journal: Journal
) -> None:
    writer = journal.start(visit)
    try:
        with pytest.raises(JournalRefused):
            deletions.delete(visit, "建错患者")
    finally:
        writer.close()

    assert Visits(doctor).get(visit).id == visit


def test_a_signed_record_is_not_deleted_within_its_term(
    deletions: Deletions, doctor: Access, visit: str, journal: Journal
) -> None:
    recorded(journal, speech(2), visit)
    signed(doctor, visit, written())

    with pytest.raises(VisitRefused) as told:
        deletions.delete(visit, "患者要求")

    assert (told.value.reason, told.value.params["until"]) == ("retained", "2041-03-01")
    assert journal.visit(visit).state is AudioState.CLOSED


def test_a_later_visit_lengthens_the_term(
    deletions: Deletions, doctor: Access, visit: str, patient: str, clock: MovableClock
) -> None:
    signed(doctor, visit, written())
    clock.forward(days=365)
    Visits(doctor).add(patient, "revisit", started=clock.now.replace(tzinfo=None))

    with pytest.raises(VisitRefused) as told:
        deletions.delete(visit, "患者要求")

    assert told.value.params["until"] == "2042-03-01"


def test_after_the_term_it_goes_and_the_chain_of_the_patient_holds(
    deletions: Deletions, doctor: Access, visit: str, patient: str, clock: MovableClock
) -> None:
    later = Visits(doctor).add(patient, "revisit").id
    signed(doctor, visit, written())
    signed(doctor, later, written())
    for _ in range(16 * 13):
        clock.forward(days=29)
        terms.look(doctor.db, clock.now)

    deletions.delete(visit, "保存期满")

    assert rows_about(doctor, visit) == {}
    assert Records(doctor).verify(patient) == 1
    signed(doctor, later, written("咳嗽4天"), "更正病程")
    assert Records(doctor).versions(later)[1].position == 3
    assert Records(doctor).verify(patient) == 2


def test_a_date_that_jumped_ahead_deletes_no_record(
    deletions: Deletions, doctor: Access, visit: str, clock: MovableClock
) -> None:
    signed(doctor, visit, written())
    clock.forward(days=20 * 365)

    with pytest.raises(VisitRefused):
        deletions.delete(visit, "保存期满")


@pytest.mark.parametrize("change", ["UPDATE deletion SET reason = ''", "DELETE FROM deletion"])
def test_the_database_forgets_no_deletion(
    deletions: Deletions, visit: str, change: str
) -> None:
    deletions.delete(visit, "建错患者")

    with pytest.raises(ConstraintBroken):
        deletions.access.db.execute(change)
