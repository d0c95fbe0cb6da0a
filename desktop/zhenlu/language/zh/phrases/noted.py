"""Facts with their place in the fact list, and what all parts of a record share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.sentence import Sentence

#: Symptom names that open with a paired part of the body take 左/右/双 without 侧.
_PAIRED = re.compile(r"[膝眼耳肩髋肘腕踝足手乳肾肺]|[上下]肢|大腿|小腿|前臂|上臂|扁桃体")

_HALF_WIDTH_COMMA = re.compile(r",(?!\d)|(?<!\d),")

_SIDES = {"left": "左", "right": "右", "bilateral": "双侧", "双": "双侧", "两侧": "双侧"}


@dataclass(frozen=True, slots=True)
class Noted:
    """One matter of the visit: facts that say the same thing, taken together.

    Attributes:
        fact: The fact as it is to be written; details of its repetitions filled in.
        positions: Places of all of them in the fact list.
        segments: Ids of all segments behind them, ascending.
    """

    fact: Fact
    positions: tuple[int, ...]
    segments: tuple[int, ...]

    @property
    def name(self) -> str:
        return _HALF_WIDTH_COMMA.sub("，", self.fact.name)

    @property
    def is_present(self) -> bool:
        return self.fact.polarity is Polarity.PRESENT

    @property
    def is_absent(self) -> bool:
        return self.fact.polarity is Polarity.ABSENT

    def detail(self, key: str) -> str:
        """One attribute with the punctuation of a record, "" where nothing was said."""
        said = self.fact.attributes.get(key, "").strip()
        # Facts are read from half-width text; only between digits a comma may be a number's.
        return _HALF_WIDTH_COMMA.sub("，", said)

    @property
    def quantity(self) -> str:
        # μg by hand is easily read as mg.
        return self.fact.value + self.fact.unit.replace("μg", "微克")


@dataclass(frozen=True, slots=True)
class Matters:
    """Everything the visit brought up, merged, in the order of first mention.

    Attributes:
        said_by_clinician: Whether a segment was spoken by a clinician.
    """

    all: tuple[Noted, ...] = field(repr=False)
    said_by_clinician: Callable[[int], bool] = field(repr=False)

    def of(self, *kinds: FactKind, subject: Subject = Subject.PATIENT) -> list[Noted]:
        return [n for n in self.all if n.fact.kind in kinds and n.fact.subject is subject]

    def ended_now(self, drug: Noted) -> bool:
        """Whether the clinician ended a drug at this visit.

        A drug that the patient says to have ended before, and the clinician only
        confirms, was not taken when the visit began.
        """
        if not self.said_by_clinician(drug.segments[-1]):
            return False
        taken = {n.name for n in self.medications(FactStatus.TAKEN)}
        return drug.name in taken or self.said_by_clinician(drug.segments[0])

    def medications(self, *statuses: FactStatus) -> list[Noted]:
        return [
            n
            for n in self.of(FactKind.MEDICATION)
            if n.fact.status in statuses and not n.is_absent
        ]


def gather(facts: Sequence[Fact], said_by_clinician: Callable[[int], bool]) -> Matters:
    """Merge facts that say the same thing.

    Repetitions of a symptom, disease or drug become one matter with the details
    of all. Measurements stay apart: two blood pressures are two readings.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for position, fact in enumerate(facts):
        groups.setdefault(_sameness(fact), []).append(position)
    noted = [_merged([facts[p] for p in group], group) for group in groups.values()]
    return Matters(tuple(noted), said_by_clinician)


def sentence(section: str, text: str, matters: Iterable[Noted]) -> Sentence:
    """A sentence with the facts and segments it rests on."""
    used = tuple(matters)
    return Sentence(
        section,
        text,
        tuple(sorted({p for n in used for p in n.positions})),
        tuple(sorted({s for n in used for s in n.segments})),
    )


def side_of(noted: Noted) -> str:
    """左, 右, 双侧 or "" as said."""
    side = noted.detail("side")
    return _SIDES.get(side, side.removesuffix("侧") if side in ("左侧", "右侧") else side)


def sided(noted: Noted, name: str) -> str:
    """The name with its side: 右侧头痛, 双膝关节疼痛, 左手食指."""
    side = side_of(noted)
    if not side or name.startswith(("左", "右", "双")):
        return name
    if _PAIRED.match(name):
        return side.removesuffix("侧") + name
    return (side if side.endswith("侧") else side + "侧") + name


def listed(names: Iterable[str]) -> str:
    """头痛、恶心、呕吐: each once, in order."""
    return "、".join(dict.fromkeys(name for name in names if name))


def clauses(parts: Iterable[str]) -> str:
    return "，".join(part for part in parts if part)


def _sameness(fact: Fact) -> tuple[object, ...]:
    if fact.kind in (FactKind.VITAL, FactKind.TEST, FactKind.FOLLOW_UP, FactKind.EXAM):
        details = tuple(sorted(fact.attributes.items()))
        return fact.kind, fact.name, fact.value, fact.polarity, fact.status, details
    relation = fact.attributes.get("relation", "")
    key: tuple[object, ...] = (fact.kind, fact.name, fact.polarity, fact.status, fact.subject)
    if fact.kind is FactKind.MEDICATION and fact.status is FactStatus.ORDERED:
        return (*key, relation, fact.attributes.get("condition", ""))
    return (*key, relation)


def _merged(facts: Sequence[Fact], positions: Sequence[int]) -> Noted:
    """One fact out of several; the first mention names it, later details win."""
    first = facts[0]
    attributes: dict[str, str] = {}
    value, unit = first.value, first.unit
    for fact in facts:
        attributes.update({k: v for k, v in fact.attributes.items() if v})
        if fact.value:
            value, unit = fact.value, fact.unit
    whole = Fact(
        first.kind,
        first.name,
        first.segment,
        first.polarity,
        value,
        unit,
        attributes,
        first.status,
        first.subject,
        facts[-1].said_by,
        first.start,
        first.end,
    )
    segments = tuple(sorted({s for fact in facts for s in fact.segments}))
    return Noted(whole, tuple(positions), segments)
