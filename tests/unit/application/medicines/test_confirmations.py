"""A person of the clinic confirms a value; a changed value has to be confirmed again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhenlu.application.medicines import confirmations, tables
from zhenlu.domain.errors import ChoiceUnknown, ResourceBroken
from zhenlu.domain.finding import Finding, Severity

Checked = Callable[..., tuple[Finding, ...]]

_STATINS = "1. 辛伐他汀20mg,口服,每晚1次。\n2. 伊曲康唑0.2g,口服,每日1次,共7天。\n3. 1周后复诊。"


def test_nothing_is_confirmed_as_shipped() -> None:
    assert [s.entry.key for s in confirmations.states() if s.confirmation or s.lapsed] == []


def test_a_confirmed_contraindication_blocks_and_says_no_more_that_it_is_open(
    findings: Checked,
) -> None:
    confirmations.confirm("interaction:I6", "p1", "2026-11-22")

    (found,) = (f for f in findings(treatment_plan=_STATINS) if f.rule == "D01")

    assert (found.severity, "待药师核对" in found.message) == (Severity.ERROR, False)


def test_a_changed_value_makes_the_confirmation_lapse(data_folder: Path) -> None:
    confirmations.confirm("drug:loratadine", "p1", "2026-11-22")
    drug = tables.load().drugs["loratadine"]
    assert confirmations.is_confirmed(drug)
    (data_folder / "safety" / "drugs.toml").write_text(
        '[[drug]]\nid = "loratadine"\ndaily_max_mg = 20\n', encoding="utf-8"
    )

    changed = tables.load().drugs["loratadine"]

    assert not confirmations.is_confirmed(changed)
    assert [s.lapsed for s in confirmations.states() if s.entry.key == "drug:loratadine"] == [True]


def test_another_source_is_no_other_value() -> None:
    drug = tables.load().drugs["loratadine"]

    sourced = drug.model_copy(update={"source": "label of 2026"})

    assert confirmations.fingerprint(drug) == confirmations.fingerprint(sourced)


def test_a_sentence_rests_on_all_of_its_values(findings: Checked) -> None:
    confirmations.confirm("drug:paracetamol", "p1", "2026-11-22")
    items = "1. 感冒灵颗粒2袋,冲服,每日3次,共3天。\n2. 对乙酰氨基酚0.5g,口服,每日3次。"

    found = findings(treatment_plan=f"{items}\n3. 3天后复诊。")

    (told,) = (f.message for f in found if f.rule == "D03" and "2.7g" in f.message)
    assert told.endswith("（待药师核对）")


def test_a_withdrawn_confirmation_is_open_again() -> None:
    confirmations.confirm("drug:loratadine", "p1", "2026-11-22")

    confirmations.withdraw("drug:loratadine")

    assert not confirmations.is_confirmed(tables.load().drugs["loratadine"])


def test_only_what_the_tables_have_can_be_confirmed() -> None:
    with pytest.raises(ChoiceUnknown):
        confirmations.confirm("drug:moonshine", "p1", "2026-11-22")


def test_a_broken_file_is_told(data_folder: Path) -> None:
    (data_folder / "safety").mkdir()
    (data_folder / "safety" / "confirmed.json").write_text('{"drug:x": {"by": ""}}')

    with pytest.raises(ResourceBroken):
        confirmations.states()


def test_an_allergy_class_is_open_until_it_is_confirmed(findings: Checked) -> None:
    record = {"allergy_history": "青霉素过敏,表现为皮疹。"}
    before = [f.message for f in findings(**record) if f.rule == "K08"]
    confirmations.confirm("allergy:penicillins", "p1", "2026-11-22")

    after = [f.message for f in findings(**record) if f.rule == "K08"]

    assert before == ["处方药物阿莫西林与过敏史（青霉素）冲突（待药师核对）"]
    assert after == ["处方药物阿莫西林与过敏史（青霉素）冲突"]


def test_an_allergy_to_the_very_drug_rests_on_no_table(findings: Checked) -> None:
    found = [f for f in findings(allergy_history="阿莫西林过敏,皮疹。") if f.rule == "K08"]

    assert [f.message for f in found] == ["处方药物阿莫西林与过敏史（阿莫西林）冲突"]
