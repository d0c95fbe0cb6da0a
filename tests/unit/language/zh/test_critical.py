import pytest

from zhenlu.language.zh import critical


def _compared(text: str) -> list[tuple[str, str, str, bool]]:
    return [(t.kind, t.value, t.unit, t.negated) for t in critical.tokens(text)]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("血压一百五九十五", "血压150/95mmHg"),
        ("高压一百五低压九十五", "血压150/95mmHg"),
        ("一次两粒一天三次吃一个星期", "每次2粒,每日3次,1周"),
        ("在家量了三十八度五", "自测体温38.5℃"),
        ("没有发烧、咳嗽", "无发热、咳嗽"),
        ("右边膝盖疼", "右膝关节痛"),
        ("体重一百六十斤,身高一米五八", "体重80kg,身高158cm"),
        ("心率八十八", "心率88次/分"),
        ("扁桃体二度肿大", "扁桃体Ⅱ度肿大"),
        ("糖化九点四", "糖化血红蛋白9.4%"),
        ("右下肺有点湿啰音", "右下肺可闻及湿啰音"),
        ("没闻到啰音", "未闻及啰音"),
        ("拉肚子两天", "腹泻2天"),
        ("吃了芬必得", "服用布洛芬"),
        ("血氧九十五", "血氧饱和度95%"),
        ("半片", "0.5片"),
        ("三分之一袋", "1/3袋"),
    ],
)
def test_the_same_content_is_equal_said_and_written(said: str, written: str) -> None:
    assert _compared(said) == _compared(written)


def test_left_and_right_differ() -> None:
    assert _compared("左膝关节痛") != _compared("右膝关节痛")


def test_about_twelve_hours_names_no_side() -> None:
    assert _compared("十二个小时左右") == [("number", "12", "hour", False)]


def test_a_drug_name_names_no_side() -> None:
    assert _compared("左氧氟沙星") == [("drug", "左氧氟沙星", "", False)]


def test_the_number_in_a_name_is_no_quantity() -> None:
    assert all(kind != "number" for kind, *_ in _compared("2型糖尿病"))


def test_an_angle_is_no_temperature() -> None:
    units = {unit for kind, _, unit, _ in _compared("直腿抬高四十度") if kind == "number"}

    assert {"degree"} == units


def test_a_token_points_to_the_words_it_was_found_in() -> None:
    text = "在家量了三十八度五"
    (token,) = [t for t in critical.tokens(text) if t.kind == "number"]

    assert text[token.start : token.end] == "三十八度五"


def test_an_allergen_is_a_token_only_where_an_allergy_is_spoken_of() -> None:
    assert ("allergy", "芒果", "", False) in _compared("芒果过敏")
    assert all(kind != "allergy" for kind, *_ in _compared("昨天吃了芒果"))
