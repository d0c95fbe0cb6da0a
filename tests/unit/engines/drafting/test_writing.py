"""Writing ahead on a random instruct model: the draft is the cold one, with little left to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import drafting_visits
import pytest
from drafting_visits import draft, unheard

from zhenlu.application.ports import DraftTask
from zhenlu.engines.drafting import llama_model
from zhenlu.engines.drafting.messages import task_payload
from zhenlu.engines.drafting.prompt_formats import tokens_of
from zhenlu.engines.drafting.session import DraftingSession
from zhenlu.engines.messages import Payload

#: Three rounds of talk; every section but the last two is settled in it.
_SETTLED_AT = 12


def _work_ahead(session: DraftingSession, task: DraftTask) -> int:
    return int(session.read(task_payload(task), unheard, threading.Event())["prefill_tokens"])


def _work_through(session: DraftingSession, task: DraftTask) -> int:
    """Work ahead until nothing is left; returns how often there was something."""
    steps = 0
    while _work_ahead(session, task):
        steps += 1
    return steps


def _visit(lines: int, repeat: int = 4) -> DraftTask:
    """The first lines of a visit, with all sections but the last two settled after a while."""
    task = drafting_visits.outpatient(repeat)
    settled = _SETTLED_AT if lines > _SETTLED_AT else 0
    sections = tuple(replace(s, read_to=settled, max_tokens=24) for s in task.sections[:-2])
    open_ones = tuple(replace(s, max_tokens=24) for s in task.sections[-2:])
    return replace(task, lines=task.lines[:lines], sections=(*sections, *open_ones))


@pytest.fixture
def fresh(
    chat_folder: Path, chat_manifest: Payload
) -> Iterator[Callable[..., DraftingSession]]:
    """Sessions that have read and written nothing yet."""
    opened: list[DraftingSession] = []

    def open_one(threads: int = 1) -> DraftingSession:
        opened.append(DraftingSession(chat_folder, chat_manifest, threads=threads))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


def test_a_draft_after_working_ahead_is_the_cold_one(fresh: Callable[..., DraftingSession]) -> None:
    live = fresh()
    for lines in range(1, 28, 3):
        _work_ahead(live, _visit(lines))
    cold = draft(fresh(), _visit(28))

    assert cold.lines
    assert draft(live, _visit(28)).lines == cold.lines


def test_what_is_settled_is_not_left_for_the_end(fresh: Callable[..., DraftingSession]) -> None:
    live, task = fresh(), _visit(28)
    cold = draft(fresh(), task)
    _work_through(live, task)

    drafted = draft(live, task)

    assert drafted.lines == cold.lines
    assert drafted.prefill_tokens < cold.prefill_tokens / 10
    assert drafted.generated_tokens < cold.generated_tokens / 2


def test_what_a_section_asks_for_is_not_read_again_at_the_end(
    fresh: Callable[..., DraftingSession],
) -> None:
    live, task = fresh(), _visit(28)
    asking = tuple(
        replace(section, belongs="起病时间、诱因和演变;" * 12, style="患者5天前受凉后咳嗽。" * 6)
        for section in task.sections
    )
    task = replace(task, sections=asking)
    assert live._writing is not None
    question = max(
        len(tokens_of(live._model, live._writing._chat.question(task, section)))
        for section in task.sections
    )
    _work_through(live, task)

    drafted = draft(live, task)

    open_ones = sum(not section.read_to for section in task.sections)
    assert drafted.generated_tokens > 0
    assert drafted.prefill_tokens <= open_ones * question


def test_working_ahead_writes_one_section_at_a_time_and_comes_to_an_end(
    fresh: Callable[..., DraftingSession],
) -> None:
    live, task = fresh(), _visit(28)
    settled = sum(bool(section.read_to) for section in task.sections)

    assert _work_through(live, task) == settled + 1
    assert _work_ahead(live, task) == 0


def test_while_nothing_is_settled_only_lines_are_read(
    fresh: Callable[..., DraftingSession],
) -> None:
    live = fresh()

    assert _work_through(live, _visit(8)) == 1
    assert draft(live, _visit(8)).generated_tokens > 0


def test_a_corrected_line_is_drafted_anew(fresh: Callable[..., DraftingSession]) -> None:
    live, task = fresh(), _visit(28)
    _work_through(live, task)
    corrected = replace(task.lines[3], text="昨天三十九度,胸口不疼。")
    task = replace(task, lines=(*task.lines[:3], corrected, *task.lines[4:]))

    drafted = draft(live, task)

    assert drafted.lines == draft(fresh(), task).lines
    assert drafted.generated_tokens > 100


def test_a_section_that_is_no_longer_settled_is_drafted_from_all_lines(
    fresh: Callable[..., DraftingSession],
) -> None:
    live, task = fresh(), _visit(28)
    _work_through(live, task)
    opened = tuple(replace(section, read_to=0) for section in task.sections)
    task = replace(task, sections=opened)

    assert draft(live, task).lines == draft(fresh(), task).lines


def test_a_settled_section_cites_only_lines_it_was_shown(writer: DraftingSession) -> None:
    task = _visit(28)
    settled = {section.section for section in task.sections if section.read_to}

    lines = [line for line in draft(writer, task).lines if line.section in settled]

    assert lines
    assert max(segment for line in lines for segment in line.segments) <= _SETTLED_AT


def test_sections_written_ahead_are_told_before_the_others(
    fresh: Callable[..., DraftingSession],
) -> None:
    live, task = fresh(), _visit(28)
    told: list[str] = []

    def listen(name: str, payload: Payload) -> None:
        if name == "section":
            told.append(payload["section"])

    _work_ahead(live, task)
    live.draft(task_payload(task), listen, threading.Event())

    assert sorted(told) == sorted(section.section for section in task.sections)
    assert told[0] in {section.section for section in task.sections if section.read_to}


def test_the_closed_windows_of_a_long_visit_are_written_ahead(
    fresh: Callable[..., DraftingSession],
) -> None:
    task = drafting_visits.outpatient(repeat=60)
    short = tuple(replace(section, max_tokens=16) for section in task.sections[:2])
    task = replace(task, sections=short)
    live = fresh()
    _work_through(live, task)

    drafted, cold = draft(live, task), draft(fresh(), task)

    assert drafted.lines == cold.lines
    assert drafted.read_to == task.lines[-1].id
    assert drafted.prefill_tokens < cold.prefill_tokens / 10


def test_working_with_fewer_threads_beside_recognition_changes_no_word(
    fresh: Callable[..., DraftingSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llama_model, "_WORTH_THREADS_BYTES", 0)
    monkeypatch.setattr(llama_model, "threads_beside_recognition", lambda: 1)
    live, task = fresh(threads=2), _visit(28)
    _work_through(live, task)

    assert draft(live, task).lines == draft(fresh(threads=2), task).lines


def test_the_number_of_threads_changes_no_bit_of_what_may_be_written_next(
    fresh: Callable[..., DraftingSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llama_model, "_WORTH_THREADS_BYTES", 0)
    monkeypatch.setattr(llama_model, "threads_beside_recognition", lambda: 1)
    model = fresh(threads=2)._model
    # More than llama.cpp takes for worth sharing out.
    tokens = model.plain("咳嗽五天,有黄痰。" * 120)

    def next_token_behind_all() -> list[float]:
        model.read(tokens, lambda _read, _total: None)
        model._evaluate(tokens[:1])
        return [model.preference(first, tokens[0]) for first in range(200)]

    alone = next_token_behind_all()
    with model.beside_recognition():
        assert next_token_behind_all() == alone


def test_what_is_in_view_to_the_last_token_is_not_read_again(writer: DraftingSession) -> None:
    model = writer._model
    tokens = model.plain("咳嗽五天,有黄痰。" * 20)
    model.read(tokens, lambda _read, _total: None)
    model.read_question(len(tokens), model.plain("诊断?"))

    assert model.read(tokens, lambda _read, _total: None) == len(tokens)
