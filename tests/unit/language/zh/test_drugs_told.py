"""Which drug is meant, where it stands, and which words belong to its dose.

Lines begin with the speaker: D doctor, P patient, C companion."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.language.zh import facts


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _drugs(*lines: str) -> dict[tuple[str, FactStatus | None], Fact]:
    found = _hear(*lines)
    return {(f.name, f.status): f for f in found if f.kind is FactKind.MEDICATION}


def _allergies(*lines: str) -> dict[str, Fact]:
    return {f.name: f for f in _hear(*lines) if f.kind is FactKind.ALLERGY}


@pytest.mark.parametrize("said", ["绝对不能再吃了", "以后不许再吃", "千万不能再用"])
def test_a_drug_that_must_never_be_taken_again_is_not_ordered(said: str) -> None:
    found = _drugs("P腰疼,吃了双氯芬酸", f"D双氯芬酸{said}。")

    assert ("双氯芬酸", FactStatus.ORDERED) not in found
    assert ("双氯芬酸", FactStatus.STOPPED) in found


@pytest.mark.parametrize(
    "said", ["真要怀,换丙硫氧嘧啶,那是以后的事,现在不换。", "丙硫氧嘧啶以后才换。"]
)
def test_a_drug_put_off_to_later_is_not_ordered(said: str) -> None:
    assert ("丙硫氧嘧啶", FactStatus.ORDERED) not in _drugs("P想要孩子", f"D{said}")


def test_the_drug_that_was_meant_takes_over_how_the_mistaken_one_was_taken() -> None:
    found = _drugs("D吃过什么药", "P吃了半个月芬必得,一天两粒。", "C不是芬必得,是双氯芬酸。")

    assert ("布洛芬", FactStatus.TAKEN) not in found
    assert found["双氯芬酸", FactStatus.TAKEN].attributes["days"] == "半个月"


@pytest.mark.parametrize("answer", ["不吃了", "我停了", "早就没吃了"])
def test_a_drug_asked_about_and_no_longer_taken_is_stopped(answer: str) -> None:
    assert ("普萘洛尔", FactStatus.STOPPED) in _drugs("D普萘洛尔还吃吗?", f"P{answer}。")


def test_missed_doses_are_no_length_of_treatment() -> None:
    found = _drugs("D吃什么药", "P二甲双胍,一天两次。二甲双胍晚上那顿一礼拜能忘个一两回。")
    metformin = found["二甲双胍", FactStatus.TAKEN]

    assert "days" not in metformin.attributes
    assert metformin.attributes["adherence"] == "漏服"


def test_a_bare_strength_is_the_dose_that_the_drug_comes_in() -> None:
    found = _drugs("P糖尿病五年,吃二甲双胍0.5每天三次。")
    metformin = found["二甲双胍", FactStatus.TAKEN]

    assert (metformin.value, metformin.unit) == ("0.5", "g")


def test_a_combination_keeps_both_its_strengths() -> None:
    found = _drugs("D缬沙坦改为缬沙坦氢氯噻嗪80/12.5mg每天一次。")

    assert ("缬沙坦", FactStatus.ORDERED) not in found
    assert found["缬沙坦氢氯噻嗪", FactStatus.ORDERED].value == "80/12.5"


def test_an_interval_and_a_daily_limit_are_both_kept() -> None:
    found = _drugs("D美林一次五毫升,隔六小时以上,一天别超过四次。")
    ibuprofen = found["布洛芬", FactStatus.ORDERED]

    assert ibuprofen.attributes["frequency"] == "间隔至少6小时、每日不超过4次"
    assert "days" not in ibuprofen.attributes


def test_one_and_a_half_tablets_are_not_one() -> None:
    found = _drugs("D氨氯地平一次一片半,一天一次。")

    assert found["氨氯地平", FactStatus.ORDERED].value == "1.5"


def test_a_course_told_for_the_whole_plan_holds_for_each_regular_drug() -> None:
    found = _drugs(
        "D阿莫西林一克,一天两次,饭后。艾司奥美拉唑二十毫克一天两次。一共十四天。"
    )

    assert {f.attributes.get("days") for f in found.values()} == {"14天"}


@pytest.mark.parametrize("said", ["皮试阴性,能吃", "做皮试没事", "皮试没反应"])
def test_a_clear_skin_test_is_no_allergy(said: str) -> None:
    found = _allergies("D过敏史?", f"C阿莫西林{said}。")

    assert "阿莫西林" not in found or found["阿莫西林"].polarity is Polarity.ABSENT


def test_the_drug_by_which_an_allergy_was_found_is_not_in_use() -> None:
    lines = ("D什么药过敏?", "P磺胺。年轻时候吃复方新诺明,身上起大片红斑。")

    assert _drugs(*lines) == {}
    assert "红斑" in _allergies(*lines)["磺胺类"].attributes["reaction"]


def test_a_food_that_does_not_agree_is_told_with_what_it_does() -> None:
    found = _allergies("D药物过敏?", "C头孢过敏。鸡蛋好像也不行,吃了嘴边红。")

    assert found["鸡蛋"].polarity is Polarity.UNCERTAIN
    assert found["鸡蛋"].attributes["reaction"] == "嘴边红"


def test_a_hives_told_as_reaction_is_no_disease_of_the_past() -> None:
    found = _hear("D药物过敏?", "P碘的造影剂,前年做冠脉CT,浑身起荨麻疹。")

    assert not [f for f in found if f.kind is FactKind.HISTORY]


@pytest.mark.parametrize(
    ("told", "reaction"),
    [
        ("我对青霉素过敏。起皮疹。", "皮疹"),
        ("对了,我青霉素过敏。会起一身疹子。", "皮疹"),
        ("我对青霉素过敏。吃了浑身痒,起疙瘩。", "瘙痒、皮疹"),
    ],
)
def test_what_an_allergy_does_may_follow_unasked_and_is_no_complaint(
    told: str, reaction: str
) -> None:
    lines = ("D好,两周后复查。", f"P{told}")

    assert _allergies(*lines)["青霉素"].attributes["reaction"] == reaction
    assert FactKind.SYMPTOM not in {f.kind for f in _hear(*lines)}


@pytest.mark.parametrize("felt", ["身上痒。", "这两天起皮疹。", "今天起疹子了。"])
def test_what_is_felt_now_is_not_what_the_allergy_does(felt: str) -> None:
    lines = ("D好,两周后复查。", f"P我对青霉素过敏。{felt}")

    assert "reaction" not in _allergies(*lines)["青霉素"].attributes
    assert FactKind.SYMPTOM in {f.kind for f in _hear(*lines)}
