"""Visits that never were, with the facts they hold.

An encounter strings pieces of the bank together as a visit of its template would run,
with traps (other people's troubles, conditions, drugs not given) and chatter between
them. What is true of it is what its pieces mean; the product's rules have no say.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bank import Meaning, Piece, read_bank
from fillings import Filler, Filling
from hearing import Hearing

from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

_SLOT = re.compile(r"\{(\w+)\}")

#: How a visit runs: topic, fewest and most pieces of it. "*" mixes in what may come anywhere.
_PLANS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "outpatient-initial": (
        ("greeting", 0, 1), ("complaint", 1, 1), ("asked", 2, 5), ("volunteered", 0, 2),
        ("home_care", 0, 2), ("allergy", 0, 1), ("history", 0, 2), ("family", 0, 1),
        ("habits", 0, 1), ("vitals", 0, 2), ("exam", 0, 2), ("diagnosis", 0, 1),
        ("tests", 0, 1), ("orders", 0, 2), ("advice", 0, 2), ("follow_up", 0, 1),
    ),
    "follow-up": (
        ("greeting", 0, 1), ("vitals", 1, 2), ("asked", 1, 3), ("home_care", 1, 2),
        ("habits", 0, 2), ("allergy", 0, 1), ("advice", 1, 2), ("follow_up", 0, 1),
    ),
    "revisit": (
        ("greeting", 0, 1), ("volunteered", 1, 2), ("asked", 1, 3), ("home_care", 1, 2),
        ("vitals", 0, 1), ("exam", 0, 2), ("tests", 0, 1), ("diagnosis", 0, 1),
        ("orders", 1, 2), ("advice", 0, 1), ("follow_up", 0, 1),
    ),
}  # fmt: skip
_ANYWHERE = (("traps", 1, 4), ("still_true", 0, 2), ("corrections", 0, 2), ("chatter", 0, 3))

#: Which plan a template of the product follows; the rest run like a first visit.
_PLAN_OF = {
    "followup-hypertension": "follow-up",
    "followup-diabetes": "follow-up",
    "nursing-followup": "follow-up",
    "outpatient-revisit": "revisit",
}
_SUBJECTS_ZH = ("孩子", "他", "我妈", "我爸", "宝宝", "老人")
_IN_OTHERS_WORDS = (
    (r"\bI've\b", "he's"), (r"\bI'm\b", "he's"), (r"\bI have\b", "he has"), (r"\bI\b", "he"),
    (r"\bmy\b", "his"), (r"\bMy\b", "His"), (r"\bme\b", "him"), (r"\bhe take\b", "he takes"),
    (r"\bhe get\b", "he gets"), (r"\bhe feel\b", "he feels"), (r"\bhe don't\b", "he doesn't"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Truth:
    """A planted fact.

    Attributes:
        sure: False where it may be found or not.
        said: Its name as it was spoken.
    """

    fact: Fact
    sure: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A visit, what was planted in it, and the template it is written in."""

    template: str
    transcript: Transcript
    truths: tuple[Truth, ...]


class Encounters:
    """Makes encounters; number and seed decide each completely."""

    def __init__(
        self, language: Language, templates: Sequence[str], seed: int, held_out: bool
    ) -> None:
        """Prepare the bank.

        Args:
            templates: Ids of the templates to spread over.
            held_out: Test pieces and test terms only, else never any of them.
        """
        self._language = language
        self._templates = tuple(templates)
        self._seed = seed
        self._held_out = held_out
        self._bank = read_bank(language).part(held_out)

    def make(self, number: int) -> Encounter:
        """The encounter with this number."""
        rng = random.Random(f"{self._seed}/{self._language}/{self._held_out}/{number}")
        return _Making(self, rng).encounter()


class _Making:
    """One encounter in the making."""

    def __init__(self, source: Encounters, rng: random.Random) -> None:
        self._rng = rng
        self._bank = source._bank
        self._language = source._language
        self._template = rng.choice(source._templates)
        self._filler = Filler(self._language, rng, source._held_out)
        self._hearing = Hearing(self._language, rng)
        self._companion = rng.random() < 0.2
        self._subject = rng.choice(_SUBJECTS_ZH) if self._companion else "我"
        nurse = "followup" in self._template and rng.random() < 0.7
        self._clinician = SpeakerRole.NURSE if nurse else SpeakerRole.DOCTOR
        self._roles_known = rng.random() < 0.9
        self._segments: list[Segment] = []
        self._truths: list[Truth] = []

    def encounter(self) -> Encounter:
        for piece in self._pieces():
            self._play(piece)
        if not self._segments:
            self._play(self._rng.choice(self._bank.pieces["asked"]))
        transcript = Transcript(self._language, tuple(self._segments))
        return Encounter(self._template, transcript, tuple(self._truths))

    def _pieces(self) -> list[Piece]:
        plan = _PLANS[_PLAN_OF.get(self._template, "outpatient-initial")]
        course = [p for topic, low, high in plan for p in self._drawn(topic, low, high)]
        for topic, low, high in _ANYWHERE:
            for piece in self._drawn(topic, low, high):
                course.insert(self._rng.randint(min(1, len(course)), len(course)), piece)
        return course

    def _drawn(self, topic: str, low: int, high: int) -> list[Piece]:
        fitting = [p for p in self._bank.pieces[topic] if not self._companion or _fits_companion(p)]
        count = min(self._rng.randint(low, high), len(fitting))
        return self._rng.sample(fitting, count)

    def _play(self, piece: Piece) -> None:
        filled = {slot: self._fill(slot) for slot in piece.slots}
        first = len(self._segments) + 1
        for clinician, text in piece.lines:
            words = self._hearing.heard(text, clinician)
            if self._companion and not clinician and self._language is Language.EN:
                for pattern, other in _IN_OTHERS_WORDS:
                    words = re.sub(pattern, other, words)
            words = _SLOT.sub(lambda match: filled[match[1]].said, words)
            self._segments.append(
                Segment(len(self._segments) + 1, _sentence_case(words), self._role(clinician))
            )
        ids = tuple(range(first, len(self._segments) + 1))
        self._truths += [_truth(meaning, filled, ids) for meaning in piece.meanings]

    def _fill(self, slot: str) -> Filling:
        if slot == "我":
            return Filling(self._subject, self._subject)
        if slot in self._bank.phrases:
            phrase = self._rng.choice(self._bank.phrases[slot])
            return Filling(phrase, phrase)
        return self._filler.fill(slot)

    def _role(self, clinician: bool) -> SpeakerRole:
        if not self._roles_known:
            return SpeakerRole.UNKNOWN
        if clinician:
            return self._clinician
        return SpeakerRole.COMPANION if self._companion else SpeakerRole.PATIENT


def _fits_companion(piece: Piece) -> bool:
    """我对头孢过敏 from a companion's mouth would be about the companion."""
    return not (piece.meanings and any("我" in t.replace("{我}", "") for _, t in piece.lines))


def _truth(meaning: Meaning, filled: dict[str, Filling], segments: tuple[int, ...]) -> Truth:
    def of(slot: str) -> Filling:
        return filled[slot.strip("{}")]

    slotted = meaning.name.startswith("{")
    named = of(meaning.name) if slotted else Filling(meaning.name, meaning.name)
    value = of(meaning.value) if meaning.value else Filling("", "")
    attributes = {key: of(slot).name for key, slot in meaning.attributes.items()}
    fact = Fact(
        meaning.kind,
        named.name,
        segments[-1],
        meaning.polarity,
        value.value,
        value.unit,
        attributes,
        meaning.status,
        meaning.subject,
        also=segments[:-1],
    )
    return Truth(fact, meaning.sure, named.said)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def stream(sources: Sequence[Encounters], first: int, count: int) -> Iterator[Encounter]:
    """Encounters from all sources in turn."""
    for number in range(first, first + count):
        yield sources[number % len(sources)].make(number)
