"""What a name and its detail say together, although they stand in two clauses or two turns.

Lines begin with the speaker: D doctor, P patient, C companion."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.zh import facts


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _one(kind: FactKind, name: str, *lines: str) -> Fact:
    [fact] = [f for f in _hear(*lines) if f.kind is kind and f.name == name]
    return fact


def _names(kind: FactKind, *lines: str) -> set[str]:
    return {f.name for f in _hear(*lines) if f.kind is kind}


@pytest.mark.parametrize(
    ("question", "reply", "name"),
    [
        ("D看东西呢?", "P糊,看灯泡有一圈彩虹", "视物模糊"),
        ("D体重呢?", "P涨了三公斤", "体重增加"),
        ("D耳朵怎么样?", "P跟塞了棉花似的", "耳闷"),
        ("D这两天大便什么颜色?", "P黑的,跟柏油一样", "黑便"),
        ("D尿里有血吗?", "P擦的时候纸上粉红粉红的", "血尿"),
    ],
)
def test_a_question_and_its_answer_name_a_complaint_together(
    question: str, reply: str, name: str
) -> None:
    fact = _one(FactKind.SYMPTOM, name, question, reply)

    assert fact.polarity is Polarity.PRESENT


@pytest.mark.parametrize(
    ("question", "reply", "name"),
    [
        ("D饭后胀不胀,打嗝?", "P打嗝有,胀不明显", "腹胀"),
        ("D头晕转不转?", "P有点晕,天旋地转那种没有", "眩晕"),
        ("D有没有发烧嗓子疼?", "P没有啊。", "发热"),
        ("D喘不喘?", "C不喘。小时候喘过", "喘息"),
        ("D抽过没有?", "C这次没抽", "抽搐"),
    ],
)
def test_what_an_answer_denies_is_never_present(question: str, reply: str, name: str) -> None:
    facts_of_name = [f for f in _hear("P难受两天了", question, reply) if f.name == name]

    assert all(
        f.polarity is Polarity.ABSENT for f in facts_of_name if f.kind is not FactKind.HISTORY
    )


def test_the_length_of_black_stool_is_no_diarrhoea() -> None:
    lines = ("D大便什么颜色?", "P黑的,跟柏油一样,拉了三天了")

    assert _one(FactKind.SYMPTOM, "黑便", *lines).value == "3"
    assert "腹泻" not in _names(FactKind.SYMPTOM, *lines)


def test_four_times_of_passing_water_is_no_frequency_of_poor_appetite() -> None:
    lines = ("C宝宝吃得少", "D尿多不多?", "C还行,昨晚到现在尿了四次")

    assert "frequency" not in _one(FactKind.SYMPTOM, "食欲减退", *lines).attributes


def test_a_fever_that_came_back_is_not_over() -> None:
    told = "C昨天开始发烧,吃了美林退了,半夜又烧起来了"

    assert "course" not in _one(FactKind.SYMPTOM, "发热", told).attributes


def test_being_called_out_of_bed_brings_nothing_on() -> None:
    lines = ("C右边胳膊抬不起来", "D几点发现的?", "C六点半我叫他起床发现的")

    assert "trigger" not in _one(FactKind.SYMPTOM, "肢体无力", *lines).attributes


@pytest.mark.parametrize(
    ("told", "name", "certainty"),
    [
        ("D先考虑脑梗死,得排除脑出血", "脑出血", "待查"),
        ("D脑出血还没排除", "脑出血", "待查"),
        ("D支原体肺炎,考虑。", "支原体肺炎", "考虑"),
        ("D怕是慢支", "慢性支气管炎", "考虑"),
    ],
)
def test_a_doubt_beside_a_diagnosis_is_kept(told: str, name: str, certainty: str) -> None:
    fact = _one(FactKind.DIAGNOSIS, name, "P不舒服两天了", told)

    assert fact.attributes["certainty"] == certainty


def test_the_side_of_a_diagnosis_may_follow_it() -> None:
    lines = ("P眼睛疼", "D急性闭角型青光眼,右眼。")

    assert _one(FactKind.DIAGNOSIS, "急性闭角型青光眼", *lines).attributes["side"] == "右"


def test_the_risk_of_high_blood_pressure_stands_with_its_grade() -> None:
    assert "高血压病2级 高危" in _names(FactKind.DIAGNOSIS, "D诊断:高血压病2级 高危;2型糖尿病。")


@pytest.mark.parametrize(
    ("told", "name", "result"),
    [
        ("D碳十三,还是阳性。", "幽门螺杆菌检测", "阳性"),
        ("D头颅CT没有出血。", "头颅CT", "没有出血"),
        ("D眼压右眼五十六,左眼十八。", "眼压", "右眼56，左眼18"),
    ],
)
def test_a_result_after_its_name_is_kept(told: str, name: str, result: str) -> None:
    assert _one(FactKind.TEST, name, "P头疼眼睛疼", told).attributes["result"] == result


def test_a_pressure_of_another_day_in_a_dictated_record_is_not_todays() -> None:
    told = "D反复头晕3年,平时血压控制在150/90左右。查体:血压165/95mmHg。"
    pressures = {f.value: f.attributes.get("by", "") for f in _hear(told) if f.name == "血压"}

    assert pressures == {"150/90": "self", "165/95": ""}


def test_todays_weight_takes_its_unit_from_the_same_answer() -> None:
    weight = _one(FactKind.VITAL, "体重", "D体重呢?", "P涨了三公斤,以前四十八,现在五十一。")

    assert (weight.value, weight.unit) == ("51", "kg")


@pytest.mark.parametrize(
    ("told", "unit"), [("D中性粒一点六", "×10⁹/L"), ("D中性粒百分之七十八", "%")]
)
def test_neutrophils_are_a_count_or_a_share_by_how_they_are_said(told: str, unit: str) -> None:
    assert _one(FactKind.TEST, "中性粒细胞", "P发烧两天", told).unit == unit


def test_an_earlier_spell_that_was_asked_for_belongs_to_the_present_complaint() -> None:
    lines = ("D以前有过这样吗?", "C上个月有一回手麻,右手,两三分钟")

    assert _one(FactKind.SYMPTOM, "手麻", *lines).attributes["side"] == "右"


def test_how_long_the_stiffness_of_a_morning_lasts_is_kept() -> None:
    lines = ("P膝盖疼", "D早上起来僵不僵?", "P僵,活动个十来分钟就好了")

    assert "10余分钟" in _one(FactKind.SYMPTOM, "关节僵硬", *lines).attributes["severity"]


def test_glucose_among_ordered_tests_is_a_test() -> None:
    fact = _one(FactKind.TEST, "血糖", "P说话不清楚", "D马上做头颅CT,查血糖、凝血、心电图")

    assert fact.status is FactStatus.ORDERED


def test_a_diagnosis_that_cannot_be_excluded_stays_open() -> None:
    told = "D先考虑疱疹性咽峡炎,手足口还不能完全排除"

    assert _one(FactKind.DIAGNOSIS, "手足口病", "C发烧一天", told).polarity is Polarity.UNCERTAIN
