"""The rules on records like those of a clinic: defects are found, sound records left alone."""

from __future__ import annotations

import pytest
from clean_records import clean_records, left_out
from reading_visits import visits
from scoring import Scores, score_rules
from seeded_defects import seeded_defects

from zhenlu.domain.transcript import Language


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHENLU_DATA", str(tmp_path_factory.mktemp("no-clinic-rules")))
        return score_rules()


def test_there_are_enough_records_and_defects_in_both_languages() -> None:
    clean, seeded = clean_records(), tuple(seeded_defects())

    assert len(clean) >= 100
    assert len(seeded) >= 300
    for language in Language:
        assert sum(record.record.language is language for record in clean) >= 30
        assert sum(defect.record.language is language for defect in seeded) >= 100


def test_the_same_defects_are_seeded_every_time() -> None:
    first, again = (
        [(d.kind, d.clean.id, d.record) for d in seeded_defects()] for _ in range(2)
    )

    assert first == again


def test_a_visit_is_left_out_by_its_name_and_for_a_reason() -> None:
    known = {f"{language} {visit.id}" for language in Language for visit in visits(language)}

    assert left_out().keys() <= known
    assert all(left_out().values())


def test_blocking_rules_find_what_is_wrong(scores: Scores) -> None:
    assert scores.blocking.recall >= 0.95, scores.lines()


def test_blocking_rules_leave_sound_records_alone(scores: Scores) -> None:
    assert scores.blocking.precision >= 0.95, scores.lines()


def test_warnings_find_what_is_wrong(scores: Scores) -> None:
    assert scores.warning.recall >= 0.95, scores.lines()


def test_warnings_seldom_speak_for_nothing(scores: Scores) -> None:
    assert scores.warning.precision >= 0.85, scores.lines()
