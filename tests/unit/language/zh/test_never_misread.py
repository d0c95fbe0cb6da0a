"""What must not be got wrong: a dose taken back, a drug refused, a side swapped, a list of others.

A wrong drug, dose or side is worse than none. Lines begin with the speaker: D doctor,
P patient, C companion.
"""

import pytest

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.zh import facts

_ROLES = {"D": SpeakerRole.DOCTOR, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}
_TOLD = (FactKind.SYMPTOM, FactKind.EXAM, FactKind.DIAGNOSIS)


def _hear(*lines: str) -> tuple[Fact, ...]:
    return facts.extract(
        tuple(Segment(at, line[1:], _ROLES[line[0]]) for at, line in enumerate(lines, start=1))
    )


def _doses(*lines: str) -> dict[str, str]:
    """The dose of each drug, whatever its standing; several of one drug are joined."""
    told: dict[str, str] = {}
    for f in _hear(*lines):
        if f.kind is FactKind.MEDICATION:
            told[f.name] = "/".join(filter(None, (told.get(f.name, ""), f.value + f.unit)))
    return told


def _standing(*lines: str) -> dict[str, set[FactStatus]]:
    told: dict[str, set[FactStatus]] = {}
    for f in _hear(*lines):
        if f.kind is FactKind.MEDICATION:
            told.setdefault(f.name, set()).add(f.status)
    return told


def _of_patient(*lines: str) -> set[str]:
    return {
        f.name
        for f in _hear(*lines)
        if f.polarity is Polarity.PRESENT
        and f.subject is Subject.PATIENT
        and f.status not in (FactStatus.REFUSED, FactStatus.STOPPED)
        and f.kind in (*_TOLD, FactKind.HISTORY, FactKind.MEDICATION, FactKind.ALLERGY)
    }


def _sides(name: str, *lines: str) -> set[str]:
    """The sides of what is called so, as an attribute or in front of the name: 左侧踝关节扭伤."""
    return {
        f.attributes.get("side", "") or (f.name[0] if f.name[0] in "左右" else "")
        for f in _hear(*lines)
        if f.kind in _TOLD and f.name.lstrip("左右侧") == name and f.polarity is Polarity.PRESENT
    }


@pytest.mark.parametrize(
    ("lines", "drug", "dose"),
    [
        (("D头孢克洛颗粒,一次两包,哦不,一包,一天三次。",), "头孢克洛", "1包"),
        (
            ("D硝苯地平控释片,每天六十毫克,啊算了,您血压没那么高,先三十毫克,一天一次。",),
            "硝苯地平",
            "30mg",
        ),
        (
            ("D布洛芬混悬液,一次喂六毫升。", "C六毫升啊。", "D不对不对,看串行了,是四毫升。"),
            "布洛芬",
            "4ml",
        ),
        (("D地高辛每天零点二五毫克,慢着,肌酐高,那只能吃零点一二五毫克。",), "地高辛", "0.125mg"),
        (("D泼尼松一天三十毫克。", "P三十还是十三?", "D三十,不是十三。"), "泼尼松", "30mg"),
        (
            ("D加巴喷丁一次零点三克,一天三次。", "P零点三克。", "D千万别吃成三克啊。"),
            "加巴喷丁",
            "0.3g",
        ),
        (
            ("D门冬胰岛素餐前打十二个单位,等一下,你早饭吃得少,打八个单位。",),
            "门冬胰岛素",
            "8单位",
        ),
        (
            ("D美托洛尔四十七点五毫克,一天一次。", "P四十七点五?", "D不,二十三点七五毫克。"),
            "美托洛尔",
            "23.75mg",
        ),
        (
            ("D蒙脱石散,一次一袋,等等,孩子才八个月,这个规格是三克的,那一次只能三分之一袋。",),
            "蒙脱石散",
            "1/3袋",
        ),
        (
            ("D西替利嗪滴剂,一次喝一毫升。", "C一毫升,不是十毫升。", "D对,可别喝成十毫升。"),
            "西替利嗪",
            "1ml",
        ),
        (("D螺内酯二十毫克,不对,四十毫克,不对不对,还是二十毫克。",), "螺内酯", "20mg"),
        (("D呋塞米一次两片,我想想,你钾低,还是一片吧,一天一次。",), "呋塞米", "1片"),
        (("D氢氯噻嗪二十五毫克,口误口误,十二点五毫克,一天一次。", "P好。"), "氢氯噻嗪", "12.5mg"),
        (("D呋塞米四十毫克,一天一次。", "P四十啊?", "D哦写错了,二十毫克。"), "呋塞米", "20mg"),
        (("D华法林三毫克,别记成四毫克,三毫克。", "P三毫克。"), "华法林", "3mg"),
        (
            (
                "D这个布洛芬喂五毫升。",
                "C护士说我们的是滴剂。",
                "D啊滴剂啊,那不能喂五毫升,喂一点二五毫升。",
            ),
            "布洛芬",
            "1.25ml",
        ),
    ],
)
def test_of_a_dose_put_right_the_last_one_stands(
    lines: tuple[str, ...], drug: str, dose: str
) -> None:
    assert _doses(*lines) == {drug: dose}


@pytest.mark.parametrize(
    ("lines", "drug"),
    [
        (("D螺内酯一天二十毫克,不对,这个剂量我再核一下。",), "螺内酯"),
        (
            ("D地高辛每天零点二五毫克。", "P大夫我肾不好。", "D哦那不行,这个量大了,我再算算。"),
            "地高辛",
        ),
        (("D对乙酰氨基酚混悬液,喂五毫升,等等,这个浓度我得看一眼。",), "对乙酰氨基酚"),
    ],
)
def test_a_dose_in_doubt_is_left_out(lines: tuple[str, ...], drug: str) -> None:
    assert _doses(*lines) in ({drug: ""}, {})


@pytest.mark.parametrize(
    ("lines", "drug"),
    [
        (("D睡不好开点艾司唑仑,一毫克睡前吃。", "P安眠药我可不吃。"), "艾司唑仑"),
        (("D给你开点布洛芬,一次一粒。", "P止疼药我不要,伤胃。", "D那就冷敷。"), "布洛芬"),
        (("D我建议上二甲双胍,零点五克,一天两次。", "P那个我不吃,我先运动。"), "二甲双胍"),
        (("D给你输头孢曲松,两克,一天一次。", "P抗生素我不打。"), "头孢曲松"),
        (("D尿酸五百八,建议吃非布司他,四十毫克一天一次。", "P这药我不想吃。"), "非布司他"),
        (("D可以加个舍曲林,五十毫克,一天一次。", "P抗抑郁药我坚决不吃。"), "舍曲林"),
        (("D建议吃瑞舒伐他汀,十毫克,每晚一次。", "P他汀不吃,我先忌口。"), "瑞舒伐他汀"),
        (("D给你开个奥美拉唑,一天一粒。", "P胃药就算了,我家里有。"), "奥美拉唑"),
        (
            ("D血压这么高,要吃氨氯地平,五毫克,一天一次。", "P降压药我不想吃,吃上停不了。"),
            "氨氯地平",
        ),
        (("D给你用点泼尼松,十毫克,一天三次。", "P激素我不用。", "D那行,不用。"), "泼尼松"),
        (("D抗凝得上,利伐沙班二十毫克一天一次。", "P抗凝药我不敢吃,怕出血。"), "利伐沙班"),
        (
            ("D开点头孢克肟,一次一百毫克,一天两次。", "C能不能不吃抗生素?", "D那先不吃。"),
            "头孢克肟",
        ),
        (("D我给您加个阿司匹林,一百毫克。", "P不加了,药太多了。", "D行。"), "阿司匹林"),
        (("D吃点氯雷他定,十毫克一天一次。", "P这个我吃了犯困,不要。"), "氯雷他定"),
    ],
)
def test_what_is_refused_by_its_class_or_by_a_pronoun_is_the_drug_just_ordered(
    lines: tuple[str, ...], drug: str
) -> None:
    assert _standing(*lines) == {drug: {FactStatus.REFUSED}}


def test_a_refusal_by_class_leaves_the_other_drug_ordered() -> None:
    standing = _standing(
        "D建议吃阿托伐他汀二十毫克,再开个氨氯地平五毫克,一天一次。",
        "P他汀我不吃。",
        "D那就先吃降压的。",
    )

    assert standing["阿托伐他汀"] == {FactStatus.REFUSED}
    assert standing["氨氯地平"] == {FactStatus.ORDERED}


def test_another_drug_of_the_class_that_is_taken_is_not_refused() -> None:
    standing = _standing(
        "D止疼片给你换塞来昔布,二百毫克,一天一次。", "P布洛芬我就不吃了?", "D对。"
    )

    assert standing["塞来昔布"] == {FactStatus.ORDERED}


@pytest.mark.parametrize(
    ("name", "lines", "side"),
    [
        (
            "膝关节痛",
            ("P左膝盖疼一个月了。", "D你指的这个是右边啊。", "P哦对,右边,瞧我这脑子。"),
            "右",
        ),
        ("腹股沟疝", ("P这鼓个包。", "D左侧腹股沟疝,不对,右侧腹股沟疝。"), "右"),
        ("肩痛", ("P右边肩膀疼。", "D右边?", "P不是右边,说错了,左边。"), "左"),
        ("耳痛", ("C孩子左耳朵疼。", "D左边好的,右边鼓膜红。", "C那是我弄反了,是右边。"), "右"),
        ("肾结石", ("P腰疼。", "D右肾结石,噢,片子放反了,是左肾结石。"), "左"),
        ("下肢疼痛", ("P我左腿疼。", "D你捂着的是右腿。", "P右腿右腿,急糊涂了。"), "右"),
        ("眼痛", ("P右眼疼两天。", "D您说的右眼是哪只?", "P啊,我说反了,左眼。"), "左"),
        ("腕关节痛", ("C他左手腕疼。", "D你看着他的左边,那是他的右手。", "C哦对,他的右边。"), "右"),
        ("踝关节扭伤", ("P脚崴了。", "D左侧踝关节扭伤,哎,片子标的R,右侧,右侧踝关节扭伤。"), "右"),
        ("上肢麻木", ("P右胳膊麻。", "D你抬的是左胳膊呀。", "P哦左胳膊,左胳膊麻。"), "左"),
        ("胁肋痛", ("P大夫我左肋骨这儿疼。", "D这是右边,你的右边。", "P对对对右边。"), "右"),
    ],
)
def test_of_a_side_put_right_the_last_one_stands(
    name: str, lines: tuple[str, ...], side: str
) -> None:
    assert _sides(name, *lines) == {side}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("牙痛", ("P左边牙疼,还是右边来着,我也说不准。",)),
        ("膝关节痛", ("P左膝盖疼。", "D左边?我看你右边肿。", "P左右我老分不清。")),
        ("肾结石", ("P腰疼。", "D右肾结石,等等,左右我再核对一下片子。")),
    ],
)
def test_a_side_in_doubt_is_left_out(name: str, lines: tuple[str, ...]) -> None:
    assert _sides(name, *lines) == {""}


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        (("P网上一查,说什么肺癌、肺结核、咯血,吓死我了。", "D别自己吓自己。"), set()),
        (
            (
                "D平时吃什么药?",
                "P家里一柜子药,全是我老头的。阿司匹林、美托洛尔、辛伐他汀。我就吃个钙片。",
            ),
            {"碳酸钙D3"},
        ),
        (
            ("D在吃药吗?", "P氨氯地平、缬沙坦,这些都是我爱人吃的,我自己就吃个维生素D。"),
            {"维生素D"},
        ),
        (
            ("D药吃了没?", "P我翻了翻那个说明书。肌肉痛,肝损害,失眠。我哪敢吃。"),
            set(),
        ),
        (("P药盒里那张纸我看了。头晕、心慌、水肿都写着呢。", "D那是可能。"), set()),
        (("D家里有什么药?", "P抽屉里有华法林、地高辛。那都是我妈的,我不碰。"), set()),
        (("P病友群里天天讲。便血、消瘦、肠梗阻。我是没有的。", "D那就好。"), set()),
        (("D您吃什么药?", "P桌上那堆是我儿子的。丙戊酸钠、左乙拉西坦。我没吃药。"), set()),
        (("D吃什么药?", "P药箱里的都是孩子他爸的。非那雄胺、坦索罗辛。我不吃药。"), set()),
        (("P丙戊酸钠、拉莫三嗪,那是我弟弟的药。我没病。", "D好。"), set()),
        (("P我上网搜了一晚上。淋巴瘤、白血病、红斑狼疮。越看越怕。", "D先查血。"), set()),
        (
            ("D说明书看了?", "P看了,说明书上写着头痛,恶心。还有皮疹,肝损害。我都没有。"),
            set(),
        ),
    ],
)
def test_a_list_that_belongs_to_others_is_nothing_of_the_patients(
    lines: tuple[str, ...], allowed: set[str]
) -> None:
    assert _of_patient(*lines) <= allowed


def test_what_is_told_after_the_leaflet_is_the_patients_own() -> None:
    told = _of_patient("P说明书上写着头痛、恶心。不过我现在是真咳嗽,咳了三天。")

    assert told == {"咳嗽"}


def test_drugs_that_a_relative_only_fetched_are_the_patients_own() -> None:
    lines = ("D现在吃什么药?", "P阿司匹林、美托洛尔,都是我女儿给我买的。")

    assert _of_patient(*lines) == {"阿司匹林", "美托洛尔"}


def test_what_the_clinician_finds_on_the_other_side_moves_no_complaint() -> None:
    lines = ("P左膝盖疼。", "D右膝有点肿。", "P右边?那是去年摔的。")

    assert _sides("膝关节痛", *lines) == {"左"}


def test_a_drug_declined_and_then_ordered_all_the_same_is_ordered() -> None:
    standing = _standing(
        "D阿托伐他汀二十毫克,每晚一次。",
        "P我不吃他汀。",
        "D你刚放完支架,这个必须吃。",
        "P那行吧,我吃。",
        "D那阿托伐他汀还是二十毫克,每晚一次。",
    )

    assert standing == {"阿托伐他汀": {FactStatus.ORDERED}}


def test_what_is_not_eaten_besides_the_drug_declines_nothing() -> None:
    standing = _standing("D给你加个氨氯地平,五毫克,一天一次。", "P我不吃辣的。")

    assert standing == {"氨氯地平": {FactStatus.ORDERED}}


@pytest.mark.parametrize(
    ("lines", "drug", "dose", "frequency"),
    [
        (
            ("P甲氨蝶呤是每天吃三片吧?", "D不是,一周一次,一次三片。"),
            "甲氨蝶呤",
            "3片",
            "每周1次",
        ),
        (
            ("D阿仑膦酸钠,一周一次,一次七十毫克。", "P天天吃吗?", "D不是天天,一周一次。"),
            "阿仑膦酸钠",
            "70mg",
            "每周1次",
        ),
        (
            ("P那个甲氨蝶呤,一天两次还是一天一次啊?", "D每周一次,每次十五毫克,别天天吃。"),
            "甲氨蝶呤",
            "15mg",
            "每周1次",
        ),
        (
            ("D司美格鲁肽,零点二五毫克,一周打一次。", "P每天打?", "D一周一次。"),
            "司美格鲁肽",
            "0.25mg",
            "每周1次",
        ),
        (
            ("P大夫,甲氨蝶呤是不是一天四片来着?", "D一个礼拜一次,一次十毫克,每周一吃。"),
            "甲氨蝶呤",
            "10mg",
            "每周1次",
        ),
        (
            ("D度拉糖肽一周一次,一点五毫克。", "P一天一次,一点五毫克。", "D一周一次!"),
            "度拉糖肽",
            "1.5mg",
            "每周1次",
        ),
        (
            ("P来氟米特我一天两片行不行?", "D一天一次,一次一片。"),
            "来氟米特",
            "1片",
            "每日1次",
        ),
        (
            ("P利塞膦酸钠是一天一片吗?", "D哪能呢,一周一次,一次三十五毫克。"),
            "利塞膦酸钠",
            "35mg",
            "每周1次",
        ),
        (
            ("P甲氨蝶呤我是不是每天两片?", "D可不敢!一周一次,一次四片。"),
            "甲氨蝶呤",
            "4片",
            "每周1次",
        ),
        (
            ("P那个阿仑膦酸钠是天天吃吗?", "D一周就一次,七十毫克,固定一天。"),
            "阿仑膦酸钠",
            "70mg",
            "每周1次",
        ),
    ],
)
def test_the_clinicians_regimen_stands_over_the_one_asked_about(
    lines: tuple[str, ...], drug: str, dose: str, frequency: str
) -> None:
    told = [f for f in _hear(*lines) if f.kind is FactKind.MEDICATION]

    assert [(f.name, f.value + f.unit, f.attributes.get("frequency")) for f in told] == [
        (drug, dose, frequency)
    ]
    assert told[0].status is FactStatus.ORDERED
