"""One visit from audio or words to a checked record: joins the steps, owns the state."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from zhenlu.application.checking import check
from zhenlu.application.drafting import Draft, draft_by_rules, draft_with_model
from zhenlu.application.events import EngineGivenUp, Event, SectionDrafted, StepStarted
from zhenlu.application.follow_up import count_in_earlier
from zhenlu.application.grounding import SaidWords, known_age
from zhenlu.application.ledger import draw_up
from zhenlu.application.ports import (
    AudioStream,
    DraftingEngine,
    Heard,
    OnEvent,
    SpeechEngine,
    SpeechOptions,
)
from zhenlu.application.templates import fingerprint
from zhenlu.application.transcribing import transcribe
from zhenlu.domain.errors import EnvironmentFault
from zhenlu.domain.facts import Fact
from zhenlu.domain.journal import Gap
from zhenlu.domain.record import Coverage, EngineUsed, Record
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.language.extraction import extract_facts
from zhenlu.language.roles import assign_roles

#: Finds the template once the language is known.
TemplateFor = Callable[[Language], Template]


def _ignore(_event: Event) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Consultation:
    """The work on one visit.

    Attributes:
        visit: Its present state; changes as the steps go by.
        cancelled: Set it to stop the engines; nothing is deleted.
        earlier: The patient's earlier records, the latest first: for the checks that
            compare, and for forms that count visits in a row.
    """

    visit: Visit
    template_for: TemplateFor
    on_event: OnEvent = _ignore
    cancelled: threading.Event = field(default_factory=threading.Event)
    earlier: tuple[Record, ...] = field(default=(), repr=False)

    def from_audio(
        self,
        audio: AudioStream,
        options: SpeechOptions,
        speech: SpeechEngine,
        drafting: DraftingEngine | None,
        known: Transcript | None = None,
    ) -> Record:
        """Transcribe, draft and check a recording.

        Args:
            known: What was heard before the work broke off; `audio` is what follows it.
        """
        self.visit = self.visit.to(VisitState.TRANSCRIBING)
        self.on_event(StepStarted("transcribing"))
        done = transcribe(speech, audio, options, self.on_event, self.cancelled, known)
        return self._record(done.transcript, drafting, done.heard, speech.used)

    def from_recording(
        self,
        transcript: Transcript,
        heard: Heard,
        speech: EngineUsed,
        drafting: DraftingEngine | None,
        facts: tuple[Fact, ...] | None = None,
    ) -> Record:
        """Draft and check what was heard while the visit went on, its speakers named.

        Args:
            facts: Of exactly this transcript, where they are known already.
        """
        return self._record(transcript, drafting, heard, speech, facts)

    def from_transcript(self, transcript: Transcript, drafting: DraftingEngine | None) -> Record:
        """Draft and check words that were typed or transcribed earlier."""
        return self._record(assign_roles(transcript), drafting, None, None)

    def _record(
        self,
        transcript: Transcript,
        drafting: DraftingEngine | None,
        heard: Heard | None,
        speech: EngineUsed | None,
        facts: tuple[Fact, ...] | None = None,
    ) -> Record:
        template = self.template_for(transcript.language)
        record = Record(
            template=template.id,
            language=transcript.language,
            transcript=transcript,
            coverage=_coverage(transcript, heard),
            engines={"speech": speech} if speech else {},
            timings=_speech_timings(heard),
            patient=patient_header(self.visit),
            visit=visit_header(self.visit, template),
            template_sha256=fingerprint(template),
        )
        if not transcript.worded:
            # Nobody spoke: a note about nothing would be an invention.
            self.visit = self.visit.to(VisitState.EMPTY)
            return record
        self.visit = self.visit.to(VisitState.DRAFTING)
        record, said = self._drafted(record, template, drafting, facts)
        self.on_event(StepStarted("checking"))
        record = replace(record, findings=check(record, said=said, earlier=self.earlier))
        self.visit = self.visit.to(VisitState.DRAFTED)
        return record

    def _drafted(
        self,
        record: Record,
        template: Template,
        drafting: DraftingEngine | None,
        facts: tuple[Fact, ...] | None,
    ) -> tuple[Record, SaidWords]:
        """The record with its sections and ledger, and the words prepared for comparing."""
        self.on_event(StepStarted("drafting"))
        began = time.perf_counter()
        facts = extract_facts(record.transcript) if facts is None else facts
        age = known_age(self.visit.patient.age_years, record.language)
        said = SaidWords.of(record.transcript, facts, age)
        draft, used = self._draft(template, said, drafting)
        for section in draft.sections:
            self.on_event(SectionDrafted(section, used.layer))
        timings = dict(record.timings)
        if draft.engine is not None:
            timings["draft_load_s"] = round(draft.engine.load_s, 3)
            timings["prefill_tokens"] = draft.engine.prefill_tokens
            timings["saved_prefill_tokens"] = draft.engine.saved_tokens
            timings["generated_tokens"] = draft.engine.generated_tokens
        taken = time.perf_counter() - began - timings.get("draft_load_s", 0.0)
        timings["draft_s"] = round(taken, 3)
        sections = count_in_earlier(draft.sections, template, said, self.visit, self.earlier)
        drafted = replace(
            record,
            sections=sections,
            facts=facts,
            ledger=draw_up(sections, facts, said, template),
            dropped=draft.dropped,
            coverage=_drafted_coverage(record.coverage, draft, said),
            engines={**record.engines, "drafting": used},
            timings=timings,
        )
        return drafted, said

    def _draft(
        self, template: Template, said: SaidWords, drafting: DraftingEngine | None
    ) -> tuple[Draft, EngineUsed]:
        rules = EngineUsed("rules", "", "rules")
        if drafting is None:
            return draft_by_rules(template, said, self.visit), rules
        try:
            draft = draft_with_model(
                template, said, self.visit, drafting, self.on_event, self.cancelled
            )
        except EnvironmentFault as fault:
            # A model that fails must not cost the clinician the record.
            self.on_event(EngineGivenUp("drafting", fault.full_code))
            return draft_by_rules(template, said, self.visit), rules
        if draft.engine is None:
            return draft, rules
        used = replace(
            drafting.used, layer=drafting.layer.value, prompts=draft.engine.prompts
        )
        return draft, used


def _coverage(transcript: Transcript, heard: Heard | None) -> Coverage:
    end = max((segment.end_s for segment in transcript.heard), default=0.0)
    if heard is None:
        audio_s = end
        speech_s = sum(segment.end_s - segment.start_s for segment in transcript.heard)
    else:
        audio_s, speech_s = heard.audio_s, heard.speech_s
    unclear_s = round(transcript.unclear_s, 2)
    return Coverage(round(audio_s, 2), round(speech_s, 2), unclear_s=unclear_s)


def _drafted_coverage(coverage: Coverage, draft: Draft, said: SaidWords) -> Coverage:
    """The rules read every line; a model as far as its context reached, and partly as facts."""
    heard = said.transcript.worded
    end = max(segment.end_s for segment in heard)
    model_end = None
    if draft.engine is not None and draft.engine.read_to < heard[-1].id:
        read = (s.end_s for s in heard if s.id <= draft.engine.read_to)
        model_end = round(max(read, default=0.0), 2)
    facts_end = None
    if draft.engine is not None and draft.engine.facts_to:
        closed = (s.end_s for s in heard if s.id <= draft.engine.facts_to)
        facts_end = round(max(closed, default=0.0), 2)
    return replace(
        coverage,
        drafted_to_s=round(end, 2),
        model_read_to_s=model_end,
        model_facts_to_s=facts_end,
    )


def with_gaps(record: Record, gaps: tuple[Gap, ...]) -> Record:
    """The record of a recording in which there are gaps."""
    return replace(record, coverage=replace(record.coverage, gaps=gaps))


def _speech_timings(heard: Heard | None) -> dict[str, float]:
    if heard is None:
        return {}
    return {"speech_load_s": round(heard.load_s, 3), "speech_s": round(heard.work_s, 3)}


def patient_header(visit: Visit) -> dict[str, str | int]:
    """What a record says about its patient."""
    known: dict[str, str | int] = {}
    if visit.patient.name:
        known["name"] = visit.patient.name
    if visit.patient.sex:
        known["sex"] = visit.patient.sex
    if visit.patient.age_years is not None:
        known["age_years"] = visit.patient.age_years
    return known


def visit_header(visit: Visit, template: Template) -> dict[str, str]:
    """What is known of the visit; a template for a revisit or an emergency says what it was."""
    kind = visit.kind if template.visit_kind == "first" else template.visit_kind
    consent = visit.consent.value if visit.consent else ""
    known = {
        "kind": kind, "department": visit.department, "started": visit.started,
        "ended": visit.ended, "consent": consent,
    }  # fmt: skip
    return {key: value for key, value in known.items() if value}
