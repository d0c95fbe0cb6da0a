"""Messages between the program and its engine workers."""

from __future__ import annotations

import numpy as np
import pytest

from zhenlu.domain.errors import EngineFailed, MemoryShort, PackUnusable, ZhenluError
from zhenlu.engines.messages import (
    Cancel,
    Done,
    Failed,
    Message,
    Progress,
    Request,
    decode,
    encode,
    error_of,
    failure,
    pack_pcm,
    unpack_pcm,
)


@pytest.mark.parametrize(
    "message",
    [
        Request(1, "hear", {"pcm": "AAA=", "last": False}),
        Cancel(7),
        Progress(2, "segments", {"segments": [{"text": "咳嗽五天\n\u2028“好”"}]}),
        Done(3, {}),
        Failed(4, "pack.unusable", "format", {"pack": "x"}),
    ],
)
def test_a_message_comes_back_as_it_was_sent(message: Message) -> None:
    assert decode(encode(message)) == message


def test_a_message_is_one_ascii_line_whatever_the_words_hold() -> None:
    line = encode(Progress(1, "segments", {"text": "一\r\n二\u2028三"}))

    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"a library talks\n",
        b"[]\n",
        b"null\n",
        b'{"type":"request"}\n',
        b'{"type":"shout","id":1}\n',
        b'{"type":"cancel","id":"1"}\n',
        b'{"type":"cancel","id":true}\n',
        b'{"type":"cancel","id":1,"more":2}\n',
        b'{"type":"done","id":1,"payload":[]}\n',
        b'{"type":["done"],"id":1}\n',
        b"\xff\xfe\n",
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_message_is_a_protocol_fault(line: bytes) -> None:
    with pytest.raises(EngineFailed) as caught:
        decode(line)

    assert caught.value.full_code == "engine.failed.protocol"


def test_a_broken_line_does_not_show_its_words_in_the_error() -> None:
    with pytest.raises(EngineFailed) as caught:
        decode('{"type":"done","payload":"青霉素过敏"'.encode())

    assert "青霉素" not in repr((caught.value, caught.value.params, caught.value.__context__))


def test_a_message_does_not_show_its_payload_when_printed() -> None:
    assert "青霉素" not in repr(Progress(1, "segments", {"text": "青霉素"}))


@pytest.mark.parametrize(
    "error", [PackUnusable("format", pack="p"), MemoryShort(needed_mb=3), EngineFailed()]
)
def test_an_error_arrives_as_the_class_it_was_raised_with(error: ZhenluError) -> None:
    arrived = error_of(failure(1, error))

    assert type(arrived) is type(error)
    assert (arrived.full_code, arrived.params) == (error.full_code, error.params)


def test_an_error_code_nobody_knows_is_an_engine_failure() -> None:
    assert type(error_of(Failed(1, "no.such.code"))) is EngineFailed


def test_samples_survive_the_journey() -> None:
    pcm = np.array([0, 1, -1, 32767, -32768], dtype=np.int16)

    assert unpack_pcm(pack_pcm(pcm)).tolist() == pcm.tolist()


@pytest.mark.parametrize("text", ["AAA", "AA==", "!!!!", "音"])
def test_text_that_holds_no_whole_samples_is_a_protocol_fault(text: str) -> None:
    with pytest.raises(EngineFailed):
        unpack_pcm(text)
