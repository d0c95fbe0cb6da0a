"""The record document: exactly the contract outwards, lenient inwards."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from zhenlu import wording
from zhenlu.domain.errors import RecordInvalid
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.record import Coverage, EngineUsed, Record
from zhenlu.domain.transcript import Language
from zhenlu.export.record_json import from_json, from_text, to_json


def test_a_record_survives_the_way_out_and_back(cough_record: Record) -> None:
    text = json.dumps(to_json(cough_record), ensure_ascii=False)

    assert from_text(text) == cough_record


def test_what_was_not_recorded_or_not_understood_survives_the_way_out_and_back(
    cough_record: Record,
) -> None:
    gaps = (Gap(12.0, 4.25, GapReason.MICROPHONE), Gap(30.0, 60.0, GapReason.PAUSED, exact=False))
    covered = Coverage(90.0, 60.0, 88.0, unclear_s=2.5, gaps=gaps)

    assert from_json(to_json(replace(cough_record, coverage=covered))).coverage == covered


def test_the_document_has_the_keys_of_the_contract_in_order(cough_record: Record) -> None:
    assert list(to_json(cough_record)) == [
        "schema",
        "template",
        "language",
        "patient",
        "visit",
        "sections",
        "facts",
        "ledger",
        "findings",
        "dropped",
        "transcript",
        "coverage",
        "engines",
        "timings",
    ]


def test_a_statement_carries_its_support_and_its_evidence(cough_record: Record) -> None:
    document = json.loads(json.dumps(to_json(cough_record)))

    statement = document["sections"][0]["statements"][0]
    assert statement["support"] == "supported"
    assert statement["evidence"] == [{"segment": 1, "start_s": 3.2, "end_s": 6.0}]


def test_the_drafting_engine_tells_its_layer(cough_record: Record) -> None:
    document = json.loads(json.dumps(to_json(cough_record)))

    assert document["engines"]["drafting"] == {
        "pack": "starter-draft",
        "sha256": "cd34",
        "layer": "select",
    }
    assert "layer" not in document["engines"]["speech"]


def test_typed_fields_stand_in_their_section(cough_record: Record) -> None:
    document = json.loads(json.dumps(to_json(cough_record)))

    assert [field["id"] for field in document["sections"][3]["fields"]] == ["next_visit"]
    assert "fields" not in document["sections"][0]


def test_sections_with_id_and_text_are_enough() -> None:
    record = from_json({"sections": [{"id": "subjective", "text": "Cough for 5 days."}]})

    assert record.language is Language.EN
    assert record.sections[0].text == "Cough for 5 days."


def test_empty_and_null_parts_are_taken_as_empty() -> None:
    record = from_json(
        {
            "schema": "zhenlu.record/1",
            "language": "zh",
            "patient": {},
            "visit": {"started": None},
            "facts": None,
            "ledger": None,
            "sections": [{"id": "chief_complaint", "text": "咳嗽5天", "statements": None}],
        }
    )

    assert (record.patient, record.visit, record.facts) == ({}, {}, ())


def test_the_language_is_taken_from_the_script_when_it_is_missing() -> None:
    record = from_json({"sections": [{"id": "chief_complaint", "text": "咳嗽5天"}]})

    assert record.language is Language.ZH


@pytest.mark.parametrize(("given", "sex"), [("男", "male"), ("F", "female"), ("Male", "male")])
def test_a_sex_in_another_wording_is_understood(given: str, sex: str) -> None:
    assert from_json({"sections": [], "patient": {"sex": given}}).patient == {"sex": sex}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"sections": [{"id": "a", "text": "x"}, {"id": "b"}]}, "sections[1].text"),
        ({"sections": [{"text": "x"}]}, "sections[0].id"),
        ({"sections": "x"}, "sections"),
        ({}, "sections"),
        ([], "$"),
        (
            {"sections": [{"id": "a", "text": "x", "statements": [{"text": "x", "support": "y"}]}]},
            "sections[0].statements[0].support",
        ),
        ({"sections": [], "findings": [{"rule": "C01", "severity": 3}]}, "findings[0].severity"),
        ({"sections": [], "transcript": [{"role": "doctor"}]}, "transcript[0].text"),
        ({"sections": [], "coverage": {"audio_s": float("nan")}}, "coverage.audio_s"),
    ],
)
def test_a_broken_record_names_the_place(document: object, place: str) -> None:
    with pytest.raises(RecordInvalid) as caught:
        from_json(document)

    assert caught.value.params == {"place": place}
    assert place in wording.explain(caught.value, Language.ZH)


def test_no_word_of_a_patient_reaches_the_error() -> None:
    document = {"sections": [{"id": 3, "text": "周某某"}], "patient": {"周某某的备注": ["艾滋"]}}

    with pytest.raises(RecordInvalid) as caught:
        from_json(document)

    shown = repr(caught.value) + str(caught.value.params) + str(caught.value.__cause__)
    assert "周某某" not in shown
    assert "艾滋" not in shown


def test_a_patients_words_as_a_key_are_not_shown() -> None:
    with pytest.raises(RecordInvalid) as caught:
        from_json({"sections": [], "patient": {"周某某的备注": ["艾滋"]}})

    assert "周某某" not in str(caught.value.params)
    assert str(caught.value.params["place"]).startswith("patient.?")


def test_segments_out_of_order_are_refused() -> None:
    document = {"sections": [], "transcript": [{"id": 2, "text": "a"}, {"id": 2, "text": "b"}]}

    with pytest.raises(RecordInvalid) as caught:
        from_json(document)

    assert caught.value.full_code == "record.invalid.order"
    assert caught.value.params == {"place": "transcript[1].id"}


def test_another_schema_is_refused() -> None:
    with pytest.raises(RecordInvalid) as caught:
        from_json({"schema": "zhenlu.record/9", "sections": []})

    assert caught.value.full_code == "record.invalid.schema"


def test_text_that_is_no_json_tells_the_line() -> None:
    with pytest.raises(RecordInvalid) as caught:
        from_text('{"sections": [\n  {"id": }]}')

    assert caught.value.full_code == "record.invalid.json"
    assert caught.value.params["line"] == 2


def test_json_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(RecordInvalid):
        from_text("[" * 200_000)


def test_template_and_prompts_are_named_as_they_were(cough_record: Record) -> None:
    drafting = EngineUsed("some-pack", "cd" * 32, "write", prompts="ef" * 32)
    record = replace(cough_record, template_sha256="ab" * 32, engines={"drafting": drafting})

    document = to_json(record)

    assert document["template_sha256"] == "ab" * 32
    assert from_json(document) == record
