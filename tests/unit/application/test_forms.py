"""The hypertension form: filled from what was said, asked for where nothing was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenlu.application import quantities
from zhenlu.application.chronic_care import ControlClass
from zhenlu.application.forms import fill
from zhenlu.application.proposals import Known
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.record import Evidence, FieldState
from zhenlu.domain.template import TemplateSection
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient

VISIT = Transcript(
    Language.ZH,
    tuple(Segment(at, "…", start_s=float(at), end_s=at + 0.5) for at in range(1, 9)),
)
ABSENT = Polarity.ABSENT


def vital(name: str, value: str, unit: str = "", segment: int = 1, **attributes: str) -> Fact:
    return Fact(FactKind.VITAL, name, segment, value=value, unit=unit, attributes=attributes)


def symptom(name: str, polarity: Polarity = Polarity.PRESENT, segment: int = 1) -> Fact:
    return Fact(FactKind.SYMPTOM, name, segment, polarity)


def habit(name: str, value: str = "", unit: str = "", **attributes: str) -> Fact:
    return Fact(FactKind.LIFESTYLE, name, 1, value=value, unit=unit, attributes=attributes)


def section(section_id: str) -> TemplateSection:
    found = load("followup-hypertension", Language.ZH).section(section_id)
    assert found is not None
    return found


def filled(section_id: str, *facts: Fact, age_years: int | None = None) -> dict[str, str]:
    known = Known(Patient(age_years=age_years), transcript=VISIT)
    values = fill(section(section_id), facts, VISIT, known)
    return {value.id: value.value for value in values}


def test_nothing_said_leaves_every_field_empty() -> None:
    template = load("followup-hypertension", Language.ZH)

    values = [v.value for part in template.sections for v in fill(part, (), VISIT)]

    assert values
    assert set(values) == {""}


def test_a_blood_pressure_fills_both_of_its_fields() -> None:
    found = filled("vital_signs", vital("血压", "146/88", "mmHg"))

    assert (found["systolic"], found["diastolic"]) == ("146", "88")


def test_a_value_carries_the_time_it_was_said() -> None:
    values = fill(section("vital_signs"), [vital("血压", "146/88", "mmHg", 3)], VISIT)

    assert values[0].evidence == (Evidence(3, 3.0, 3.5),)


def test_a_value_measured_here_goes_before_one_from_home() -> None:
    here = vital("血压", "150/94", "mmHg", 2)
    home = vital("血压", "135/80", "mmHg", 5, by="self")

    assert filled("vital_signs", here, home)["systolic"] == "150"


def test_the_last_measurement_holds() -> None:
    first, second = vital("心率", "92", "次/分", 1), vital("心率", "84", "次/分", 4)

    assert filled("vital_signs", first, second)["heart_rate"] == "84"


def test_a_pulse_stands_in_for_the_heart_rate() -> None:
    assert filled("vital_signs", vital("脉搏", "74", "次/分"))["heart_rate"] == "74"


def test_an_impossible_value_is_left_to_be_asked_for() -> None:
    assert filled("vital_signs", vital("血压", "1460/88", "mmHg"))["systolic"] == ""


def test_jin_are_written_as_kilograms() -> None:
    assert filled("vital_signs", vital("体重", "136", "斤"))["weight"] == "68"


def test_a_value_in_another_quantity_is_not_taken() -> None:
    assert filled("vital_signs", vital("体重", "68", "cm"))["weight"] == ""


def test_the_body_mass_index_needs_weight_and_height() -> None:
    weight, height = vital("体重", "72", "kg"), vital("身高", "170", "cm")

    assert filled("vital_signs", weight)["bmi"] == ""
    assert filled("vital_signs", weight, height)["bmi"] == "24.9"


def test_a_relatives_value_is_not_the_patients() -> None:
    of_husband = replace(vital("血压", "170/100", "mmHg"), subject=Subject.FAMILY)

    assert filled("vital_signs", of_husband)["systolic"] == ""


def test_named_symptoms_tick_their_boxes_in_form_order() -> None:
    found = filled("subjective", symptom("胸闷"), symptom("头晕"), symptom("咳嗽"))

    assert found["symptoms"] == "头痛头晕、心悸胸闷、其他"


def test_one_denial_does_not_mean_no_symptoms() -> None:
    assert filled("subjective", symptom("头痛", ABSENT))["symptoms"] == ""


def test_a_denied_checklist_means_no_symptoms() -> None:
    denied = [symptom(name, ABSENT) for name in ("头痛", "心悸", "下肢水肿", "鼻出血")]

    assert filled("subjective", *denied)["symptoms"] == "无症状"


def test_a_symptom_goes_before_the_denials_around_it() -> None:
    denied = [symptom(name, ABSENT) for name in ("头痛", "心悸", "下肢水肿", "鼻出血")]

    assert filled("subjective", *denied, symptom("头晕"))["symptoms"] == "头痛头晕"


def test_not_smoking_is_an_amount_of_none() -> None:
    nobody = replace(habit("吸烟"), polarity=ABSENT)

    assert filled("lifestyle", nobody)["smoking"] == "0"


def test_smoking_without_an_amount_stays_open() -> None:
    assert filled("lifestyle", habit("吸烟"))["smoking"] == ""


def test_cigarettes_a_day_are_read_from_value_or_frequency() -> None:
    assert filled("lifestyle", habit("吸烟", "10", "支/天"))["smoking"] == "10"
    assert filled("lifestyle", habit("吸烟", frequency="每日10支"))["smoking"] == "10"


def test_drinking_by_the_week_is_not_written_as_by_the_day() -> None:
    assert filled("lifestyle", habit("饮酒", frequency="每周2两"))["alcohol"] == ""


def test_exercise_gives_times_a_week_and_minutes_a_time() -> None:
    found = filled("lifestyle", habit("运动", "1", "小时", frequency="每周5次"))

    assert (found["exercise_frequency"], found["exercise_minutes"]) == ("5", "60")


def test_salt_is_ticked_from_the_words_used() -> None:
    assert filled("lifestyle", habit("饮食", quality="口味偏咸"))["salt"] == "重"


@pytest.mark.parametrize(
    ("said", "ticked"),
    [("规律服药", "规律"), ("不规律", "间断"), ("有时漏服", "间断"), ("自行停药", "不服药")],
)
def test_adherence_is_read_from_its_words(said: str, ticked: str) -> None:
    drug = Fact(FactKind.MEDICATION, "氨氯地平", 1, attributes={"adherence": said})

    assert filled("medication_use", drug)["adherence"] == ticked


def test_one_missed_drug_outweighs_the_regular_one() -> None:
    first = Fact(FactKind.MEDICATION, "厄贝沙坦", 1, attributes={"adherence": "规律"})
    second = Fact(FactKind.MEDICATION, "硝苯地平", 2, attributes={"adherence": "漏服"})

    assert filled("medication_use", first, second)["adherence"] == "间断"


def test_drugs_are_listed_with_their_use_and_stopped_ones_left_out() -> None:
    taken = Fact(
        FactKind.MEDICATION,
        "氨氯地平",
        1,
        value="5",
        unit="mg",
        attributes={"frequency": "每日1次"},
        status=FactStatus.TAKEN,
    )
    stopped = Fact(FactKind.MEDICATION, "卡托普利", 2, status=FactStatus.STOPPED)

    assert filled("medication_use", taken, stopped)["drugs"] == "氨氯地平 5mg 每日1次"


def test_the_clinicians_class_goes_before_the_proposal() -> None:
    spoken = Fact(FactKind.DIAGNOSIS, "血压控制不满意", 2)

    assert filled("assessment", vital("血压", "130/80"), spoken)["control"] == "控制不满意"


@pytest.mark.parametrize(
    ("value", "age", "proposed"),
    [
        ("138/86", 56, "控制满意"),
        ("140/86", 56, "控制不满意"),
        ("138/90", None, "控制不满意"),
        ("148/86", 70, "控制满意"),
        ("148/86", None, "控制不满意"),
    ],
)
def test_the_class_is_proposed_by_the_editable_thresholds(
    value: str, age: int | None, proposed: str
) -> None:
    assert filled("assessment", vital("血压", value), age_years=age)["control"] == proposed


def test_no_class_is_proposed_without_a_blood_pressure() -> None:
    assert filled("assessment", symptom("头晕"))["control"] == ""


def test_a_reported_adverse_reaction_decides_the_class() -> None:
    drug = Fact(FactKind.MEDICATION, "贝那普利", 1, attributes={"adverse_reaction": "有,干咳"})

    assert filled("assessment", vital("血压", "130/80"), drug)["control"] == "不良反应"
    assert filled("medication_use", drug)["adverse_reaction"] == "有"


def test_the_next_visit_is_the_interval_and_the_date_when_today_is_known() -> None:
    next_visit = Fact(FactKind.FOLLOW_UP, "随访", 7, value="2", unit="周")

    without = fill(section("plan"), [next_visit], VISIT)
    known = Known(started="2026-11-22T09:30", transcript=VISIT)
    with_date = fill(section("plan"), [next_visit], VISIT, known)

    assert without[-1].value == "2周后"
    assert with_date[-1].value == "2026-12-06（2周后）"


def test_a_condition_alone_is_no_date() -> None:
    if_worse = Fact(FactKind.FOLLOW_UP, "就诊", 7, attributes={"condition": "头晕加重"})

    assert filled("plan", if_worse)["next_visit"] == ""


def test_the_month_after_the_thirty_first_ends_with_its_month() -> None:
    assert quantities.later(date(2027, 1, 31), "1", "个月") == date(2027, 2, 28)


def test_a_range_gives_no_date() -> None:
    assert quantities.later(date(2027, 1, 31), "3-4", "天") is None


def test_no_complaint_after_the_tablets_is_no_adverse_reaction() -> None:
    visit = Transcript(
        Language.ZH, (Segment(1, "吃了药有没有不舒服"), Segment(2, "没有不舒服"))
    )
    denied = Fact(FactKind.SYMPTOM, "不适", 2, ABSENT, also=(1,))

    reaction = fill(section("medication_use"), [denied], visit)
    symptoms = fill(section("subjective"), [denied], visit)

    assert {v.id: v.value for v in reaction}["adverse_reaction"] == "无"
    assert {v.id: v.value for v in symptoms}["symptoms"] == ""


def test_a_general_denial_means_no_symptoms() -> None:
    visit = Transcript(Language.ZH, (Segment(1, "最近有没有不舒服"), Segment(2, "没有")))
    denied = Fact(FactKind.SYMPTOM, "不适", 2, ABSENT, also=(1,))

    values = fill(section("subjective"), [denied], visit)

    assert {v.id: v.value for v in values}["symptoms"] == "无症状"


def states(section_id: str, *facts: Fact) -> dict[str, FieldState]:
    return {value.id: value.state for value in fill(section(section_id), facts, VISIT)}


def test_a_value_measured_here_stands_as_said() -> None:
    assert states("vital_signs", vital("心率", "76"))["heart_rate"] is FieldState.SAID


def test_a_value_measured_at_home_has_to_be_confirmed() -> None:
    at_home = vital("心率", "76", by="self")

    assert states("vital_signs", at_home)["heart_rate"] is FieldState.CONFIRM


def test_a_value_told_twice_differently_has_to_be_confirmed() -> None:
    first, second = vital("心率", "92"), vital("心率", "84", segment=4)

    assert states("vital_signs", first, second)["heart_rate"] is FieldState.CONFIRM


def test_a_value_heard_badly_has_to_be_confirmed() -> None:
    badly = replace(vital("心率", "76"), confidence=0.4)

    assert states("vital_signs", badly)["heart_rate"] is FieldState.CONFIRM


def test_a_value_out_of_range_says_so_and_leads_to_its_words() -> None:
    (systolic, *_) = fill(section("vital_signs"), [vital("血压", "1460/88", "mmHg", 3)], VISIT)

    assert (systolic.value, systolic.state) == ("", FieldState.OUT_OF_RANGE)
    assert systolic.evidence == (Evidence(3, 3.0, 3.5),)


def test_a_value_nobody_said_is_missing() -> None:
    assert states("vital_signs")["heart_rate"] is FieldState.MISSING


def test_a_worked_out_value_says_so() -> None:
    facts = (vital("体重", "72", "kg"), vital("身高", "170", "cm"))

    assert states("vital_signs", *facts)["bmi"] is FieldState.WORKED_OUT


def test_a_field_prints_its_target() -> None:
    (systolic, *_) = fill(section("vital_signs"), [vital("血压", "136/80")], VISIT)

    assert systolic.target.startswith("<140")


def test_a_way_of_contact_is_taken_from_the_clinicians_words_and_confirmed() -> None:
    call = Transcript(
        Language.ZH, (Segment(1, "您好,我是社区护士,给您打电话随访", SpeakerRole.NURSE),)
    )

    mode = fill(section("subjective"), (), call)[0]

    assert (mode.value, mode.state) == ("电话", FieldState.CONFIRM)


def test_the_patients_words_choose_no_way_of_contact() -> None:
    call = Transcript(Language.ZH, (Segment(1, "昨天打电话没人接", SpeakerRole.PATIENT),))

    assert fill(section("subjective"), (), call)[0].value == ""


def test_a_reading_far_too_high_proposes_referral_now() -> None:
    known = Known(started="2026-11-22T09:30", transcript=VISIT)
    values = fill(section("plan"), [vital("血压", "192/100")], VISIT, known)
    found = {value.id: value for value in values}

    assert found["referral_reason"].value == "收缩压≥180mmHg"
    assert found["referral_reason"].state is FieldState.WORKED_OUT
    assert found["next_visit"].value == "2026-12-06"


def test_two_unsatisfied_visits_in_a_row_propose_referral() -> None:
    high = [vital("血压", "156/96")]
    before = Known(previous=(ControlClass.UNSATISFIED,), transcript=VISIT)

    again = {v.id: v.value for v in fill(section("plan"), high, VISIT, before)}
    first = {v.id: v.value for v in fill(section("plan"), high, VISIT)}

    assert again["referral_reason"]
    assert not first["referral_reason"]
    assert first["next_visit"] == "2周内"


def test_a_satisfied_visit_proposes_the_routine_interval() -> None:
    assert filled("plan", vital("血压", "132/80"))["next_visit"] == "3个月内"


def test_a_promised_date_goes_before_the_proposed_one() -> None:
    promised = Fact(FactKind.FOLLOW_UP, "随访", 7, value="1", unit="月")

    assert filled("plan", vital("血压", "132/80"), promised)["next_visit"] == "1月后"


def test_danger_signs_are_handed_out_as_a_checklist_and_change_no_class() -> None:
    facts = (vital("血压", "132/80"), symptom("头痛"))
    found = filled("assessment", *facts)

    assert found["danger_signs"] == "剧烈头痛或头晕"
    assert found["control"] == "控制满意"
