"""What is taken back, told of others or only suggested is no fact of the patient."""

from __future__ import annotations

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.zh.facts import extract

_DOCTOR, _PATIENT = SpeakerRole.DOCTOR, SpeakerRole.PATIENT


def _facts(kind: FactKind, *lines: tuple[SpeakerRole, str]) -> list[Fact]:
    segments = [Segment(i, text, role) for i, (role, text) in enumerate(lines, start=1)]
    return [fact for fact in extract(segments) if fact.kind is kind]


def test_a_complaint_that_is_taken_back_gives_way_to_the_one_meant() -> None:
    found = _facts(FactKind.SYMPTOM, (_DOCTOR, "怎么了"), (_PATIENT, "我头疼,不对,牙疼,三天了"))

    assert [f.name for f in found] == ["牙痛"]


def test_a_value_read_wrongly_is_replaced() -> None:
    found = _facts(
        FactKind.VITAL, (_DOCTOR, "血压呢"), (_PATIENT, "一百五九十,看错了,一百四八十五")
    )

    assert [f.value for f in found] == ["140/85"]


def test_a_denial_that_is_taken_back_holds_the_other_way() -> None:
    found = _facts(FactKind.SYMPTOM, (_DOCTOR, "怎么了"), (_PATIENT, "没有头疼,哎等等,有"))

    assert [(f.name, f.polarity) for f in found] == [("头痛", Polarity.PRESENT)]


def test_a_disease_given_to_a_brother_is_denied_of_the_patient() -> None:
    found = _facts(
        FactKind.HISTORY, (_DOCTOR, "得过肺炎吗"), (_PATIENT, "肺炎有,哦不对,那是我哥,我没有")
    )

    assert {(f.subject, f.polarity) for f in found} == {
        (Subject.FAMILY, Polarity.PRESENT),
        (Subject.PATIENT, Polarity.ABSENT),
    }


def test_a_suspected_disease_is_replaced_by_the_one_meant() -> None:
    found = _facts(
        FactKind.DIAGNOSIS, (_PATIENT, "什么病"), (_DOCTOR, "考虑肺炎,说错了,支气管炎")
    )

    assert [f.name for f in found] == ["急性支气管炎"]


def test_what_stands_in_a_leaflet_is_no_complaint() -> None:
    found = _facts(
        FactKind.SYMPTOM, (_PATIENT, "说明书上写着会头晕、恶心"), (_DOCTOR, "那是少数人")
    )

    assert found == []


def test_a_complaint_after_a_leaflet_is_the_patients_own() -> None:
    found = _facts(
        FactKind.SYMPTOM, (_DOCTOR, "怎么了"), (_PATIENT, "说明书上写着会头晕,我真头晕了")
    )

    assert [f.name for f in found] == ["头晕"]


def test_a_drug_that_a_shop_wanted_to_sell_is_not_taken() -> None:
    found = _facts(
        FactKind.MEDICATION, (_DOCTOR, "吃药了吗"), (_PATIENT, "药店让我买阿莫西林,我没买")
    )

    assert found == []


def test_a_drug_heard_of_and_then_taken_is_taken() -> None:
    found = _facts(
        FactKind.MEDICATION, (_DOCTOR, "吃药了吗"), (_PATIENT, "听说布洛芬好,我就吃上了")
    )

    assert [(f.name, f.status) for f in found] == [("布洛芬", FactStatus.TAKEN)]


def test_the_dose_of_an_unknown_drug_is_not_given_to_the_one_before() -> None:
    found = _facts(
        FactKind.MEDICATION,
        (_PATIENT, "好"),
        (_DOCTOR, "恩替卡韦继续,一天一片,加奇异护肝宁,两粒,一天三次"),
    )

    assert ("恩替卡韦", "1", "片") in {(f.name, f.value, f.unit) for f in found}


def test_diseases_that_a_doctor_only_names_are_asked_for() -> None:
    lines = ((_DOCTOR, "高血压糖尿病"), (_PATIENT, "高血压二十年,糖尿病没有"))

    assert _facts(FactKind.DIAGNOSIS, *lines) == []
    assert [(f.name, f.polarity) for f in _facts(FactKind.HISTORY, *lines)] == [
        ("高血压", Polarity.PRESENT),
        ("糖尿病", Polarity.ABSENT),
    ]


def test_a_side_effect_that_a_doctor_calls_one_is_no_allergy() -> None:
    found = _facts(
        FactKind.ALLERGY,
        (_DOCTOR, "什么药过敏"),
        (_PATIENT, "红霉素过敏,吃了要吐"),
        (_DOCTOR, "那个不叫过敏,是副作用"),
    )

    assert [f.name for f in found if f.polarity is not Polarity.ABSENT] == []


def test_a_test_that_a_patient_asks_for_is_ordered_when_the_doctor_agrees() -> None:
    found = _facts(FactKind.TEST, (_PATIENT, "用不用做胃镜"), (_DOCTOR, "做一个吧"))

    assert [(f.name, f.status) for f in found] == [("胃镜", FactStatus.ORDERED)]


def test_what_is_left_out_is_the_test_that_the_patient_asked_for() -> None:
    found = _facts(
        FactKind.TEST, (_DOCTOR, "查个血脂"), (_PATIENT, "用做核磁吗"), (_DOCTOR, "先不做")
    )

    assert ("血脂", FactStatus.ORDERED) in {(f.name, f.status) for f in found}
