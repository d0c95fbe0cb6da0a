"""The JSON shapes that come in, checked before anything is built from them.

Lenient where the contract is: every part of a record but the sections' ids and
texts may be missing or null, and unknown keys are passed over. What is there must
be of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.finding import ActionKind, Severity
from zhenlu.domain.journal import GapReason
from zhenlu.domain.record import FieldState, Layer, Support
from zhenlu.domain.transcript import Language, SegmentOrigin, SpeakerRole

_ROLE_NAMES = {
    "doctor": SpeakerRole.DOCTOR,
    "physician": SpeakerRole.DOCTOR,
    "clinician": SpeakerRole.DOCTOR,
    "医生": SpeakerRole.DOCTOR,
    "医师": SpeakerRole.DOCTOR,
    "大夫": SpeakerRole.DOCTOR,
    "nurse": SpeakerRole.NURSE,
    "护士": SpeakerRole.NURSE,
    "patient": SpeakerRole.PATIENT,
    "患者": SpeakerRole.PATIENT,
    "病人": SpeakerRole.PATIENT,
    "companion": SpeakerRole.COMPANION,
    "family": SpeakerRole.COMPANION,
    "guardian": SpeakerRole.COMPANION,
    "家属": SpeakerRole.COMPANION,
}


def _role(given: Any) -> Any:
    """Any name of a role; one that is not ours is a speaker we do not know."""
    if given is None:
        return SpeakerRole.UNKNOWN
    if isinstance(given, str):
        return _ROLE_NAMES.get(given.strip().casefold(), SpeakerRole.UNKNOWN)
    return given


def _language(given: Any) -> Any:
    """`zh-CN` and `EN` mean zh and en."""
    return given[:2].casefold() if isinstance(given, str) else given


def _sex(patient: dict[str, str | int | None]) -> dict[str, str | int | None]:
    """The sex in the contract's words where a hospital's export writes 男 or F."""
    sex = patient.get("sex")
    if isinstance(sex, str):
        known = {"男": "male", "m": "male", "女": "female", "f": "female"}
        patient["sex"] = known.get(sex.strip().casefold(), sex.strip().casefold())
    return patient


def _none_as_empty(given: Any) -> Any:
    return {} if given is None else given


def _none_as_nothing(given: Any) -> Any:
    return () if given is None else given


_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_SegmentId = Annotated[int, Field(ge=1)]
_Role = Annotated[SpeakerRole, BeforeValidator(_role)]
_OurLanguage = Annotated[Language, BeforeValidator(_language)]
_Id = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore")


class SegmentEntry(_Entry):
    text: str
    id: _SegmentId | None = None
    role: _Role = SpeakerRole.UNKNOWN
    start_s: _Seconds | None = None
    end_s: _Seconds | None = None
    confidence: _Share | None = None
    origin: SegmentOrigin = SegmentOrigin.HEARD
    unclear: bool = False


Segments = Annotated[tuple[SegmentEntry, ...], BeforeValidator(_none_as_nothing)]


class TranscriptEntry(_Entry):
    transcript: tuple[SegmentEntry, ...]
    language: _OurLanguage | None = None


class EvidenceEntry(_Entry):
    segment: _SegmentId
    start_s: _Seconds = 0.0
    end_s: _Seconds = 0.0


Evidences = Annotated[tuple[EvidenceEntry, ...], BeforeValidator(_none_as_nothing)]


class StatementEntry(_Entry):
    text: str
    support: Support = Support.UNSUPPORTED
    evidence: Evidences = ()
    facts: tuple[int, ...] = ()
    layer: Layer = Layer.RULES
    note: str = ""
    standing: bool = False
    typed_by_patient: bool = False


class FieldEntry(_Entry):
    id: _Id
    title: str = ""
    value: str = ""
    unit: str = ""
    evidence: Evidences = ()
    state: FieldState = FieldState.SAID
    target: str = ""


class SectionEntry(_Entry):
    id: _Id
    text: str
    title: str = ""
    statements: Annotated[tuple[StatementEntry, ...], BeforeValidator(_none_as_nothing)] = ()
    fields: Annotated[tuple[FieldEntry, ...], BeforeValidator(_none_as_nothing)] = ()


class FactEntry(_Entry):
    kind: FactKind
    name: str
    segment: Annotated[int, Field(ge=0)] = 0
    polarity: Polarity = Polarity.PRESENT
    value: str = ""
    unit: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    status: FactStatus = FactStatus.NONE
    subject: Subject = Subject.PATIENT
    said_by: _Role = SpeakerRole.UNKNOWN
    start: int = 0
    end: int = 0
    also: tuple[int, ...] = ()
    confidence: _Share = 1.0


class LedgerLine(_Entry):
    kind: str
    name: str
    section: str = ""
    segment: int = 0


class LedgerEntry(_Entry):
    said_not_written: tuple[LedgerLine, ...] = ()
    written_not_said: tuple[LedgerLine, ...] = ()


class ActionEntry(_Entry):
    kind: ActionKind
    text: str = ""


class OverrideEntry(_Entry):
    reason: str
    by: str = ""
    at: str = ""


class FindingEntry(_Entry):
    rule: str
    severity: Severity
    section: str = ""
    message: str = ""
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
    source: str = ""
    action: ActionEntry | None = None
    override: OverrideEntry | None = None


class DroppedEntry(_Entry):
    section: str
    text: str
    reason: str = ""
    evidence: tuple[int, ...] = ()


class GapEntry(_Entry):
    at_s: _Seconds
    length_s: _Seconds
    reason: GapReason
    exact: bool = True


class CoverageEntry(_Entry):
    audio_s: _Seconds = 0.0
    speech_s: _Seconds = 0.0
    drafted_to_s: _Seconds = 0.0
    model_read_to_s: _Seconds | None = None
    model_facts_to_s: _Seconds | None = None
    unclear_s: _Seconds = 0.0
    gaps: tuple[GapEntry, ...] = ()


class EngineEntry(_Entry):
    pack: str = ""
    sha256: str = ""
    layer: str = ""
    prompts: str = ""


class RecordEntry(_Entry):
    sections: tuple[SectionEntry, ...]
    schema_: str | None = Field(default=None, alias="schema")
    template: str | None = None
    language: _OurLanguage | None = None
    patient: Annotated[
        dict[str, str | int | None], BeforeValidator(_none_as_empty), AfterValidator(_sex)
    ] = Field(default_factory=dict)
    visit: Annotated[dict[str, str | int | None], BeforeValidator(_none_as_empty)] = Field(
        default_factory=dict
    )
    facts: Annotated[tuple[FactEntry, ...], BeforeValidator(_none_as_nothing)] = ()
    ledger: Annotated[LedgerEntry, BeforeValidator(_none_as_empty)] = LedgerEntry()
    findings: Annotated[tuple[FindingEntry, ...], BeforeValidator(_none_as_nothing)] = ()
    dropped: Annotated[tuple[DroppedEntry, ...], BeforeValidator(_none_as_nothing)] = ()
    transcript: Segments = ()
    coverage: Annotated[CoverageEntry, BeforeValidator(_none_as_empty)] = CoverageEntry()
    engines: Annotated[dict[str, EngineEntry], BeforeValidator(_none_as_empty)] = Field(
        default_factory=dict
    )
    timings: Annotated[dict[str, float], BeforeValidator(_none_as_empty)] = Field(
        default_factory=dict
    )
    template_sha256: str = ""


def bad_place(error: ValidationError) -> str:
    """Where a document breaks, as a JSON path: `sections[2].text`; "$" for its top.

    A key that is no plain name could be a patient's words and is shown as `?`.
    """
    steps: Sequence[int | str] = error.errors(
        include_input=False, include_url=False, include_context=False
    )[0]["loc"]
    place = ""
    for step in steps:
        if isinstance(step, int):
            place += f"[{step}]"
        else:
            place += f".{step if re.fullmatch(r'[a-z][a-z0-9_]{0,30}', step) else '?'}"
    return place.removeprefix(".") or "$"


def looks_chinese(texts: Sequence[str]) -> bool:
    """Whether any Chinese character is written; English documents hold none."""
    return any("\u4e00" <= character <= "\u9fff" for text in texts for character in text)
