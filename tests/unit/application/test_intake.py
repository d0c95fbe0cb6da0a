"""Intake before the visit: answers become facts, and stay known as the patient's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.drafting import TYPED_BY_PATIENT
from zhenlu.application.intake import (
    answered,
    complaints,
    questions,
    set_for,
)
from zhenlu.application.intake_questions import Question, QuestionSet, question_sets
from zhenlu.application.reviewing import section_rewritten
from zhenlu.application.templates import load
from zhenlu.domain.errors import IntakeInvalid, ResourceBroken
from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.domain.intake import Intake
from zhenlu.domain.record import Record, Support
from zhenlu.domain.transcript import (
    Language,
    Segment,
    SegmentOrigin,
    SpeakerRole,
    Transcript,
)
from zhenlu.domain.visit import Patient, Visit
from zhenlu.export.record_json import from_json, to_json
from zhenlu.export.text import to_text
from zhenlu.language.extraction import extract_facts

ZH, EN = Language.ZH, Language.EN
FEVER = {"duration": "3天", "highest": "39.2", "cough": "有", "rash": "没有", "allergy": "青霉素"}

#: Answers that stand as words only: nobody's extractor has a fact for them.
WORDS_ONLY = {
    ("zh", "general", "pregnant"),
    ("zh", "general", "medicines"),
    ("en", "sore_throat", "mouth"),
    ("en", "back_pain", "urine"),
    ("en", "back_pain", "injury"),
    ("en", "joint_pain", "injury"),
    ("en", "insomnia", "early"),
    ("en", "general", "medicines"),
    ("en", "general", "pregnant"),
}

#: Questions for a detail: their "no" leaves the complaint itself standing.
DETAILS = {("cough", "night"), ("headache", "worst"), ("chest_pain", "arm")}


def visit_after(intake: Intake, *lines: tuple[SpeakerRole, str]) -> Record:
    heard = tuple(Segment(n, text, role) for n, (role, text) in enumerate(lines, start=1))
    transcript = intake.before(Transcript(intake.language, heard))
    template = load("outpatient-initial", intake.language)
    return Consultation(Visit("v"), lambda _: template).from_transcript(transcript, None)


def polar_questions() -> list[object]:
    return [
        pytest.param(chosen, question, language, id=f"{language}-{chosen.id}-{question.id}")
        for language in Language
        for chosen in question_sets()
        for question in chosen.question
        if question.kind == "yes_no"
        and (language.value, chosen.id, question.id) not in WORDS_ONLY
    ]


@pytest.mark.parametrize(("chosen", "question", "language"), polar_questions())
def test_yes_is_never_read_as_a_denial_nor_no_as_a_complaint(
    chosen: QuestionSet, question: Question, language: Language
) -> None:
    woman = Patient(sex="female", age_years=30)
    read = {
        word: extract_facts(
            Transcript(
                language, answered(chosen, {question.id: word}, language, patient=woman).segments
            )
        )
        for word in ("yes", "no")
    }

    assert read["yes"][0].polarity is Polarity.PRESENT
    if (chosen.id, question.id) not in DETAILS:
        assert all(fact.polarity is Polarity.ABSENT for fact in read["no"])


def test_there_are_sets_for_at_least_a_dozen_complaints_and_a_general_one() -> None:
    assert len(complaints(ZH)) >= 12
    assert [title for _, title in complaints(EN)] != [title for _, title in complaints(ZH)]
    assert sum(s.general for s in question_sets()) == 1


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("孩子发烧两天了", ZH, "fever"),
        ("胸口疼得厉害", ZH, "chest_pain"),
        ("diabetes", EN, "diabetes"),
        ("my lower back hurts", EN, "back_pain"),
        ("fever", ZH, "fever"),
        ("想开点药", ZH, "general"),
    ],
)
def test_a_complaint_in_the_patients_words_finds_its_set(
    said: str, language: Language, expected: str
) -> None:
    assert set_for(said, language).id == expected


def test_every_set_asks_for_allergies_and_medicines_too() -> None:
    for chosen in question_sets():
        assert {"allergy", "medicines"} <= {q.id for q in questions(chosen)}


def test_a_man_and_a_child_are_not_asked_about_pregnancy() -> None:
    fever = set_for("fever", ZH)

    def asked(patient: Patient) -> set[str]:
        return {q.id for q in questions(fever, patient)}

    assert "pregnant" in asked(Patient(sex="female", age_years=30))
    assert "pregnant" not in asked(Patient(sex="male", age_years=30))
    assert "pregnant" not in asked(Patient(sex="female", age_years=6))


def test_answers_become_segments_that_the_patient_typed() -> None:
    intake = answered(set_for("fever", ZH), FEVER, ZH)

    assert [s.text for s in intake.segments][:2] == ["发热3天", "最高体温39.2℃"]
    assert {s.origin for s in intake.segments} == {SegmentOrigin.PATIENT_TYPED}
    assert {s.role for s in intake.segments} == {SpeakerRole.PATIENT}


def test_blank_answers_are_left_out() -> None:
    chosen = set_for("fever", ZH)
    intake = answered(chosen, {"duration": "3天", "cough": "  "}, ZH)

    assert len(intake.segments) == 1


def test_the_draft_rests_on_typed_answers_and_says_so() -> None:
    record = visit_after(answered(set_for("fever", ZH), FEVER, ZH))
    illness = record.section("history_of_present_illness")
    allergy = record.section("allergy_history")

    assert illness is not None
    assert allergy is not None
    assert "3天前出现发热" in illness.text
    assert "（患者自填）" in illness.text
    assert allergy.text == "青霉素过敏（患者自填）。"
    assert {s.support for s in allergy.statements} == {Support.SUPPORTED}
    assert all(s.typed_by_patient for s in allergy.statements)


def test_the_mark_is_no_fault_of_the_complaint_s_style() -> None:
    record = visit_after(answered(set_for("cough", ZH), {"duration": "3天"}, ZH))
    complaint = record.section("chief_complaint")

    assert complaint is not None
    assert complaint.text == "咳嗽3天（患者自填）"
    assert "F05" not in {finding.rule for finding in record.findings}


def test_what_the_doctor_hears_too_is_no_longer_only_typed() -> None:
    record = visit_after(
        answered(set_for("fever", ZH), {"allergy": "青霉素"}, ZH),
        (SpeakerRole.DOCTOR, "有药物过敏吗"),
        (SpeakerRole.PATIENT, "青霉素过敏,起皮疹"),
    )
    allergy = record.section("allergy_history")

    assert allergy is not None
    assert "患者自填" not in allergy.text


def test_the_visit_corrects_what_was_typed() -> None:
    record = visit_after(
        answered(set_for("fever", ZH), {"duration": "3天"}, ZH),
        (SpeakerRole.DOCTOR, "发烧几天了"),
        (SpeakerRole.PATIENT, "发烧五天了"),
    )

    fever = [f for f in record.facts if f.kind is FactKind.SYMPTOM and f.name == "发热"]
    assert [(f.value, f.unit) for f in fever] == [("5", "天")]


def test_the_visits_words_move_behind_the_answers() -> None:
    intake = answered(set_for("fever", ZH), FEVER, ZH)
    whole = intake.before(Transcript(ZH, (Segment(1, "你好", start_s=3.0),)))

    assert [s.id for s in whole.heard] == list(range(1, len(FEVER) + 2))
    assert whole.heard[-1].start_s == 3.0


def test_a_typed_answer_survives_being_stored() -> None:
    record = visit_after(answered(set_for("fever", ZH), FEVER, ZH))

    read = from_json(to_json(record))

    assert read.transcript.heard[0].origin is SegmentOrigin.PATIENT_TYPED
    assert read.sections == record.sections


def test_a_printed_record_shows_which_sentences_were_typed() -> None:
    record = visit_after(answered(set_for("cough", EN), {"duration": "3 days"}, EN))

    assert f"{TYPED_BY_PATIENT[EN]}." in to_text(record)


@pytest.mark.parametrize(("language", "given"), [(ZH, FEVER), (EN, {"duration": "3 days"})])
def test_a_typed_sentence_is_found_in_its_section_with_its_mark(
    language: Language, given: dict[str, str]
) -> None:
    record = visit_after(answered(set_for("fever", language), given, language))

    for section in record.sections:
        typed = [each for each in section.statements if each.typed_by_patient]
        placed = [statement for _, _, statement in section.placed()]
        assert [each for each in placed if each.typed_by_patient] == typed
        assert section_rewritten(section, section.text) == section


def test_an_english_answer_is_read_like_a_chinese_one() -> None:
    given = {"duration": "3 days", "fever": "no", "allergy": "none"}
    record = visit_after(answered(set_for("cough", EN), given, EN))

    found = {(f.kind, f.name, f.polarity) for f in record.facts}
    assert (FactKind.SYMPTOM, "cough", Polarity.PRESENT) in found
    assert (FactKind.SYMPTOM, "fever", Polarity.ABSENT) in found
    assert (FactKind.ALLERGY, "drug allergy", Polarity.ABSENT) in found


def test_a_companion_may_answer_for_a_child() -> None:
    intake = answered(set_for("fever", ZH), FEVER, ZH, by=SpeakerRole.COMPANION)

    assert {s.role for s in intake.segments} == {SpeakerRole.COMPANION}


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"nonsense": "有"}, "question"),
        ({"cough": "也许"}, "answer"),
        ({"duration": "很久"}, "answer"),
        ({"highest": "三十九"}, "answer"),
        ({"highest": "390"}, "range"),
        ({"complaint": "疼" * 301}, "long"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_without_its_words(
    answers: dict[str, str], reason: str
) -> None:
    with pytest.raises(IntakeInvalid) as caught:
        answered(set_for("fever", ZH), answers, ZH)

    assert caught.value.reason == reason
    assert not set(answers.values()) & {str(v) for v in caught.value.params.values()}


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(IntakeInvalid):
        answered(set_for("cough", ZH), {"sputum_colour": "蓝色"}, ZH)


def test_an_intake_in_another_language_does_not_enter_the_visit() -> None:
    intake = answered(set_for("fever", ZH), FEVER, ZH)

    with pytest.raises(IntakeInvalid) as caught:
        intake.before(Transcript(EN, (Segment(1, "Hello"),)))

    assert caught.value.reason == "language"


def test_a_broken_question_is_pointed_at_by_its_line(data_folder: Path) -> None:
    (data_folder / "intake").mkdir()
    (data_folder / "intake" / "questions.toml").write_text(
        '[[set]]\nid = "x"\nzh = "x"\nen = "x"\ngeneral = true\nmatch = { zh = [], en = [] }\n'
        'source = 5\n[[set.question]]\nid = "a"\nkind = "text"\nzh = "x"\nen = "x"\n'
        'says = { zh = "x", en = "x" }\n',
        encoding="utf-8",
    )

    with pytest.raises(ResourceBroken) as caught:
        question_sets()

    assert caught.value.params["line"] == 7
