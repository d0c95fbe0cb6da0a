"""Dictated Chinese as it is written into a section."""

from __future__ import annotations

import pytest

from zhenlu.language.zh.dictation import written


@pytest.mark.parametrize(
    ("spoken", "stands"),
    [
        ("咳嗽四天，不对，是五天，体温三十八度五。", "咳嗽5天，体温38.5度。"),
        ("血压一百四十九十，说错了，一百五十九十。", "血压150/90。"),
        ("每日两次，哦不，三次。", "每日3次。"),
        ("咳嗽四天了，不对，五天有痰", "咳嗽5天了有痰"),
        ("阿莫西林0.5克，不对，改一下，1片", "阿莫西林0.5克，不对，改一下，1片"),
        ("青霉素过敏，不对，头孢过敏。", "青霉素过敏，不对，头孢过敏。"),
        ("无发热，不是咳嗽为主。", "无发热，不是咳嗽为主。"),
    ],
)
def test_the_last_value_of_its_unit_stands(spoken: str, stands: str) -> None:
    assert written(spoken) == stands
