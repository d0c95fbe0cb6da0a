"""Which side a complaint is on: a wrong side is worse than none.

Lines begin with the speaker: D doctor, P patient, C companion."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.zh import facts


def _side(name: str, *lines: str) -> str:
    """The side of the one symptom of this name."""
    found: tuple[Fact, ...] = facts.extract(spoken_lines(*lines))
    [fact] = [f for f in found if f.kind is FactKind.SYMPTOM and f.name == name]
    return fact.attributes.get("side", "")


@pytest.mark.parametrize(
    "told", ["C嘴往左歪,右手拿不住东西", "C嘴有点歪,往左边歪。走路也拖着右腿。"]
)
def test_the_side_of_another_part_of_the_body_is_not_the_mouths(told: str) -> None:
    assert _side("口角歪斜", told) == "左"


def test_of_two_sides_in_one_clause_the_one_at_the_pain_holds() -> None:
    assert _side("眼痛", "P左眼还行右眼疼") == "右"


def test_two_competing_sides_leave_the_side_open() -> None:
    assert _side("眼痛", "P右眼比左眼疼") == ""


def test_the_side_that_is_used_instead_is_the_well_one() -> None:
    assert _side("耳痛", "P右耳疼", "D打电话呢", "P打电话都得换左耳听") == "右"


def test_a_side_once_told_is_changed_only_by_a_correction() -> None:
    assert _side("腰痛", "P腰疼,右边,啊不,就是左边") == "左"


def test_what_the_speech_sounds_like_has_no_side() -> None:
    assert _side("言语不清", "C说话不清楚,右边胳膊抬不起来") == ""


@pytest.mark.parametrize("reply", ["P左边不疼", "P不疼"])
def test_denying_the_other_side_does_not_deny_the_pain(reply: str) -> None:
    found = facts.extract(
        (
            Segment(1, "肚子疼,右下腹", SpeakerRole.PATIENT),
            Segment(2, "左边疼不疼?", SpeakerRole.DOCTOR),
            Segment(3, reply[1:], SpeakerRole.PATIENT),
        )
    )
    [pain] = [f for f in found if f.name == "腹痛"]

    assert pain.polarity is Polarity.PRESENT


def test_a_diagnosis_takes_its_place_and_side_from_what_follows_it() -> None:
    found = facts.extract(
        (
            Segment(1, "膝盖疼", SpeakerRole.PATIENT),
            Segment(2, "我看是骨关节炎,右膝的。", SpeakerRole.DOCTOR),
        )
    )
    [arthritis] = [f for f in found if f.kind is FactKind.DIAGNOSIS]

    assert (arthritis.attributes["side"], arthritis.attributes["site"]) == ("右", "膝关节")
