"""Every rule by cases that a clinician can read: what must be found, and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_records import Case, cases

from zhenlu.application.checking import rules
from zhenlu.application.rules.catalogue import omitted
from zhenlu.domain.finding import ActionKind, Finding
from zhenlu.domain.transcript import Language

CASES = cases()
#: Letter and number of rules of the quality catalogue.
_CATALOGUE = {"C": 23, "F": 14, "K": 20, "T": 8, "G": 11, "M": 7, "S": 15, "P": 6}
SPECIFIED = {f"{letter}{n:02}" for letter, most in _CATALOGUE.items() for n in range(1, most + 1)}


@pytest.fixture(autouse=True)
def no_clinic_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))


_found: dict[str, tuple[Finding, ...]] = {}


def findings(case: Case) -> tuple[Finding, ...]:
    """What the case's rule finds; checked once for all tests."""
    if case.id not in _found:
        _found[case.id] = case.findings()
    return _found[case.id]


@pytest.mark.parametrize("case", [c for c in CASES if c.fires], ids=lambda case: case.id)
def test_the_rule_fires(case: Case) -> None:
    assert findings(case)


@pytest.mark.parametrize("case", [c for c in CASES if not c.fires], ids=lambda case: case.id)
def test_the_rule_stays_silent(case: Case) -> None:
    assert not findings(case)


@pytest.mark.parametrize("fires", [True, False])
def test_every_rule_has_a_case_either_way(fires: bool) -> None:
    shown = {case.rule for case in CASES if case.fires is fires}

    assert {rule.id for rule in rules()} & SPECIFIED - shown == set()


def test_every_rule_of_the_specification_runs_or_says_why_not() -> None:
    running = {rule.id for rule in rules()}

    assert SPECIFIED - running - set(omitted()) == set()


@pytest.mark.parametrize("case", [c for c in CASES if c.fires], ids=lambda case: case.id)
def test_a_finding_stands_in_the_text_and_says_what_can_be_done(case: Case) -> None:
    for finding in findings(case):
        text = next((s.text for s in case.record.sections if s.id == finding.section), "")
        assert finding.start < 0 or text[finding.start : finding.end]
        assert finding.message
        assert "{" not in finding.message
        assert finding.source
        if finding.section in {section.id for section in case.record.sections}:
            assert finding.action is not None
        if finding.action is not None and finding.action.kind is ActionKind.REPLACE:
            assert finding.action.text not in ("", text[finding.start : finding.end])


def test_a_message_is_in_the_language_of_the_record() -> None:
    for case in CASES:
        for finding in findings(case) if case.record.language is Language.EN else ():
            sentence = finding.message
            assert sentence[:1].isascii(), sentence
