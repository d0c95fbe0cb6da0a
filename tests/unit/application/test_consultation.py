"""One visit through all its steps, and what becomes of it when a part fails."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from zhenlu.application import events
from zhenlu.application.consultation import Consultation
from zhenlu.application.ports import (
    AudioStream,
    Drafted,
    DraftLine,
    DraftTask,
    OnEvent,
    SpeechOptions,
)
from zhenlu.application.templates import fingerprint, load
from zhenlu.domain.errors import Cancelled, EngineFailed, LanguageMismatch
from zhenlu.domain.record import EngineUsed, Layer
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit, VisitState
from zhenlu.engines.scripted import ScriptedSpeechEngine
from zhenlu.export.record_json import from_json, to_json

_SEGMENTS = (
    Segment(1, "哪里不舒服?", start_s=0.5, end_s=1.5),
    Segment(2, "咳嗽三天了,有黄痰。", start_s=2.0, end_s=4.0),
    Segment(3, "考虑急性支气管炎,吃点氨溴索,一次三十毫克,一天三次。", start_s=5.0, end_s=9.0),
)


class _Writer:
    """A drafting engine that answers with the lines it was given."""

    def __init__(
        self, lines: tuple[DraftLine, ...], read_to: int = 3, facts_to: int = 0
    ) -> None:
        self._drafted = Drafted(lines, read_to=read_to, facts_to=facts_to)
        self.tasks: list[DraftTask] = []

    @property
    def used(self) -> EngineUsed:
        return EngineUsed("writer", "0" * 64)

    @property
    def layer(self) -> Layer:
        return Layer.WRITE

    def draft(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> Drafted:
        self.tasks.append(task)
        return self._drafted

    def close(self) -> None:
        """Nothing to end."""


class _Failing(_Writer):
    def __init__(self, error: Exception) -> None:
        super().__init__(())
        self._error = error

    def draft(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> Drafted:
        raise self._error


@pytest.fixture
def heard() -> list[events.Event]:
    return []


@pytest.fixture
def consultation(heard: list[events.Event]) -> Consultation:
    return Consultation(
        Visit("1", patient=Patient("王某", "male", 56)),
        lambda language: load("outpatient-initial", language),
        heard.append,
    )


def _audio(seconds: int = 10) -> AudioStream:
    chunks = [np.zeros(16_000, dtype=np.int16)] * seconds
    return AudioStream(float(seconds), chunks)


def test_a_recording_becomes_a_drafted_record(
    consultation: Consultation, heard: list[events.Event]
) -> None:
    record = consultation.from_audio(
        _audio(), SpeechOptions(), ScriptedSpeechEngine(_SEGMENTS), None
    )

    assert consultation.visit.state is VisitState.DRAFTED
    assert record.section("chief_complaint") is not None
    assert record.patient == {"name": "王某", "sex": "male", "age_years": 56}
    assert record.template_sha256 == fingerprint(load("outpatient-initial", Language.ZH))
    assert [e.step for e in heard if isinstance(e, events.StepStarted)] == [
        "transcribing",
        "drafting",
        "checking",
    ]
    shown = [e.section.id for e in heard if isinstance(e, events.SectionDrafted)]
    assert shown == [s.id for s in record.sections]


def test_a_visit_of_which_nothing_was_understood_gets_no_note(
    consultation: Consultation,
) -> None:
    unclear = Segment(1, "", start_s=2.0, end_s=4.5, unclear=True)

    record = consultation.from_audio(
        _audio(), SpeechOptions(), ScriptedSpeechEngine((unclear,)), None
    )

    assert consultation.visit.state is VisitState.EMPTY
    assert (record.sections, record.facts) == ((), ())
    assert record.coverage.unclear_s == 2.5


def test_what_was_not_understood_is_counted_told_and_nobodys_fact(
    consultation: Consultation,
) -> None:
    unclear = Segment(4, "", start_s=9.2, end_s=11.2, unclear=True)
    engine = ScriptedSpeechEngine((*_SEGMENTS, unclear))

    record = consultation.from_audio(_audio(12), SpeechOptions(), engine, None)

    (told,) = [finding for finding in record.findings if finding.rule == "G12"]
    assert told.segments == (4,)
    assert "0:09" in told.message
    assert record.coverage.unclear_s == 2.0
    assert record.coverage.drafted_to_s == 9.0
    assert all(4 not in fact.segments for fact in record.facts)
    assert record.transcript[4].role is SpeakerRole.UNKNOWN


def test_silence_ends_as_an_empty_visit_without_a_draft(consultation: Consultation) -> None:
    engine = _Failing(AssertionError("must not be asked"))

    record = consultation.from_audio(_audio(), SpeechOptions(), ScriptedSpeechEngine(()), engine)

    assert consultation.visit.state is VisitState.EMPTY
    assert (record.sections, record.findings) == ((), ())


def test_roles_are_told_from_wording(consultation: Consultation) -> None:
    record = consultation.from_audio(
        _audio(), SpeechOptions(), ScriptedSpeechEngine(_SEGMENTS), None
    )

    assert [s.role for s in record.transcript] == [
        SpeakerRole.DOCTOR,
        SpeakerRole.PATIENT,
        SpeakerRole.DOCTOR,
    ]


def test_a_drafting_engine_that_fails_costs_its_phrasing_only(
    consultation: Consultation, heard: list[events.Event]
) -> None:
    record = consultation.from_transcript(
        Transcript(Language.ZH, _SEGMENTS), _Failing(EngineFailed("died"))
    )

    section = record.section("chief_complaint")
    assert section is not None
    assert "咳嗽" in section.text
    assert record.engines["drafting"].layer == "rules"
    assert events.EngineGivenUp("drafting", "engine.failed.died") in heard


def test_cancelling_a_draft_cancels_the_visit(consultation: Consultation) -> None:
    with pytest.raises(Cancelled):
        consultation.from_transcript(Transcript(Language.ZH, _SEGMENTS), _Failing(Cancelled()))


def test_coverage_tells_how_far_a_model_could_read(consultation: Consultation) -> None:
    record = consultation.from_transcript(
        Transcript(Language.ZH, _SEGMENTS), _Writer((), read_to=2)
    )

    assert record.coverage.drafted_to_s == 9.0
    assert record.coverage.model_read_to_s == 4.0


def test_coverage_tells_what_a_model_saw_as_facts_only(consultation: Consultation) -> None:
    record = consultation.from_transcript(
        Transcript(Language.ZH, _SEGMENTS), _Writer((), facts_to=2)
    )

    assert record.coverage.model_read_to_s is None
    assert record.coverage.model_facts_to_s == 4.0
    assert from_json(to_json(record)).coverage == record.coverage


def test_a_model_is_told_what_would_enter_a_record_with_its_lines(
    consultation: Consultation,
) -> None:
    writer = _Writer(())
    record = consultation.from_transcript(Transcript(Language.ZH, _SEGMENTS), writer)
    told = writer.tasks[0].facts

    assert {fact.segments for fact in told} <= {fact.segments for fact in record.facts}
    assert any("咳嗽" in fact.text and "3天" in fact.text for fact in told)
    assert [min(fact.segments) for fact in told] == sorted(min(f.segments) for f in told)


def test_a_sentence_of_the_model_enters_with_its_evidence(consultation: Consultation) -> None:
    line = DraftLine("history_of_present_illness", "患者3天前出现咳嗽,咳黄痰。", (2,))

    record = consultation.from_transcript(Transcript(Language.ZH, _SEGMENTS), _Writer((line,)))

    section = record.section("history_of_present_illness")
    assert section is not None
    (statement,) = (s for s in section.statements if s.text == line.text)
    assert statement.layer is Layer.WRITE
    assert [(e.segment, e.start_s) for e in statement.evidence] == [(2, 2.0)]


def test_a_dead_speech_engine_is_an_error_of_its_own(consultation: Consultation) -> None:
    engine = ScriptedSpeechEngine(_SEGMENTS, failure=EngineFailed("died"), fails_after=1)

    with pytest.raises(EngineFailed):
        consultation.from_audio(_audio(), SpeechOptions(), engine, None)


def _same_letters(text: str) -> Callable[[int], Segment]:
    return lambda n: Segment(n, text, start_s=float(n), end_s=n + 0.9)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [(Language.ZH, "my back has been hurting"), (Language.EN, "我咳嗽三天了还有点发烧")],
)
def test_words_of_the_other_language_are_refused(
    consultation: Consultation, wanted: Language, text: str
) -> None:
    segments = tuple(map(_same_letters(text), range(1, 8)))

    with pytest.raises(LanguageMismatch):
        consultation.from_audio(
            _audio(), SpeechOptions(wanted), ScriptedSpeechEngine(segments), None
        )


def test_a_few_letters_do_not_decide_the_language(consultation: Consultation) -> None:
    segments = (Segment(1, "CT MRI ECG", start_s=0.5, end_s=2.0),)

    record = consultation.from_audio(
        _audio(), SpeechOptions(Language.ZH), ScriptedSpeechEngine(segments), None
    )

    assert record.language is Language.ZH
