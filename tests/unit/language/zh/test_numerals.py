import pytest

from zhenlu.language.zh import number_words, numerals


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("三十八度五", "38.5度"),
        ("三十八点五度", "38.5度"),
        ("38度5", "38.5度"),
        ("三十九度", "39度"),
        ("高压一百四", "高压140"),
        ("一百四十", "140"),
        ("一百零四", "104"),
        ("半片", "0.5片"),
        ("零点五克", "0.5克"),
        ("零点二五克", "0.25克"),
        ("两天", "2天"),
        ("三四天", "3-4天"),
        ("三到五天", "3-5天"),
        ("3、4天", "3-4天"),
        ("十来天", "10来天"),
        ("十七八岁", "17-18岁"),
        ("一百三四十", "130-140"),
        ("一个半月", "1.5个月"),
        ("两天半", "2.5天"),
        ("半个月", "0.5个月"),
        ("俩月", "2个月"),
        ("仨月", "3个月"),
        ("一两片", "1-2片"),
        ("一两酒", "1两酒"),
        ("两毫克半", "2.5毫克"),
        ("百分之九十八", "98%"),
        ("三分之一袋", "1/3袋"),
        ("早晚各一次", "早晚各1次"),
        ("一天三次,一次两粒", "1天3次,1次2粒"),
        ("一个礼拜五次", "1个礼拜5次"),
        ("一米五八", "1.58米"),
        ("二两白酒", "2两白酒"),
        ("二型糖尿病", "2型糖尿病"),
        ("一八年查出来的", "2018年查出来的"),
        ("吃五天。", "吃5天。"),
        ("38.5℃,脉搏80次/分", "38.5℃,脉搏80次/分"),
    ],
)
def test_spoken_numbers_are_read_as_digits(said: str, read: str) -> None:
    assert read == numerals.read(said).text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("一百五/九十五", "150/95"),
        ("一百五十 九十五", "150/95"),
        ("一百五十八九十六", "158/96"),
        ("一百一七十", "110/70"),
        ("一百四九十", "140/90"),
        ("一百零八六十八", "108/68"),
        ("一百四十比九十", "140/90"),
        ("一百二十八八十", "128/80"),
    ],
)
def test_a_blood_pressure_said_in_one_breath_is_two_numbers(said: str, read: str) -> None:
    assert read == numerals.read(said).text


@pytest.mark.parametrize(
    "word",
    [
        "一直",
        "一点",
        "一下",
        "一般",
        "三高",
        "二甲双胍",
        "四肢",
        "五官",
        "十二指肠",
        "万一",
        "两侧",
        "三叉神经",
        "四环素",
        "第二天",
        "星期三",
        "半夜",
        "半身不遂",
        "一样",
        "三凹征",
        "百日咳",
        "十分难受",
        "三天两头",
    ],
)
def test_words_that_only_contain_a_number_sign_stay_as_they_are(word: str) -> None:
    assert word == numerals.read(word).text


def test_full_width_signs_become_half_width_one_for_one() -> None:
    assert numerals.read("38.5,(CRP)12?").text == "38.5,(CRP)12?"


@pytest.mark.parametrize("text", ["体温三十八度五,咳嗽三四天", "血压一百五十八九十六。", "半片"])
def test_the_way_back_leads_to_the_words_that_were_said(text: str) -> None:
    reading = numerals.read(text)

    assert len(reading.origin) == len(reading.text) + 1
    assert (0, len(text)) == reading.span(0, len(reading.text))


def test_a_number_points_to_its_own_words() -> None:
    reading = numerals.read("量了三十八度五,咳嗽")
    start = reading.text.index("38.5度")

    first, last = reading.span(start, start + len("38.5度"))

    assert "量了三十八度五,咳嗽"[first:last] == "三十八度五"


def test_a_run_of_digits_without_units_is_read_digit_by_digit() -> None:
    assert number_words.split("一三八") == ["138"]


def test_numbers_keep_their_value_over_the_whole_range_of_spoken_tens() -> None:
    digits = "零一二三四五六七八九"
    for value in range(10, 100):
        tens, ones = divmod(value, 10)
        word = ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
        assert [str(value)] == number_words.split(word)
