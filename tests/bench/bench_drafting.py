"""What drafting costs on this computer. Prints figures, judges nothing.

    python tests/bench/bench_drafting.py [PACK_FOLDER] [--repeat N] [--threads N]
    python tests/bench/bench_drafting.py --shape 0.5b|1.5b [--minutes N] [--threads N]

Without a folder: the shipped starter, and an instruct model of 19 million random weights
(its answers mean nothing, its times are real).

With a shape: a model of real size with random weights follows a visit of so many minutes
as it would live, and what is left after the last word is compared with a cold draft of the
same visit. The clock of the visit goes on by the processor seconds that the model takes, as
if it had one core and recognition the other, so that other work on the computer changes
little; it skips the time in which there is nothing to do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS / "fakes"), str(_TESTS.parent / "desktop")]

import drafting_visits
import long_visit
import model_shapes
import random_chat_model

from zhenlu import paths
from zhenlu.application.drafting import writing_task
from zhenlu.application.ports import DraftTask
from zhenlu.application.templates import load
from zhenlu.domain.errors import Cancelled
from zhenlu.domain.transcript import Transcript
from zhenlu.engines.drafting import llama_model
from zhenlu.engines.drafting.messages import task_payload
from zhenlu.engines.drafting.session import DraftingSession
from zhenlu.engines.messages import Payload
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.language.extraction import extract_facts
from zhenlu.language.phrasing import phrase

_CHAT = {"context_tokens": 8192, "prompt_format": "chat", "layer": "write"}


def main() -> None:
    """Measure each pack."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--repeat", type=int, default=8, help="length of the visit, 7 lines each")
    options.add_argument("--threads", type=int, default=psutil.cpu_count(logical=False) or 1)
    options.add_argument("--shape", choices=sorted(model_shapes.QWEN))
    options.add_argument("--minutes", type=float, default=15.0)
    chosen = options.parse_args()
    if chosen.shape:
        _live_against_cold(chosen.shape, chosen.minutes, chosen.threads)
        return
    task = drafting_visits.outpatient(chosen.repeat)
    if chosen.folder:
        _measure(chosen.folder, _manifest(chosen.folder), task, chosen.threads)
        return
    starter = paths.models() / "starter" / "drafting"
    _measure(starter, _manifest(starter), task, chosen.threads)
    with tempfile.TemporaryDirectory() as folder:
        _build_chat(Path(folder))
        manifest = {**_CHAT, "files": [{"path": "random.gguf"}]}
        _measure(Path(folder), manifest, task, chosen.threads)


def _manifest(folder: Path) -> Payload:
    pack = pack_manifest.read(folder)
    return {
        "files": [{"path": file.path} for file in pack.files],
        "context_tokens": pack.context_tokens,
        "prompt_format": pack.prompt_format,
        "layer": pack.layer.value if pack.layer else "write",
        "doubt_at": {code.value: doubt for code, doubt in pack.doubt_at.items()},
    }


def _build_chat(folder: Path) -> None:
    prompts = sorted((paths.resources() / "prompts" / "zh").glob("*.toml"))
    shown = "".join(path.read_text(encoding="utf-8") for path in prompts)
    hanzi = sorted({character for character in shown if "一" <= character <= "龥"})
    random_chat_model.build(folder / "random.gguf", characters=hanzi, width=512, blocks=8)


def _measure(folder: Path, manifest: Payload, task: DraftTask, threads: int) -> None:
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    session = DraftingSession(folder, manifest, threads)
    load_s = time.perf_counter() - began
    try:
        with _counted_reading() as reading:
            began = time.perf_counter()
            result = session.draft(task_payload(task), _ignore, threading.Event())
            shared_s, read_s = time.perf_counter() - began, reading[0]
        weighs = manifest["layer"] == "select"
        cold_tokens, cold_read_s = (0, 0.0) if weighs else _cold(session, task)
        again_s = _again(session, task)
    finally:
        memory = psutil.Process().memory_info().rss - before
        session.close()
    if weighs:
        _show_weighing(manifest, result, load_s, memory, shared_s, again_s)
        return
    prefill, generated = result["prefill_tokens"], result["generated_tokens"]
    write_s = max(shared_s - read_s, 1e-9)
    print(f"\n{manifest['files'][0]['path']}  {manifest['prompt_format']} {manifest['layer']}")
    print(f"  load                  {load_s:8.2f} s    memory {memory / 1e6:.0f} MB")
    print(f"  visit                 {len(task.lines)} lines, {len(task.sections)} sections")
    _rate("prefill, shared", prefill, read_s)
    _rate("prefill, cold", cold_tokens, cold_read_s)
    ratio = f"{cold_tokens / prefill:.1f} in tokens, {cold_read_s / read_s:.1f} in time"
    print(f"  cold : shared         {ratio}")
    print(f"  spared                {result['saved_tokens']:8d} tokens")
    _rate("written", generated, write_s)
    print(f"  whole draft           {shared_s:8.2f} s    same visit again {again_s:.2f} s")


def _show_weighing(
    manifest: Payload, result: Payload, load_s: float, memory: int, whole_s: float, again_s: float
) -> None:
    print(f"\n{manifest['files'][0]['path']}  {manifest['prompt_format']} {manifest['layer']}")
    print(f"  load                  {load_s:8.2f} s    memory {memory / 1e6:.0f} MB")
    _rate("read", result["prefill_tokens"], whole_s)
    print(f"  claims weighed        {result['generated_tokens']:8d} in {whole_s:.2f} s")
    print(f"  same visit again      {again_s:8.2f} s")


def _rate(what: str, tokens: int, seconds: float) -> None:
    print(f"  {what:20}  {tokens:8d} tokens {seconds:8.2f} s {tokens / seconds:8.0f}/s")


def _cold(session: DraftingSession, task: DraftTask) -> tuple[int, float]:
    """Prefill tokens and seconds with each section drafted as if it were alone."""
    other = task_payload(drafting_visits.soap())
    tokens, seconds = 0, 0.0
    for section in task.sections:
        session.draft(other, _ignore, threading.Event())
        alone = DraftTask(task.language, task.template, task.lines, (section,))
        with _counted_reading() as reading:
            result = session.draft(task_payload(alone), _ignore, threading.Event())
        tokens += result["prefill_tokens"]
        seconds += reading[0]
    return tokens, seconds


def _live_against_cold(shape: str, minutes: float, threads: int) -> None:
    pack = model_shapes.drafting_pack(shape)
    manifest = {**_CHAT, "files": [{"path": file.path} for file in pack.pack.files]}
    visit = long_visit.transcript(minutes)
    task = _task(visit)
    session = DraftingSession(pack.folder, manifest, threads)
    busy_s = _follow(session, visit)
    live = _timed_draft(session, task)
    session.close()
    session = DraftingSession(pack.folder, manifest, threads)
    cold = _timed_draft(session, task)
    row_s = _row_prices(session)
    session.close()
    talk_s = visit.heard[-1].end_s
    print(f"\n{pack.id}, {threads} threads: {len(task.lines)} lines in {talk_s:.0f} s")
    print(f"  at work while they talk   {busy_s:8.1f} s   {busy_s / talk_s:.0%} of the time")
    for name, drafted in (("after the stop", live), ("cold", cold)):
        print(
            f"  {name:16}  {drafted.read:6d} read {drafted.written:6d} written"
            f"   first section {drafted.first_s:6.2f} s   complete {drafted.whole_s:7.2f} s"
            f"   processor {drafted.processor_s:7.2f} s"
        )
    print(
        f"  cold : live               {cold.read / max(1, live.read):8.1f} in tokens read,"
        f" {cold.whole_s / live.whole_s:.1f} in time,"
        f" {cold.processor_s / live.processor_s:.1f} in processor time"
    )
    same = live.lines == cold.lines
    print(f"  same words                {same} ({len(cold.lines)} sentences)")
    prices = ", ".join(f"{rows} for {row_s[rows] / row_s[1]:.1f}" for rows in row_s)
    print(f"  tokens in a batch, for the processor time of so many single ones: {prices}")


def _task(visit: Transcript) -> DraftTask:
    template = load("outpatient-initial", visit.language)
    facts = extract_facts(visit)
    return writing_task(template, visit, phrase(template, facts, visit), facts)


def _follow(session: DraftingSession, visit: Transcript) -> float:
    """Work ahead on the lines as they come; returns the processor seconds it took."""
    now_s, busy_s, end_s = 0.0, 0.0, visit.heard[-1].end_s
    ends = [segment.end_s for segment in visit.heard]
    while now_s < end_s:
        heard = tuple(segment for segment in visit.heard if segment.end_s <= now_s)
        tokens = 0
        if heard:
            task = _task(Transcript(visit.language, heard))
            tokens, taken_s = _one_step(session, task, end_s - now_s)
            busy_s, now_s = busy_s + taken_s, now_s + taken_s
        if not tokens:
            now_s = min(end for end in (*ends, end_s) if end > now_s or end == end_s)
    return busy_s


class _TalkEnds(threading.Event):
    """Set when so many processor seconds are used up: what is under way is broken off."""

    def __init__(self, left_s: float) -> None:
        super().__init__()
        self._end_s = time.process_time() + left_s

    def is_set(self) -> bool:
        return time.process_time() >= self._end_s


def _one_step(session: DraftingSession, task: DraftTask, left_s: float) -> tuple[int, float]:
    """One piece of work ahead; its tokens and processor seconds."""
    payload = task_payload(task)
    began = time.process_time()
    try:
        tokens = int(session.read(payload, _ignore, _TalkEnds(left_s))["prefill_tokens"])
    except Cancelled:
        tokens = 0
    return tokens, time.process_time() - began


@dataclass(frozen=True, slots=True)
class _TimedDraft:
    """A draft and what it took; tokens and seconds."""

    lines: list[Payload]
    read: int
    written: int
    first_s: float
    whole_s: float
    processor_s: float


def _timed_draft(session: DraftingSession, task: DraftTask) -> _TimedDraft:
    told: list[float] = []

    def listen(name: str, payload: Payload) -> None:
        if name == "section":
            told.append(time.perf_counter() - began)

    began, processor = time.perf_counter(), time.process_time()
    result = session.draft(task_payload(task), listen, threading.Event())
    return _TimedDraft(
        result["lines"],
        result["prefill_tokens"],
        result["generated_tokens"],
        told[0],
        time.perf_counter() - began,
        time.process_time() - processor,
    )


def _row_prices(session: DraftingSession) -> dict[int, float]:
    """Batch size → processor seconds behind the whole visit, the least of a few.

    What guessed words could save at most: they are verified in one batch that gives logits
    behind each of them, which is not counted here, and what is wrong among them was evaluated
    for nothing. Nor would the words be sure to stay the same: llama.cpp computes a token in
    a batch with other sums than one by itself.
    """
    model = session._model
    shown = len(model._read) - 16
    tokens = model._read[shown:]
    prices: dict[int, float] = {}
    for rows in (1, 2, 4, 8, 16):
        taken = []
        for _ in range(4):
            model._go_back(shown)
            began = time.process_time()
            model._evaluate(tokens[:rows])
            taken.append(time.process_time() - began)
        prices[rows] = min(taken)
    return prices


def _again(session: DraftingSession, task: DraftTask) -> float:
    session.draft(task_payload(task), _ignore, threading.Event())
    began = time.perf_counter()
    session.draft(task_payload(task), _ignore, threading.Event())
    return time.perf_counter() - began


@contextmanager
def _counted_reading() -> Iterator[list[float]]:
    """Seconds spent in reading prompts; what is read while writing counts as writing."""
    seconds = [0.0]
    model = llama_model.LlamaModel
    read, read_question = model.read, model.read_question

    def timed_read(self: llama_model.LlamaModel, *args: object) -> int:
        began = time.perf_counter()
        try:
            return read(self, *args)  # type: ignore[arg-type]
        finally:
            seconds[0] += time.perf_counter() - began

    def timed_question(self: llama_model.LlamaModel, *args: object) -> int:
        began = time.perf_counter()
        try:
            return read_question(self, *args)  # type: ignore[arg-type]
        finally:
            seconds[0] += time.perf_counter() - began

    model.read, model.read_question = timed_read, timed_question  # type: ignore[method-assign]
    try:
        yield seconds
    finally:
        model.read, model.read_question = read, read_question  # type: ignore[method-assign]


def _ignore(name: str, payload: Payload) -> None:
    del name, payload


if __name__ == "__main__":
    main()
