"""What the program and its engine workers say to each other: one JSON object a line.

A worker answers every `Request` with exactly one `Done` or `Failed` of the same id,
in the order of arrival, and may send any number of `Progress` before it. The program
may have several requests under way; `Cancel` calls off all of them up to its id.

Lines are ASCII, so that no code page of any platform can spoil them. Audio travels
as base64 of little-endian int16.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import EngineFailed, ZhenluError

#: What a message carries: JSON values only, possibly with a patient's words in them.
Payload: TypeAlias = dict[str, Any]



@dataclass(frozen=True, slots=True)
class Request:
    """Program to worker: do this."""

    id: int
    name: str
    payload: Payload = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Cancel:
    """Program to worker: drop every request up to this id."""

    id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Worker to program: something happened while working on the request."""

    id: int
    name: str
    payload: Payload = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """Worker to program: the request's result."""

    id: int
    payload: Payload = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """Worker to program: the request ended in an error of `zhenlu.domain.errors`."""

    id: int
    code: str
    reason: str = ""
    params: Payload = field(default_factory=dict)


Message: TypeAlias = Request | Cancel | Progress | Done | Failed

_TYPES: dict[str, type[Request | Cancel | Progress | Done | Failed]] = {
    "request": Request,
    "cancel": Cancel,
    "progress": Progress,
    "done": Done,
    "failed": Failed,
}
_NAMES = {message_type: name for name, message_type in _TYPES.items()}
_FIELD_TYPES: dict[str, type] = {
    "id": int,
    "name": str,
    "code": str,
    "reason": str,
    "payload": dict,
    "params": dict,
}


def encode(message: Message) -> bytes:
    """One line with its line end."""
    body = {"type": _NAMES[type(message)], **asdict(message)}
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> Message:
    """The message in a line.

    Raises:
        EngineFailed: Reason "protocol", if the line is no message. The line itself
            is not quoted: it may hold a patient's words.
    """
    try:
        body = json.loads(line)
        message_type = _TYPES[body.pop("type")]
        _check_fields(message_type, body)
        return message_type(**body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EngineFailed("protocol", length=len(line)) from None


def _check_fields(message_type: type, body: Payload) -> None:
    if not body.keys() <= {known.name for known in fields(message_type)}:
        raise KeyError
    for name, value in body.items():
        if not isinstance(value, _FIELD_TYPES[name]) or isinstance(value, bool):
            raise TypeError


def failure(request_id: int, error: ZhenluError) -> Failed:
    """An error as it travels to the program."""
    return Failed(request_id, error.code, error.reason, dict(error.params))


def error_of(message: Failed) -> ZhenluError:
    """The error that a worker reported, as the class it was raised with."""
    for error_type in _error_types(ZhenluError):
        if error_type.code == message.code:
            return error_type(message.reason, **message.params)
    return EngineFailed("fault", code=message.code)


def _error_types(root: type[ZhenluError]) -> Iterator[type[ZhenluError]]:
    yield root
    for below in root.__subclasses__():
        yield from _error_types(below)


def pack_pcm(pcm: Pcm) -> str:
    """Samples as text."""
    return base64.b64encode(pcm.astype("<i2", copy=False).tobytes()).decode("ascii")


def unpack_pcm(text: str) -> Pcm:
    """Samples from text.

    Raises:
        EngineFailed: Reason "protocol", if the text is no base64 of whole samples.
    """
    try:
        raw = base64.b64decode(text, validate=True)
        return np.frombuffer(raw, dtype="<i2").astype(np.int16, copy=False)
    except (binascii.Error, ValueError, TypeError):
        raise EngineFailed("protocol") from None


__all__ = [
    "Cancel",
    "Done",
    "Failed",
    "Message",
    "Payload",
    "Progress",
    "Request",
    "decode",
    "encode",
    "error_of",
    "failure",
    "pack_pcm",
    "unpack_pcm",
]
