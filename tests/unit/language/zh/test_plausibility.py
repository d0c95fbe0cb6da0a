"""What cannot belong to a fact is dropped, and nothing else. D doctor, P patient, C companion."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.language.zh import facts
from zhenlu.language.zh.plausibility import has_no_place, without_impossible


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _symptom(name: str, value: str = "", unit: str = "", **attributes: str) -> Fact:
    return Fact(FactKind.SYMPTOM, name, 1, value=value, unit=unit, attributes=attributes)


@pytest.mark.parametrize("name", ["失眠", "发热", "食欲减退", "咳嗽"])
def test_a_complaint_of_no_place_keeps_no_side(name: str) -> None:
    [kept] = without_impossible([_symptom(name, "3", "天", side="左", course="间断")])

    assert (kept.attributes, kept.value) == ({"course": "间断"}, "3")


def test_a_complaint_of_a_place_keeps_its_side() -> None:
    told = _symptom("膝关节痛", side="左", aggravating="上下楼")

    assert without_impossible([told]) == (told,)
    assert not has_no_place("膝关节痛")


def test_stairs_do_not_make_hearing_worse() -> None:
    [kept] = without_impossible([_symptom("听力下降", aggravating="上下楼、劳累")])

    assert kept.attributes == {"aggravating": "劳累"}


def test_nothing_brings_itself_on() -> None:
    [kept] = without_impossible([_symptom("跌倒", trigger="跌倒")])

    assert kept.attributes == {}


@pytest.mark.parametrize(("value", "kept"), [("80", "80"), ("300", "")])
def test_a_complaint_does_not_outlast_a_life(value: str, kept: str) -> None:
    [found] = without_impossible([_symptom("腰痛", value, "年")])

    assert found.value == kept


@pytest.mark.parametrize(("often", "kept"), [("每日3次", True), ("每日50次", False)])
def test_a_medicine_is_not_taken_fifty_times_a_day(often: str, kept: bool) -> None:
    taken = Fact(
        FactKind.MEDICATION, "布洛芬", 1, status=FactStatus.TAKEN, attributes={"frequency": often}
    )

    [found] = without_impossible([taken])

    assert ("frequency" in found.attributes) is kept


@pytest.mark.parametrize(("value", "count"), [("38.5", 1), ("57", 0)])
def test_a_temperature_that_nobody_has_is_no_fact(value: str, count: int) -> None:
    found = without_impossible([Fact(FactKind.VITAL, "体温", 1, value=value, unit="℃")])

    assert len(found) == count


def test_what_the_visit_is_about_stays_with_it_after_an_aside() -> None:
    found = {
        f.name: f
        for f in _hear(
            "C她膝盖疼。医生她耳朵背,我帮她讲嘛", "D哪一边", "P右边,半年了,下楼梯最恼火"
        )
    }

    assert found["膝关节痛"].attributes["side"] == "右"
    assert found["膝关节痛"].attributes["aggravating"] == "上下楼"
    assert (found["听力下降"].value, found["听力下降"].attributes) == ("", {})


def test_an_order_said_again_is_no_medicine_in_use() -> None:
    found = _hear("D换成缬沙坦,八十毫克,一天一次", "P好,缬沙坦,八十的")

    assert [(f.name, f.status) for f in found] == [("缬沙坦", FactStatus.ORDERED)]


def test_what_a_clinician_recalls_is_no_order() -> None:
    found = _hear("D对,您以前吃依那普利干咳,所以没给您用普利")

    assert not [f for f in found if f.status is FactStatus.ORDERED]


def test_what_is_put_off_is_not_ordered() -> None:
    found = _hear(
        "D加一个达格列净,十毫克,早上一片",
        "P行",
        "D达格列净先缓一缓,改成西格列汀吧,一百毫克一天一次",
    )

    ordered = {f.name for f in found if f.status is FactStatus.ORDERED}
    assert ordered == {"西格列汀"}


def test_two_readings_of_two_times_stand_beside_each_other() -> None:
    found = _hear("D血压量了没", "P今早一百四十六,八十八,昨晚一百五,不对,昨晚一百五十二,九十")

    assert [f.value for f in found if f.kind is FactKind.VITAL] == ["146/88", "152/90"]
