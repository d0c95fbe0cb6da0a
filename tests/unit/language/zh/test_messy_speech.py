"""What must not be turned round where people talk past each other, and lines break off.

Lines begin with the speaker: D doctor, P patient, C companion."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.zh import facts


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _named(found: tuple[Fact, ...], kind: FactKind, name: str) -> Fact | None:
    return next((f for f in found if f.kind is kind and f.name == name), None)


def _is(found: tuple[Fact, ...], kind: FactKind, name: str) -> Polarity | None:
    fact = _named(found, kind, name)
    return fact.polarity if fact else None


def test_a_sign_not_seen_after_its_name_is_absent() -> None:
    found = _hear("D身上起疹子没有", "C疹子没有看到")

    assert _is(found, FactKind.SYMPTOM, "皮疹") is Polarity.ABSENT


def test_a_disease_never_tested_for_is_neither_had_nor_denied() -> None:
    found = _hear("D糖尿病,类风湿有没有", "P糖尿病没有,类风湿没查过")

    assert _is(found, FactKind.HISTORY, "糖尿病") is Polarity.ABSENT
    assert _is(found, FactKind.HISTORY, "类风湿关节炎") is None


def test_a_denial_after_a_drug_never_tried_is_said_of_the_other_drug() -> None:
    found = _hear("D青霉素头孢过敏吗", "P青霉素没用过,头孢用过,没事")

    assert _is(found, FactKind.ALLERGY, "青霉素") is None
    assert _is(found, FactKind.ALLERGY, "头孢菌素类") is Polarity.ABSENT


@pytest.mark.parametrize("reply", ["没有黄鼻涕", "没有"])
def test_denying_a_colour_does_not_deny_the_discharge(reply: str) -> None:
    found = _hear("P流清水鼻涕两天了", "D有黄鼻涕吗", f"P{reply}")

    assert _is(found, FactKind.SYMPTOM, "流涕") is Polarity.PRESENT


def test_the_fever_of_another_who_was_asked_about_is_not_the_patients() -> None:
    found = _hear("P拉肚子两天了", "D另一个发烧吗", "C他烧到三十九")

    assert _is(found, FactKind.SYMPTOM, "发热") is None
    assert _named(found, FactKind.VITAL, "体温") is None


def test_a_parent_addressed_by_a_companion_is_the_patient() -> None:
    found = _hear("C那天我爸感冒吃了新康泰克", "P嗯", "C爸你别急")

    assert all(f.subject is Subject.PATIENT for f in found)


@pytest.mark.parametrize(
    ("line", "substance"),
    [("P啊对,土霉素痒", "土霉素"), ("P贴那个麝香膏药痒,起红疹", "膏药"), ("P吃虾嘴肿", "虾")],
)
def test_a_substance_with_its_reaction_is_an_allergy_and_lifts_no_other(
    line: str, substance: str
) -> None:
    found = _hear("D药物过敏有没有", line)

    assert _is(found, FactKind.ALLERGY, substance) is Polarity.PRESENT
    assert _is(found, FactKind.ALLERGY, "药物") is None


def test_a_drug_remembered_after_a_general_denial_takes_it_back() -> None:
    found = _hear("D对啥药过敏不", "P不过敏", "C爸你吃土霉素不是浑身痒吗", "P啊对,土霉素痒")

    assert _is(found, FactKind.ALLERGY, "土霉素") is Polarity.PRESENT
    assert _is(found, FactKind.ALLERGY, "药物") is None


def test_no_drug_for_one_disease_says_nothing_of_other_drugs() -> None:
    found = _hear("D血压血脂有问题没", "P血脂高没吃药")

    assert _is(found, FactKind.MEDICATION, "药物") is None


def test_a_normal_glucose_is_no_result_of_the_lipids_asked_about() -> None:
    found = _hear("D血脂查过没", "P血糖正常的")

    assert _named(found, FactKind.TEST, "血脂") is None


def test_a_test_left_out_across_a_space_is_not_ordered() -> None:
    found = _hear("P鼻子堵", "D过敏性鼻炎,不用做 CT")

    assert all(f.kind is not FactKind.TEST or f.status is not FactStatus.ORDERED for f in found)


@pytest.mark.parametrize("question", ["D发烧拉肚子", "D发烧拉肚子没有啊"])
def test_complaints_named_by_the_clinician_are_asked(question: str) -> None:
    found = _hear("P咳嗽三天", question, "P都没有")

    assert _is(found, FactKind.SYMPTOM, "发热") is Polarity.ABSENT
    assert _is(found, FactKind.SYMPTOM, "腹泻") is Polarity.ABSENT


def test_a_temperature_cut_in_two_lines_is_read_as_one() -> None:
    found = _hear("P咳嗽三天", "D体温三十七", "D度六,血氧九十七")
    temperature = _named(found, FactKind.VITAL, "体温")

    assert temperature is not None
    assert (temperature.value, temperature.segments) == ("37.6", (2, 3))


def test_a_weight_taken_back_is_gone() -> None:
    found = _hear("D体重多少", "C十五公斤,不对不对,上次称的十四公斤半")

    assert [f.value for f in found if f.kind is FactKind.VITAL] == ["14.5"]


def test_units_of_insulin_taken_back_are_gone() -> None:
    found = _hear(
        "D胰岛素怎么打的", "P甘精胰岛素睡前打十八个单位", "C妈你是打二十个", "P哦对二十个单位"
    )
    insulin = _named(found, FactKind.MEDICATION, "甘精胰岛素")

    assert insulin is not None
    assert "18" not in insulin.value + "".join(insulin.attributes.values())


def test_the_length_of_one_spell_does_not_replace_how_long_it_has_lasted() -> None:
    found = _hear("P胸口闷", "D多久了", "P三个来月", "P昨天坐着闷了一回,有个十分钟")
    tightness = _named(found, FactKind.SYMPTOM, "胸闷")

    assert tightness is not None
    assert (tightness.value, tightness.unit) == ("3", "月")


def test_a_complaint_said_again_keeps_the_line_that_told_how_long() -> None:
    found = _hear("P咳嗽三天了,不对,是四天", "D咳了多久", "P咳得厉害,晚上也咳")
    cough = _named(found, FactKind.SYMPTOM, "咳嗽")

    assert cough is not None
    assert cough.value == "4"
    assert 1 in cough.segments


def test_finger_tips_are_no_head() -> None:
    found = _hear("P右手这三个指头麻")

    assert _is(found, FactKind.SYMPTOM, "头部麻木") is None


@pytest.mark.parametrize(("said", "year"), [("零九年", "2009年"), ("一八年", "2018年")])
def test_a_year_told_by_two_digits_is_no_length_of_time(said: str, year: str) -> None:
    found = _hear("D做过手术没有", f"P阑尾切过,{said}")
    operation = _named(found, FactKind.HISTORY, "阑尾切除术")

    assert operation is not None
    assert operation.attributes["since"] == year


def test_a_list_of_tests_alone_is_ordered() -> None:
    found = _hear("P喘", "D血常规、血气、胸片")

    ordered = {f.name for f in found if f.status is FactStatus.ORDERED}
    assert ordered == {"血常规", "血气分析", "胸部X线"}


def test_a_list_of_tests_with_a_result_is_not_ordered() -> None:
    found = _hear("P喘", "D血常规、胸片都正常")

    assert all(f.status is not FactStatus.ORDERED for f in found)


def test_changing_the_dose_of_a_drug_does_not_stop_it() -> None:
    found = _hear("P吃二甲双胍,一天一片", "D二甲双胍改成零点五克,一天三次")
    ordered = [f for f in found if f.status is FactStatus.ORDERED]

    assert [(f.name, f.value, f.unit) for f in ordered] == [("二甲双胍", "0.5", "g")]
    assert all(f.status is not FactStatus.STOPPED for f in found)


@pytest.mark.parametrize("dose", ["四百万单位", "400万单位"])
def test_penicillin_counted_in_ten_thousands_keeps_its_dose(dose: str) -> None:
    found = _hear("P腿红肿", f"D青霉素{dose}静滴,一天两次")
    penicillin = _named(found, FactKind.MEDICATION, "青霉素")

    assert penicillin is not None
    assert (penicillin.value, penicillin.unit) == ("400", "万单位")


def test_saying_one_item_of_a_list_is_fine_denies_no_other() -> None:
    found = _hear("D掉头发、皮肤干、记性差,有吗", "P掉头发,皮肤干,记性还可以")

    assert _is(found, FactKind.SYMPTOM, "脱发") is Polarity.PRESENT
    assert _is(found, FactKind.SYMPTOM, "皮肤干燥") is Polarity.PRESENT


def test_the_side_that_is_well_is_not_the_side_that_hurts() -> None:
    found = _hear("P脚后跟疼", "D哪个脚", "P左脚,右脚没事")
    heel = _named(found, FactKind.SYMPTOM, "足跟痛")

    assert heel is not None
    assert heel.attributes["side"] == "左"


def test_a_drug_that_made_ill_is_not_in_use() -> None:
    found = _hear("D药物过敏", "P甲硝唑吃了恶心,那个算过敏吗")

    assert _named(found, FactKind.MEDICATION, "甲硝唑") is None
    assert _is(found, FactKind.SYMPTOM, "恶心") is None


def test_a_companion_contradicts_that_smoking_was_given_up() -> None:
    found = _hear("D烟酒", "P烟不抽了", "C他瞎说,一天半包")

    assert _is(found, FactKind.LIFESTYLE, "吸烟") is Polarity.PRESENT


@pytest.mark.parametrize(
    ("said", "sign"), [("巩膜没有黄染", "巩膜黄染"), ("脖子不硬", "颈抵抗")]
)
def test_a_sign_parted_by_its_denial_is_absent(said: str, sign: str) -> None:
    found = _hear("P肚子疼", f"D{said},腹软")

    assert _is(found, FactKind.EXAM, sign) is Polarity.ABSENT


def test_a_question_mark_behind_an_answer_makes_no_question_of_it() -> None:
    found = _hear("P头痛两天", "D有没有恶心、呕吐？", "P有点恶心、没有吐？")

    assert _is(found, FactKind.SYMPTOM, "恶心") is Polarity.PRESENT
    assert _is(found, FactKind.SYMPTOM, "呕吐") is Polarity.ABSENT


def test_a_fever_said_anew_after_a_pause_is_one_value() -> None:
    found = _hear("P发烧,烧到三十九", "P三十九度二")

    assert [f.value for f in found if f.kind is FactKind.VITAL] == ["39.2"]
