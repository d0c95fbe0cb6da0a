"""A visit begins with what was answered before it, whichever way its own words come in."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from scripted_room import ScriptedRoom

from zhenlu.application.filing import Filing
from zhenlu.application.intake import answered, drafted, set_for
from zhenlu.application.ports import AudioStream
from zhenlu.application.templates import load
from zhenlu.application.writing_up import write_up
from zhenlu.domain.errors import IntakeInvalid
from zhenlu.domain.finding import Severity
from zhenlu.domain.intake import Intake
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SegmentOrigin, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.engines.scripted import ScriptedSpeechEngine
from zhenlu.storage.store import Store

_ANSWERS = {
    Language.ZH: {"duration": "3天", "sputum_colour": "黄色", "allergy": "青霉素"},
    Language.EN: {"duration": "3 days", "sputum_colour": "yellow", "allergy": "penicillin"},
}
_SAID = {
    Language.ZH: (Segment(1, "咳嗽几天了?", start_s=0.5, end_s=1.5),
                  Segment(2, "不对,是四天。", start_s=2.0, end_s=4.0)),
    Language.EN: (Segment(1, "How long have you had the cough?", start_s=0.5, end_s=1.5),
                  Segment(2, "Four days, actually.", start_s=2.0, end_s=4.0)),
}  # fmt: skip
_TEMPLATE = "outpatient-initial"


@pytest.fixture(params=list(Language))
def intake(request: pytest.FixtureRequest) -> Intake:
    language: Language = request.param
    return answered(set_for("cough", language), _ANSWERS[language], language)


def _written_up(
    filing: Filing, visit: Visit, language: Language, typed: Transcript | None = None
) -> Record:
    room = ScriptedRoom(ScriptedSpeechEngine(_SAID[language]))
    return write_up(
        filing, visit, lambda spoken: load(_TEMPLATE, spoken), room,
        lambda _event: None, threading.Event(), language, typed,
    )  # fmt: skip


def _origins(record: Record) -> list[str]:
    return [line.origin.value for line in record.transcript.heard]


def test_a_recording_that_is_taken_in_comes_behind_the_answers(
    filing: Filing, opened: Store, visit: Visit, intake: Intake
) -> None:
    opened.intakes.put(visit.id, intake)
    sound = AudioStream(10.0, iter([np.zeros(160_000, dtype=np.int16)]))
    taken = filing.take_in(visit, sound, threading.Event())

    record = _written_up(filing, taken, intake.language)

    assert _origins(record) == ["patient_typed"] * 3 + ["heard"] * 2
    assert opened.transcripts.of_visit(visit.id) == record.transcript
    assert [line.id for line in record.transcript] == [1, 2, 3, 4, 5]


def test_typed_words_come_behind_the_answers(
    filing: Filing, opened: Store, visit: Visit, intake: Intake
) -> None:
    opened.intakes.put(visit.id, intake)
    typed = Transcript(intake.language, _SAID[intake.language])

    record = _written_up(filing, visit, intake.language, typed)

    assert _origins(record) == ["patient_typed"] * 3 + ["heard"] * 2
    kept = opened.transcripts.of_visit(visit.id)
    assert kept is not None
    assert kept.heard == record.transcript.heard


def test_words_typed_in_another_language_than_the_answers_are_refused(
    filing: Filing, opened: Store, visit: Visit, intake: Intake
) -> None:
    opened.intakes.put(visit.id, intake)
    other = Language.EN if intake.language is Language.ZH else Language.ZH

    with pytest.raises(IntakeInvalid) as told:
        _written_up(filing, visit, other, Transcript(other, _SAID[other]))

    assert told.value.reason == "language"


def test_answers_are_taken_once(
    filing: Filing, opened: Store, visit: Visit, intake: Intake
) -> None:
    opened.intakes.put(visit.id, intake)

    filing.take_intake(visit)
    filing.take_intake(visit)

    kept = opened.transcripts.of_visit(visit.id)
    assert kept is not None
    assert kept.heard == intake.segments


def test_answers_that_changed_before_anybody_spoke_are_taken_anew(
    filing: Filing, opened: Store, visit: Visit, intake: Intake
) -> None:
    opened.intakes.put(visit.id, intake)
    filing.take_intake(visit)
    fewer = Intake(intake.complaint, intake.language, intake.by, intake.answers[:1])
    opened.intakes.put(visit.id, fewer)

    filing.take_intake(visit)

    kept = opened.transcripts.of_visit(visit.id)
    assert kept is not None
    assert kept.heard == fewer.segments


def test_the_draft_of_the_answers_alone_marks_them_as_the_patient_s(intake: Intake) -> None:
    record = drafted(intake, load(_TEMPLATE, intake.language), Visit("v"))

    statements = [each for section in record.sections for each in section.statements]
    from_answers = [each for each in statements if each.evidence]
    assert from_answers
    assert all(each.typed_by_patient for each in from_answers)
    assert all(line.origin is SegmentOrigin.PATIENT_TYPED for line in record.transcript)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        (Language.ZH, {"complaint": "胸痛，出冷汗，左肩也痛"}),
        (Language.EN, {"complaint": "crushing chest pain and sweating"}),
    ],
)
def test_a_danger_in_the_answers_is_told_before_anybody_spoke(
    language: Language, answers: dict[str, str]
) -> None:
    intake = answered(set_for("chest_pain", language), answers, language)

    record = drafted(intake, load(_TEMPLATE, language), Visit("v"))

    assert Severity.RED_FLAG in {finding.severity for finding in record.findings}


def test_what_a_companion_answered_stays_the_companion_s(
    filing: Filing, opened: Store, visit: Visit
) -> None:
    answers = _ANSWERS[Language.ZH]
    by_mother = answered(
        set_for("cough", Language.ZH), answers, Language.ZH, by=SpeakerRole.COMPANION
    )
    opened.intakes.put(visit.id, by_mother)

    record = _written_up(filing, visit, Language.ZH, Transcript(Language.ZH, _SAID[Language.ZH]))

    assert [line.role for line in record.transcript][:3] == [SpeakerRole.COMPANION] * 3


def test_characters_that_print_nothing_do_not_enter_an_answer() -> None:
    intake = answered(
        set_for("cough", Language.ZH), {"complaint": "咳\n嗽\u202e\x07 三天\u200b"}, Language.ZH
    )

    assert [line.text for line in intake.segments] == ["咳 嗽 三天"]
