"""Finding patients and records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from clinic_at_work import log_of, signed, written
from journal_audio import recorded, speech

from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.record import FieldValue, Section
from zhenlu.domain.search import Question, WantedFact
from zhenlu.domain.visit import VisitState
from zhenlu.storage import search_index
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.deletion import Deletions
from zhenlu.storage.journal import Journal
from zhenlu.storage.patients import Patients
from zhenlu.storage.records import Records
from zhenlu.storage.search import Search
from zhenlu.storage.visits import Visits


def asking(*groups: str) -> Question:
    """A question for records; wordings of a group are parted by a stroke."""
    return Question(words=tuple(tuple(group.split("|")) for group in groups))


def found(access: Access, question: Question) -> list[str]:
    return [record.visit for record in Search(access).records(question)]


def visit_of(access: Access, patient: str, text: str, day: int = 2, **more: object) -> str:
    visit = Visits(access).add(patient, started=datetime(2026, 3, day, 9, 0)).id
    signed(access, visit, replace(written(text), **more))  # type: ignore[arg-type]
    return visit


@pytest.mark.parametrize("typed", ["王小", "小明", "明", "wxm", "xm", "wangx", "xiaoming", "WANG",
                                   "A-17", "王小明 a-17"])  # fmt: skip
def test_half_a_name_finds_the_patient(doctor: Access, typed: str) -> None:
    wanted = Patients(doctor).add("王小明", number="A-17")
    Patients(doctor).add("李四", number="B-2")

    assert Search(doctor).patients(typed) == (wanted,)


@pytest.mark.parametrize("typed", ["sxd", "shanxiaodong", "dxd", "danx"])
def test_a_surname_with_several_readings_is_found_by_each(doctor: Access, typed: str) -> None:
    wanted = Patients(doctor).add("单晓东")

    assert Search(doctor).patients(typed) == (wanted,)


def test_an_english_name_is_found_by_any_of_its_words(doctor: Access) -> None:
    wanted = Patients(doctor).add("Anna-Maria O'Neill")

    for typed in ("anna", "mar", "neill", "Anna Neill"):
        assert Search(doctor).patients(typed) == (wanted,)


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(doctor: Access, patient: str) -> None:
    known = Patients(doctor).get(patient)
    Patients(doctor).correct(replace(known, name="汪强"))

    assert [p.name for p in Search(doctor).patients("汪强")] == ["汪强"]
    assert Search(doctor).patients("王某") == ()


@pytest.mark.parametrize("typed", ["", "  ", "\"'*()", "AND", "OR NOT", "words:", '"'])
def test_nothing_typed_breaks_the_search(doctor: Access, patient: str, typed: str) -> None:
    assert Search(doctor).patients(typed) == ()
    assert Search(doctor).records(Question(words=((typed,),))) == ()


@pytest.mark.parametrize("asked", ["头痛", "痛", "咳嗽5天", "38.5", "amox", "Amoxicillin"])
def test_words_of_the_record_find_it(doctor: Access, patient: str, asked: str) -> None:
    wanted = visit_of(doctor, patient, "头痛伴发热,体温38.5℃。咳嗽5天。Amoxicillin 500 mg。")
    visit_of(doctor, patient, "腹泻2天。")

    assert found(doctor, asking(asked)) == [wanted]


def test_a_stretch_across_two_words_is_not_found_where_it_does_not_stand(
    doctor: Access, patient: str
) -> None:
    visit_of(doctor, patient, "头晕,牙痛。")

    assert found(doctor, asking("头痛")) == []
    assert found(doctor, asking("晕牙")) == []


def test_of_every_group_one_wording_has_to_stand(doctor: Access, patient: str) -> None:
    first = visit_of(doctor, patient, "腹泻3天,发热。")
    second = visit_of(doctor, patient, "拉肚子3天。", day=3)

    assert set(found(doctor, asking("拉肚子|腹泻"))) == {first, second}
    assert found(doctor, asking("拉肚子|腹泻", "发热")) == [first]


def test_days_and_template_narrow_it_down(doctor: Access, patient: str) -> None:
    early = visit_of(doctor, patient, "咳嗽。", day=2)
    late = visit_of(doctor, patient, "咳嗽。", day=9, template="nursing-followup")
    cough = asking("咳嗽")

    assert found(doctor, replace(cough, since=date(2026, 3, 3))) == [late]
    assert found(doctor, replace(cough, until=date(2026, 3, 2))) == [early]
    assert found(doctor, replace(cough, template="nursing-followup")) == [late]
    assert found(doctor, replace(cough, since=date(2026, 3, 3), until=date(2026, 3, 8))) == []


def test_days_alone_list_their_visits_the_latest_first(doctor: Access, patient: str) -> None:
    early, late = visit_of(doctor, patient, "咳嗽。", day=2), visit_of(doctor, patient, "b", day=9)

    assert found(doctor, Question(since=date(2026, 3, 1))) == [late, early]


def test_a_value_above_a_bound_is_found(doctor: Access, patient: str) -> None:
    def pressure(value: str) -> tuple[Fact, ...]:
        return (Fact(FactKind.VITAL, "血压", 1, value=value, unit="mmHg"),)

    visit_of(doctor, patient, "血压120/80。", facts=pressure("120/80"))
    systolic = visit_of(doctor, patient, "血压150/85。", day=3, facts=pressure("150/85"))
    diastolic = visit_of(doctor, patient, "血压130/95。", day=4, facts=pressure("130/95"))
    high = WantedFact(FactKind.VITAL, ("血压",), at_least=(140, 90))

    assert found(doctor, Question(facts=(high,))) == [diastolic, systolic]
    assert found(doctor, Question(facts=(high,), words=(("130",),))) == [diastolic]
    assert found(doctor, Question(facts=(high,), until=date(2026, 3, 3))) == [systolic]


def test_who_has_an_allergy_comes_before_who_only_speaks_of_it(
    doctor: Access, patient: str
) -> None:
    def allergy(polarity: Polarity) -> tuple[Fact, ...]:
        return (Fact(FactKind.ALLERGY, "青霉素", 1, polarity),)

    denied = visit_of(doctor, patient, "否认青霉素过敏。", day=9, facts=allergy(Polarity.ABSENT))
    allergic = visit_of(doctor, patient, "对青霉素过敏。", facts=allergy(Polarity.PRESENT))
    wanted = WantedFact(FactKind.ALLERGY, ("青霉素",), wordings=("青霉素过敏",))

    assert found(doctor, Question(facts=(wanted,))) == [allergic, denied]


def test_another_s_disease_is_not_the_patient_s(doctor: Access, patient: str) -> None:
    mothers = (Fact(FactKind.HISTORY, "糖尿病", 1, subject=Subject.FAMILY),)
    visit_of(doctor, patient, "母亲患糖尿病。", facts=mothers)

    assert found(doctor, Question(facts=(WantedFact(FactKind.HISTORY, ("糖尿病",)),))) == []


def test_what_is_found_shows_whose_it_is_and_the_sentence(doctor: Access, patient: str) -> None:
    visit = visit_of(doctor, patient, "咳嗽5天。对青霉素过敏。")

    (record,) = Search(doctor).records(asking("青霉素"))

    assert (record.visit, record.patient.name, record.state) == (visit, "王某", VisitState.SIGNED)
    assert (record.section, record.excerpt) == ("chief_complaint", "对青霉素过敏。")
    assert "青霉素" not in repr(record)
    assert "王某" not in repr(record)


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Low back pain for 3 weeks. Temperature 38.5 since Monday.", "monday",
         "Temperature 38.5 since Monday."),
        ("咳嗽5天；对青霉素过敏！体温38.5℃。", "青霉素", "对青霉素过敏！"),
        ("cough " * 20, "cough", ("cough " * 14)[:79] + "…"),
    ],
)  # fmt: skip
def test_the_sentence_that_is_shown_ends_where_it_ends(
    doctor: Access, patient: str, text: str, asked: str, shown: str
) -> None:
    visit_of(doctor, patient, text)

    (record,) = Search(doctor).records(asking(asked))

    assert record.excerpt == shown


def test_a_form_s_fields_are_found(doctor: Access, patient: str) -> None:
    fields = (FieldValue("adherence", "服药依从性", "间断"),)
    wanted = visit_of(doctor, patient, "x", sections=(Section("plan", "用药", fields=fields),))

    assert found(doctor, asking("依从性", "间断")) == [wanted]


def test_an_amendment_is_found_by_its_words_and_no_longer_by_the_old(
    doctor: Access, patient: str
) -> None:
    visit = visit_of(doctor, patient, "咳嗽5天。")
    signed(doctor, visit, written("头痛2天。"), "更正")

    assert found(doctor, asking("头痛")) == [visit]
    assert found(doctor, asking("咳嗽")) == []


def test_a_draft_is_found_but_not_one_over_a_signed_record(doctor: Access, patient: str) -> None:
    visit = visit_of(doctor, patient, "咳嗽5天。")
    Records(doctor).save_draft(visit, written("头痛2天。"))
    other = Visits(doctor).add(patient).id
    Records(doctor).save_draft(other, written("腹痛1天。"))

    assert found(doctor, asking("头痛")) == []
    assert found(doctor, asking("腹痛")) == [other]


def test_a_deleted_visit_is_not_found(
    doctor: Access, visit: str, journal: Journal
) -> None:
    recorded(journal, speech(1), visit)
    Records(doctor).save_draft(visit, written("咳嗽5天。"))

    Deletions(doctor, Audio(doctor, journal)).delete(visit, "建错患者")

    assert found(doctor, asking("咳嗽")) == []


def test_an_index_that_was_cut_otherwise_is_drawn_anew(doctor: Access, patient: str) -> None:
    wanted = visit_of(doctor, patient, "咳嗽5天。")
    open_draft = Visits(doctor).add(patient).id
    Records(doctor).save_draft(open_draft, written("腹痛。"))
    assert search_index.ensure(doctor.db)
    doctor.db.execute("UPDATE search_form SET form = 0")
    doctor.db.execute("DELETE FROM record_words")

    assert search_index.ensure(doctor.db)

    assert not search_index.ensure(doctor.db)
    assert found(doctor, asking("咳嗽")) == [wanted]
    assert found(doctor, asking("腹痛")) == [open_draft]
    assert len(Search(doctor).patients("王某")) == 1


def test_an_admin_finds_nobody_and_the_attempt_is_in_the_log(admin: Access) -> None:
    with pytest.raises(ActionForbidden):
        Search(admin).patients("王")
    with pytest.raises(ActionForbidden):
        Search(admin).records(asking("咳嗽"))

    assert log_of(admin)[-1] == ("view", "search", "refused")


def test_the_log_does_not_tell_what_was_looked_for(doctor: Access, patient: str) -> None:
    Search(doctor).patients("王")
    Search(doctor).records(asking("咳嗽"))

    assert log_of(doctor)[-2:] == [("view", "search", "done")] * 2
    assert "王" not in str(list(doctor.audit.entries()))
