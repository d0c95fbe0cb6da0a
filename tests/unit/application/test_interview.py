"""The questions before a visit, forwards, backwards and gone on with."""

from __future__ import annotations

import pytest

from zhenlu.application.intake import OWN_WORDS
from zhenlu.application.interview import Interview
from zhenlu.domain.errors import IntakeInvalid
from zhenlu.domain.intake import Intake
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.domain.visit import Patient

ZH, EN = Language.ZH, Language.EN
_LENGTHS = {ZH: "3天", EN: "3 days"}
_OWN = {ZH: "咳嗽得厉害", EN: "a bad cough"}


def _asked(interview: Interview) -> str:
    return interview.question.id if interview.question is not None else ""


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture
def interview(language: Language) -> Interview:
    return Interview(Intake("", language), Patient())


def test_a_complaint_in_the_patient_s_own_words_finds_its_questions_and_comes_first(
    interview: Interview, language: Language
) -> None:
    interview.tell(_OWN[language])
    interview.answer(_LENGTHS[language])

    assert interview.intake.complaint == "cough"
    assert [each.question for each in interview.intake.answers] == [OWN_WORDS, "duration"]
    assert interview.intake.segments[0].text == _OWN[language]


def test_what_was_told_in_own_words_is_not_asked_again(
    interview: Interview, language: Language
) -> None:
    interview.tell(_OWN[language])
    asked = []
    while interview.question is not None:
        asked.append(interview.question.id)
        interview.skip()

    assert OWN_WORDS not in asked
    assert len(asked) == interview.count


def test_words_that_fit_no_set_lead_to_the_general_questions(interview: Interview) -> None:
    interview.tell("zzz")

    assert interview.intake.complaint == "general"


def test_back_and_forth_leaves_the_answer_as_it_was(
    interview: Interview, language: Language
) -> None:
    interview.choose("cough")
    interview.answer(_LENGTHS[language])

    assert interview.back()
    assert interview.given(_asked(interview)) == _LENGTHS[language]
    assert not interview.back()


def test_a_question_that_is_skipped_loses_its_answer(
    interview: Interview, language: Language
) -> None:
    interview.choose("cough")
    interview.answer(_LENGTHS[language])
    interview.back()
    interview.skip()

    assert interview.intake.answers == ()


def test_an_answer_of_the_wrong_kind_leaves_the_question_open(interview: Interview) -> None:
    interview.choose("fever")
    interview.skip()

    with pytest.raises(IntakeInvalid):
        interview.answer("99")

    assert _asked(interview) == "highest"


def test_another_complaint_takes_no_answers_of_the_first_along(
    interview: Interview, language: Language
) -> None:
    interview.choose("cough")
    interview.answer(_LENGTHS[language])
    while _asked(interview) != "smoking":
        interview.skip()
    interview.answer("yes")
    interview.choose("fever")

    assert [each.question for each in interview.intake.answers] == ["smoking"]


def test_it_goes_on_at_the_first_question_that_is_open(
    interview: Interview, language: Language
) -> None:
    interview.choose("cough")
    interview.answer(_LENGTHS[language])
    again = Interview(interview.intake, Patient())
    again.answered_by(SpeakerRole.COMPANION)

    assert _asked(again) == "sputum"
    assert again.intake.by is SpeakerRole.COMPANION
    assert [each.given for each in again.intake.answers] == [_LENGTHS[language]]


def test_a_boy_is_asked_neither_about_smoking_nor_about_a_child_of_his_own(
    language: Language,
) -> None:
    interview = Interview(Intake("", language), Patient(sex="male", age_years=6))
    interview.choose("cough")
    asked = set()
    while interview.question is not None:
        asked.add(interview.question.id)
        interview.skip()

    assert not asked & {"smoking", "alcohol", "pregnant"}


def test_too_long_a_complaint_is_refused(interview: Interview) -> None:
    with pytest.raises(IntakeInvalid) as told:
        interview.tell("疼" * 301)

    assert told.value.reason == "long"
    assert not interview.has_complaint
