"""Medication checks on records: each fires on what it is for and keeps quiet beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.domain.finding import Finding, Severity

Checked = Callable[..., tuple[Finding, ...]]

_WOMAN: dict[str, str | int] = {"sex": "female", "age_years": 30}
_CHILD: dict[str, str | int] = {"sex": "male", "age_years": 6}
_RETURN = "\n2. 3天后复诊,不适随诊。"


def plan(*items: str) -> dict[str, str]:
    return {"treatment_plan": "\n".join(items) + _RETURN}


def soap(*items: str, **changed: str) -> dict[str, str]:
    text = "\n".join(items) + "\n9. Return in 3 days, sooner if short of breath."
    return {"template": "soap", "plan": text, **changed}


FIRES: list[tuple[str, dict[str, Any], str]] = [
    (
        "D01",
        plan("1. 辛伐他汀20mg,口服,每晚1次,长期。", "2. 克拉霉素0.5g,口服,每日2次,共7天。"),
        "横纹肌溶解",
    ),
    (
        "D01",
        plan("1. 布洛芬0.3g,口服,每日2次,共3天。") | {"past_history": "房颤,长期服用华法林。"},
        "出血风险",
    ),
    (
        "D01",
        plan(
            "1. 缬沙坦80mg,口服,每日1次,长期。",
            "2. 氢氯噻嗪12.5mg,口服,每日1次,长期。",
            "3. 双氯芬酸50mg,口服,每日2次,共3天。",
        ),
        "三药合用",
    ),
    (
        "D01",
        soap(
            "1. Nitrofurantoin 100 mg by mouth twice daily for 5 days.",
            "2. Sertraline 50 mg daily.",
            "3. Tramadol 50 mg every 6 hours for 3 days.",
        ),
        "serotonin",
    ),
    ("D02", plan("1. 对乙酰氨基酚1.5g,口服,每日1次,共2天。"), "单次1.5g"),
    ("D02", plan("1. 阿莫西林胶囊0.5g,每次3粒,口服,每日2次,共5天。"), "单次1.5g"),
    ("D02", soap("1. Loratadine 20 mg by mouth once daily for 7 days."), "20mg"),
    ("D03", plan("1. 对乙酰氨基酚0.5g,口服,每4小时1次,共3天。"), "每日合计3g"),
    (
        "D03",
        plan(
            "1. 感冒灵颗粒1袋,冲服,每日3次,共3天。",
            "2. 对乙酰氨基酚0.5g,口服,每日3次,共3天。",
        ),
        "感冒灵颗粒、对乙酰氨基酚",
    ),
    ("D03", plan("1. 甲氨蝶呤10mg,口服,每日1次,长期。"), "每日合计10mg"),
    (
        "D03",
        soap("1. Paracetamol 1 g by mouth every 4 hours for 3 days."),
        "6g a day in all",
    ),
    (
        "D04",
        plan(
            "1. 复方氨酚烷胺1片,口服,每日2次,共3天。",
            "2. 酚麻美敏1片,口服,每日3次,共3天。",
        ),
        "均含对乙酰氨基酚",
    ),
    (
        "D04",
        soap(
            "1. Co-codamol one tablet four times daily for 3 days.",
            "2. Paracetamol 500 mg twice daily for 3 days.",
        ),
        "contain paracetamol",
    ),
    (
        "D05",
        plan(
            "1. 阿托伐他汀20mg,口服,每晚1次,长期。",
            "2. 瑞舒伐他汀10mg,口服,每晚1次,长期。",
        ),
        "同属他汀类",
    ),
    (
        "D05",
        soap(
            "1. Omeprazole 20 mg by mouth daily for 14 days.",
            "2. Lansoprazole 30 mg by mouth daily for 14 days.",
        ),
        "are all PPIs",
    ),
    ("D06", plan("1. 左氧氟沙星0.1g,口服,每日2次,共3天。") | {"patient": _CHILD}, "18岁以下"),
    (
        "D06",
        soap("1. Doxycycline 100 mg by mouth twice daily for 5 days.") | {"patient": _CHILD},
        "under 8",
    ),
    (
        "D07",
        plan("1. 左氧氟沙星0.5g,口服,每日1次,共5天。")
        | {"patient": _WOMAN, "past_history": "现孕12周,既往体健。"},
        "妊娠期用药:左氧氟沙星避免使用",
    ),
    (
        "D07",
        plan("1. 多西环素0.1g,口服,每日2次,共5天。")
        | {"patient": _WOMAN, "past_history": "产后3个月,哺乳期。"},
        "哺乳期用药",
    ),
    (
        "D07",
        soap("1. Lisinopril 10 mg by mouth daily.", subjective="She is pregnant, 20 weeks.")
        | {"patient": _WOMAN},
        "Pregnancy: avoid lisinopril",
    ),
    (
        "D08",
        plan("1. 二甲双胍0.5g,口服,每日2次,长期。")
        | {"auxiliary_exam": "eGFR 25ml/min。"},
        "现约25",
    ),
    (
        "D08",
        plan("1. 布洛芬0.3g,口服,每日2次,共3天。")
        | {"past_history": "慢性肾脏病5年。"},
        "核实肾功能",
    ),
    (
        "D08",
        soap(
            "1. Metformin 500 mg by mouth twice daily.",
            objective="Creatinine clearance 22 mL/min.",
        ),
        "now about 22",
    ),
    ("D09", plan("1. 多潘立酮10mg,口服,每日3次,共14天。"), "超过7天"),
    ("D09", plan("1. 艾司唑仑1mg,口服,每晚1次,共30天。"), "第二类精神药品"),
    ("D09", soap("1. Metoclopramide 10 mg by mouth three times daily for 10 days."), "5 days"),
    ("D10", plan("1. 连花清瘟胶囊4粒,口服,每日3次,共3天。"), "连花清瘟胶囊不在核对范围"),
    ("D10", plan("1. 沃可替尼10mg,口服,每日2次,共7天。"), "沃可替尼不在核对范围"),
    ("D10", plan("1. 头孢唑林1g,静滴,每日2次,共3天。"), "头孢唑林的剂量不在核对范围"),
    ("D10", soap("1. Wocotinib 10 mg by mouth twice daily for 7 days."), "not covered"),
    (
        "D11",
        plan("1. 布洛芬0.3g,口服,每6小时1次,共2天。")
        | {"patient": _CHILD, "vital_signs": "体温38.5℃,体重20kg。"},
        "800mg",
    ),
    (
        "D11",
        soap(
            "1. Paracetamol 500 mg by mouth every 6 hours for 2 days.",
            objective="Weight 20 kg. Temperature 38.2 C.",
        )
        | {"patient": _CHILD},
        "1.2g",
    ),
]

SILENT: list[tuple[str, dict[str, Any]]] = [
    (
        "D01",
        plan("1. 辛伐他汀20mg,口服,每晚1次,长期。", "2. 阿莫西林0.5g,口服,每日3次,共7天。"),
    ),
    (
        "D01",
        plan("1. 布洛芬0.3g,口服,每日2次,共3天。", "2. 停用华法林。")
        | {"past_history": "房颤,长期服用华法林。"},
    ),
    (
        "D01",
        plan("1. 双氯芬酸50mg,口服,每日2次,共3天。") | {"past_history": "父亲服用华法林。"},
    ),
    (
        "D01",
        soap(
            "1. Sertraline 50 mg daily.",
            "2. Paracetamol 500 mg every 6 hours for 3 days.",
        ),
    ),
    ("D02", plan("1. 对乙酰氨基酚0.5g,口服,每日3次,共2天。")),
    ("D02", plan("1. 氨氯地平10mg(2片),口服,每日1次,长期。")),
    ("D02", plan("1. 阿莫西林0.25g×24粒,每次0.5g,口服,每日3次,共5天。")),
    ("D02", soap("1. Loratadine 10 mg by mouth once daily for 7 days.")),
    ("D03", plan("1. 对乙酰氨基酚0.5g,口服,每6小时1次,共3天。")),
    ("D03", plan("1. 阿奇霉素1g,顿服。")),
    ("D03", plan("1. 甲氨蝶呤10mg,口服,每周1次,长期。")),
    ("D03", soap("1. Paracetamol 1 g by mouth every 6 hours for 3 days.")),
    (
        "D04",
        plan("1. 复方氨酚烷胺1片,口服,每日2次,共3天。", "2. 氨溴索30mg,口服,每日3次,共3天。"),
    ),
    (
        "D04",
        soap(
            "1. Ibuprofen 400 mg three times daily for 3 days.",
            "2. Paracetamol 500 mg twice daily for 3 days.",
        ),
    ),
    (
        "D05",
        plan("1. 阿托伐他汀20mg,口服,每晚1次,长期。", "2. 停用瑞舒伐他汀。"),
    ),
    ("D05", soap("1. Omeprazole 20 mg daily.", "2. Famotidine 20 mg at night.")),
    ("D06", plan("1. 左氧氟沙星0.5g,口服,每日1次,共3天。")),
    (
        "D06",
        soap("1. Amoxicillin 250 mg by mouth three times daily for 5 days.") | {"patient": _CHILD},
    ),
    (
        "D07",
        plan("1. 左氧氟沙星0.5g,口服,每日1次,共5天。")
        | {"patient": _WOMAN, "past_history": "否认妊娠,孕2产1。"},
    ),
    (
        "D07",
        plan("1. 阿莫西林0.5g,口服,每日3次,共5天。")
        | {"patient": _WOMAN, "past_history": "现孕12周。"},
    ),
    (
        "D07",
        soap("1. Lisinopril 10 mg by mouth daily.", subjective="She is not pregnant.")
        | {"patient": _WOMAN},
    ),
    (
        "D08",
        plan("1. 二甲双胍0.5g,口服,每日2次,长期。") | {"auxiliary_exam": "eGFR 88ml/min。"},
    ),
    ("D08", plan("1. 布洛芬0.3g,口服,每日2次,共3天。") | {"past_history": "否认慢性肾脏病。"}),
    (
        "D08",
        soap("1. Metformin 500 mg twice daily.", objective="Creatinine clearance 92 mL/min."),
    ),
    ("D09", plan("1. 多潘立酮10mg,口服,每日3次,共5天。")),
    ("D09", plan("1. 多潘立酮10mg,口服,每日3次,共5天。", "3. 14天后复查。")),
    ("D09", soap("1. Metoclopramide 10 mg by mouth three times daily for 5 days.")),
    ("D10", plan("1. 阿莫西林0.5g,口服,每日3次,共5天。")),
    ("D10", plan("1. 低盐饮食,每日食盐5g以下。", "2. 每日饮水2000ml。")),
    ("D10", soap("1. Amoxicillin 500 mg by mouth three times daily for 5 days.")),
    (
        "D11",
        plan("1. 布洛芬0.2g,口服,每6小时1次,共2天。")
        | {"patient": _CHILD, "vital_signs": "体温38.5℃,体重20kg。"},
    ),
    (
        "D11",
        soap(
            "1. Paracetamol 250 mg by mouth every 6 hours for 2 days.",
            objective="Weight 20 kg. Temperature 38.2 C.",
        )
        | {"patient": _CHILD},
    ),
]


@pytest.mark.parametrize(("rule", "record", "told"), FIRES)
def test_it_fires(findings: Checked, rule: str, record: dict[str, Any], told: str) -> None:
    found = [f.message for f in findings(**record) if f.rule == rule]

    assert any(told in message for message in found), found


@pytest.mark.parametrize(("rule", "record"), SILENT)
def test_it_keeps_quiet(findings: Checked, rule: str, record: dict[str, Any]) -> None:
    assert [f.message for f in findings(**record) if f.rule == rule] == []


def test_the_finding_points_at_the_drug(findings: Checked) -> None:
    record = plan("1. 氯雷他定10mg,口服,每日1次,共3天。", "2. 多潘立酮30mg,口服,每日1次,共3天。")

    (found,) = (f for f in findings(**record) if f.rule == "D02")

    text = record["treatment_plan"]
    assert (found.section, text[found.start : found.end]) == ("treatment_plan", "多潘立酮")


def test_a_drug_that_the_patient_takes_counts_by_its_fact(findings: Checked) -> None:
    taken = Fact(FactKind.MEDICATION, "硝酸甘油", 1, status=FactStatus.TAKEN)

    found = findings(**plan("1. 西地那非50mg,口服,必要时。"), facts=(taken,))

    assert "严重低血压" in next(f.message for f in found if f.rule == "D01")


def test_a_drug_of_the_same_class_taken_before_is_a_change_of_drug(findings: Checked) -> None:
    taken = Fact(FactKind.MEDICATION, "布洛芬", 1, status=FactStatus.TAKEN)

    found = findings(**plan("1. 萘普生0.25g,口服,每日2次,共3天。"), facts=(taken,))

    assert [f.message for f in found if f.rule == "D01"] == []


def test_a_drug_of_the_same_class_that_goes_on_is_told(findings: Checked) -> None:
    record = plan("1. 萘普生0.25g,口服,每日2次,共3天。") | {"past_history": "长期服用美洛昔康。"}

    assert any("只用一种" in f.message for f in findings(**record) if f.rule == "D01")


def test_an_unconfirmed_contraindication_reminds_and_does_not_block(findings: Checked) -> None:
    record = plan("1. 辛伐他汀20mg,口服,每晚1次。", "2. 伊曲康唑0.2g,口服,每日1次,共7天。")

    found = [f for f in findings(**record) if f.rule == "D01"]

    assert [(f.severity, "待药师核对" in f.message) for f in found] == [(Severity.WARNING, True)]
