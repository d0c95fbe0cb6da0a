"""The drafting engine with its real worker process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import drafting_visits
import pytest
import random_chat_model

from zhenlu.application.events import EngineReady, EngineRestarted, Event, PromptRead
from zhenlu.application.ports import Drafted
from zhenlu.domain.errors import Cancelled, PackUnusable
from zhenlu.domain.record import Layer
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.engines.packs.integrity import InstalledPack


@pytest.fixture(scope="module")
def engine(starter_folder: Path) -> Iterator[LlamaDraftingEngine]:
    pack = pack_manifest.read(starter_folder)
    drafting = LlamaDraftingEngine(InstalledPack(pack, starter_folder, shipped=True))
    yield drafting
    drafting.close()


def _draft(engine: LlamaDraftingEngine, events: list[Event] | None = None) -> Drafted:
    heard = [] if events is None else events
    return engine.draft(drafting_visits.outpatient(), heard.append, threading.Event())


def test_a_draft_tells_what_the_model_was_told(engine: LlamaDraftingEngine) -> None:
    assert _draft(engine).prompts == "weigh-1"


def test_the_shipped_starter_only_weighs(engine: LlamaDraftingEngine) -> None:
    assert engine.layer is Layer.SELECT
    assert engine.used.layer == "select"


def test_a_draft_comes_back_with_what_it_cost(engine: LlamaDraftingEngine) -> None:
    drafted = _draft(engine)

    assert drafted.lines
    assert drafted.read_to == 7
    assert drafted.prefill_tokens > 100
    assert drafted.generated_tokens == 8


def test_progress_comes_as_events(engine: LlamaDraftingEngine) -> None:
    events: list[Event] = []

    _draft(engine, events)

    read = [event for event in events if isinstance(event, PromptRead)]
    assert read[-1].tokens == read[-1].total_tokens


def test_the_process_stays_for_the_next_visit(engine: LlamaDraftingEngine) -> None:
    _draft(engine)
    pid = engine.pid
    events: list[Event] = []

    _draft(engine, events)

    assert engine.pid == pid
    assert not any(isinstance(event, EngineReady) for event in events)


def test_a_visit_without_lines_starts_no_process(starter_folder: Path) -> None:
    pack = pack_manifest.read(starter_folder)
    drafting = LlamaDraftingEngine(InstalledPack(pack, starter_folder, shipped=True))
    empty = replace(drafting_visits.outpatient(), lines=())

    assert drafting.draft(empty, lambda _event: None, threading.Event()) == Drafted(())
    assert drafting.pid is None


def test_a_killed_process_is_replaced_and_the_draft_is_the_same(
    engine: LlamaDraftingEngine,
) -> None:
    expected = _draft(engine).lines
    killed: list[int] = []
    events: list[Event] = []

    def kill_once(event: Event) -> None:
        events.append(event)
        if isinstance(event, PromptRead) and not killed and engine.pid:
            killed.append(engine.pid)
            os.kill(engine.pid, signal.SIGKILL)

    drafted = engine.draft(drafting_visits.outpatient(60), kill_once, threading.Event())

    assert drafted.read_to == 420
    assert any(isinstance(event, EngineRestarted) for event in events)
    assert _draft(engine).lines == expected


def test_a_draft_that_is_called_off_ends_as_cancelled_and_the_engine_works_on(
    engine: LlamaDraftingEngine,
) -> None:
    expected = _draft(engine).lines
    called_off = threading.Event()

    def stop(event: Event) -> None:
        if isinstance(event, PromptRead):
            called_off.set()

    with pytest.raises(Cancelled):
        engine.draft(drafting_visits.outpatient(60), stop, called_off)

    assert _draft(engine).lines == expected


def test_what_was_read_ahead_is_not_read_again(chat_folder: Path) -> None:
    task = drafting_visits.outpatient(8)
    writing = LlamaDraftingEngine(InstalledPack(random_chat_model.pack(), chat_folder), threads=1)
    try:
        ahead = writing.read_ahead(task, lambda _event: None, threading.Event())
        cold = writing.draft(drafting_visits.soap(), lambda _event: None, threading.Event())
        writing.read_ahead(task, lambda _event: None, threading.Event())
        drafted = writing.draft(task, lambda _event: None, threading.Event())
    finally:
        writing.close()

    assert ahead > 500
    assert cold.prefill_tokens > 0
    assert drafted.saved_tokens > ahead


def test_an_instruct_pack_writes_through_the_same_engine(chat_folder: Path) -> None:
    engine = LlamaDraftingEngine(InstalledPack(random_chat_model.pack(), chat_folder), threads=1)
    try:
        drafted = _draft(engine)
    finally:
        engine.close()

    assert engine.layer is Layer.WRITE
    assert {line.candidate for line in drafted.lines} == {-1}


def test_a_pack_that_does_not_load_says_so_and_leaves_no_process(chat_folder: Path) -> None:
    pack = replace(random_chat_model.pack(), prompt_format="alpaca")
    engine = LlamaDraftingEngine(InstalledPack(pack, chat_folder), threads=1)

    with pytest.raises(PackUnusable) as caught:
        _draft(engine)

    assert caught.value.full_code == "pack.unusable.prompt_format"
    assert engine.pid is None
