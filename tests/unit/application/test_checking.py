"""The catalogue is data: a clinic switches, loudens and limits rules without code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reading_records import spoken

from zhenlu import wording
from zhenlu.application.checking import check, rules
from zhenlu.application.grounding import SaidWords
from zhenlu.application.rules.registry import CHECKS
from zhenlu.domain.errors import RecordRefused, ResourceBroken
from zhenlu.domain.finding import Action, ActionKind, Severity
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Language
from zhenlu.language.extraction import extract_facts

FIRST_SET = {
    "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C14", "C19",
    "C21", "C22", "F01", "F02", "F03", "F04", "F05", "F08", "F14", "K01",
    "K02", "K04", "K05", "K07", "K08", "K20", "G01", "G02", "G03", "G05",
    "G10", "P01", "P02", "S01", "S02", "S03", "S04", "S05", "S07", "S11",
    "S12",
}

LONG = Record(
    "outpatient-initial",
    Language.ZH,
    (Section("chief_complaint", "主诉", "反复咳嗽、咳黄色粘痰5天,发热伴头痛、咽痛、全身乏力1天"),),
)


def fired(record: Record) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in check(record)}


def clinic_rules(data_folder: Path, text: str) -> None:
    (data_folder / "rules").mkdir()
    (data_folder / "rules" / "clinic.toml").write_text(text, encoding="utf-8")


def test_the_first_set_is_there_with_sources_and_both_languages() -> None:
    known = {rule.id: rule for rule in rules()}

    assert set(known) >= FIRST_SET
    assert all(rule.source and rule.zh and rule.en for rule in known.values())


def test_every_check_is_used_by_a_rule() -> None:
    assert {rule.check for rule in rules()} == set(CHECKS)


def test_word_lists_stand_in_both_languages() -> None:
    for rule in rules():
        if rule.check != "never_asked":  # its topics are words of the language themselves
            groups = {lang: set(rule.by_language.get(lang, {})) for lang in Language}
            assert groups[Language.ZH] == groups[Language.EN], rule.id


@pytest.mark.parametrize("language", list(Language))
def test_every_topic_tells_how_it_is_denied(language: Language) -> None:
    rule = next(rule for rule in rules() if rule.check == "never_asked")

    topics = rule.words("topics", language)

    assert topics
    assert all(rule.words(topic, language) for topic in topics)
    assert all(rule.words(f"deny {topic}", language) for topic in topics)


def test_findings_come_loudest_first() -> None:
    record = Record(
        "outpatient-initial",
        Language.ZH,
        (
            Section("chief_complaint", "主诉", "患者胸痛1小时"),
            Section("history_of_present_illness", "现病史", "1小时前突发胸痛,伴大汗,无发热。"),
            Section("treatment_plan", "处理意见", "休息。"),
        ),
    )

    order = [finding.severity for finding in check(record)]

    assert order[0] is Severity.RED_FLAG
    assert order[-1] is Severity.HINT
    assert Severity.ERROR in order


def test_a_record_without_sections_has_no_findings() -> None:
    assert check(Record("outpatient-initial", Language.ZH)) == ()


def test_a_record_of_an_unknown_template_is_checked_all_the_same() -> None:
    record = Record("clinic-own", Language.ZH, LONG.sections)

    assert "F01" in fired(record)


def test_a_clinic_can_switch_a_rule_off(data_folder: Path) -> None:
    assert "F01" in fired(LONG)

    clinic_rules(data_folder, '[[rule]]\nid = "F01"\non = false\n')

    assert "F01" not in fired(LONG)


def test_a_clinic_can_change_severity_and_limit(data_folder: Path) -> None:
    clinic_rules(
        data_folder,
        '[[rule]]\nid = "F01"\nseverity = "hint"\n[rule.thresholds]\nmax_chars = 10\n',
    )

    assert fired(LONG)["F01"] is Severity.HINT
    message = next(f.message for f in check(LONG) if f.rule == "F01")
    assert "10" in message


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('[[rule]]\nid = "F01"\nseverity = "loud"\n', 3, "rule.1.severity"),
        ('[[rule]]\nid = "F01"\ncheck = "guess"\n', 3, "rule.1.check"),
        ('[[rule]]\nid = "X99"\ncheck = "section_missing"\n', 1, "rule.1.severity"),
        ('[[rule]]\nid = "F01"\ncolour = "red"\n', 3, "rule.1.colour"),
        ('# 诊所\n\n[[rule]]\nid = "F01"\nzh = "超过{limit字"\n', 5, "rule.1.zh"),
        (
            '[[rule]]\nid = "C98"\ncheck = "section_too_brief"\nseverity = "hint"\n'
            'zh = "短"\nen = "short"\nsource = "clinic"\n',
            1,
            "rule.1.thresholds",
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_file_and_line(
    data_folder: Path, text: str, line: int, key: str
) -> None:
    clinic_rules(data_folder, text)

    with pytest.raises(ResourceBroken) as caught:
        check(LONG)

    assert caught.value.params == {"file": "clinic.toml", "line": line, "key": key}
    assert f"clinic.toml 第 {line} 行" in wording.explain(caught.value, Language.ZH)


def test_a_clinic_can_add_a_rule_of_its_own(data_folder: Path) -> None:
    clinic_rules(
        data_folder,
        '[[rule]]\nid = "X01"\ncheck = "section_missing"\nseverity = "hint"\n'
        'section = "auxiliary_exam"\nzh = "缺辅助检查{nothing}"\nen = "No results"\n'
        'source = "clinic"\n',
    )

    assert [f.message for f in check(LONG) if f.rule == "X01"] == ["缺辅助检查"]


def test_a_rule_file_that_is_no_toml_is_unreadable(data_folder: Path) -> None:
    clinic_rules(data_folder, "[[rule]\n")

    with pytest.raises(ResourceBroken) as caught:
        rules()

    assert caught.value.full_code == "resource.broken.unreadable"


def test_a_reason_stays_with_a_finding_that_says_the_same() -> None:
    found = check(LONG)
    settled = tuple(
        f.overridden("患者口述,保留原话", "li") if f.rule == "F01" else f for f in found
    )

    again = check(replace(LONG, findings=settled))

    given = {f.rule: f.override for f in again if f.override is not None}
    assert set(given) == {"F01"}
    assert given["F01"].reason == "患者口述,保留原话"


def test_a_reason_falls_with_what_it_was_given_for() -> None:
    settled = tuple(f.overridden("暂无时间") for f in check(LONG))
    shortened = replace(
        LONG,
        sections=(Section("chief_complaint", "主诉", "咳嗽5天"),),
        findings=settled,
    )

    assert "F01" not in fired(shortened)
    assert all(f.override is None for f in check(shortened) if f.section == "chief_complaint")


def test_a_blank_reason_settles_nothing() -> None:
    finding = check(LONG)[0]

    with pytest.raises(RecordRefused) as caught:
        finding.overridden("  ")

    assert caught.value.full_code == "record.refused.override"


def test_an_error_blocks_until_it_is_settled() -> None:
    finding = next(f for f in check(LONG) if f.severity is Severity.ERROR)

    assert finding.blocks
    assert not finding.overridden("急诊先行处理").blocks


def test_one_click_replaces_by_the_standard_term() -> None:
    text = "患者2天前进食后拉肚子,伴发热,未用药,夜间加重。"
    record = Record(
        "outpatient-initial", Language.ZH, (Section("history_of_present_illness", "现病史", text),)
    )

    finding = next(f for f in check(record) if f.rule == "M01")

    assert text[finding.start : finding.end] == "拉肚子"
    assert finding.action == Action(ActionKind.REPLACE, "腹泻")


def test_one_click_asks_and_never_answers() -> None:
    record = Record(
        "outpatient-initial",
        Language.ZH,
        (Section("chief_complaint", "主诉", "下腹痛1天"),),
        patient={"sex": "female", "age_years": 26},
    )

    finding = next(f for f in check(record) if f.rule == "C13")

    assert finding.action == Action(ActionKind.INSERT, "末次月经：__。")


def test_words_prepared_before_give_the_same_findings() -> None:
    words = spoken("D: 发烧吗\nP: 没发烧,咳嗽五天了,青霉素过敏", Language.ZH)
    record = replace(LONG, transcript=words, facts=extract_facts(words))

    prepared = SaidWords.of(words, record.facts)

    assert check(record, said=prepared) == check(record)
