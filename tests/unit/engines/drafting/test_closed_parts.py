"""Visits longer than a model can see: their earlier part as facts, with nothing left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import drafting_visits
import pytest

from zhenlu.application.ports import Drafted, DraftTask, PromptFact, PromptLine
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.engines.drafting.closed_parts import View, with_closed_part
from zhenlu.engines.drafting.messages import drafted_of, task_of, task_payload
from zhenlu.engines.drafting.session import DraftingSession
from zhenlu.engines.messages import Payload

# --- What is closed, on lines that cost what they are long ---

_ROOM = 300


def _lines(count: int, length: int = 10) -> tuple[PromptLine, ...]:
    return tuple(
        PromptLine(number, SpeakerRole.PATIENT, number * 3.0, "咳" * length)
        for number in range(1, count + 1)
    )


def _facts(count: int, every: int = 7) -> tuple[PromptFact, ...]:
    """One for every few lines, each two tokens dear."""
    return tuple(PromptFact("咳嗽", (number,)) for number in range(1, count + 1, every))


def _view(count: int, facts: tuple[PromptFact, ...] | None = None, length: int = 10) -> View | None:
    return with_closed_part(
        _lines(count, length),
        _facts(count) if facts is None else facts,
        _ROOM,
        lambda line: len(line.text),
        lambda shown: sum(len(fact.text) for fact in shown),
    )


def _shown(count: int) -> View:
    view = _view(count)
    assert view is not None
    return view


def test_a_visit_that_fits_is_shown_in_its_words() -> None:
    assert _shown(30) == View(_lines(30))


@pytest.mark.parametrize("count", range(31, 200, 13))
def test_every_line_is_shown_in_its_words_or_by_what_was_found_in_it(count: int) -> None:
    view = _shown(count)

    assert [line.id for line in view.lines] == list(range(view.closed_to + 1, count + 1))
    assert view.facts == tuple(f for f in _facts(count) if f.segments[0] <= view.closed_to)
    assert sum(len(line.text) for line in view.lines) + 2 * len(view.facts) <= _ROOM


def test_a_part_is_closed_in_large_steps_and_never_opened_again() -> None:
    closed = [_shown(count).closed_to for count in range(1, 200)]

    assert closed == sorted(closed)
    # Each time some twenty lines, two thirds of what there is room for.
    assert len(set(closed)) - 1 <= 200 / 15


def test_between_two_steps_a_visit_only_grows_at_its_end() -> None:
    for count in range(1, 200):
        now, then = _shown(count), _shown(count + 1)
        if now.closed_to == then.closed_to:
            assert (then.facts, then.lines[:-1]) == (now.facts, now.lines)


@pytest.mark.parametrize(
    ("facts", "length"), [((), 10), (_facts(200, every=1), 10), (_facts(200), 150)]
)
def test_without_facts_or_with_too_much_at_once_nothing_is_closed(
    facts: tuple[PromptFact, ...], length: int
) -> None:
    assert _view(200, facts, length) is None


def test_lines_of_facts_may_be_cited_beside_those_in_view() -> None:
    view = View(_lines(9)[6:], (PromptFact("咳嗽", (2, 5)), PromptFact("发热", (5, 8))), 6)

    assert view.ids == (2, 5, 7, 8, 9)


# --- On a model with a small context ---

_FOUND = {
    Language.ZH: (("症状 有 咳嗽 5天", (2,)), ("体征 体温 38.5℃", (4,)), ("过敏 有 青霉素", (6,))),
    Language.EN: (("symptom yes cough 5 days", (2,)), ("allergy yes penicillin", (4,))),
}


def _long_visit(language: Language, repeat: int) -> DraftTask:
    """A visit that talks in circles; the rules find what is new in its first round."""
    task = drafting_visits.outpatient(repeat=1)
    sections = tuple(replace(section, max_tokens=16) for section in task.sections[:3])
    facts = tuple(PromptFact(text, segments) for text, segments in _FOUND[language])
    lines = drafting_visits.lines(language, repeat)
    return replace(task, language=language, lines=lines, sections=sections, facts=facts)


@pytest.fixture
def fresh(
    chat_folder: Path, chat_manifest: Payload
) -> Iterator[Callable[[], DraftingSession]]:
    """Sessions with a small context that have read and written nothing yet."""
    opened: list[DraftingSession] = []

    def open_one() -> DraftingSession:
        manifest = {**chat_manifest, "context_tokens": 3072}
        opened.append(DraftingSession(chat_folder, manifest, threads=1))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


def _draft(session: DraftingSession, task: DraftTask) -> tuple[Drafted, list[Payload]]:
    told: list[Payload] = []

    def listen(name: str, payload: Payload) -> None:
        if name == "section":
            told.append(payload)

    payload = session.draft(task_payload(task), listen, threading.Event())
    return drafted_of(payload, 0.0, 0.0), told


def _read(session: DraftingSession, task: DraftTask) -> int:
    payload = session.read(task_payload(task), lambda _n, _p: None, threading.Event())
    return int(payload["prefill_tokens"])


def test_facts_reach_the_worker() -> None:
    task = _long_visit(Language.ZH, 2)

    assert task_of(task_payload(task)).facts == task.facts


@pytest.mark.parametrize("language", list(Language))
def test_a_long_visit_is_drafted_once_with_its_beginning_as_facts(
    fresh: Callable[[], DraftingSession], language: Language
) -> None:
    task = _long_visit(language, 60)

    drafted, told = _draft(fresh(), task)

    assert [each["section"] for each in told] == [s.section for s in task.sections]
    assert all("lines" in each for each in told)
    assert drafted.read_to == task.lines[-1].id
    assert 0 < drafted.facts_to < drafted.read_to


@pytest.mark.parametrize("language", list(Language))
def test_a_visit_that_fits_is_drafted_from_its_words_alone(
    fresh: Callable[[], DraftingSession], language: Language
) -> None:
    task = _long_visit(language, 2)

    drafted, _ = _draft(fresh(), task)
    without, _ = _draft(fresh(), replace(task, facts=()))

    assert drafted.facts_to == 0
    assert drafted.lines == without.lines


def test_without_facts_a_long_visit_is_read_in_windows_to_its_end(
    fresh: Callable[[], DraftingSession],
) -> None:
    task = replace(_long_visit(Language.ZH, 60), facts=())

    drafted, told = _draft(fresh(), task)

    assert (drafted.read_to, drafted.facts_to) == (task.lines[-1].id, 0)
    assert len(told) > len(task.sections)


def test_reading_along_is_read_anew_once_for_each_closed_part_and_drafts_as_from_cold(
    fresh: Callable[[], DraftingSession],
) -> None:
    whole, live = _long_visit(Language.ZH, 60), fresh()
    read = []
    for count in range(10, len(whole.lines) + 1, 10):
        read.append(_read(live, replace(whole, lines=whole.lines[:count])))
    drafted, _ = _draft(live, whole)
    cold, _ = _draft(fresh(), whole)

    # Ten lines are some 120 tokens; a closed part costs what is left in view as well.
    steps = [tokens for tokens in read[1:] if tokens > 2 * min(read[1:])]
    assert 0 < len(steps) <= len(read) / 4
    assert drafted.lines == cold.lines
    assert drafted.prefill_tokens < cold.prefill_tokens / 3


def test_a_section_that_settled_before_its_part_was_closed_keeps_what_it_was_drafted_from(
    fresh: Callable[[], DraftingSession],
) -> None:
    whole, live = _long_visit(Language.ZH, 60), fresh()
    first, *others = whole.sections
    whole = replace(whole, sections=(replace(first, read_to=12), *others))
    only = replace(whole, sections=whole.sections[:1])
    while _read(live, replace(only, lines=only.lines[:20])):
        pass

    drafted, _ = _draft(live, only)

    assert (drafted.prefill_tokens, drafted.facts_to) == (0, 0)
