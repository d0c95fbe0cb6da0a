"""Facts as FHIR R4 resources: what was measured, prescribed, known and concluded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.domain.transcript import Language

Json = dict[str, object]

_LOINC = "http://loinc.org"
_UCUM = "http://unitsofmeasure.org"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

#: Standard name → LOINC code and display. FHIR's vital-signs profile names the first ones.
_MEASURED = {
    "体温": ("8310-5", "Body temperature"),
    "temperature": ("8310-5", "Body temperature"),
    "脉搏": ("8867-4", "Heart rate"),
    "心率": ("8867-4", "Heart rate"),
    "pulse": ("8867-4", "Heart rate"),
    "呼吸": ("9279-1", "Respiratory rate"),
    "respiratory rate": ("9279-1", "Respiratory rate"),
    "血氧饱和度": ("2708-6", "Oxygen saturation in Arterial blood"),
    "oxygen saturation": ("2708-6", "Oxygen saturation in Arterial blood"),
    "体重": ("29463-7", "Body weight"),
    "weight": ("29463-7", "Body weight"),
    "身高": ("8302-2", "Body height"),
    "height": ("8302-2", "Body height"),
    "体质指数": ("39156-5", "Body mass index (BMI) [Ratio]"),
    "BMI": ("39156-5", "Body mass index (BMI) [Ratio]"),
}
_PRESSURE = ("85354-9", "Blood pressure panel with all children optional")
_SYSTOLIC = ("8480-6", "Systolic blood pressure")
_DIASTOLIC = ("8462-4", "Diastolic blood pressure")
#: Unit as written → UCUM code.
_UNITS = {
    "℃": "Cel",
    "℉": "[degF]",
    "mmHg": "mm[Hg]",
    "次/分": "/min",
    "per minute": "/min",
    "%": "%",
    "kg": "kg",
    "cm": "cm",
    "mmol/L": "mmol/L",
    "mg/dL": "mg/dL",
    "μmol/L": "umol/L",
    "umol/L": "umol/L",
    "g/L": "g/L",
    "mg": "mg",
    "g": "g",
    "ml": "mL",
    "kg/m²": "kg/m2",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What every resource of a document shares.

    Attributes:
        is_signed: An order is a draft until somebody signs it.
        at: When the document is made, ISO 8601 with its offset.
    """

    patient: str
    encounter: str
    is_signed: bool
    language: Language
    at: str


def resource_of(fact: Fact, context: Context) -> Json | None:
    """The resource of a fact of the patient; None where FHIR has no place for it here."""
    make = _MAKERS.get(fact.kind)
    return make(fact, context) if make is not None else None


def _observation(fact: Fact, context: Context) -> Json | None:
    if fact.polarity is not Polarity.PRESENT:
        return None
    category = "vital-signs" if fact.kind is FactKind.VITAL else "laboratory"
    made: Json = {
        "resourceType": "Observation",
        "status": "final" if context.is_signed else "preliminary",
        "category": [_coded(f"{_TERMINOLOGY}/observation-category", category)],
        "code": _code(fact.name),
        "subject": {"reference": context.patient},
        "encounter": {"reference": context.encounter},
        "effectiveDateTime": context.at,
    }
    pair = re.fullmatch(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)", fact.value)
    if pair:
        made["component"] = [
            {"code": _loinc(code), "valueQuantity": _quantity(number, fact.unit)}
            for code, number in ((_SYSTOLIC, pair[1]), (_DIASTOLIC, pair[2]))
        ]
    elif re.fullmatch(r"\d+(?:\.\d+)?", fact.value):
        made["valueQuantity"] = _quantity(fact.value, fact.unit)
    else:
        told = fact.attributes.get("result", "") or f"{fact.value}{fact.unit}"
        if not told:
            return None
        made["valueString"] = told
    if fact.attributes.get("by") in ("self", "patient"):
        made["note"] = [{"text": _AT_HOME[context.language]}]
    return made


_AT_HOME = {Language.ZH: "患者自测", Language.EN: "measured by the patient"}


def _test(fact: Fact, context: Context) -> Json | None:
    """A result, or a test that was ordered."""
    if fact.status is not FactStatus.ORDERED:
        return _observation(fact, context) if fact.status is not FactStatus.REFUSED else None
    return {
        "resourceType": "ServiceRequest",
        "status": "active" if context.is_signed else "draft",
        "intent": "order",
        "code": {"text": fact.name},
        "subject": {"reference": context.patient},
        "encounter": {"reference": context.encounter},
    }


def _finding(fact: Fact, context: Context) -> Json:
    """An examination finding in words; what was looked for and not found says so."""
    found = fact.attributes.get("finding", "")
    absent = fact.polarity is Polarity.ABSENT
    words = {Language.ZH: ("无", "有"), Language.EN: ("absent", "present")}[context.language]
    made: Json = {
        "resourceType": "Observation",
        "status": "final" if context.is_signed else "preliminary",
        "category": [_coded(f"{_TERMINOLOGY}/observation-category", "exam")],
        "code": {"text": fact.name},
        "subject": {"reference": context.patient},
        "encounter": {"reference": context.encounter},
        "effectiveDateTime": context.at,
        "valueString": found or (words[0] if absent else words[1]),
    }
    side = fact.attributes.get("side", "")
    if side:
        made["bodySite"] = {"text": side + fact.attributes.get("site", "")}
    return made


def _medication(fact: Fact, context: Context) -> Json | None:
    if fact.polarity is not Polarity.PRESENT:
        return None
    dosage = _dosage(fact)
    if fact.status is FactStatus.ORDERED:
        made: Json = {
            "resourceType": "MedicationRequest",
            # Only a treating doctor prescribes: until the signature it is a draft.
            "status": "active" if context.is_signed else "draft",
            "intent": "order",
            "medicationCodeableConcept": {"text": fact.name},
            "subject": {"reference": context.patient},
            "encounter": {"reference": context.encounter},
        }
        return made | ({"dosageInstruction": [dosage]} if dosage else {})
    status = {FactStatus.TAKEN: "active", FactStatus.STOPPED: "stopped"}.get(fact.status)
    if status is None:
        return None
    made = {
        "resourceType": "MedicationStatement",
        "status": status,
        "medicationCodeableConcept": {"text": fact.name},
        "subject": {"reference": context.patient},
        "context": {"reference": context.encounter},
    }
    return made | ({"dosage": [dosage]} if dosage else {})


def _dosage(fact: Fact) -> Json:
    said = fact.attributes
    keys = ("route", "frequency", "timing", "days", "condition")
    parts = [fact.value + fact.unit, *(said.get(key, "") for key in keys)]
    text = " ".join(part for part in parts if part)
    if not text:
        return {}
    made: Json = {"text": text}
    if re.fullmatch(r"\d+(?:\.\d+)?", fact.value):
        made["doseAndRate"] = [{"doseQuantity": _quantity(fact.value, fact.unit)}]
    if said.get("route"):
        made["route"] = {"text": said["route"]}
    return made


def _allergy(fact: Fact, context: Context) -> Json:
    absent = fact.polarity is Polarity.ABSENT
    denied = {
        Language.ZH: f"否认{fact.name}过敏",
        Language.EN: "No known drug allergy"
        if fact.name == "drug allergy"
        else f"Not allergic to {fact.name}",
    }
    unsure = fact.polarity is Polarity.UNCERTAIN
    made: Json = {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _coded(f"{_TERMINOLOGY}/allergyintolerance-clinical", "active"),
        "verificationStatus": _coded(
            f"{_TERMINOLOGY}/allergyintolerance-verification",
            "unconfirmed" if unsure or not context.is_signed else "confirmed",
        ),
        "code": {"text": denied[context.language] if absent else fact.name},
        "patient": {"reference": context.patient},
        "encounter": {"reference": context.encounter},
    }
    if not absent:
        made["type"] = "intolerance" if fact.is_intolerance else "allergy"
    reaction = fact.attributes.get("reaction", "")
    if reaction and not absent:
        made["reaction"] = [{"manifestation": [{"text": reaction}]}]
    return made


def _condition(fact: Fact, context: Context) -> Json | None:
    """A diagnosis of this visit, or an illness known before it; a denied one is none."""
    if fact.polarity is Polarity.ABSENT:
        return None
    certainty = fact.attributes.get("certainty", "")
    sure = fact.polarity is Polarity.PRESENT and certainty in ("", "确诊", "confirmed")
    known = fact.kind is FactKind.HISTORY
    category = "problem-list-item" if known else "encounter-diagnosis"
    return {
        "resourceType": "Condition",
        "clinicalStatus": _coded(f"{_TERMINOLOGY}/condition-clinical", "active"),
        "verificationStatus": _coded(
            f"{_TERMINOLOGY}/condition-ver-status", "confirmed" if sure else "provisional"
        ),
        "category": [_coded(f"{_TERMINOLOGY}/condition-category", category)],
        "code": {"text": fact.name},
        "subject": {"reference": context.patient},
        "encounter": {"reference": context.encounter},
    }


_MAKERS: dict[FactKind, Callable[[Fact, Context], Json | None]] = {
    FactKind.VITAL: _observation,
    FactKind.TEST: _test,
    FactKind.EXAM: _finding,
    FactKind.MEDICATION: _medication,
    FactKind.ALLERGY: _allergy,
    FactKind.DIAGNOSIS: _condition,
    FactKind.HISTORY: _condition,
}


def _code(name: str) -> Json:
    if name in ("血压", "blood pressure"):
        return _loinc(_PRESSURE, name)
    known = _MEASURED.get(name)
    return _loinc(known, name) if known else {"text": name}


def _loinc(code: tuple[str, str], text: str = "") -> Json:
    made: Json = {"coding": [{"system": _LOINC, "code": code[0], "display": code[1]}]}
    return made | ({"text": text} if text else {})


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _quantity(number: str, unit: str) -> Json:
    made: Json = {"value": float(number)}
    if unit:
        made["unit"] = unit
    if unit in _UNITS:
        made |= {"system": _UCUM, "code": _UNITS[unit]}
    return made
