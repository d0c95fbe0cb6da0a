"""Intake before the visit (预问诊): answers become words that the draft rests on like any other.

Every answered question is one segment, typed by the patient and known as that. The visit's
own words come after it, so what the doctor hears later corrects what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhenlu.application.consultation import Consultation
from zhenlu.application.intake_questions import Question, QuestionSet, question_sets
from zhenlu.domain.errors import IntakeInvalid
from zhenlu.domain.intake import Answer, Intake
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.domain.visit import Patient, Visit
from zhenlu.language.extraction import read_numbers

#: The question for the complaint in the patient's own words.
OWN_WORDS = "complaint"

_YES = ("yes", "y", "true", "是", "有", "对")
_NO = ("no", "n", "false", "否", "没有", "无", "不")
_DURATION = {
    Language.ZH: re.compile(r"(?:\d+(?:\.\d+)?|半)(?:多|余)?(?:分钟|小时|天|日|周|个星期|个月|年)"),
    Language.EN: re.compile(
        r"(?:\d+|an?|half an?)\s*(?:minutes?|hours?|days?|weeks?|months?|years?)", re.IGNORECASE
    ),
}
#: An answer is a few words, not an essay.
MOST_CHARS = 300

#: Question id to what was filled in.
Answers = Mapping[str, str]


def complaints(language: Language) -> tuple[tuple[str, str], ...]:
    """Id and title of every complaint that has a set of its own."""
    return tuple((s.id, s.title(language)) for s in question_sets() if not s.general)


def set_for(said: str, language: Language) -> QuestionSet:
    """The set of a complaint by id, or by what the patient calls it; else the general one."""
    sets = question_sets()
    by_id = next((s for s in sets if s.id == said), None)
    if by_id is not None:
        return by_id
    text = said.casefold()
    # The longest word that fits tells most: 胸痛 before 痛.
    fitting = [
        (len(word), s)
        for s in sets
        for word in s.match.get(language, ())
        if word.casefold() in text
    ]
    if fitting:
        return max(fitting, key=lambda found: found[0])[1]
    return next(s for s in sets if s.general)


def questions(
    chosen: QuestionSet, patient: Patient | None = None
) -> tuple[Question, ...]:
    """What to ask: the set's own questions, then the general ones, each once."""
    whom = patient or Patient()
    general = next(s for s in question_sets() if s.general)
    listed = chosen.question if chosen.general else (*chosen.question, *general.question)
    asked: dict[str, Question] = {}
    for question in listed:
        if question.is_for(whom):
            asked.setdefault(question.id, question)
    return tuple(asked.values())


def answered(
    chosen: QuestionSet,
    answers: Answers,
    language: Language,
    *,
    patient: Patient | None = None,
    by: SpeakerRole = SpeakerRole.PATIENT,
) -> Intake:
    """The answers as segments, in the order of the questions; what is blank is left out.

    Args:
        answers: Question id → what was filled in; a choice by its label, yes/no in words.
        by: A companion may fill it in for a child.

    Raises:
        IntakeInvalid: reason "question" (no such question here), "answer" (not of the
            question's kind), "range" (a number out of bounds) or "long".
    """
    asked = {question.id: question for question in questions(chosen, patient)}
    unknown = next((key for key in answers if key not in asked), None)
    if unknown is not None:
        raise IntakeInvalid("question", complaint=chosen.id)
    filled = ((question, answers.get(question.id, "")) for question in asked.values())
    given = tuple(answer(q, text, language) for q, text in filled if plain(text))
    return Intake(chosen.id, language, by, given)


def answer(question: Question, given: str, language: Language) -> Answer:
    """One answer and the sentence that it becomes.

    Raises:
        IntakeInvalid: As `answered`.
    """
    given = plain(given)
    return Answer(question.id, given, _sentence(question, given, language))


def plain(given: str) -> str:
    """What was typed as one line, without characters that print nothing."""
    return "".join(each for each in " ".join(given.split()) if each.isprintable())


def drafted(intake: Intake, template: Template, visit: Visit) -> Record:
    """What the rules make of the answers alone, checked: what a visit has to begin with."""
    return Consultation(visit, lambda _language: template).from_transcript(
        intake.transcript, None
    )


def _sentence(question: Question, given: str, language: Language) -> str:
    if len(given) > MOST_CHARS:
        raise IntakeInvalid("long", question=question.id, limit=MOST_CHARS)
    if question.nothing is not None and given.casefold().rstrip("。.") in question.none:
        return question.nothing.of(language)
    if question.kind == "yes_no":
        return _yes_or_no(question, given, language)
    if question.kind == "choice":
        chosen = next((o for o in question.option if given in (o.zh, o.en)), None)
        if chosen is None:
            raise IntakeInvalid("answer", question=question.id)
        return chosen.says.of(language)
    if question.kind == "number":
        given = _number(question, given)
    elif question.kind == "duration":
        given = read_numbers(given, language)
        if not _DURATION[language].fullmatch(given):
            raise IntakeInvalid("answer", question=question.id)
    return question.says.of(language).replace("{value}", given) if question.says else given


def _yes_or_no(question: Question, given: str, language: Language) -> str:
    word = given.casefold()
    if word in _YES and question.yes is not None:
        return question.yes.of(language)
    if word in _NO and question.no is not None:
        return question.no.of(language)
    raise IntakeInvalid("answer", question=question.id)


def _number(question: Question, given: str) -> str:
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)", given.removesuffix(question.unit).strip())
    if match is None:
        raise IntakeInvalid("answer", question=question.id)
    value = float(match[1])
    low, high = question.low, question.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise IntakeInvalid("range", question=question.id, low=low or 0, high=high or 0)
    return match[1]
