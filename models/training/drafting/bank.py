"""The pieces of talk that encounters are made of, read from bank/<language>.toml.

A piece knows what it means: the facts that its speaker planted. About a quarter of the pieces
and phrases carries a "~" and is kept for the test sets, so that a model is measured on wordings
it never saw. A mark once set must stay: a model may have been trained on all the others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language

_FOLDER = Path(__file__).resolve().parent / "bank"
_HELD_OUT = "~"
_SPEAKERS = {"医": True, "患": False, "D": True, "P": False}
_SLOT = re.compile(r"\{(\w+)\}")


class BankBroken(ValueError):
    """A piece that does not follow the form; the message names its first line."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A fact that a piece plants, still with its slots.

    Attributes:
        name: A slot ("{症1}") or a term as it stands in the lexicon.
        value: The slot that holds value and unit, "" for none.
        attributes: Slots by attribute name.
        sure: False where the rules may find it or not ("?").
    """

    kind: FactKind
    name: str
    polarity: Polarity
    status: FactStatus
    subject: Subject
    value: str
    attributes: Mapping[str, str]
    sure: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of talk and what they mean.

    Attributes:
        lines: (spoken by the clinician?, text with slots).
    """

    topic: str
    lines: tuple[tuple[bool, str], ...]
    meanings: tuple[Meaning, ...]
    held_out: bool

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of all slots in the order of their first use."""
        found = (slot for _, text in self.lines for slot in _SLOT.findall(text))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Bank:
    """The pieces of a language by topic, and phrases that may stand in their slots."""

    pieces: Mapping[str, tuple[Piece, ...]]
    phrases: Mapping[str, tuple[str, ...]]

    def part(self, held_out: bool) -> Bank:
        """What is for the test sets only, or all the rest."""
        return Bank(
            {
                topic: tuple(p for p in pieces if p.held_out == held_out)
                for topic, pieces in self.pieces.items()
            },
            {
                name: tuple(
                    p.removeprefix(_HELD_OUT)
                    for p in phrases
                    if p.startswith(_HELD_OUT) == held_out
                )
                for name, phrases in self.phrases.items()
            },
        )


def read_bank(language: Language) -> Bank:
    """The whole bank of a language.

    Raises:
        BankBroken: If a piece has no lines or a meaning cannot be read.
    """
    source = (_FOLDER / f"{language.value}.toml").read_text(encoding="utf-8")
    topics = tomllib.loads(source)
    phrases = {name: tuple(texts) for name, texts in topics.pop("phrases").items()}
    pieces = {
        topic: tuple(_piece(topic, entry) for entry in table["exchanges"])
        for topic, table in topics.items()
    }
    return Bank(pieces, phrases)


def _piece(topic: str, entry: Sequence[str]) -> Piece:
    lines, meanings = [], []
    held_out = entry[0].startswith(_HELD_OUT)
    for text in (entry[0].removeprefix(_HELD_OUT), *entry[1:]):
        mark, _, rest = text.partition(" ")
        if mark in _SPEAKERS:
            lines.append((_SPEAKERS[mark], rest))
        elif mark in ("=", "?"):
            meanings.append(_meaning(rest, sure=mark == "="))
        else:
            raise BankBroken(f"{topic}: {text}")
    if not lines:
        raise BankBroken(f"{topic}: {entry[:1]}")
    return Piece(topic, tuple(lines), tuple(meanings), held_out)


def _meaning(text: str, *, sure: bool) -> Meaning:
    """`medication {药1} ordered {剂} frequency={频}` → its parts."""
    kind, _, rest = text.partition(" ")
    names: list[str] = []
    marks: list[str] = []
    attributes: dict[str, str] = {}
    value = ""
    for word in rest.split():
        key, equals, slot = word.partition("=")
        if equals:
            attributes[key] = slot
        elif word in (*tuple(Polarity), *(s for s in FactStatus if s), *tuple(Subject)):
            marks.append(word)
        elif word.startswith("{") and names:
            value = word
        elif not value and not marks and "/" not in word:
            names.append(word)
    try:
        return Meaning(
            FactKind(kind),
            " ".join(names),
            next((Polarity(m) for m in marks if m in tuple(Polarity)), Polarity.PRESENT),
            next((FactStatus(m) for m in marks if m in tuple(FactStatus)), FactStatus.NONE),
            next((Subject(m) for m in marks if m in tuple(Subject)), Subject.PATIENT),
            value,
            attributes,
            sure,
        )
    except ValueError as error:
        raise BankBroken(text) from error
