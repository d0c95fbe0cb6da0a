"""What a sceptical model may leave out of the rule draft, and what it may not touch."""

from __future__ import annotations

import threading

import pytest

from zhenlu.application.claims import claim, weighable
from zhenlu.application.drafting import Draft, draft_by_rules, draft_with_model
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ledger import draw_up
from zhenlu.application.ports import Drafted, DraftLine, DraftTask, OnEvent
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.record import EngineUsed, Layer
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.extraction import extract_facts

_HPI, _PAST, _PLAN = "history_of_present_illness", "past_history", "treatment_plan"
_TEMPLATE = load("outpatient-initial", Language.ZH)


class _Sceptic:
    """A drafting engine that doubts every claim in which one of these words stands."""

    used = EngineUsed("sceptic", "0" * 64)
    layer = Layer.SELECT

    def __init__(self, weighs: tuple[str, ...], *doubts: str) -> None:
        self.weighs = frozenset(weighs)
        self._doubts = doubts
        self.tasks: list[DraftTask] = []

    def draft(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> Drafted:
        self.tasks.append(task)
        return Drafted(
            tuple(
                DraftLine(section.section, c.text, c.segments, c.key)
                for section in task.sections
                for c in section.candidates
                if not any(word in c.text for word in self._doubts)
            ),
            read_to=task.lines[-1].id,
        )

    def close(self) -> None:
        """Nothing to end."""

    @property
    def asked(self) -> list[str]:
        return [c.text for task in self.tasks for s in task.sections for c in s.candidates]


@pytest.fixture(scope="module")
def said() -> SaidWords:
    transcript = Transcript(Language.ZH).append(
        [
            Segment(1, "咳嗽三天了,我邻居说是肺癌", SpeakerRole.PATIENT, 1.0, 3.0),
            Segment(2, "发烧吗,胸痛吗", SpeakerRole.DOCTOR, 4.0, 5.0),
            Segment(3, "发烧没有,胸痛没有", SpeakerRole.PATIENT, 5.0, 6.0),
            Segment(4, "有高血压,吃着氨氯地平", SpeakerRole.PATIENT, 6.0, 8.0),
            Segment(5, "氨溴索一次三十毫克,一天三次", SpeakerRole.DOCTOR, 9.0, 12.0),
        ]
    )
    return SaidWords.of(transcript, extract_facts(transcript))


def _draft(said: SaidWords, engine: _Sceptic) -> Draft:
    return draft_with_model(
        _TEMPLATE, said, Visit("1"), engine, lambda _event: None, threading.Event()
    )


def _text(draft: Draft, section: str) -> str:
    return next(s.text for s in draft.sections if s.id == section)


def test_a_doubted_fact_leaves_its_sentence_and_the_rest_stays(said: SaidWords) -> None:
    rules = _text(draft_by_rules(_TEMPLATE, said, Visit("1")), _HPI)

    draft = _draft(said, _Sceptic((_HPI,), "发热"))

    assert "发热、胸痛" in rules
    assert "发热" not in _text(draft, _HPI)
    assert "胸痛" in _text(draft, _HPI)


def test_what_was_doubted_is_listed_and_stands_in_the_ledger(said: SaidWords) -> None:
    draft = _draft(said, _Sceptic((_PLAN,), "氨溴索"))

    assert [(d.section, d.reason) for d in draft.dropped] == [(_PLAN, "doubted")]
    ledger = draw_up(draft.sections, said.facts, said, _TEMPLATE)
    assert "氨溴索" in [item.name for item in ledger.said_not_written]


def test_statements_still_point_at_their_own_facts(said: SaidWords) -> None:
    draft = _draft(said, _Sceptic((_HPI,), "发热"))

    stated = {
        said.facts[place].name
        for section in draft.sections
        if section.id == _PLAN
        for statement in section.statements
        for place in statement.facts
    }
    assert stated == {"氨溴索"}


def test_a_section_the_pack_may_not_touch_is_not_asked_about(said: SaidWords) -> None:
    engine = _Sceptic((_PLAN,), "氨溴索", "高血压", "发热")

    draft = _draft(said, engine)

    assert all("氨溴索" in text for text in engine.asked)
    assert "高血压" in _text(draft, _PAST)


def test_a_fact_that_also_stands_in_an_untouched_section_is_not_asked_about(
    said: SaidWords,
) -> None:
    engine = _Sceptic((_HPI,))

    _draft(said, engine)

    assert not any("咳嗽" in text for text in engine.asked)
    assert any("发热" in text for text in engine.asked)


def test_a_pack_that_may_touch_nothing_is_not_asked_and_the_rules_draft(said: SaidWords) -> None:
    engine = _Sceptic(())

    draft = _draft(said, engine)

    assert engine.tasks == []
    assert draft == draft_by_rules(_TEMPLATE, said, Visit("1"))


def test_nothing_doubted_is_the_rule_draft(said: SaidWords) -> None:
    everywhere = tuple(section.id for section in _TEMPLATE.sections)

    draft = _draft(said, _Sceptic(everywhere))

    assert draft.sections == draft_by_rules(_TEMPLATE, said, Visit("1")).sections


def test_a_fact_is_asked_about_once_even_where_it_stands_twice(said: SaidWords) -> None:
    engine = _Sceptic(tuple(section.id for section in _TEMPLATE.sections))

    _draft(said, engine)

    assert sum("咳嗽" in text for text in engine.asked) == 1


@pytest.mark.parametrize(
    ("fact", "language", "text"),
    [
        (Fact(FactKind.SYMPTOM, "咳嗽", 1, value="5", unit="天"), Language.ZH, "症状 有 咳嗽 5天"),
        (Fact(FactKind.SYMPTOM, "fever", 1, Polarity.ABSENT), Language.EN, "symptom no fever"),
        (
            Fact(
                FactKind.HISTORY,
                "肺癌",
                1,
                attributes={"relation": "父亲"},
                subject=Subject.FAMILY,
            ),
            Language.ZH,
            "既往 家族 有 肺癌 父亲",
        ),
        (
            Fact(
                FactKind.MEDICATION,
                "ibuprofen",
                1,
                value="200",
                unit="mg",
                attributes={"frequency": "twice daily", "said": "Advil"},
                status=FactStatus.ORDERED,
            ),
            Language.EN,
            "drug ordered ibuprofen 200 mg twice daily",
        ),
    ],
)
def test_a_claim_is_one_line_in_the_order_it_was_trained_on(
    fact: Fact, language: Language, text: str
) -> None:
    assert claim(fact, language) == text


def test_what_enters_no_record_is_not_weighed() -> None:
    refused = Fact(FactKind.MEDICATION, "头孢克肟", 1, status=FactStatus.REFUSED)
    neighbour = Fact(FactKind.SYMPTOM, "咳嗽", 1, subject=Subject.OTHER)

    assert not weighable(refused)
    assert not weighable(neighbour)
