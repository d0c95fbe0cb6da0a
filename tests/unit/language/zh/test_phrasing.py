"""The Chinese rule draft on facts that are given, template by template."""

from __future__ import annotations

import pytest

from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrasing import phrase

_SYMPTOM, _HISTORY, _DRUG = FactKind.SYMPTOM, FactKind.HISTORY, FactKind.MEDICATION
_ABSENT = Polarity.ABSENT


def _talk(lines: int = 40) -> Transcript:
    heard = (
        Segment(n, "话", SpeakerRole.DOCTOR if n % 2 else SpeakerRole.PATIENT)
        for n in range(1, lines + 1)
    )
    return Transcript(Language.ZH, tuple(heard))


def _sentences(facts: list[Fact], template: str = "outpatient-initial") -> tuple[Sentence, ...]:
    return phrase(load(template, Language.ZH), facts, _talk())


def _section(facts: list[Fact], section: str, template: str = "outpatient-initial") -> str:
    return "".join(s.text for s in _sentences(facts, template) if s.section == section)


_COUGH = Fact(_SYMPTOM, "咳嗽", 2, value="5", unit="天", attributes={"trigger": "受凉"})
_SPUTUM = Fact(_SYMPTOM, "咳痰", 4, attributes={"quality": "黄痰"})


def test_the_complaint_joins_paired_symptoms_with_one_duration() -> None:
    assert _section([_COUGH, _SPUTUM], "chief_complaint") == "咳嗽、咳痰5天"


def test_a_symptom_that_joined_later_follows_in_the_complaint() -> None:
    fever = Fact(_SYMPTOM, "发热", 2, value="1", unit="天")

    assert _section([_COUGH, fever], "chief_complaint") == "咳嗽5天，发热1天"


def test_an_older_trouble_stays_out_of_the_complaint() -> None:
    old = Fact(_SYMPTOM, "肢体麻木", 6, value="半", unit="年")

    assert _section([_COUGH, old], "chief_complaint") == "咳嗽5天"


def test_the_complaint_names_the_place_of_a_belly_ache() -> None:
    pain = Fact(_SYMPTOM, "腹痛", 2, value="1", unit="天", attributes={"site": "右下腹"})

    assert _section([pain], "chief_complaint") == "右下腹痛1天"


def test_the_complaint_keeps_to_twenty_characters() -> None:
    many = [
        Fact(_SYMPTOM, name, 2 * n, value=str(9 - n), unit="天")
        for n, name in enumerate(("全身酸痛", "咽部异物感", "声音嘶哑", "阴道分泌物增多"), start=1)
    ]

    assert len(_section(many, "chief_complaint")) <= 20


def test_months_are_written_with_their_counter() -> None:
    pain = Fact(_SYMPTOM, "头胀", 2, value="2", unit="月")

    assert _section([pain], "chief_complaint") == "头胀2个月"


def test_the_complaint_never_takes_a_denied_symptom() -> None:
    denied = Fact(_SYMPTOM, "发热", 2, _ABSENT, value="1", unit="天")

    assert "发热" not in _section([_COUGH, denied], "chief_complaint")


def test_the_history_opens_with_onset_trigger_and_main_symptom() -> None:
    text = _section([_COUGH, _SPUTUM], "history_of_present_illness")

    assert text == "患者5天前受凉后出现咳嗽、咳黄痰。"


def test_details_of_a_pain_are_told_in_the_order_of_the_standard() -> None:
    details = {
        "site": "上腹部",
        "quality": "烧灼样",
        "severity": "中度",
        "radiation": "背部",
        "aggravating": "进食",
        "relieving": "休息",
        "course": "加重",
    }
    pain = Fact(_SYMPTOM, "腹痛", 2, value="3", unit="天", attributes=details)

    text = _section([pain], "history_of_present_illness")

    assert text.endswith("呈烧灼样疼痛，程度中度，向背部放射，进食时加重，休息后缓解，症状加重。")


def test_denials_are_drawn_together_in_one_sentence() -> None:
    facts = [_COUGH, Fact(_SYMPTOM, "咯血", 6, _ABSENT), Fact(_SYMPTOM, "胸痛", 6, _ABSENT)]

    assert _section(facts, "history_of_present_illness").endswith("无咯血、胸痛。")


def test_a_symptom_that_is_present_is_not_denied_as_well() -> None:
    facts = [_COUGH, Fact(_SYMPTOM, "咳嗽", 8, _ABSENT)]

    assert "无咳嗽" not in _section(facts, "history_of_present_illness")


def test_home_temperature_stands_with_the_fever() -> None:
    fever = Fact(_SYMPTOM, "发热", 2, value="4", unit="天")
    home = Fact(
        FactKind.VITAL, "体温", 2, value="39.3", unit="℃", attributes={"by": "self", "when": "最高"}
    )

    assert "发热，自测体温最高39.3℃。" in _section([fever, home], "history_of_present_illness")


def test_home_readings_are_no_vital_signs_of_an_outpatient_visit() -> None:
    home = Fact(FactKind.VITAL, "体温", 2, value="39.3", unit="℃", attributes={"by": "self"})

    assert _section([home], "vital_signs") == ""


def test_prior_treatment_quotes_the_drug_and_tells_its_effect() -> None:
    drug = Fact(
        _DRUG, "阿莫西林", 14, value="2", unit="粒", status=FactStatus.TAKEN,
        attributes={"frequency": "每日3次", "days": "3天", "effect": "无效"},
    )  # fmt: skip

    text = _section([_COUGH, drug], "history_of_present_illness")

    assert "曾服用“阿莫西林”2粒，每日3次，共3天，效果不佳。" in text


def test_a_long_term_drug_stands_with_its_disease_in_the_past_history() -> None:
    disease = Fact(_HISTORY, "高血压", 12, attributes={"since": "12年", "control": "良好"})
    drug = Fact(
        _DRUG, "氨氯地平", 12, value="5", unit="mg", status=FactStatus.TAKEN,
        attributes={"frequency": "每日1次"},
    )  # fmt: skip

    text = _section([disease, drug], "past_history")

    assert text == "高血压病史12年，服用氨氯地平5mg，每日1次，血压控制良好。"


def test_denied_diseases_and_events_are_worded_apart() -> None:
    names = ("高血压", "糖尿病", "手术")
    facts = [Fact(_HISTORY, name, 18, _ABSENT) for name in names]

    assert _section(facts, "past_history") == "否认高血压、糖尿病病史，手术史。"


def test_nothing_said_about_the_past_is_no_denial() -> None:
    text = _section([_COUGH], "past_history")

    assert text == load("outpatient-initial", Language.ZH).section("past_history").when_empty


def test_a_standing_phrase_cites_nothing() -> None:
    standing = [s for s in _sentences([_COUGH]) if s.section == "allergy_history"]

    assert [(s.facts, s.segments) for s in standing] == [((), ())]


def test_an_allergy_is_written_with_its_reaction() -> None:
    allergy = Fact(FactKind.ALLERGY, "青霉素", 16, attributes={"reaction": "皮疹"})

    assert _section([allergy], "allergy_history") == "青霉素过敏，表现为皮疹。"


def test_a_general_denial_beside_a_drug_allergy_is_left_out() -> None:
    facts = [
        Fact(FactKind.ALLERGY, "药物", 16, _ABSENT),
        Fact(FactKind.ALLERGY, "青霉素", 18),
    ]

    assert "否认" not in _section(facts, "allergy_history")


def test_a_relatives_disease_is_family_history_only() -> None:
    cancer = Fact(
        _HISTORY, "肺癌", 18, subject=Subject.FAMILY, attributes={"relation": "父亲"}
    )

    assert _section([cancer], "personal_family_history") == "父亲患肺癌。"
    assert "肺癌" not in _section([cancer], "past_history")


def test_habits_are_written_with_their_amount() -> None:
    smoking = Fact(
        FactKind.LIFESTYLE, "吸烟", 20, value="10", unit="支/天", attributes={"since": "30年"}
    )
    drinking = Fact(FactKind.LIFESTYLE, "饮酒", 20, _ABSENT)

    text = _section([smoking, drinking], "personal_family_history")

    assert text == "吸烟30年，每日10支。不饮酒。"


def test_vital_signs_stand_in_the_customary_order() -> None:
    facts = [
        Fact(FactKind.VITAL, "血压", 21, value="150/95", unit="mmHg"),
        Fact(FactKind.VITAL, "体温", 21, value="36.8", unit="℃"),
        Fact(FactKind.VITAL, "血压", 23, value="146/92", unit="mmHg"),
    ]

    assert _section(facts, "vital_signs") == "体温36.8℃，血压150/95mmHg，复测146/92mmHg。"


def test_findings_are_grouped_by_region_with_their_denials() -> None:
    facts = [
        Fact(FactKind.EXAM, "压痛", 21, attributes={"site": "脐周"}),
        Fact(FactKind.EXAM, "反跳痛", 21, _ABSENT),
        Fact(FactKind.EXAM, "肌紧张", 21, _ABSENT),
        Fact(FactKind.EXAM, "扁桃体", 21, attributes={"side": "双侧", "finding": "Ⅱ度肿大"}),
    ]

    text = _section(facts, "physical_exam")

    assert text == "双侧扁桃体Ⅱ度肿大。脐周压痛，无反跳痛、肌紧张。"


@pytest.mark.parametrize(
    ("name", "polarity", "written"),
    [
        ("墨菲征", _ABSENT, "墨菲征阴性。"),
        ("浮髌试验", Polarity.PRESENT, "浮髌试验阳性。"),
        ("哮鸣音", _ABSENT, "未闻及哮鸣音。"),
    ],
)
def test_a_sign_is_worded_as_it_is_examined(name: str, polarity: Polarity, written: str) -> None:
    assert _section([Fact(FactKind.EXAM, name, 21, polarity)], "physical_exam") == written


def test_a_result_is_auxiliary_and_an_order_is_not() -> None:
    facts = [
        Fact(FactKind.TEST, "空腹血糖", 9, value="12.1", unit="mmol/L", status=FactStatus.DONE),
        Fact(FactKind.TEST, "血脂", 11, status=FactStatus.ORDERED),
    ]

    assert _section(facts, "auxiliary_exam") == "空腹血糖12.1mmol/L。"
    assert _section(facts, "treatment_plan") == "查血脂。"


def test_a_diagnosis_keeps_its_uncertainty_and_what_was_ruled_out_is_none() -> None:
    facts = [
        Fact(FactKind.DIAGNOSIS, "急性支气管炎", 23, attributes={"certainty": "考虑"}),
        Fact(FactKind.DIAGNOSIS, "肺炎", 23, Polarity.UNCERTAIN),
        Fact(FactKind.DIAGNOSIS, "肺癌", 23, _ABSENT),
    ]

    texts = [s.text for s in _sentences(facts) if s.section == "diagnosis"]

    assert texts == ["急性支气管炎？", "肺炎待排"]


def test_a_prescription_states_only_what_was_said() -> None:
    drug = Fact(
        _DRUG, "氨溴索", 25, value="30", unit="mg", status=FactStatus.ORDERED,
        attributes={"frequency": "每日3次"},
    )  # fmt: skip

    assert _section([drug], "treatment_plan") == "氨溴索30mg，每日3次。"


@pytest.mark.parametrize("status", [FactStatus.REFUSED, FactStatus.TAKEN])
def test_a_drug_that_is_not_ordered_is_not_in_the_plan(status: FactStatus) -> None:
    drug = Fact(_DRUG, "头孢克肟", 25, status=status)

    assert "头孢克肟" not in _section([_COUGH, drug], "treatment_plan")


def test_a_refused_drug_is_nowhere() -> None:
    drug = Fact(_DRUG, "头孢克肟", 25, status=FactStatus.REFUSED)

    assert all("头孢克肟" not in s.text for s in _sentences([_COUGH, drug]))


def test_a_drug_the_doctor_ends_is_ended_in_the_plan() -> None:
    drug = Fact(_DRUG, "阿莫西林", 25, status=FactStatus.STOPPED)

    assert _section([drug], "treatment_plan") == "停用阿莫西林。"


def test_the_next_visit_carries_its_condition() -> None:
    facts = [
        Fact(FactKind.FOLLOW_UP, "复诊", 27, value="3", unit="天"),
        Fact(FactKind.FOLLOW_UP, "复诊", 27, attributes={"condition": "高热不退"}),
    ]

    assert _section(facts, "treatment_plan") == "3天后复诊，如高热不退，及时就诊。"


def test_every_sentence_names_its_facts_and_segments() -> None:
    denied = Fact(_SYMPTOM, "咯血", 8, _ABSENT, also=(7,))

    sentences = _sentences([_COUGH, _SPUTUM, denied])

    opening, denial = [s for s in sentences if s.section == "history_of_present_illness"]
    assert (opening.facts, opening.segments) == ((0, 1), (2, 4))
    assert (denial.facts, denial.segments) == ((2,), (7, 8))


def test_a_hypertension_form_marks_what_was_measured_at_home() -> None:
    home = Fact(
        FactKind.VITAL, "血压", 4, value="146/88", unit="mmHg", attributes={"by": "self"}
    )

    assert _section([home], "vital_signs", "followup-hypertension") == "自测血压146/88mmHg。"


def test_a_hypertension_form_lists_drugs_with_adherence() -> None:
    drug = Fact(
        _DRUG, "硝苯地平", 12, value="20", unit="mg", status=FactStatus.TAKEN,
        attributes={"frequency": "每日2次", "adherence": "偶有漏服"},
    )  # fmt: skip

    text = _section([drug], "medication_use", "followup-hypertension")

    assert text.startswith("硝苯地平20mg，每日2次，偶有漏服。")


def test_a_nurse_note_holds_no_diagnosis_and_no_prescription() -> None:
    facts = [
        Fact(FactKind.DIAGNOSIS, "糖尿病", 3),
        Fact(_DRUG, "二甲双胍", 3, status=FactStatus.ORDERED),
        Fact(FactKind.FOLLOW_UP, "随访", 21, value="1", unit="周"),
    ]

    sentences = _sentences(facts, "nursing-followup")

    assert all("糖尿病" not in s.text and "二甲双胍" not in s.text for s in sentences)
    assert [s.text for s in sentences if s.section == "plan"] == ["1周后随访。"]


def test_several_qualities_are_told_inside_and_after_the_name() -> None:
    sputum = Fact(_SYMPTOM, "咳痰", 4, attributes={"quality": "黄痰、痰黏"})

    text = _section([_COUGH, sputum], "history_of_present_illness")

    assert text == "患者5天前受凉后出现咳嗽、咳黄痰，痰黏。"


def test_half_width_commas_of_a_detail_become_full_width() -> None:
    pain = Fact(_SYMPTOM, "腹痛", 2, attributes={"course": "先重,后轻"})

    assert "先重，后轻" in _section([pain], "history_of_present_illness")


def test_everyday_words_of_a_condition_become_standard_terms() -> None:
    facts = [
        Fact(FactKind.FOLLOW_UP, "复诊", 27, value="1", unit="周"),
        Fact(FactKind.FOLLOW_UP, "复诊", 27, attributes={"condition": "拉血或者高烧就来"}),
    ]

    assert _section(facts, "treatment_plan") == "1周后复诊，如便血或高热，及时就诊。"


def test_a_drug_already_taken_at_this_dose_is_continued() -> None:
    facts = [
        Fact(_DRUG, "氨氯地平", 4, value="5", unit="mg", status=FactStatus.TAKEN),
        Fact(_DRUG, "氨氯地平", 25, value="5", unit="mg", status=FactStatus.ORDERED),
    ]

    assert _section(facts, "treatment_plan") == "继续服用氨氯地平5mg。"


def test_a_changed_dose_is_no_continuation() -> None:
    facts = [
        Fact(_DRUG, "二甲双胍", 4, value="0.5", unit="g", status=FactStatus.TAKEN),
        Fact(_DRUG, "二甲双胍", 25, value="1", unit="g", status=FactStatus.ORDERED),
    ]

    assert _section(facts, "treatment_plan") == "二甲双胍1g。"


def test_a_symptom_that_is_over_stays_out_of_the_complaint() -> None:
    over = Fact(_SYMPTOM, "发热", 2, value="1", unit="天", attributes={"course": "已缓解"})

    assert _section([_COUGH, over], "chief_complaint") == "咳嗽5天"


def test_a_place_that_does_not_fit_into_the_name_follows_it() -> None:
    pain = Fact(_SYMPTOM, "胸痛", 2, value="40", unit="分钟", attributes={"site": "胸骨后"})

    text = _section([pain], "history_of_present_illness")

    assert text == "患者40分钟前出现胸痛，位于胸骨后。"


def test_drugs_named_in_one_breath_stand_in_one_sentence() -> None:
    drugs = [
        Fact(_DRUG, "诺氟沙星", 16, value="2", unit="粒", status=FactStatus.TAKEN),
        Fact(_DRUG, "蒙脱石散", 16, value="1", unit="袋", status=FactStatus.TAKEN),
    ]

    text = _section(drugs, "history_of_present_illness")

    assert text == "曾服用“诺氟沙星”2粒、“蒙脱石散”1袋。"


def test_a_removal_of_stitches_is_dated_not_timed() -> None:
    stitches = Fact(FactKind.INSTRUCTION, "拆线", 27, value="12", unit="天")

    assert _section([stitches], "treatment_plan") == "12天后拆线。"


def test_a_drug_ended_before_the_visit_is_history_even_if_the_doctor_confirms_it() -> None:
    ended = Fact(_DRUG, "依那普利", 21, status=FactStatus.STOPPED, also=(8,))

    assert "依那普利" not in _section([ended], "treatment_plan")
    assert "曾服用“依那普利”，已停用。" in _section([ended], "history_of_present_illness")


def test_weight_told_by_the_patient_is_a_marked_measurement() -> None:
    weight = Fact(FactKind.VITAL, "体重", 22, value="80", unit="kg", attributes={"by": "self"})

    assert _section([weight], "vital_signs") == "自述体重80kg。"


def test_a_test_that_came_back_is_not_ordered_again() -> None:
    facts = [
        Fact(FactKind.TEST, "尿常规", 15, status=FactStatus.ORDERED),
        Fact(FactKind.TEST, "尿常规", 17, status=FactStatus.DONE, attributes={"result": "正常"}),
    ]

    assert "尿常规" not in _section(facts, "treatment_plan")


def test_a_lasting_trouble_that_got_worse_is_told_so_in_the_complaint() -> None:
    headache = Fact(
        _SYMPTOM, "头痛", 2, value="3", unit="年", attributes={"side": "右", "course": "近2天加重"}
    )

    assert _section([headache], "chief_complaint") == "右侧头痛3年，加重2天"


def test_a_minor_symptom_gives_way_to_the_one_behind_it() -> None:
    facts = [
        Fact(_SYMPTOM, "活动受限", 2, value="6", unit="天"),
        Fact(_SYMPTOM, "腰痛", 4, value="6", unit="天"),
    ]

    assert _section(facts, "chief_complaint") == "腰痛6天"


def test_repeated_glucose_readings_stand_together() -> None:
    facts = [
        Fact(
            FactKind.VITAL, "血糖", 6, value=value, unit="mmol/L",
            attributes={"by": "self", "when": "空腹"},
        )
        for value in ("6.9", "7.2")
    ]  # fmt: skip

    text = _section(facts, "vital_signs", "nursing-followup")

    assert text == "自测空腹血糖6.9mmol/L、7.2mmol/L。"


def test_a_drug_named_only_as_an_allergen_is_no_prior_treatment() -> None:
    facts = [
        Fact(FactKind.ALLERGY, "头孢菌素类", 16, attributes={"reaction": "皮疹"}),
        Fact(_DRUG, "头孢菌素类", 16, status=FactStatus.TAKEN),
    ]

    assert "头孢" not in _section(facts, "history_of_present_illness")


def test_eye_drops_are_used_not_swallowed() -> None:
    drops = Fact(_DRUG, "氯霉素滴眼液", 14, status=FactStatus.TAKEN)

    assert "曾使用“氯霉素滴眼液”。" in _section([drops], "history_of_present_illness")


def test_calling_an_ambulance_is_no_part_of_the_condition() -> None:
    warning = Fact(FactKind.FOLLOW_UP, "复诊", 27, attributes={"condition": "剧烈头痛,打120"})

    assert _section([warning], "treatment_plan") == "如剧烈头痛，及时就诊。"
