"""The questions before a visit, asked one after the other: where somebody stands in them."""

from __future__ import annotations

from dataclasses import replace

from zhenlu.application.intake import OWN_WORDS, answer, plain, questions, set_for
from zhenlu.application.intake_questions import Question
from zhenlu.domain.intake import Answer, Intake
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.domain.visit import Patient


class Interview:
    """One intake being filled in: forwards, backwards, with questions left out.

    Args:
        intake: What was answered before, or no more than the language.
        patient: Sex and age choose the questions.
    """

    def __init__(self, intake: Intake, patient: Patient) -> None:
        self._kept, self._patient = intake, patient
        self._answers = {each.question: each for each in intake.answers}
        self._asked: tuple[Question, ...] = ()
        self._at = 0
        if intake.complaint:
            self._ask(intake.complaint)
            self._at = self._first_open()

    @property
    def intake(self) -> Intake:
        """What is answered so far, the patient's own words first."""
        order = (OWN_WORDS, *(question.id for question in self._asked))
        given = {each: self._answers[each] for each in order if each in self._answers}
        return replace(self._kept, answers=tuple(given.values()))

    @property
    def has_complaint(self) -> bool:
        return bool(self._kept.complaint)

    @property
    def own_words(self) -> str:
        """The complaint as it was typed, "" where it was chosen from the list."""
        return self.given(OWN_WORDS)

    @property
    def question(self) -> Question | None:
        """What is asked now; None after the last one, and before the complaint is known."""
        return self._asked[self._at] if self._at < len(self._asked) else None

    @property
    def number(self) -> int:
        """Of the present question, from 1."""
        return self._at + 1

    @property
    def count(self) -> int:
        return len(self._asked)

    def given(self, question: str) -> str:
        """What was filled in for a question, "" for none."""
        found = self._answers.get(question)
        return found.given if found is not None else ""

    def answered_by(self, role: SpeakerRole) -> None:
        """Who answers: the patient, or a companion."""
        self._kept = replace(self._kept, by=role)

    def choose(self, complaint: str) -> None:
        """Take a complaint from the list; its questions begin."""
        self._take(set_for(complaint, self._kept.language).id)

    def tell(self, words: str) -> None:
        """Take the complaint in the patient's own words; the questions that fit them begin.

        Raises:
            IntakeInvalid: Reason "long".
        """
        chosen = set_for(plain(words), self._kept.language)
        listed = {each.id: each for each in questions(chosen, self._patient)}
        own = answer(listed[OWN_WORDS], words, self._kept.language)
        self._take(chosen.id, own)

    def answer(self, given: str) -> None:
        """Answer the present question and go on; nothing typed leaves it out.

        Raises:
            IntakeInvalid: Reasons "answer", "range", "long"; it is still asked then.
        """
        if self.question is None:
            return
        if not plain(given):
            self.skip()
            return
        self._answers[self.question.id] = answer(self.question, given, self._kept.language)
        self._at += 1

    def skip(self) -> None:
        """Leave the present question without an answer and go on."""
        if self.question is not None:
            self._answers.pop(self.question.id, None)
            self._at += 1

    def back(self) -> bool:
        """Go to the question before; False where this is the first one."""
        if self._at == 0:
            return False
        self._at -= 1
        return True

    def _take(self, complaint: str, own: Answer | None = None) -> None:
        """Begin on a set. Answers to questions that it asks in the same way stay."""
        before = {question.id: question for question in self._asked}
        self._kept = replace(self._kept, complaint=complaint)
        self._answers.pop(OWN_WORDS, None)
        if own is not None:
            self._answers[OWN_WORDS] = own
        self._ask(complaint)
        same = {q.id for q in self._asked if before.get(q.id, q) == q}
        self._answers = {
            each: given for each, given in self._answers.items() if each in {*same, OWN_WORDS}
        }
        self._at = 0

    def _first_open(self) -> int:
        """Where to go on; at the beginning where every question is answered."""
        still_open = (at for at, q in enumerate(self._asked) if q.id not in self._answers)
        return next(still_open, 0)

    def _ask(self, complaint: str) -> None:
        """What was told in the patient's own words is not asked again."""
        listed = questions(set_for(complaint, self._kept.language), self._patient)
        told = OWN_WORDS in self._answers
        self._asked = tuple(q for q in listed if not (told and q.id == OWN_WORDS))


__all__ = ["Interview"]
