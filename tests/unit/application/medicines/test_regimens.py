"""Written prescriptions as numbers."""

from __future__ import annotations

import pytest

from zhenlu.application.medicines.regimens import Regimen, read
from zhenlu.domain.transcript import Language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿莫西林0.5g,口服,每日3次,共5天", Regimen(500, None, 3, False, 5, "oral")),
        ("阿莫西林胶囊0.25g,每次2粒,每日3次", Regimen(500, 2, 3)),
        ("阿莫西林胶囊0.25g×24粒 每次0.5g tid", Regimen(500, None, 3)),
        ("氨氯地平10mg(2片)qd", Regimen(10, None, 1)),
        ("感冒灵颗粒 每次1袋 每日3次 3天", Regimen(None, 1, 3, False, 3)),
        ("对乙酰氨基酚0.5-1g,每4-6小时1次", Regimen(1000, None, 6)),
        ("甲氨蝶呤10mg每周1次", Regimen(10, None, 1 / 7)),
        ("左甲状腺素50μg,晨起顿服", Regimen(0.05, None, 1, False, None, "oral")),
        ("阿司匹林300mg,即刻嚼服", Regimen(300, None, None, True, None, "oral")),
        ("头孢曲松2g,静滴,qd,3天后复诊", Regimen(2000, None, 1, False, None, "injection")),
        ("布洛芬混悬液10mg/kg", Regimen()),
        ("双氯芬酸乳膏外涂,每日2次,2周", Regimen(None, None, 2, False, 14, "topical")),
    ],
)
def test_chinese(text: str, expected: Regimen) -> None:
    assert read(text, text, Language.ZH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Doxycycline 100 mg by mouth twice daily for 5 days",
            Regimen(100, None, 2, False, 5, "oral"),
        ),
        ("paracetamol 500 mg, two tablets four times a day", Regimen(1000, 2, 4, route="oral")),
        ("ibuprofen 400 mg every 6-8 hours", Regimen(400, None, 4)),
        ("methotrexate 10 mg once weekly", Regimen(10, None, 1 / 7)),
        ("salbutamol 100 mcg two puffs as needed", Regimen(0.2, 2, None, route="inhaled")),
        ("amoxicillin 1 g three times daily, return in 3 days", Regimen(1000, None, 3)),
        ("aspirin 300 mg stat", Regimen(300, None, None, True)),
        ("amlodipine 5 mg daily", Regimen(5, None, 1)),
    ],
)
def test_english(text: str, expected: Regimen) -> None:
    assert read(text, text, Language.EN) == expected


def test_route_and_days_may_serve_the_whole_item() -> None:
    item = "阿莫西林0.5g每日3次,氨溴索30mg每日3次,均口服5天"

    found = read("阿莫西林0.5g每日3次,", item, Language.ZH)

    assert (found.route, found.days) == ("oral", 5)
