"""Promises of a visit become due items with a real day; programmes propose the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhenlu.application.chronic_care import Action, ControlClass, propose
from zhenlu.application.consultation import Consultation
from zhenlu.application.due_dates import day_in
from zhenlu.application.follow_up import contacts_this_year, control_class, due_items
from zhenlu.application.programmes import programme
from zhenlu.application.templates import load
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.follow_up import DueKind, DueState
from zhenlu.domain.record import FieldValue, Record, Section
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.extraction import extract_facts

#: A Wednesday.
TODAY = date(2026, 3, 4)
ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("下周一来复诊", date(2026, 3, 9)),
        ("下下周三再来", date(2026, 3, 18)),
        ("周五来拿结果", date(2026, 3, 6)),
        ("周三再来", date(2026, 3, 11)),
        ("星期天过来换药", date(2026, 3, 8)),
        ("明天上午抽血", date(2026, 3, 5)),
        ("大后天拆线", date(2026, 3, 7)),
        ("三月二十号复查", date(2026, 3, 20)),
        ("1月5号再来", date(2027, 1, 5)),
        ("2号来", date(2026, 4, 2)),
        ("2026-05-01复诊", date(2026, 5, 1)),
    ],
)
def test_a_chinese_date_is_counted_from_the_visit(said: str, day: date) -> None:
    assert day_in(said, ZH, TODAY) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("come back next Monday", date(2026, 3, 9)),
        ("see you on Friday", date(2026, 3, 6)),
        ("I'll ring you next week, on Tuesday", date(2026, 3, 10)),
        ("bloods tomorrow morning", date(2026, 3, 5)),
        ("back on the 20th of March", date(2026, 3, 20)),
        ("January 5th", date(2027, 1, 5)),
    ],
)
def test_an_english_date_is_counted_from_the_visit(said: str, day: date) -> None:
    assert day_in(said, EN, TODAY) == day


@pytest.mark.parametrize(
    "said", ["每周一测血压", "一周一次", "三个星期一次", "2月30号", "注意休息"]
)
def test_what_names_no_day_gives_none(said: str) -> None:
    assert day_in(said, ZH, TODAY) is None


def record(lines: list[str], language: Language, template: str = "outpatient-initial") -> Record:
    segments = tuple(
        Segment(n, line, SpeakerRole.DOCTOR) for n, line in enumerate(lines, start=1)
    )
    transcript = Transcript(language, segments)
    return Record(template, language, facts=extract_facts(transcript), transcript=transcript)


def test_a_weekday_goes_before_the_interval_the_extractor_counted() -> None:
    (item,) = due_items(record(["下周一来复诊"], ZH), "v1", TODAY)

    assert (item.kind, item.due, item.segments) == (DueKind.REVISIT, date(2026, 3, 9), (1,))


def test_an_interval_is_counted_from_the_day_of_the_visit() -> None:
    (item,) = due_items(record(["两周后来复诊"], ZH), "v1", TODAY, "p1")

    assert (item.due, item.patient, item.id) == (date(2026, 3, 18), "p1", "v1-1")
    assert item.state is DueState.DUE


def test_an_english_promise_in_two_weeks_has_a_day() -> None:
    (item,) = due_items(record(["Come back and see me in two weeks."], EN), "v1", TODAY)

    assert (item.kind, item.due) == (DueKind.REVISIT, date(2026, 3, 18))


def test_a_call_is_a_contact_by_the_clinic() -> None:
    (item,) = due_items(record(["我一个月后电话随访"], ZH), "v1", TODAY)

    assert (item.kind, item.due) == (DueKind.FOLLOWUP, date(2026, 4, 4))


def test_a_repeat_measurement_is_a_test() -> None:
    fact = Fact(FactKind.FOLLOW_UP, "复测血压", 1, value="3", unit="天")

    (item,) = due_items(Record("soap", ZH, facts=(fact,)), "v1", TODAY)

    assert (item.kind, item.what, item.due) == (DueKind.TEST, "复测血压", date(2026, 3, 7))


def test_a_condition_alone_is_no_promise() -> None:
    fact = Fact(FactKind.FOLLOW_UP, "就诊", 1, attributes={"condition": "高热不退"})

    assert due_items(Record("soap", ZH, facts=(fact,)), "v1", TODAY) == ()


def test_a_promise_without_a_day_is_kept_open() -> None:
    fact = Fact(FactKind.FOLLOW_UP, "复诊", 1)

    (item,) = due_items(Record("soap", ZH, facts=(fact,)), "v1", TODAY)

    assert item.due is None


def test_what_a_relative_was_promised_is_not_due_here() -> None:
    fact = Fact(FactKind.FOLLOW_UP, "复诊", 1, value="2", unit="周", subject=Subject.FAMILY)

    assert due_items(Record("soap", ZH, facts=(fact,)), "v1", TODAY) == ()


def test_a_chronic_form_without_a_promise_gets_its_programmes_interval() -> None:
    pressure = Fact(FactKind.VITAL, "血压", 1, value="152/94", unit="mmHg")

    (item,) = due_items(Record("followup-hypertension", ZH, facts=(pressure,)), "v1", TODAY)

    assert (item.kind, item.due, item.segments) == (DueKind.FOLLOWUP, date(2026, 3, 18), ())


def pressure(value: str) -> Fact:
    return Fact(FactKind.VITAL, "血压", 1, value=value, unit="mmHg")


def glucose(value: str, when: str = "空腹", unit: str = "mmol/L") -> Fact:
    return Fact(FactKind.VITAL, "血糖", 1, value=value, unit=unit, attributes={"when": when})


@pytest.mark.parametrize(
    ("value", "age", "control"),
    [
        ("139/89", 50, ControlClass.SATISFIED),
        ("140/80", 50, ControlClass.UNSATISFIED),
        ("130/90", 50, ControlClass.UNSATISFIED),
        ("148/84", 66, ControlClass.SATISFIED),
        ("148/84", 64, ControlClass.UNSATISFIED),
    ],
)
def test_a_pressure_is_classed_by_age(value: str, age: int, control: ControlClass) -> None:
    found = propose(programme("hypertension"), [pressure(value)], ZH, age_years=age)

    assert found.control is control


@pytest.mark.parametrize(
    ("previous", "action", "days"),
    [
        ((), Action.ADJUST, 14),
        ((ControlClass.SATISFIED,), Action.ADJUST, 14),
        ((ControlClass.UNSATISFIED,), Action.REFER, 14),
        ((ControlClass.UNSATISFIED, ControlClass.SATISFIED), Action.ADJUST, 14),
    ],
)
def test_only_two_unsatisfied_visits_in_a_row_ask_for_referral(
    previous: tuple[ControlClass, ...], action: Action, days: int
) -> None:
    found = propose(programme("hypertension"), [pressure("150/95")], ZH, previous=previous)

    assert (found.action, found.next_days) == (action, days)


def test_a_pressure_of_180_asks_for_referral_at_once_even_when_first() -> None:
    found = propose(programme("hypertension"), [pressure("180/100")], ZH)

    assert found.action is Action.REFER_NOW
    assert found.emergencies == ("收缩压≥180mmHg",)


def test_a_new_complication_is_never_proposed_but_followed_when_stated() -> None:
    found = propose(
        programme("hypertension"), [pressure("130/80")], ZH, stated=ControlClass.COMPLICATION
    )

    assert found.action is Action.REFER


def test_an_adverse_reaction_goes_before_a_good_value() -> None:
    drug = Fact(FactKind.MEDICATION, "卡托普利", 2, attributes={"adverse_reaction": "有,干咳"})

    found = propose(programme("hypertension"), [pressure("130/80"), drug], ZH)

    assert (found.control, found.action) == (ControlClass.ADVERSE_REACTION, Action.ADJUST)


@pytest.mark.parametrize(
    ("fact", "control"),
    [
        (glucose("6.9"), ControlClass.SATISFIED),
        (glucose("7.0"), ControlClass.UNSATISFIED),
        (glucose("9.8", "餐后2小时"), None),
        (glucose("144", unit="mg/dL"), ControlClass.UNSATISFIED),
    ],
)
def test_diabetes_is_classed_by_the_fasting_value(
    fact: Fact, control: ControlClass | None
) -> None:
    assert propose(programme("diabetes"), [fact], ZH).control is control


@pytest.mark.parametrize("value", ["3.9", "16.7"])
def test_glucose_at_either_limit_asks_for_referral_at_once(value: str) -> None:
    found = propose(programme("diabetes"), [glucose(value, "餐后2小时")], ZH)

    assert found.action is Action.REFER_NOW


def test_glucose_between_the_limits_asks_for_none() -> None:
    assert propose(programme("diabetes"), [glucose("4.0"), glucose("16.6")], ZH).emergencies == ()


def test_a_single_word_is_a_checklist_entry_and_no_emergency() -> None:
    dizzy = Fact(FactKind.SYMPTOM, "头晕", 1)

    found = propose(programme("hypertension"), [pressure("130/80"), dizzy], ZH)

    assert found.checklist == ("剧烈头痛或头晕",)
    assert found.action is Action.CONTINUE


def test_a_denied_sign_is_not_on_the_checklist() -> None:
    denied = Fact(FactKind.SYMPTOM, "头晕", 1, Polarity.ABSENT)

    assert propose(programme("hypertension"), [denied], ZH).checklist == ()


def test_a_relatives_pressure_classes_nobody() -> None:
    of_wife = replace(pressure("180/110"), subject=Subject.FAMILY)

    found = propose(programme("hypertension"), [of_wife], ZH)

    assert (found.control, found.action, found.next_days) == (None, None, None)


def test_the_class_of_an_earlier_form_is_read_from_its_field() -> None:
    stated = FieldValue("control", "分类", "控制不满意")
    section = Section("assessment", "随访分类", fields=(stated,))

    assert control_class(Record("followup-hypertension", ZH, (section,))) is (
        ControlClass.UNSATISFIED
    )
    assert control_class(Record("followup-hypertension", ZH)) is None


def test_contacts_of_this_year_are_counted_against_the_standard() -> None:
    visits = [date(2025, 12, 1), date(2026, 1, 5), date(2026, 3, 1)]

    found = contacts_this_year(programme("hypertension"), visits, TODAY)

    assert (found.done, found.wanted) == (2, 4)


def test_a_clinics_own_target_takes_the_place_of_the_shipped_one(data_folder: Path) -> None:
    shipped = Path(__file__).parents[3] / "resources" / "follow_up" / "hypertension.toml"
    (data_folder / "follow_up").mkdir()
    own = shipped.read_text(encoding="utf-8").replace("below = 140", "below = 130")
    (data_folder / "follow_up" / "hypertension.toml").write_text(own, encoding="utf-8")

    found = propose(programme("hypertension"), [pressure("134/80")], ZH)

    assert found.control is ControlClass.UNSATISFIED


def test_a_broken_programme_names_its_file_and_key(data_folder: Path) -> None:
    (data_folder / "follow_up").mkdir()
    (data_folder / "follow_up" / "diabetes.toml").write_text('id = "diabetes"\n', encoding="utf-8")

    with pytest.raises(ResourceBroken) as caught:
        programme("diabetes")

    assert caught.value.params["file"] == "diabetes.toml"


def test_a_test_ordered_without_a_day_is_a_plan_and_no_promise() -> None:
    ordered = Fact(FactKind.TEST, "血常规", 1, status=FactStatus.ORDERED)

    assert due_items(Record("soap", ZH, facts=(ordered,)), "v1", TODAY) == ()


def form_after(*earlier: str) -> dict[str, str]:
    """The plan of a hypertension form after forms of these classes, the latest last."""
    heard = (Segment(1, "血压一百五十二九十六", SpeakerRole.NURSE),)
    before = tuple(
        Record(
            "followup-hypertension",
            ZH,
            (Section("assessment", "随访分类", fields=(FieldValue("control", "分类", control),)),),
        )
        for control in reversed(earlier)
    )
    visit = Visit("v", started="2026-03-04T09:30")
    consultation = Consultation(
        visit, lambda _: load("followup-hypertension", ZH), earlier=before
    )
    made = consultation.from_transcript(Transcript(ZH, heard), None)
    plan = made.section("plan")
    assert plan is not None
    return {value.id: value.value for value in plan.fields}


def test_a_form_counts_the_unsatisfied_form_before_it() -> None:
    assert form_after("控制不满意")["referral_reason"]
    assert not form_after("控制不满意", "控制满意")["referral_reason"]
    assert not form_after()["referral_reason"]


def test_a_revisit_says_that_it_was_one() -> None:
    heard = (Segment(1, "咳嗽好多了", SpeakerRole.PATIENT),)
    consultation = Consultation(Visit("v"), lambda _: load("outpatient-revisit", ZH))

    made = consultation.from_transcript(Transcript(ZH, heard), None)

    assert made.visit["kind"] == "revisit"


def due(lines: list[str], language: Language) -> list[tuple[DueKind, str, date | None]]:
    return [(i.kind, i.what, i.due) for i in due_items(record(lines, language), "v", TODAY)]


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("两周后复查血糖", (DueKind.TEST, "复查血糖", date(2026, 3, 18))),
        ("三个月以后查一次糖化", (DueKind.TEST, "复查糖化血红蛋白", date(2026, 6, 4))),
        ("一个月后来复查肝功能", (DueKind.TEST, "复查肝功能", date(2026, 4, 4))),
        ("下周三来抽血查血脂", (DueKind.TEST, "复查血脂", date(2026, 3, 11))),
        ("半年后复查胃镜", (DueKind.TEST, "复查胃镜", date(2026, 9, 4))),
        ("七天后拆线", (DueKind.REVISIT, "拆线", date(2026, 3, 11))),
    ],
)
def test_what_is_to_be_measured_again_is_a_test_with_its_name(
    said: str, item: tuple[DueKind, str, date]
) -> None:
    assert due([said], ZH) == [item]


def test_several_promises_of_a_visit_are_several_items() -> None:
    found = due(["两周后来复诊", "三个月以后查一次糖化", "我周五给你打电话随访"], ZH)

    assert {(kind, day) for kind, _, day in found} == {
        (DueKind.REVISIT, date(2026, 3, 18)),
        (DueKind.TEST, date(2026, 6, 4)),
        (DueKind.FOLLOWUP, date(2026, 3, 6)),
    }


def test_english_promises_are_told_apart_too() -> None:
    found = due(
        ["Come back in two weeks.", "I'll call you on Friday with the results."],
        EN,
    )

    assert {(kind, day) for kind, _, day in found} == {
        (DueKind.REVISIT, date(2026, 3, 18)),
        (DueKind.FOLLOWUP, date(2026, 3, 6)),
    }


def test_a_test_done_days_ago_is_no_promise() -> None:
    assert due(["三天前查的血常规正常"], ZH) == []


def test_a_conditional_return_sets_no_day() -> None:
    assert due(["要是发烧明天就来复诊"], ZH) == []
