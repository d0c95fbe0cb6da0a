"""Terms spelt by ear are put right; everything else is left alone."""

from __future__ import annotations

import pytest

from zhenlu.domain.transcript import Segment
from zhenlu.language.zh.homophones import corrections, spelt


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("给您开安修索,一次三十毫克。", "给您开氨溴索,一次三十毫克。"),
        ("吃了不洛芬,退了。", "吃了布洛芬,退了。"),
        ("阿莫西林和二甲双瓜", "阿莫西林和二甲双胍"),
        ("青梅素过敏", "青霉素过敏"),
        ("左天晚上疼起来的", "昨天晚上疼起来的"),
    ],
)
def test_a_term_that_only_sounds_right_gets_its_spelling(heard: str, expected: str) -> None:
    assert spelt(heard) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我咳嗽三天了,不对,是四天。",
        "血压一百四十,九十。",
        "左边膝盖疼,右边不疼。",
        "每天天一亮就疼,阴天厉害,冬天也疼。",
        "没有发烧,也没有胸痛。",
        "吃了阿莫西林和布洛芬。",
        "昨天晚上跟家里人吃了火锅,回来就不舒服。",
        "",
        "CT和MRI都做过。",
        "有痰吗?是什么炎色?",
    ],
)
def test_what_is_no_misspelling_stays(text: str) -> None:
    assert spelt(text) == text


def test_only_changed_segments_are_corrected_and_keep_their_source() -> None:
    (correction,) = corrections([Segment(1, "有痰吗?"), Segment(2, "开点安修索。")])

    assert (correction.segment, correction.text, correction.source) == (
        2,
        "开点氨溴索。",
        "homophones",
    )
