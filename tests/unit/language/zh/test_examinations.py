"""What a clinician finds: grades, directions, and signs that were looked for and not found."""

import pytest

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.zh import facts


def _found(told: str, name: str) -> list[Fact]:
    """Findings of this name; the visit has a patient, so that it is no dictation."""
    lines = (
        Segment(1, "腿没劲两天了", SpeakerRole.PATIENT),
        Segment(2, told, SpeakerRole.DOCTOR),
    )
    return [f for f in facts.extract(lines) if f.kind is FactKind.EXAM and f.name == name]


def test_power_is_graded_limb_by_limb() -> None:
    found = _found("右上肢肌力三级,右下肢四级,左侧五级", "肌力减退")

    assert [(f.attributes["site"], f.attributes["finding"]) for f in found] == [
        ("上肢", "肌力3级"),
        ("下肢", "肌力4级"),
    ]


def test_a_range_of_movement_keeps_its_two_ends() -> None:
    [found] = _found("右膝轻度肿胀,活动度零到一百二", "关节活动度")

    assert found.attributes["finding"] == "零到120"


def test_the_side_a_tongue_deviates_to_is_kept() -> None:
    [found] = _found("右侧鼻唇沟浅,伸舌偏右", "伸舌偏斜")

    assert found.attributes["finding"] == "伸舌偏右"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("病理征没引出来", "病理征"),
        ("口角不歪", "口角歪斜体征"),
        ("甲状腺一度大,没有血管杂音", "血管杂音"),
        ("鼓膜完整,没有充血", "鼓膜充血"),
        ("扁桃体一度大,没脓", "扁桃体脓点"),
        ("手脚没有皮疹", "皮疹"),
    ],
)
def test_a_sign_that_was_looked_for_and_not_found_is_absent(told: str, name: str) -> None:
    [found] = _found(told, name)

    assert found.polarity is Polarity.ABSENT


def test_an_exercise_is_no_sign() -> None:
    assert _found("少爬楼,直腿抬高每天三组,每组二十个", "直腿抬高试验") == []
