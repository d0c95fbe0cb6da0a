"""What must not be taken for a fact of the patient: allergies cleared, drugs given up, others.

Lines begin with the speaker: D doctor, P patient, C companion, N nurse."""

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.zh import facts


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(spoken_lines(*lines))


def _present(kind: FactKind, *lines: str) -> set[str]:
    return {
        f.name
        for f in _hear(*lines)
        if f.kind is kind and f.polarity is Polarity.PRESENT and f.subject is Subject.PATIENT
    }


def _drugs(status: FactStatus, *lines: str) -> set[str]:
    return {f.name for f in _hear(*lines) if f.kind is FactKind.MEDICATION and f.status is status}


@pytest.mark.parametrize(
    "lines",
    [
        ("D药物过敏有吗?", "P青霉素小时候皮试说是阳性,长大了又做过一次,阴性的,打了也没事。"),
        ("D对什么药过敏?", "P我妈说我小时候对青霉素过敏,可我前年住院打了一个礼拜,啥事没有。"),
        ("D有过敏的东西吗?", "P小时候吃鸡蛋起疹子,现在天天吃,没事了。"),
        ("D过敏史这里写的头孢过敏。", "P不对吧,我打过头孢啊,没事的。"),
        ("D我看你以前写的是头孢过敏,是吧?", "P不是,那次是上火。"),
        ("D对青霉素过敏的人不能用这个药,你没有吧?", "P没有。"),
        ("D药物过敏有没有?", "C他没有,我对头孢过敏,我这个当妈的。"),
        ("C她哥小时候牛奶过敏,她倒是没有。",),
        ("N头孢皮试阴性。",),
    ],
)
def test_an_allergy_that_is_cleared_or_another_persons_is_none_of_the_patient(
    lines: tuple[str, ...],
) -> None:
    assert _present(FactKind.ALLERGY, *lines) == set()


@pytest.mark.parametrize(
    "reply",
    [
        "P青霉素过敏,小时候打完针休克过,后来吃了药就没事了。",
        "P青霉素,打了浑身起疹子,停了就好了。",
        "P青霉素过敏,别的没事。",
    ],
)
def test_a_reaction_that_passed_does_not_clear_the_drug(reply: str) -> None:
    assert _present(FactKind.ALLERGY, "D药物过敏有吗?", reply) == {"青霉素"}


def test_a_normal_sign_after_an_allergy_clears_nothing() -> None:
    lines = ("D过敏有吗?", "P磺胺过敏,吃了嘴唇肿。", "D墨菲征阴性,左足没事。")

    assert _present(FactKind.ALLERGY, *lines) == {"磺胺类"}


def test_bleeding_from_a_drug_is_an_intolerance() -> None:
    [found] = [
        f
        for f in _hear("D有没有什么药不能吃的?", "P阿司匹林,一吃就胃出血。")
        if f.kind is FactKind.ALLERGY
    ]

    assert found.is_intolerance


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("D平时吃什么药?", "P降压药断了一个多月了,以前吃氨氯地平。"), "氨氯地平"),
        (("D甲巯咪唑还吃吗?", "P断了有小半年了。"), "甲巯咪唑"),
        (("D华法林一直吃着?", "P出血以后医生就给停了。"), "华法林"),
        (("D二甲双胍吃着呢?", "P吃完了就没再开,有三个礼拜了。"), "二甲双胍"),
        (("P我原先吃阿托伐他汀,转氨酶高了,医生叫停。",), "阿托伐他汀"),
    ],
)
def test_a_drug_that_was_given_up_is_stopped_and_not_taken(
    lines: tuple[str, ...], name: str
) -> None:
    assert name in _drugs(FactStatus.STOPPED, *lines)
    assert name not in _drugs(FactStatus.TAKEN, *lines)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("D阿莫西林,一次两粒。哦不对,你青霉素过敏,改用阿奇霉素,一次零点五克。", "阿莫西林"),
        ("D布洛芬和对乙酰氨基酚不要交替用。", "对乙酰氨基酚"),
        ("D我本来想给你开塞来昔布,你胃不好,算了。", "塞来昔布"),
        ("D拉肚子别急着吃诺氟沙星。", "诺氟沙星"),
    ],
)
def test_a_drug_that_is_weighed_and_left_out_is_not_ordered(line: str, name: str) -> None:
    assert name not in _drugs(FactStatus.ORDERED, line, "P好。")


def test_a_drug_that_is_only_at_home_is_not_taken() -> None:
    lines = ("D家里还有布洛芬吗?", "P有。", "D超过三十八度五再吃。")

    assert _drugs(FactStatus.TAKEN, *lines) == set()


@pytest.mark.parametrize(
    "line",
    [
        "C宝宝昨晚开始发烧,我妈说他是着凉了,我妈自己也咳嗽。",
        "C孩子发烧一天了,我自己也感冒了,嗓子疼,咳嗽。",
        "C他爸前天也咳嗽,孩子是昨天开始发烧的。",
    ],
)
def test_what_the_companion_or_a_relative_has_is_not_the_childs(line: str) -> None:
    assert _present(FactKind.SYMPTOM, line) == {"发热"}


def test_what_a_relative_was_asked_about_is_family_history() -> None:
    [found] = [f for f in _hear("D你妈妈有乳腺癌?", "P对。") if f.kind is FactKind.HISTORY]

    assert found.subject is Subject.FAMILY
    assert found.attributes["relation"] == "母亲"


def test_a_substance_read_from_the_record_waits_for_the_answer() -> None:
    question = "N她是对哪个药过敏来着?病历上写的左氧氟沙星。"

    assert _present(FactKind.ALLERGY, question, "C对,挂那个水手上起红疹子。") == {"左氧氟沙星"}


def test_a_laymans_guess_of_an_allergy_is_no_more_than_unsure() -> None:
    lines = ("N换了奶粉身上起疹子没有?", "C脸上有几颗红点,我妈说是奶粉过敏,我看像痱子。")

    assert _present(FactKind.ALLERGY, *lines) == set()


def test_a_side_that_the_patient_puts_right_holds() -> None:
    lines = ("C我妈手撑地上了,手腕肿了。", "D哪边?", "C右手,右边。", "P左手,你看你。")
    [swelling] = [f for f in _hear(*lines) if f.name == "腕关节肿胀"]

    assert swelling.attributes["side"] == "左"


@pytest.mark.parametrize(
    "reply",
    [
        "P青霉素皮试过敏,胳膊上鼓了个大包,头孢去年打过,没问题。",
        "P青霉素皮试过敏,头孢去年打过,没问题。",
        "P对青霉素过敏,后来打头孢没事。",
    ],
)
def test_another_drug_that_was_tolerated_clears_no_allergy(reply: str) -> None:
    assert _present(FactKind.ALLERGY, "D药物过敏吗?", reply) == {"青霉素"}


def test_what_is_barred_for_an_allergy_is_no_allergen() -> None:
    assert _present(FactKind.ALLERGY, "D你青霉素过敏不能吃阿莫西林。") == {"青霉素"}


def test_a_name_that_no_medicine_has_is_not_ordered() -> None:
    said = ("D呋塞米吃着吗", "P吃着", "D本来是一天一片吧,二十毫克的", "P对")

    assert "本来是" not in {f.name for f in _hear(*said)}


def test_an_anticoagulant_that_must_not_be_stopped_is_not_stopped() -> None:
    said = ("D还吃什么药", "P利伐沙班,十五毫克,一天一次", "D利伐沙班不能自己停")

    assert _drugs(FactStatus.STOPPED, *said) == set()
