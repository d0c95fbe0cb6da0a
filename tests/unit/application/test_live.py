"""A live visit on the real journal and the starter engines, and what may go wrong in it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
from live_rig import KEY, HandSource, LiveRig, writing_pack

from zhenlu.application.consultation import Consultation
from zhenlu.application.intake import answered, set_for
from zhenlu.application.live_events import (
    CaptureStopped,
    Committed,
    Drafted,
    EngineNews,
    EngineState,
    FactsFound,
    Journalled,
    LiveEvent,
    RolesChanged,
    StopReason,
    Tentative,
    VisitFinished,
)
from zhenlu.application.ports import Pcm, SpeechOptions
from zhenlu.application.templates import load
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.journal import AudioState, GapReason
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Correction, Language, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.storage.journal import Journal

SAMPLE = Path(__file__).parents[2] / "data" / "zh-headache.flac"


@pytest.fixture(scope="module")
def drafting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaDraftingEngine]:
    engine = LlamaDraftingEngine(writing_pack(tmp_path_factory.mktemp("chat")), threads=1)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def undisturbed(
    speech: WhisperSpeechEngine,
    drafting: LlamaDraftingEngine,
    spoken: Pcm,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[LiveRig, Record]:
    """A whole visit in which nothing went wrong. Somebody stops it when it was read ahead."""
    source = HandSource()
    rig = LiveRig(tmp_path_factory.mktemp("visit"), source, speech, drafting)
    rig.live.start()
    source.say(spoken)
    rig.until(EngineNews, _is_read_ahead)
    rig.live.stop()
    return rig, rig.finish()


def _is_read_ahead(news: EngineNews) -> bool:
    return news.state is EngineState.READ_AHEAD


def _said(events: list[LiveEvent]) -> str:
    return "".join(e.segment.text for e in events if isinstance(e, Committed))


def _share_found(wanted: str, found: str) -> float:
    """Share of the wanted character pairs that were found, as often as they are wanted."""
    left = [a + b for a, b in pairwise(found)]
    hits = 0
    for pair in (a + b for a, b in pairwise(wanted)):
        if pair in left:
            left.remove(pair)
            hits += 1
    return hits / max(1, len(wanted) - 1)


# --- When all goes well ---


def test_every_sample_is_in_the_journal_and_the_journal_is_closed(
    undisturbed: tuple[LiveRig, Record], spoken: Pcm
) -> None:
    rig, _ = undisturbed

    assert np.array_equal(rig.sound(), spoken)
    assert rig.journal.visit("v1").state is AudioState.CLOSED


def test_no_line_is_committed_before_the_disk_has_its_sound(
    undisturbed: tuple[LiveRig, Record],
) -> None:
    written_s = 0.0
    for event in undisturbed[0].events:
        if isinstance(event, Journalled):
            written_s = max(written_s, event.written_s)
        elif isinstance(event, Committed):
            assert event.segment.end_s <= written_s + 0.001


def test_the_words_are_those_of_the_file(
    undisturbed: tuple[LiveRig, Record], speech: WhisperSpeechEngine
) -> None:
    options = SpeechOptions(Language.ZH, live=True)
    heard = speech.transcribe(read(SAMPLE), options, lambda _event: None, threading.Event())
    from_file = "".join(segment.text for segment in heard.segments)
    live = "".join(segment.text for segment in undisturbed[1].transcript.heard)

    assert live == from_file


def test_lines_are_numbered_and_in_the_order_of_speech(
    undisturbed: tuple[LiveRig, Record],
) -> None:
    lines = [event.segment for event in undisturbed[0].of(Committed)]

    assert [line.id for line in lines] == list(range(1, len(lines) + 1))
    assert all(a.end_s <= b.start_s for a, b in pairwise(lines))


def test_words_appear_before_their_line_is_committed(begin: Callable[..., LiveRig]) -> None:
    rig = begin(PlayedFile(SAMPLE, speed=1))
    shown = rig.until(Tentative, lambda event: bool(event.text))
    before = len(rig.of(Committed))
    over = rig.until(Tentative, lambda event: not event.text)

    assert over.audio_s > shown.audio_s
    assert len(rig.of(Committed)) > before


def test_the_draft_grows_with_the_visit(undisturbed: tuple[LiveRig, Record]) -> None:
    rig, record = undisturbed
    drafts = [event for event in rig.of(Drafted) if event.layer == "rules"]

    assert [draft.read_to for draft in drafts] == sorted(draft.read_to for draft in drafts)
    assert [draft.final for draft in drafts] == [False] * (len(drafts) - 1) + [True]
    assert drafts[-1].read_to == len(record.transcript)
    assert rig.of(FactsFound)[-1].facts == record.facts


def test_lines_put_right_while_they_talk_are_in_the_record(
    begin: Callable[..., LiveRig],
) -> None:
    rig = begin(PlayedFile(SAMPLE, speed=0.0))
    rig.until(Committed)
    rig.live.correct(lambda _lines: [Correction(1, "记者问的。", SpeakerRole.COMPANION)])
    told = rig.until(RolesChanged, lambda event: event.segments[0].id == 1)

    record = rig.finish()

    assert told.segments[0].role is SpeakerRole.COMPANION
    assert (record.transcript[1].text, record.transcript[1].role) == (
        "记者问的。", SpeakerRole.COMPANION,
    )  # fmt: skip


def test_the_model_reads_while_they_talk_and_has_little_left_at_the_end(
    undisturbed: tuple[LiveRig, Record], drafting: LlamaDraftingEngine
) -> None:
    rig, record = undisturbed
    stopped = next(i for i, e in enumerate(rig.events) if isinstance(e, CaptureStopped))
    news = [event for event in rig.events[:stopped] if isinstance(event, EngineNews)]

    assert any(map(_is_read_ahead, news))
    assert record.engines["drafting"].layer == "write"
    assert record.timings["saved_prefill_tokens"] > record.timings["prefill_tokens"]


def test_the_draft_is_the_one_that_a_cold_model_writes(
    undisturbed: tuple[LiveRig, Record], tmp_path: Path
) -> None:
    live = undisturbed[1]
    cold = Consultation(Visit("cold"), lambda language: load("outpatient-initial", language))
    engine = LlamaDraftingEngine(writing_pack(tmp_path), threads=1)

    record = cold.from_transcript(live.transcript, engine)
    engine.close()

    assert [s.text for s in record.sections] == [s.text for s in live.sections]
    assert record.dropped == live.dropped


def test_the_last_event_brings_the_checked_record(undisturbed: tuple[LiveRig, Record]) -> None:
    rig, record = undisturbed
    last = rig.events[-1]

    assert isinstance(last, VisitFinished)
    assert last.heard_to_s == pytest.approx(last.audio_s, abs=0.001)
    assert rig.live.visit.state is VisitState.DRAFTED
    assert record.sections
    assert record.findings
    assert record.coverage.audio_s == pytest.approx(last.audio_s, abs=0.02)


def test_the_end_of_a_file_stops_the_recording_by_itself(
    begin: Callable[..., LiveRig], spoken: Pcm
) -> None:
    rig = begin(PlayedFile(SAMPLE, speed=0))
    rig.finish()

    assert [stop.reason for stop in rig.of(CaptureStopped)] == [StopReason.SOURCE]
    assert np.array_equal(rig.sound(), spoken)


def test_answers_from_before_the_visit_are_drafted_while_nobody_has_spoken(
    begin: Callable[..., LiveRig],
) -> None:
    intake = answered(set_for("cough", Language.ZH), {"duration": "3天"}, Language.ZH)

    rig = begin(HandSource(), known=intake.transcript)
    first = rig.until(Drafted)

    assert [section.text for section in first.sections if "咳嗽3天" in section.text]


def test_silence_makes_no_record(begin: Callable[..., LiveRig]) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(np.zeros(3 * RATE_HZ, np.int16))
    rig.live.stop()
    record = rig.finish()

    assert not len(record.transcript)
    assert record.sections == ()
    assert rig.live.visit.state is VisitState.EMPTY


# --- Workers that die or freeze ---


def _worker(engine: WhisperSpeechEngine | LlamaDraftingEngine) -> psutil.Process:
    assert engine.pid is not None
    return psutil.Process(engine.pid)


@pytest.mark.parametrize("fatal", [signal.SIGKILL, signal.SIGSTOP])
def test_a_speech_worker_that_dies_or_freezes_costs_no_sound_and_no_words(
    begin: Callable[..., LiveRig],
    speech: WhisperSpeechEngine,
    undisturbed: tuple[LiveRig, Record],
    spoken: Pcm,
    fatal: signal.Signals,
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(spoken[: len(spoken) // 2])
    rig.until(Committed)
    os.kill(_worker(speech).pid, fatal)
    source.say(spoken[len(spoken) // 2 :])
    rig.until(
        EngineNews,
        lambda news: news.state in (EngineState.RESTARTED, EngineState.FAILED),
    )
    rig.live.stop()
    rig.finish()

    assert np.array_equal(rig.sound(), spoken)
    assert _share_found(_said(undisturbed[0].events), _said(rig.events)) > 0.9


def test_a_speech_worker_that_dies_again_and_again_is_started_again_and_again(
    begin: Callable[..., LiveRig],
    speech: WhisperSpeechEngine,
    undisturbed: tuple[LiveRig, Record],
    spoken: Pcm,
) -> None:
    source = HandSource()
    rig = begin(source)
    source.say(spoken[: 2 * RATE_HZ])
    rig.until(Journalled)
    deaths = 0
    while deaths < 3:
        os.kill(_worker(speech).pid, signal.SIGKILL)
        deaths += 1
        source.say(spoken[(deaths + 1) * RATE_HZ : (deaths + 2) * RATE_HZ])
        rig.until(EngineNews, lambda news: news.state is EngineState.READY)
    source.say(spoken[5 * RATE_HZ :])
    rig.live.stop()
    rig.finish()

    # One restart in a stretch is the engine's own; after that hearing begins anew.
    assert any(news.state is EngineState.FAILED for news in rig.of(EngineNews))
    assert _share_found(_said(undisturbed[0].events), _said(rig.events)) > 0.9


@pytest.mark.parametrize("fatal", [signal.SIGKILL, signal.SIGSTOP])
def test_a_drafting_worker_that_dies_or_freezes_costs_no_draft(
    begin: Callable[..., LiveRig],
    drafting: LlamaDraftingEngine,
    undisturbed: tuple[LiveRig, Record],
    spoken: Pcm,
    fatal: signal.Signals,
) -> None:
    source = HandSource()
    rig = begin(source, drafting=drafting)
    source.say(spoken[: len(spoken) // 2])
    rig.until(EngineNews, _is_read_ahead)
    os.kill(_worker(drafting).pid, fatal)
    source.say(spoken[len(spoken) // 2 :])
    rig.live.stop()
    record = rig.finish()

    texts = [section.text for section in record.sections]
    assert texts == [section.text for section in undisturbed[1].sections]
    assert record.engines["drafting"].layer == "write"


# --- Beginning and going on ---


def test_a_recording_that_broke_off_goes_on_where_hearing_stopped(
    begin: Callable[..., LiveRig],
    tmp_path: Path,
    undisturbed: tuple[LiveRig, Record],
    spoken: Pcm,
) -> None:
    whole = undisturbed[1].transcript
    first = [segment for segment in whole.heard if segment.end_s < 8.0]
    heard_to = round(first[-1].end_s * RATE_HZ)
    half = 10 * RATE_HZ
    journal = Journal.open(tmp_path / "journal.db", KEY)
    writer = journal.start("v1")
    writer.write(spoken[:half])
    writer.abandon()  # as a crash leaves it
    journal.close()
    source = HandSource()
    known = Transcript(whole.language).append(first)
    rig = begin(source, known=known)
    source.say(spoken[half:])
    rig.live.stop()
    record = rig.finish()

    assert np.array_equal(rig.sound(), spoken)
    assert [gap.reason for gap in rig.journal.gaps("v1")] == [GapReason.INTERRUPTED]
    assert record.transcript.heard[: len(first)] == tuple(first)
    # The cut at ten seconds may part a word; what came before and after it is there.
    assert _share_found("".join(s.text for s in whole.heard), _text(record)) > 0.85
    again = record.transcript.heard[len(first)]
    assert again.start_s >= heard_to / RATE_HZ - 0.3


def _text(record: Record) -> str:
    return "".join(segment.text for segment in record.transcript.heard)
