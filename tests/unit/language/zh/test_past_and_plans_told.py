"""What happened once, whose it was, and what is arranged.

Lines begin with the speaker: D doctor, P patient, C companion."""

from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.zh import facts


def _hear(kind: FactKind, *lines: str) -> dict[str, Fact]:
    found = facts.extract(spoken_lines(*lines))
    return {f.name: f for f in found if f.kind is kind and f.subject is not Subject.FAMILY}


def test_what_happened_once_is_history() -> None:
    found = _hear(FactKind.HISTORY, "D以前有什么病?", "P输过血。年轻时候打篮球扭过左膝。")

    assert found.keys() >= {"输血", "左膝关节扭伤"}


def test_what_was_asked_before_the_family_is_denied_of_the_patient() -> None:
    found = _hear(FactKind.HISTORY, "D脑梗得过没有?家里有没有?", "C她没有,她妈脑梗。")

    assert found["脑梗死"].polarity is Polarity.ABSENT


def test_a_day_of_the_week_is_kept_as_the_date_of_return() -> None:
    found = _hear(FactKind.FOLLOW_UP, "P好的", "D下周四上午来我们中心。")

    assert found["复诊"].attributes["date"] == "下周四上午"


def test_consultations_and_exercises_are_instructions() -> None:
    found = _hear(
        FactKind.INSTRUCTION,
        "P好的",
        "D请神经内科会诊。明天几个科碰头会诊一下。直腿抬高每天三组。",
    )

    assert found.keys() >= {"神经内科会诊", "多学科会诊", "股四头肌锻炼"}


def test_a_dose_changed_a_turn_later_is_that_of_the_one_drug_ordered() -> None:
    found = _hear(
        FactKind.MEDICATION, "D给你开氨氯地平,一天一片。", "P一片够不够?", "D那改成一片半。"
    )

    assert found["氨氯地平"].status is FactStatus.ORDERED
    assert found["氨氯地平"].value == "1.5"
