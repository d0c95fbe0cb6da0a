"""What rules find in Chinese records beyond the cases of tests/records: places, severities."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Evidence, Ledger, LedgerItem, Statement, Support

Checked = Callable[..., tuple[Finding, ...]]


def ids(found: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in found}


def test_a_sound_record_has_no_findings(findings: Checked) -> None:
    assert findings() == ()


def test_a_sound_follow_up_form_has_no_findings(findings: Checked) -> None:
    assert findings("followup-hypertension") == ()


KNEE = {
    "chief_complaint": "左膝疼痛3天",
    "history_of_present_illness": "3天前跑步后出现左膝疼痛,活动时加重,无发热,未用药。",
    "physical_exam": "左膝压痛,活动受限,无红肿。",
    "diagnosis": "左膝关节扭伤",
}


def test_k01_a_side_that_changes_is_found_where_it_changes(findings: Checked) -> None:
    found = findings(**(KNEE | {"diagnosis": "右膝关节扭伤"}))

    finding = next(f for f in found if f.rule == "K01")
    assert (finding.section, finding.start, finding.end) == ("diagnosis", 0, 2)


@pytest.mark.parametrize(
    "changed",
    [
        KNEE,
        KNEE | {"physical_exam": "左膝压痛,右膝无压痛,活动自如。"},
        KNEE | {"past_history": "右膝半月板手术史5年。"},
        KNEE | {"physical_exam": "双侧膝关节无红肿,左膝压痛。"},
    ],
)
def test_k01_a_compared_side_is_no_conflict(findings: Checked, changed: dict[str, str]) -> None:
    assert "K01" not in ids(findings(**changed))


def test_k02_a_mans_organ_in_a_womans_record(findings: Checked) -> None:
    woman: dict[str, str | int] = {"sex": "female", "age_years": 40}

    assert "K02" in ids(findings(patient=woman, past_history="前列腺增生3年。"))
    assert "K02" not in ids(findings(patient={}, past_history="前列腺增生3年。"))


@pytest.mark.parametrize(
    ("allergy", "drug", "severity"),
    [
        ("青霉素过敏,表现为皮疹", "阿莫西林0.5g", Severity.ERROR),
        ("头孢过敏", "头孢克肟0.1g", Severity.ERROR),
        ("头孢克洛过敏,起疹子", "头孢曲松1g", Severity.WARNING),
        ("青霉素过敏,表现为皮疹", "头孢呋辛酯0.25g", Severity.WARNING),
        ("青霉素过敏性休克", "头孢呋辛酯0.25g", Severity.ERROR),
        ("磺胺过敏", "复方磺胺甲噁唑0.96g", Severity.ERROR),
        ("布洛芬过敏", "布洛芬0.2g", Severity.ERROR),
        ("阿司匹林过敏", "双氯芬酸50mg", Severity.WARNING),
    ],
)
def test_k08_a_class_speaks_against_its_members(
    findings: Checked, allergy: str, drug: str, severity: Severity
) -> None:
    found = findings(
        allergy_history=f"{allergy}。", treatment_plan=f"{drug},口服,每日2次,共5天。3天后复诊。"
    )

    assert [f.severity for f in found if f.rule == "K08"] == [severity]


def test_k08_an_allergy_told_only_by_a_fact_counts(findings: Checked) -> None:
    known = Fact(FactKind.ALLERGY, "青霉素", 1)
    denied = Fact(FactKind.ALLERGY, "青霉素", 1, Polarity.ABSENT)

    assert "K08" in ids(findings(facts=(known,)))
    assert "K08" not in ids(findings(facts=(denied,)))


def test_k08_a_doubted_allergy_warns_and_says_that_nobody_confirmed_it(findings: Checked) -> None:
    plan = "阿莫西林0.5g,口服,每日3次,共5天。3天后复诊。"

    doubted = findings(allergy_history="可疑青霉素过敏。", treatment_plan=plan)
    found = [f for f in doubted if f.rule == "K08"]

    assert [(f.severity, f.message) for f in found] == [
        (Severity.WARNING, "处方药物阿莫西林与过敏史（青霉素，未确认）冲突")
    ]


def test_k08_a_doubted_allergy_does_not_speak_against_another_drug(findings: Checked) -> None:
    plan = "阿奇霉素0.5g,口服,每日1次,共3天。3天后复诊。"

    found = findings(allergy_history="可疑青霉素过敏。", treatment_plan=plan)

    assert "K08" not in ids(found)


def test_k08_a_brand_name_is_its_drug(findings: Checked) -> None:
    found = findings(
        allergy_history="布洛芬过敏。", treatment_plan="芬必得0.3g,口服,每日2次,共3天。3天后复诊。"
    )

    assert "K08" in ids(found)


def test_k20_a_mothers_disease_is_not_the_patients(findings: Checked) -> None:
    said = "D: 家里人有什么病吗\nP: 我妈有糖尿病"

    own = f"{said}\nP: 我自己也有糖尿病"

    assert "K20" in ids(findings(said=said, past_history="糖尿病史。"))
    assert "K20" not in ids(findings(said=own, past_history="糖尿病史。"))


def test_k20_a_suspected_disease_of_the_patient_is_not_the_fathers(findings: Checked) -> None:
    said = "P: 我爸是心梗走的\nD: 你这个不排除心梗"

    assert "K20" not in ids(findings(said=said, diagnosis="急性心肌梗死"))


def test_k20_facts_tell_whose_disease_it_is(findings: Checked) -> None:
    mothers = Fact(FactKind.HISTORY, "糖尿病", 1, subject=Subject.FAMILY)

    assert "K20" in ids(findings(facts=(mothers,), past_history="糖尿病史。"))


def test_c22_a_hypertension_form_needs_a_blood_pressure(findings: Checked) -> None:
    without = findings("followup-hypertension", vital_signs="心率76次/分,体重72kg。")

    assert "C22" in ids(without)
    assert "C22" not in ids(findings("followup-hypertension"))


def test_a_nurse_record_is_not_asked_for_a_diagnosis(findings: Checked) -> None:
    assert "C09" not in ids(findings("followup-hypertension", assessment=""))


DIALOGUE = """
D: 哪里不舒服
P: 咳嗽五天了,有黄痰,发烧一天,三十八度五
D: 有没有胸痛咯血
P: 没有
D: 有药物过敏吗
P: 没有过敏的
D: 血压高不高
P: 高血压十年了,吃着药
D: 体温三十八度二,双肺呼吸音粗
D: 给你开阿莫西林,零点五克,一天三次,吃五天,三天后来复诊
"""
QUIET = {
    "chief_complaint": "咳嗽5天,发热1天",
    "history_of_present_illness": "咳嗽5天,咳黄痰,发热1天,体温38.5℃。无胸痛、咯血。",
    "past_history": "高血压病史10年。",
    "personal_family_history": "",
    "vital_signs": "体温38.2℃。",
    "physical_exam": "双肺呼吸音粗。",
    "auxiliary_exam": "",
    "diagnosis": "支气管炎",
    "treatment_plan": "阿莫西林0.5g,每日3次,共5天。3天后复诊。",
}


@pytest.mark.parametrize("rule", ["G01", "G02", "G03", "G05", "G10"])
def test_what_was_said_has_its_source(findings: Checked, rule: str) -> None:
    assert rule not in ids(findings(said=DIALOGUE, **QUIET))


@pytest.mark.parametrize(
    ("section", "text", "shown"),
    [
        ("treatment_plan", "阿莫西林1g,每日3次,共5天。3天后复诊。", "1g"),
        ("history_of_present_illness", "咳嗽15天,咳黄痰,发热1天,体温38.5℃,未用药。", "15天"),
        ("past_history", "高血压病史10年,服用氨氯地平。", "氨氯地平"),
        ("physical_exam", "右下肺湿啰音,双肺呼吸音粗。", "右"),
    ],
)
def test_g01_an_unsaid_detail_is_shown_where_it_stands(
    findings: Checked, section: str, text: str, shown: str
) -> None:
    found = findings(said=DIALOGUE, **(QUIET | {section: text}))

    spans = [text[f.start : f.end] for f in found if f.rule == "G01" and f.section == section]
    assert any(shown in span or span in shown for span in spans)


def test_without_a_transcript_nothing_is_called_unsaid(findings: Checked) -> None:
    found = findings(treatment_plan="阿莫西林1g,口服,每日3次,共5天。3天后复诊。")

    assert not {"G01", "G02", "G05", "G10"} & ids(found)


def test_what_a_clinician_typed_needs_no_source(findings: Checked) -> None:
    text = "阿莫西林1g,每日3次,共5天。3天后复诊。"
    typed = {"treatment_plan": (Statement(text, Support.CLINICIAN),)}

    found = findings(said=DIALOGUE, statements=typed, **(QUIET | {"treatment_plan": text}))

    assert not {"G01", "G10"} & ids(found)


def test_g02_an_unsupported_statement_is_marked_with_its_words(findings: Checked) -> None:
    text = "双肺呼吸音粗。心律齐。"
    statements = {
        "physical_exam": (
            Statement("双肺呼吸音粗。", Support.SUPPORTED, (Evidence(9, 9.0, 9.9),)),
            Statement("心律齐。", Support.UNSUPPORTED, note="wording"),
        )
    }

    found = findings(said=DIALOGUE, statements=statements, **(QUIET | {"physical_exam": text}))

    assert [(f.start, f.end) for f in found if f.rule == "G02"] == [(7, 11)]


def test_g03_what_the_ledger_misses_is_listed(findings: Checked) -> None:
    ledger = Ledger((LedgerItem("symptom", "乏力", "history_of_present_illness", 2),))

    finding = next(f for f in findings(said=DIALOGUE, ledger=ledger, **QUIET) if f.rule == "G03")

    assert (finding.section, finding.segments) == ("history_of_present_illness", (2,))
    assert "乏力" in finding.message


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("past_history", "高血压病史10年,否认糖尿病史。"),
        ("past_history", "高血压病史10年,否认手术史。"),
        ("history_of_present_illness", "咳嗽5天,发热1天,体温38.5℃,无腹泻,咳黄痰。"),
    ],
)
def test_g05_a_denial_nobody_asked_for_is_found(
    findings: Checked, section: str, text: str
) -> None:
    assert "G05" in ids(findings(said=DIALOGUE, **(QUIET | {section: text})))


def test_g05_a_denied_allergy_needs_the_question(findings: Checked) -> None:
    unasked = "\n".join(line for line in DIALOGUE.splitlines() if "过敏" not in line)

    assert "G05" in ids(findings(said=unasked, **QUIET))


@pytest.mark.parametrize("plan", ["1.阿莫西林0.5g,每日3次\n2.3天后复诊", "1.吃药;2.3天后复诊"])
def test_g01_an_item_number_is_no_amount(findings: Checked, plan: str) -> None:
    assert "G01" not in ids(findings(said=DIALOGUE, **(QUIET | {"treatment_plan": plan})))


def test_g01_an_amount_after_the_list_is_still_one(findings: Checked) -> None:
    plan = "1.阿莫西林0.5g,每日3次,共5天\n2.3天后复诊\n体温 8.5℃"

    assert "G01" in ids(findings(said=DIALOGUE, **(QUIET | {"treatment_plan": plan})))


def test_g01_a_date_was_said_as_a_day_of_the_month(findings: Checked) -> None:
    text = "末次月经本月7日。"

    spoken = findings(said=f"{DIALOGUE}P: 这个月七号来的", **(QUIET | {"past_history": text}))
    unsaid = findings(said=DIALOGUE, **(QUIET | {"past_history": text}))

    assert "past_history" not in {f.section for f in spoken if f.rule == "G01"}
    assert "past_history" in {f.section for f in unsaid if f.rule == "G01"}


def test_g10_a_drug_nobody_said_is_no_prescription(findings: Checked) -> None:
    plan = "头孢克肟0.1g,每日3次,共5天。3天后复诊。"

    assert "G10" in ids(findings(said=DIALOGUE, **(QUIET | {"treatment_plan": plan})))


def test_g10_a_patients_wish_is_no_prescription(findings: Checked) -> None:
    plan = "头孢克肟0.1g,每日3次,共5天。3天后复诊。"
    wish = f"{DIALOGUE}P: 我想吃头孢克肟"

    assert "G10" in ids(findings(said=wish, **(QUIET | {"treatment_plan": plan})))


def test_g10_a_drug_that_the_doctor_lets_go_on_is_prescribed(findings: Checked) -> None:
    plan = "氨氯地平5mg,每日1次,长期服用。3天后复诊。"
    goes_on = f"{DIALOGUE}P: 我吃的氨氯地平五毫克一天一次\nD: 那继续吃着"

    assert "G10" not in ids(findings(said=goes_on, **(QUIET | {"treatment_plan": plan})))


def test_s01_is_for_adults_from_thirty_on(findings: Checked) -> None:
    told = "1小时前突发胸痛,伴大汗,未用药,无发热。"
    young: dict[str, str | int] = {"sex": "male", "age_years": 19}

    assert "S01" not in ids(findings(patient=young, history_of_present_illness=told))


def test_s01_a_fact_is_enough_when_the_text_misses_it(findings: Checked) -> None:
    facts = (Fact(FactKind.SYMPTOM, "胸痛", 3), Fact(FactKind.SYMPTOM, "大汗", 5))

    finding = next(f for f in findings(facts=facts) if f.rule == "S01")

    assert finding.segments == (3, 5)


def test_s04_the_patients_own_words_are_heard(findings: Checked) -> None:
    said = "D: 嘴歪了吗\nP: 今天早上起来嘴歪了,左手抬不起来"

    assert "S04" in ids(findings(said=said))


def test_s04_a_doctors_question_is_no_sign(findings: Checked) -> None:
    assert "S04" not in ids(findings(said="D: 有没有嘴歪、说话不清\nP: 都没有"))


def test_a_danger_sign_tells_what_to_do_where_and_how_urgently(findings: Checked) -> None:
    told = "1小时前突发胸痛,伴大汗,未用药。"

    (finding,) = (f for f in findings(history_of_present_illness=told) if f.rule == "S01")

    assert "立即心电图" in finding.message
    assert "急诊·心内科，1级" in finding.message
    assert finding.section == "history_of_present_illness"
    assert told[finding.start : finding.end].startswith("1小时前突发胸痛")


def test_a_sign_that_is_said_measured_and_written_is_told_once(findings: Checked) -> None:
    facts = (Fact(FactKind.VITAL, "血糖", 2, value="2.6", unit="mmol/L"),)
    text = {"vital_signs": "血糖2.6mmol/L。", "history_of_present_illness": "今晨出冷汗,血糖低。"}

    (finding,) = (f for f in findings(facts=facts, **text) if f.rule == "S12")

    assert "1级" in finding.message


def test_a_chest_pain_of_half_an_hour_in_the_text_alone_is_a_danger_sign(
    findings: Checked,
) -> None:
    longer = findings(history_of_present_illness="今晨活动后胸痛,持续30分钟不缓解。")
    shorter = findings(history_of_present_illness="今晨活动后胸痛,持续5分钟后缓解。")

    assert "S01" in ids(longer)
    assert "S01" not in ids(shorter)
