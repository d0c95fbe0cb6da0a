"""What a clinician sums up counts once the other agrees. D doctor, P patient."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.zh import facts


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _symptoms(*lines: str) -> dict[str, Polarity]:
    return {f.name: f.polarity for f in _hear(*lines) if f.kind is FactKind.SYMPTOM}


def test_a_summary_that_is_agreed_to_is_told() -> None:
    found = _symptoms("D我总结一下,你是咳嗽三天,有黄痰,没有发烧,对吧?", "P对。")

    assert found == {
        "咳嗽": Polarity.PRESENT,
        "咳痰": Polarity.PRESENT,
        "发热": Polarity.ABSENT,
    }


@pytest.mark.parametrize("question", ["D没有黑便?", "D没有黑便吧?", "D没有黑便,是吧?"])
def test_agreeing_to_a_denial_denies(question: str) -> None:
    assert _symptoms(question, "P对对。") == {"黑便": Polarity.ABSENT}


def test_contradicting_a_denial_affirms() -> None:
    [found] = _hear("D您没有糖尿病吧?", "P有,查出来三年了。")

    assert (found.name, found.polarity) == ("糖尿病", Polarity.PRESENT)


def test_a_summary_that_is_not_agreed_to_is_no_fact() -> None:
    assert _hear("D氨氯地平一天一片,是吧?", "P不是,我没吃那个。") == ()


def test_a_length_of_time_that_is_agreed_to_belongs_to_the_complaint() -> None:
    [cough] = _hear("D哪里不舒服?", "P咳嗽。", "D有三天了是吧?", "P嗯,差不多。")

    assert (cough.value, cough.unit) == ("3", "天")
    assert 4 in cough.also


def test_how_a_drug_is_taken_is_told_by_agreeing() -> None:
    [drug] = _hear("D氨氯地平一天一片,是吧?", "P是的。")

    assert (drug.status, drug.value, drug.unit) == (FactStatus.TAKEN, "1", "片")


def test_advice_that_is_agreed_to_stays_advice() -> None:
    [advice] = _hear("D回去多喝水,对吧?", "P嗯。")

    assert advice.kind is FactKind.INSTRUCTION
