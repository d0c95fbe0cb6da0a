"""The FHIR document, read back and checked by an independent model of R4B."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import available, load
from zhenlu.domain.export import Signature, Stamp
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit
from zhenlu.export.fhir import to_fhir

AT = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
SIGNED = Stamp(Signature(1, "王医生", "2026-11-24 10:05"))

FACTS = (
    Fact(FactKind.SYMPTOM, "咳嗽", 1, value="5", unit="天"),
    Fact(FactKind.VITAL, "血压", 2, value="150/95", unit="mmHg"),
    Fact(FactKind.VITAL, "体温", 2, value="38.4", unit="℃", attributes={"by": "self"}),
    Fact(FactKind.EXAM, "湿啰音", 3, attributes={"side": "右", "site": "肺"}),
    Fact(FactKind.EXAM, "压痛", 3, Polarity.ABSENT),
    Fact(FactKind.TEST, "白细胞", 4, value="12.5", unit="10⁹/L", status=FactStatus.DONE),
    Fact(FactKind.TEST, "胸部X线", 5, status=FactStatus.ORDERED),
    Fact(FactKind.ALLERGY, "青霉素", 6, attributes={"reaction": "皮疹"}),
    Fact(FactKind.DIAGNOSIS, "急性支气管炎", 7, attributes={"certainty": "考虑"}),
    Fact(FactKind.HISTORY, "高血压", 8),
    Fact(
        FactKind.MEDICATION,
        "阿奇霉素",
        9,
        value="0.5",
        unit="g",
        attributes={"frequency": "每日1次", "route": "口服", "days": "3天"},
        status=FactStatus.ORDERED,
    ),
    Fact(FactKind.MEDICATION, "氨氯地平", 8, status=FactStatus.TAKEN),
    Fact(FactKind.MEDICATION, "头孢克肟", 9, status=FactStatus.REFUSED),
    Fact(FactKind.HISTORY, "糖尿病", 10, subject=Subject.FAMILY),
)


def record(facts: tuple[Fact, ...] = FACTS, template: str = "outpatient-initial") -> Record:
    stated = Statement("青霉素过敏，表现为皮疹。", Support.SUPPORTED, facts=(7,))
    return Record(
        template,
        Language.ZH,
        (
            Section("chief_complaint", "主诉", "咳嗽5天<b>"),
            Section("allergy_history", "过敏史", "青霉素过敏，表现为皮疹。", (stated,)),
            Section("vital_signs", "生命体征", ""),
        ),
        facts,
        patient={"name": "王某", "sex": "male", "age_years": 56},
        visit={"kind": "first", "department": "内科", "started": "2026-11-24T09:42"},
    )


def document(made: Record | None = None, stamp: Stamp | None = None) -> dict[str, Any]:
    text = to_fhir(made or record(), stamp=stamp, at=AT)
    Bundle.model_validate_json(text)
    read: dict[str, Any] = json.loads(text)
    return read


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["reference"]} if isinstance(node.get("reference"), str) else set()
        return own.union(*(references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(references(value) for value in node))
    return set()


def test_the_composition_comes_first_and_the_document_is_dated() -> None:
    bundle = document()

    assert bundle["type"] == "document"
    assert bundle["identifier"]["value"].startswith("urn:uuid:")
    assert bundle["timestamp"] == "2026-11-24T10:05:00+00:00"
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"


def test_every_reference_leads_into_the_document_and_nothing_stands_there_unreferenced() -> None:
    bundle = document()
    held = {entry["fullUrl"] for entry in bundle["entry"]}

    assert references(bundle) <= held
    assert len(held) == len(bundle["entry"])


def test_the_encounter_has_its_beginning_and_its_end() -> None:
    ended = {**record().visit, "ended": "2026-11-24T09:58"}

    (encounter,) = of_kind(document(replace(record(), visit=ended)), "Encounter")

    assert encounter["period"]["start"][:16] == "2026-11-24T09:42"
    assert encounter["period"]["end"][:16] == "2026-11-24T09:58"


def test_an_end_that_is_not_known_is_not_made_up() -> None:
    (encounter,) = of_kind(document(), "Encounter")

    assert "end" not in encounter["period"]


def test_an_unsigned_record_is_preliminary_and_its_orders_are_drafts() -> None:
    bundle = document()
    (composition,) = of_kind(bundle, "Composition")

    assert composition["status"] == "preliminary"
    assert "AI生成，待医师审核" in composition["title"]
    assert {r["status"] for r in of_kind(bundle, "MedicationRequest")} == {"draft"}
    assert {r["status"] for r in of_kind(bundle, "ServiceRequest")} == {"draft"}


def test_a_signed_record_is_final_and_names_who_signed() -> None:
    bundle = document(stamp=SIGNED)
    (composition,) = of_kind(bundle, "Composition")
    (signer,) = of_kind(bundle, "Practitioner")

    assert composition["status"] == "final"
    assert "待医师审核" not in composition["title"]
    assert composition["attester"][0]["mode"] == "professional"
    assert signer["name"] == [{"text": "王医生"}]
    assert {r["status"] for r in of_kind(bundle, "MedicationRequest")} == {"active"}


def test_a_blood_pressure_has_both_of_its_components_in_ucum() -> None:
    pressure = next(o for o in of_kind(document(), "Observation") if "component" in o)

    assert pressure["code"]["coding"][0]["code"] == "85354-9"
    assert [c["valueQuantity"]["value"] for c in pressure["component"]] == [150.0, 95.0]
    assert {c["valueQuantity"]["code"] for c in pressure["component"]} == {"mm[Hg]"}


def test_a_measurement_from_home_says_so() -> None:
    found = of_kind(document(), "Observation")
    temperature = next(o for o in found if o["code"].get("text") == "体温")

    assert temperature["note"] == [{"text": "患者自测"}]
    assert temperature["valueQuantity"]["code"] == "Cel"


def test_a_unit_without_a_known_code_keeps_its_words() -> None:
    cells = next(o for o in of_kind(document(), "Observation") if o["code"].get("text") == "白细胞")

    assert cells["valueQuantity"] == {"value": 12.5, "unit": "10⁹/L"}


def test_an_allergy_carries_its_reaction() -> None:
    (allergy,) = of_kind(document(), "AllergyIntolerance")

    assert allergy["code"] == {"text": "青霉素"}
    assert allergy["reaction"] == [{"manifestation": [{"text": "皮疹"}]}]


def test_an_intolerance_is_told_from_an_allergy() -> None:
    stomach = Fact(
        FactKind.ALLERGY, "阿莫西林", 6, attributes={"type": "intolerance", "reaction": "胃部不适"}
    )

    bundle = document(record((*FACTS, stomach)))

    told = {each["code"]["text"]: each["type"] for each in of_kind(bundle, "AllergyIntolerance")}
    assert told == {"青霉素": "allergy", "阿莫西林": "intolerance"}


def test_a_denied_allergy_is_written_as_denied() -> None:
    denied = Fact(FactKind.ALLERGY, "药物", 1, Polarity.ABSENT)

    (allergy,) = of_kind(document(record((denied,) * 8)), "AllergyIntolerance")[:1]

    assert allergy["code"] == {"text": "否认药物过敏"}


def test_a_diagnosis_that_is_only_considered_is_provisional() -> None:
    conditions = {c["code"]["text"]: c for c in of_kind(document(), "Condition")}

    considered = conditions["急性支气管炎"]
    assert considered["verificationStatus"]["coding"][0]["code"] == "provisional"
    assert conditions["高血压"]["category"][0]["coding"][0]["code"] == "problem-list-item"


def test_what_was_refused_or_is_a_relatives_stands_nowhere() -> None:
    text = json.dumps(document(), ensure_ascii=False)

    assert "头孢克肟" not in text
    assert "糖尿病" not in text


def test_what_is_taken_already_is_a_statement_and_no_order() -> None:
    bundle = document()
    (ordered,) = of_kind(bundle, "MedicationRequest")

    assert ordered["medicationCodeableConcept"] == {"text": "阿奇霉素"}
    assert [m["status"] for m in of_kind(bundle, "MedicationStatement")] == ["active"]


def test_an_order_carries_its_dose_and_its_words() -> None:
    (request,) = of_kind(document(), "MedicationRequest")
    (dosage,) = request["dosageInstruction"]

    assert dosage["text"] == "0.5g 口服 每日1次 3天"
    assert dosage["doseAndRate"][0]["doseQuantity"]["code"] == "g"


def test_sections_carry_their_text_their_code_and_their_facts() -> None:
    (composition,) = of_kind(document(), "Composition")
    sections = {section["title"]: section for section in composition["section"]}

    assert sections["主诉"]["code"]["coding"][0]["code"] == "10154-3"
    assert "咳嗽5天&lt;b&gt;" in sections["主诉"]["text"]["div"]
    assert len(sections["过敏史"]["entry"]) == 1
    assert "生命体征" not in sections


def test_who_made_it_is_kept_as_provenance() -> None:
    (provenance,) = of_kind(document(stamp=SIGNED), "Provenance")

    roles = [agent["type"]["coding"][0]["code"] for agent in provenance["agent"]]
    assert roles == ["assembler", "author"]


@pytest.mark.parametrize("template", [t.id for t in available(Language.ZH)])
def test_every_kind_of_record_makes_a_valid_document(template: str) -> None:
    plan = "血压一百五九十五。急性支气管炎。氨溴索三十毫克一天三次。三天后来复诊"
    lines = ("咳嗽五天了,青霉素过敏", plan)
    roles = (SpeakerRole.PATIENT, SpeakerRole.DOCTOR)
    heard = tuple(
        Segment(n, text, role) for n, (text, role) in enumerate(zip(lines, roles, strict=True), 1)
    )
    visit = Visit("v", patient=Patient("王某", "male", 56), started="2026-11-24T09:42")
    made = Consultation(visit, lambda _: load(template, Language.ZH)).from_transcript(
        Transcript(Language.ZH, heard), None
    )

    assert document(made)["entry"]
