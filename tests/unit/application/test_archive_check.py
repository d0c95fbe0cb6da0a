"""Scoring an archive: what a record loses, what an earlier one brings, what stops it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from reading_records import sections, sound

from zhenlu.application.archive_check import ArchivedRecord, check_archive
from zhenlu.application.checking import check
from zhenlu.domain.errors import Cancelled, ResourceBroken
from zhenlu.domain.finding import Severity
from zhenlu.domain.record import Record
from zhenlu.domain.score_sheet import Grade
from zhenlu.domain.transcript import Language


def record(**changed: str) -> Record:
    texts = {**sound("outpatient-initial", Language.ZH), **changed}
    return Record(
        "outpatient-initial",
        Language.ZH,
        sections("outpatient-initial", Language.ZH, texts),
        patient={"name": "李某", "sex": "male", "age_years": 56},
        visit={"started": "2026-03-02T09:10", "department": "全科", "signer": "陈敏"},
    )


@dataclass
class Shelf:
    """Records in memory."""

    archived: tuple[ArchivedRecord, ...]

    def __len__(self) -> int:
        return len(self.archived)

    def __iter__(self) -> Iterator[ArchivedRecord]:
        return iter(self.archived)


def shelf(*records: Record | None) -> Shelf:
    return Shelf(tuple(ArchivedRecord(str(n), "p", r) for n, r in enumerate(records, start=1)))


def test_a_sound_record_keeps_all_points() -> None:
    score = check_archive(shelf(record())).records[0]

    assert (score.points, score.grade, score.rules) == (100, Grade.A, ())


def test_a_rule_costs_once_however_often_it_speaks() -> None:
    plan = "1. 阿莫西林,口服。\n2. 氨溴索,口服。\n3. 3天后复诊。"

    score = check_archive(shelf(record(treatment_plan=plan))).records[0]

    assert score.counts[Severity.WARNING] >= 2
    assert score.rules.count("C19") == 1
    assert score.points == 100 - 3 * sum(rule != "D10" for rule in score.rules)


def test_what_was_let_stand_with_a_reason_costs_nothing() -> None:
    empty = record(treatment_plan="")
    settled = replace(
        empty, findings=tuple(f.overridden("仅开具证明") for f in check(empty))
    )

    assert check_archive(shelf(empty)).records[0].points == 90
    assert check_archive(shelf(settled)).records[0].points == 100


def test_an_earlier_record_of_the_patient_is_compared_with() -> None:
    allergic = record(allergy_history="磺胺过敏,表现为皮疹。")

    sheet = check_archive(shelf(allergic, record()))

    assert "K09" in sheet.records[1].rules


def test_another_patients_record_is_not() -> None:
    allergic = record(allergy_history="磺胺过敏,表现为皮疹。")
    two = Shelf((ArchivedRecord("1", "a", allergic), ArchivedRecord("2", "b", record())))

    assert "K09" not in check_archive(two).records[1].rules


def test_what_cannot_be_read_is_named_and_passed_over() -> None:
    sheet = check_archive(shelf(None, record()))

    assert sheet.unreadable == ("1",)
    assert len(sheet.records) == 1


def test_a_line_sums_a_doctors_month() -> None:
    line = check_archive(shelf(record(), record(treatment_plan=""))).lines()[0]

    assert (line.doctor, line.month, line.records, line.points) == ("陈敏", "2026-03", 2, 95)
    assert ("C10", 1) in line.frequent


def test_progress_is_told_after_every_record() -> None:
    told: list[tuple[int, int]] = []

    check_archive(shelf(record(), record()), lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


def test_it_stops_where_it_is_cancelled() -> None:
    cancelled = threading.Event()

    with pytest.raises(Cancelled):
        check_archive(shelf(record(), record()), lambda *_: cancelled.set(), cancelled)


def test_a_clinic_weighs_in_its_own_way(data_folder: Path) -> None:
    (data_folder / "rules").mkdir()
    own = data_folder / "rules" / "score.toml"
    weights = "error = 40\nwarning = 0\nhint = 0\nred_flag = 0\ngrade_a = 90\n"
    own.write_text(f"[score]\n{weights}grade_b = 75\n", encoding="utf-8")

    score = check_archive(shelf(record(treatment_plan=""))).records[0]

    assert (score.points, score.grade) == (60, Grade.C)


def test_broken_weights_are_named(data_folder: Path) -> None:
    (data_folder / "rules").mkdir()
    own = data_folder / "rules" / "score.toml"
    own.write_text("[score]\nerror = -5\n", encoding="utf-8")

    with pytest.raises(ResourceBroken) as caught:
        check_archive(shelf(record()))

    assert caught.value.params["key"] == "score.error"
