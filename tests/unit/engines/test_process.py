"""The program's side of a worker, against real child processes that follow a script."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from zhenlu.application.events import EngineLoading, EngineReady, EngineRestarted, Event
from zhenlu.domain.errors import (
    Cancelled,
    EngineFailed,
    EngineUnresponsive,
    MemoryShort,
    PackUnusable,
)
from zhenlu.engines.messages import Done, Progress
from zhenlu.engines.process import EngineProcess, load_payload, worker_command


class Rig:
    """An engine process on a scripted worker, with the events it posted."""

    def __init__(self, manifest: dict[str, Any], **options: Any) -> None:
        self.events: list[Event] = []
        self.cancelled = threading.Event()
        self.engine = EngineProcess(
            "scripted", "script", load_payload(Path(), manifest, 1), **options
        )

    def begin(self) -> float:
        return self.engine.begin_job(self.events.append, self.cancelled)

    def play(self, *steps: dict[str, Any], result: object = None, on_progress: Any = None) -> Any:
        return self.engine.call(
            "play",
            {"steps": list(steps), "result": result},
            self.events.append,
            self.cancelled,
            on_progress,
        )


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = Rig({})
    yield rig
    rig.engine.close()


def test_a_worker_answers_what_it_was_asked(rig: Rig) -> None:
    rig.begin()

    assert rig.play(result="三十八度五")["result"] == "三十八度五"


def test_the_work_happens_in_another_process(rig: Rig) -> None:
    rig.begin()

    assert rig.play()["pid"] == rig.engine.pid != os.getpid()


def test_loading_is_announced_and_timed(rig: Rig) -> None:
    load_s = rig.begin()

    assert load_s > 0.0
    assert rig.events == [EngineLoading("scripted", "script"), EngineReady("scripted", load_s)]


def test_a_loaded_worker_serves_the_next_job(rig: Rig) -> None:
    rig.begin()
    first = rig.engine.pid

    assert rig.begin() == 0.0
    assert rig.engine.pid == first


def test_progress_comes_on_the_thread_that_asked(rig: Rig) -> None:
    rig.begin()
    heard: list[tuple[Any, int]] = []

    def note(progress: Progress) -> None:
        heard.append((progress.payload["words"], threading.get_ident()))

    rig.play({"do": "say", "words": "a"}, {"do": "say", "words": "b"}, on_progress=note)

    assert heard == [("a", threading.get_ident()), ("b", threading.get_ident())]


def test_what_a_library_prints_never_reaches_the_messages(rig: Rig) -> None:
    rig.begin()

    assert rig.play({"do": "print"}, {"do": "print"}, result=1)["result"] == 1


def test_a_session_that_listens_is_cancelled_and_lives_on(rig: Rig) -> None:
    rig.begin()
    before = rig.engine.pid

    with pytest.raises(Cancelled):
        rig.play(
            {"do": "say", "words": ""},
            {"do": "wait"},
            on_progress=lambda _progress: rig.cancelled.set(),
        )
    rig.cancelled.clear()

    assert rig.play(result=2)["result"] == 2
    assert rig.engine.pid == before


def test_a_session_that_does_not_listen_is_killed(rig: Rig) -> None:
    rig.begin()
    worker = psutil.Process(rig.engine.pid)

    with pytest.raises(Cancelled):
        rig.play(
            {"do": "say", "words": ""},
            {"do": "hang"},
            on_progress=lambda _progress: rig.cancelled.set(),
        )

    assert not worker.is_running()


def test_cancelling_drops_everything_that_was_posted(rig: Rig) -> None:
    rig.begin()
    rig.engine.post("play", {"steps": [{"do": "wait"}]})
    rig.engine.post("play", {"steps": [{"do": "hang"}]})
    before = rig.engine.pid
    rig.cancelled.set()

    with pytest.raises(Cancelled):
        rig.engine.next_answer(rig.cancelled)

    assert (rig.engine.under_way, rig.engine.pid) == (0, before)


def test_answers_come_in_the_order_of_asking(rig: Rig) -> None:
    rig.begin()
    ids = [rig.engine.post("play", {"result": n}) for n in range(5)]

    answers = [rig.engine.next_answer(rig.cancelled) for _ in ids]

    assert [(a.id, a.payload["result"]) for a in answers if isinstance(a, Done)] == [
        (request, n) for n, request in enumerate(ids)
    ]


def test_a_worker_that_died_once_is_started_again_and_asked_again(tmp_path: Path) -> None:
    rig = Rig({"marker": str(tmp_path / "crashed")})
    rig.begin()
    before = rig.engine.pid

    answer = rig.play({"do": "crash_once"}, result=3)

    assert answer["result"] == 3
    assert rig.engine.pid != before
    assert EngineRestarted("scripted") in rig.events
    rig.engine.close()


def test_a_worker_that_died_twice_is_an_engine_failure(rig: Rig) -> None:
    rig.begin()

    with pytest.raises(EngineFailed) as caught:
        rig.play({"do": "crash"})

    assert caught.value.full_code == "engine.failed.died"
    assert rig.engine.pid is None


def test_the_next_job_may_restart_again(rig: Rig) -> None:
    rig.begin()
    with pytest.raises(EngineFailed):
        rig.play({"do": "crash"})

    rig.begin()

    assert rig.play(result=4)["result"] == 4


def test_a_worker_killed_between_two_jobs_is_replaced(rig: Rig) -> None:
    rig.begin()
    worker = psutil.Process(rig.engine.pid)
    worker.kill()
    psutil.wait_procs([worker])

    rig.begin()

    assert rig.play(result=5)["result"] == 5


def test_a_pack_that_kills_the_worker_while_loading_is_an_engine_failure() -> None:
    rig = Rig({"on_load": {"do": "crash"}})

    with pytest.raises(EngineFailed) as caught:
        rig.begin()

    assert caught.value.full_code == "engine.failed.died"


def test_a_pack_that_cannot_be_loaded_is_reported_without_a_restart() -> None:
    rig = Rig({"on_load": {"do": "error"}})

    with pytest.raises(PackUnusable):
        rig.begin()

    assert EngineRestarted("scripted") not in rig.events
    assert rig.engine.pid is None


def test_a_worker_without_memory_says_so(rig: Rig) -> None:
    rig.begin()

    with pytest.raises(MemoryShort):
        rig.play({"do": "memory"})


def test_a_fault_in_a_session_arrives_without_its_words(rig: Rig) -> None:
    rig.begin()

    with pytest.raises(EngineFailed) as caught:
        rig.play({"do": "fault", "words": "青霉素过敏"})

    assert caught.value.params["fault"] == "ValueError"
    assert "青霉素" not in repr(caught.value.params)


def test_a_worker_outlives_a_fault_in_a_session(rig: Rig) -> None:
    rig.begin()
    before = rig.engine.pid
    with pytest.raises(EngineFailed):
        rig.play({"do": "fault"})

    assert rig.play()["pid"] == before


def test_a_request_no_session_offers_is_refused(rig: Rig) -> None:
    rig.begin()

    with pytest.raises(EngineFailed) as caught:
        rig.engine.call("_step", {}, rig.events.append, rig.cancelled)

    assert caught.value.full_code == "engine.failed.protocol"


def test_a_silent_worker_is_given_up_after_a_while() -> None:
    rig = Rig({}, patience_s=3.0)
    rig.begin()
    worker = psutil.Process(rig.engine.pid)

    with pytest.raises(EngineUnresponsive):
        rig.play({"do": "hang"})

    assert not worker.is_running()


def test_something_that_is_no_worker_is_a_protocol_fault() -> None:
    command = [sys.executable, "-c", "print('hello')\nimport sys\nsys.stdin.read()"]
    rig = Rig({}, command=command)

    with pytest.raises(EngineFailed) as caught:
        rig.begin()

    assert caught.value.full_code == "engine.failed.protocol"


def test_a_program_that_cannot_be_started_is_an_engine_failure(tmp_path: Path) -> None:
    rig = Rig({}, command=[str(tmp_path / "absent")])

    with pytest.raises(EngineFailed) as caught:
        rig.begin()

    assert caught.value.full_code == "engine.failed.start"


def test_closing_leaves_no_process_behind(rig: Rig) -> None:
    rig.begin()
    worker = psutil.Process(rig.engine.pid)

    rig.engine.close()
    rig.engine.close()

    assert not worker.is_running()


def test_closing_from_another_thread_ends_a_job_as_cancelled(rig: Rig) -> None:
    rig.begin()

    def close_it(progress: Progress) -> None:
        threading.Thread(target=rig.engine.close).start()

    with pytest.raises(Cancelled):
        rig.play({"do": "say", "words": ""}, {"do": "hang"}, on_progress=close_it)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's choice is Linux's own")
def test_the_kernel_would_end_the_worker_before_the_program(rig: Rig) -> None:
    rig.begin()

    def adjustment(pid: int | None) -> int:
        return int(Path(f"/proc/{pid}/oom_score_adj").read_text())

    assert adjustment(rig.engine.pid) == min(1000, adjustment(os.getpid()) + 500)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a process group")
def test_an_interrupt_from_the_terminal_is_left_to_the_program(rig: Rig) -> None:
    rig.begin()
    assert rig.engine.pid is not None
    os.kill(rig.engine.pid, signal.SIGINT)

    assert rig.play(result=6)["result"] == 6


def test_a_worker_ends_when_its_program_is_gone() -> None:
    worker = subprocess.run(
        worker_command("scripted"),
        input=b'{"type":"request","id":1,"name":"load",'
        b'"payload":{"folder":"","manifest":{"on_load":{"do":"hang"}},"threads":1}}\n',
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert worker.returncode == 0


def test_a_kind_of_worker_that_does_not_exist_is_a_usage_error() -> None:
    worker = subprocess.run(
        worker_command("painting"),
        input=b"",
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (worker.returncode, worker.stdout) == (2, b"")


def test_a_job_waits_for_the_one_of_another_thread(rig: Rig) -> None:
    done: list[str] = []

    def second() -> None:
        with rig.engine.alone(threading.Event()):
            done.append("second")

    other = threading.Thread(target=second)
    with rig.engine.alone(rig.cancelled):
        other.start()
        done.append("first")
    other.join()

    assert done == ["first", "second"]


def test_a_job_that_waits_for_its_turn_can_be_cancelled(rig: Rig) -> None:
    rig.cancelled.set()

    with (
        rig.engine.alone(threading.Event()),
        pytest.raises(Cancelled),
        rig.engine.alone(rig.cancelled),
    ):
        pytest.fail("two jobs at a time")
