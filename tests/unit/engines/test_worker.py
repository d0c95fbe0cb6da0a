"""The child side of an engine, on lines in memory."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest

from zhenlu.engines.messages import Cancel, Done, Failed, Message, Progress, Request, decode, encode
from zhenlu.engines.worker import Worker

LOAD = Request(1, "load", {"folder": "", "manifest": {}, "threads": 1})


class Line:
    """A worker on two pipes, served by a thread."""

    def __init__(self) -> None:
        source, requests = os.pipe()
        answers, sink = os.pipe()
        self._requests = os.fdopen(requests, "wb")
        self._answers = os.fdopen(answers, "rb")
        self._ends = (os.fdopen(source, "rb"), os.fdopen(sink, "wb"))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        source, sink = self._ends
        with source, sink:
            Worker("scripted", source, sink).serve()

    def send(self, *messages: Message) -> None:
        self._requests.write(b"".join(map(encode, messages)))
        self._requests.flush()

    def receive(self) -> Message:
        return decode(self._answers.readline())

    def hang_up(self) -> None:
        self._requests.close()

    def close(self) -> None:
        self.hang_up()
        self._thread.join()
        self._answers.close()


def _answers(*messages: Message) -> list[Message]:
    """What a worker answers until every request has its result."""
    line = Line()
    line.send(*messages)
    waiting = sum(isinstance(message, Request) for message in messages)
    answers: list[Message] = []
    while waiting:
        answers.append(line.receive())
        waiting -= not isinstance(answers[-1], Progress)
    line.close()
    return answers


def _play(request_id: int, *steps: dict[str, Any], result: object = None) -> Request:
    return Request(request_id, "play", {"steps": list(steps), "result": result})


def test_a_worker_without_requests_ends() -> None:
    assert _answers() == []


def test_a_request_before_loading_is_refused() -> None:
    (answer,) = _answers(_play(1))

    assert isinstance(answer, Failed)
    assert (answer.code, answer.reason) == ("engine.failed", "protocol")


def test_requests_are_answered_in_order_with_their_progress_before() -> None:
    answers = _answers(LOAD, _play(2, {"do": "say", "words": "a"}, result=1), _play(3, result=2))

    assert [(type(answer), answer.id) for answer in answers] == [
        (Done, 1),
        (Progress, 2),
        (Done, 2),
        (Done, 3),
    ]


def test_a_fault_is_an_answer_and_the_next_request_is_served() -> None:
    _, fault, served = _answers(LOAD, _play(2, {"do": "fault", "words": "张三"}), _play(3))

    assert isinstance(fault, Failed)
    assert "张三" not in repr(fault)
    assert isinstance(served, Done)


def test_a_fault_is_reported_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    _answers(LOAD, _play(2, {"do": "fault", "words": "张三"}))

    said = capsys.readouterr().err
    assert "ValueError at scripted.py" in said
    assert "张三" not in said


@pytest.mark.parametrize("name", ["_step", "__init__", "_crash_once", ""])
def test_only_what_a_session_offers_can_be_asked(name: str) -> None:
    _, answer = _answers(LOAD, Request(2, name))

    assert isinstance(answer, Failed)
    assert answer.reason == "protocol"


def test_calling_off_a_request_that_is_not_there_changes_nothing() -> None:
    answers = _answers(Cancel(9), LOAD, _play(2))

    assert [type(answer) for answer in answers] == [Done, Done]


def test_when_the_program_goes_a_waiting_session_is_called_off() -> None:
    line = Line()
    line.send(LOAD, _play(2, {"do": "say", "words": ""}, {"do": "wait"}))
    before = [line.receive(), line.receive()]

    line.hang_up()
    answer = line.receive()
    line.close()

    assert [type(message) for message in before] == [Done, Progress]
    assert isinstance(answer, Failed)
    assert answer.code == "cancelled"


def test_a_pack_can_be_loaded_in_place_of_another() -> None:
    again = Request(2, "load", LOAD.payload)

    assert [type(answer) for answer in _answers(LOAD, again)] == [Done, Done]
