"""What is wrong with a template file, at which line, in words of a clear kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from zhenlu.application.templates import TemplateEntry


class FaultKind(StrEnum):
    """Kinds of mistakes; each has a sentence in resources/wording."""

    UNREADABLE = "unreadable"
    TOML = "toml"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_SECTION = "unknown_section"
    NOT_ALLOWED = "not_allowed"
    WRONG_TYPE = "wrong_type"
    NAME = "name"
    NEVER_FILLED = "never_filled"
    BLANK_WHEN_EMPTY = "blank_when_empty"


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One mistake.

    Attributes:
        line: Counts from 1; the table's own header where a key is missing in it.
        key: Dotted place counted from 1: `section.3.field.2.choices`.
        allowed: What may stand there, where the list is short; else "".
    """

    file: Path
    line: int
    kind: FaultKind
    key: str
    allowed: str = ""


def faults(path: Path) -> tuple[TemplateFault, ...]:
    """Every mistake in a template file, by line; none in one that can be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return (TemplateFault(path, 1, FaultKind.UNREADABLE, "-"),)
    return faults_in(path, text)


def faults_in(path: Path, text: str) -> tuple[TemplateFault, ...]:
    """Every mistake in what a template file would say, before it is written."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        return (TemplateFault(path, line, FaultKind.TOML, "-"),)
    try:
        entry = TemplateEntry.model_validate(data)
    except ValidationError as error:
        found = [_fault(path, text, dict(e)) for e in error.errors(include_url=False)]
        return tuple(sorted(found, key=lambda fault: fault.line))
    return (*_misnamed(path, text, entry), *_useless(path, text, entry))


def _fault(path: Path, text: str, error: dict[str, object]) -> TemplateFault:
    loc = error["loc"]
    steps = loc if isinstance(loc, tuple) else ()
    context = error.get("ctx")
    expected = str(context.get("expected", "")) if isinstance(context, dict) else ""
    kind = _KINDS.get(str(error["type"]), FaultKind.NOT_ALLOWED)
    if steps[-1:] == ("id",) and len(steps) == 3 and error["type"] == "value_error":
        kind = FaultKind.UNKNOWN_SECTION
    return TemplateFault(path, line_of(text, steps), kind, _dotted(steps), expected)


_KINDS = {
    "missing": FaultKind.MISSING,
    "extra_forbidden": FaultKind.UNKNOWN_KEY,
    "string_type": FaultKind.WRONG_TYPE,
    "int_type": FaultKind.WRONG_TYPE,
    "int_parsing": FaultKind.WRONG_TYPE,
    "float_type": FaultKind.WRONG_TYPE,
    "float_parsing": FaultKind.WRONG_TYPE,
    "bool_type": FaultKind.WRONG_TYPE,
    "bool_parsing": FaultKind.WRONG_TYPE,
    "tuple_type": FaultKind.WRONG_TYPE,
    "dict_type": FaultKind.WRONG_TYPE,
    "model_type": FaultKind.WRONG_TYPE,
}


def _misnamed(path: Path, text: str, entry: TemplateEntry) -> tuple[TemplateFault, ...]:
    expected = f"{entry.id}.{entry.language.value}.toml"
    if path.name == expected:
        return ()
    return (TemplateFault(path, line_of(text, ("id",)), FaultKind.NAME, "id", expected),)


def _useless(path: Path, text: str, entry: TemplateEntry) -> list[TemplateFault]:
    """Parts that can be read but would never do what their author wants."""
    found = []
    for number, section in enumerate(entry.section):
        if section.required and not section.when_empty and not section.field:
            key: tuple[str | int, ...] = ("section", number, "when_empty")
            found.append(
                TemplateFault(
                    path, line_of(text, key), FaultKind.BLANK_WHEN_EMPTY, _dotted(key)
                )
            )
        for place, entered in enumerate(section.field):
            key = ("section", number, "field", place, "source")
            needs_words = entered.type == "choice" and any(
                not source.words for source in entered.source
            )
            if needs_words:
                found.append(
                    TemplateFault(path, line_of(text, key), FaultKind.NEVER_FILLED, _dotted(key))
                )
    return found


def line_of(text: str, steps: Sequence[str | int]) -> int:
    """Line, from 1, of a place given as keys and positions counted from 0.

    The line of the nearest table above where the place itself is not in the file.
    """
    lines = text.splitlines()
    start, end, table = 0, len(lines), ""
    names = list(steps)
    while len(names) >= 2 and isinstance(names[0], str) and isinstance(names[1], int):
        table = f"{table}.{names[0]}".strip(".")
        headers = [n for n in range(start, end) if lines[n].strip() == f"[[{table}]]"]
        if names[1] >= len(headers):
            break
        start = headers[names[1]]
        later = headers[names[1] + 1 :]
        end = min([end, *later])
        names = names[2:]
    if names and isinstance(names[0], str):
        wanted = re.escape(names[0])
        sets = re.compile(rf'\s*(?:"{wanted}"|{wanted})\s*=|\s*\[+{re.escape(table)}\.{wanted}\b')
        for number in range(start, end):
            if sets.match(lines[number]):
                return number + 1
    return start + 1


def _dotted(steps: Sequence[str | int]) -> str:
    return ".".join(str(s + 1) if isinstance(s, int) else s for s in steps) or "-"
