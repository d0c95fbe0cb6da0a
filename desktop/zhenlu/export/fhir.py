"""A record as one FHIR R4 document: a Bundle whose first entry is the Composition.

Built from plain data, with elements that R4 and R4B share. Facts become resources of
their own; the sections' text stands in the Composition as the clinic keeps it. Codes are
LOINC for sections and measurements, UCUM for units; drugs and diagnoses stay in words,
because no code list is shipped. This content contains LOINC (loinc.org), which is
copyright Regenstrief Institute and available at no cost under its licence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from uuid import uuid4

from zhenlu import __version__
from zhenlu.application.templates import load
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.export import Stamp
from zhenlu.domain.facts import Fact, Subject
from zhenlu.domain.record import Record, Section
from zhenlu.domain.template import Template
from zhenlu.export import fhir_facts
from zhenlu.export.page import WORDS, needs_label, title

Json = dict[str, object]

LOINC = "http://loinc.org"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

#: Template → LOINC document type; those the standard's value set does not confirm are
#: marked in the templates' own `source`.
_DOCUMENT_TYPES = {
    "outpatient-initial": ("34131-3", "Outpatient Progress note"),
    "outpatient-revisit": ("34131-3", "Outpatient Progress note"),
    "soap": ("34131-3", "Outpatient Progress note"),
    "emergency": ("34111-5", "Emergency department Note"),
    "history-and-physical": ("34117-2", "History and physical note"),
    "referral": ("57133-1", "Referral note"),
    "nursing-followup": ("28623-7", "Nurse Progress note"),
    "sbar": ("28623-7", "Nurse Progress note"),
    "patient-handout": ("69730-0", "Instructions"),
}
_ANY_NOTE = ("11506-3", "Progress note")
_CLASSES = {"emergency": ("EMER", "emergency")}
_AMBULATORY = ("AMB", "ambulatory")


def to_fhir(record: Record, *, stamp: Stamp | None = None, at: datetime | None = None) -> str:
    """The Bundle as JSON text.

    Args:
        stamp: Who signed it; without a signature the document is preliminary and says so.
        at: When the document is made; now where it is not given.
    """
    return json.dumps(bundle(record, stamp, at or datetime.now(UTC)), ensure_ascii=False, indent=1)


def bundle(record: Record, stamp: Stamp | None, at: datetime) -> Json:
    """The document with every resource it refers to."""
    document = _Document(record, stamp, at.isoformat(timespec="seconds"))
    entries = [document.composition(), *document.others]
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"},
        "type": "document",
        "timestamp": document.at,
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in entries],
    }


@dataclass(slots=True)
class _Document:
    """The document in the making.

    Attributes:
        others: Every resource beside the Composition with its address, in order of mention.
    """

    record: Record = field(repr=False)
    stamp: Stamp | None
    at: str
    others: list[tuple[str, Json]] = field(default_factory=list, repr=False)

    @property
    def is_signed(self) -> bool:
        return self.stamp is not None and self.stamp.signature is not None

    def composition(self) -> tuple[str, Json]:
        """The Composition with its address; adds what it refers to on the way."""
        patient = self._add(_patient(self.record))
        device = self._add(_device())
        encounter = self._add(self._encounter(patient))
        authors = [device]
        signer = self._signer()
        if signer:
            authors = [signer]
        code, display = _DOCUMENT_TYPES.get(self.record.template, _ANY_NOTE)
        label = WORDS[self.record.language].draft_label
        shown = title(self.record)
        draft = not self.is_signed or needs_label(self.record, self.stamp)
        made: Json = {
            "resourceType": "Composition",
            "status": "preliminary" if draft else "final",
            "language": "zh-CN" if self.record.language == "zh" else "en",
            "type": {"coding": [{"system": LOINC, "code": code, "display": display}]},
            "subject": {"reference": patient},
            "encounter": {"reference": encounter},
            "date": self.at,
            "author": [{"reference": author} for author in authors],
            "title": f"{shown} ({label})" if draft else shown,
        }
        if signer and self.stamp and self.stamp.signature:
            made["attester"] = [
                {
                    "mode": "professional",
                    "time": _instant(self.stamp.signature.at),
                    "party": {"reference": signer},
                }
            ]
        url = f"urn:uuid:{uuid4()}"
        resources = list(self._facts(patient, encounter))
        made["section"] = [
            section
            for part in self.record.sections
            if (section := self._section(part, resources)) is not None
        ]
        self._provenance(url, device, signer)
        return url, made

    def _add(self, resource: Json) -> str:
        url = f"urn:uuid:{uuid4()}"
        self.others.append((url, resource))
        return url

    def _encounter(self, patient: str) -> Json:
        code, display = _CLASSES.get(self.record.visit.get("kind", ""), _AMBULATORY)
        if self.record.template == "emergency":
            code, display = _CLASSES["emergency"]
        made: Json = {
            "resourceType": "Encounter",
            "status": "finished" if self.is_signed else "in-progress",
            "class": {"system": f"{_TERMINOLOGY}/v3-ActCode", "code": code, "display": display},
            "subject": {"reference": patient},
        }
        period = {"start": "started", "end": "ended"}
        told = {key: self.record.visit.get(name, "") for key, name in period.items()}
        if told["start"]:
            made["period"] = {key: _instant(at) for key, at in told.items() if at}
        if self.record.visit.get("department"):
            made["serviceType"] = {"text": self.record.visit["department"]}
        return made

    def _signer(self) -> str:
        if self.stamp is None or self.stamp.signature is None:
            return ""
        return self._add(
            {"resourceType": "Practitioner", "name": [{"text": self.stamp.signature.person}]}
        )

    def _facts(self, patient: str, encounter: str) -> Iterator[tuple[Fact, str]]:
        """A resource for every fact of the patient that FHIR has a place for."""
        for fact in self.record.facts:
            if fact.subject is not Subject.PATIENT:
                continue
            context = fhir_facts.Context(
                patient, encounter, self.is_signed, self.record.language, self.at
            )
            resource = fhir_facts.resource_of(fact, context)
            if resource is not None:
                yield fact, self._add(resource)

    def _section(self, part: Section, resources: list[tuple[Fact, str]]) -> Json | None:
        """A section with its text and the resources of the facts that belong in it."""
        lines = [line for line in part.text.split("\n") if line.strip()]
        lines += [
            f"{value.title}: {value.value} {value.unit}".rstrip()
            for value in part.fields
            if value.value
        ]
        if not lines:
            return None
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
        made: Json = {
            "title": part.title or part.id,
            "text": {
                "status": "generated",
                "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>',
            },
        }
        layout = _layout(self.record)
        spec = layout.section(part.id) if layout else None
        if spec is not None and spec.loinc:
            made["code"] = {"coding": [{"system": LOINC, "code": spec.loinc}]}
        cited = {number for statement in part.statements for number in statement.facts}
        entries = [
            {"reference": url}
            for number, fact in enumerate(self.record.facts)
            if number in cited
            for known, url in resources
            if known is fact
        ]
        if entries:
            made["entry"] = entries
        return made

    def _provenance(self, composition: str, device: str, signer: str) -> None:
        """Who made it: the program drafted, a person signed."""
        agents: list[Json] = [_agent("assembler", device)]
        if signer:
            agents.append(_agent("author", signer))
        made: Json = {
            "resourceType": "Provenance",
            "target": [{"reference": composition}],
            "recorded": self.at,
            "agent": agents,
        }
        if self.stamp and self.stamp.reason is not None:
            made["reason"] = [{"text": self.stamp.reason.value}]
        self._add(made)


def _patient(record: Record) -> Json:
    made: Json = {"resourceType": "Patient"}
    name = str(record.patient.get("name", ""))
    if name:
        made["name"] = [{"text": name}]
    sex = str(record.patient.get("sex", ""))
    made["gender"] = sex if sex in ("male", "female") else "unknown"
    return made


def _device() -> Json:
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "Zhenlu 诊录", "type": "user-friendly-name"}],
        "version": [{"value": __version__}],
    }


def _agent(role: str, who: str) -> Json:
    kind = f"{_TERMINOLOGY}/provenance-participant-type"
    return {"type": {"coding": [{"system": kind, "code": role}]}, "who": {"reference": who}}


def _layout(record: Record) -> Template | None:
    try:
        return load(record.template, record.language)
    except TemplateUnknown:
        return None


def _instant(local: str) -> str:
    """A local time as an instant with this computer's offset."""
    return datetime.fromisoformat(local).astimezone().isoformat(timespec="seconds")


