"""What has been found in a visit so far, and what is being talked about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Segment
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.durations import Duration
from zhenlu.language.zh.mentions import Named
from zhenlu.language.zh.persons import OTHER, PATIENT

_CORRECTION = re.compile(
    r"不对|不是|[说看记讲拿弄]错|错了|口误|改[1一]下|更正|等[1一]下|等等|想起来|应该是|[哦啊噢呃哎]不|^不+$"
)


@dataclass(slots=True)
class Found:
    """A fact while the visit is still being read.

    Attributes:
        start: First character of the mention in its clause.
        also: Ids of further segments that it rests on.
        dated: Its duration was told in one clause with it.
    """

    kind: FactKind
    name: str = field(repr=False)
    clause: Clause = field(repr=False)
    start: int
    end: int
    polarity: Polarity = Polarity.PRESENT
    value: str = field(default="", repr=False)
    unit: str = ""
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    status: FactStatus = FactStatus.NONE
    subject: Subject = Subject.PATIENT
    also: set[int] = field(default_factory=set)
    term: Term | None = field(default=None, repr=False)
    dated: bool = False

    @property
    def is_present(self) -> bool:
        return self.polarity is Polarity.PRESENT

    def add(self, attribute: str, text: str, replace: bool = False) -> None:
        """Note a detail; several of one attribute are joined by 、."""
        before = self.attributes.get(attribute, "")
        if not text or (text in before.split("、")):
            return
        self.attributes[attribute] = text if replace or not before else f"{before}、{text}"

    def move(self, clause: Clause, start: int, end: int) -> None:
        """The fact is said again here; the earlier place is kept as further evidence."""
        before = self.clause
        self.clause, self.start, self.end = clause, start, end
        self.also.discard(clause.segment.id)
        self.rest_on(before)

    def rest_on(self, *clauses: Clause) -> None:
        """Note clauses of other segments that the fact rests on."""
        self.also |= {c.segment.id for c in clauses} - {self.clause.segment.id}

    def frozen(self, confidences: dict[int, float]) -> Fact:
        start, end = self.clause.span(self.start, self.end)
        also = tuple(sorted(self.also - {self.clause.segment.id}))
        segment = self.clause.segment
        return Fact(
            kind=self.kind,
            name=self.name,
            segment=segment.id,
            polarity=self.polarity,
            value=self.value,
            unit=self.unit,
            attributes=dict(self.attributes),
            status=self.status,
            subject=self.subject,
            said_by=segment.role,
            start=start,
            end=end,
            also=also,
            confidence=min(confidences[i] for i in (segment.id, *also)),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a clause asked about.

    Attributes:
        aspect: "symptom", "history", "allergy", "lifestyle", "medication", "exam" for a
            thing that may be affirmed or denied; "duration", "site", "side",
            "temperature" … for a detail that is asked for.
    """

    aspect: str
    clause: Clause = field(repr=False)
    name: str = field(default="", repr=False)
    term: Term | None = field(default=None, repr=False)
    start: int = 0
    end: int = 0
    presupposed: bool = False

    @property
    def is_item(self) -> bool:
        return bool(self.name)


class Conversation:
    """The state that readers of clauses share.

    Attributes:
        asked: What the turn before this one asked; `asking`: what this turn asks.
        topic: The present symptom spoken of last.
        main: The first symptom that brought the patient here.
        topic_turn: The last turn that told of it.
        complaints: Present symptoms of the last turn that named any.
        medicine: The drug spoken of last in this turn; `medicine_segment` where it was named.
        mistaken: The drug that was just named in error: 不是芬必得.
        dosed: The clause last read as a way of taking a drug.
        allergy_turn: The last turn that answered a question about allergies.
        declined: The last turn that left a proposed test out.
        reaction: The clause last read as the reaction to an allergen.
        loose: Circumstances told before the symptom that they belong to.
        lasting: A length of time told before the complaint that it belongs to.
        correcting: Whether the speaker just took something back.
        asked_medicine: The drug that the turn before asked about; `asking_medicine`: this turn.
        asked_test: The test that the turn before asked about; `asking_test`: this turn.
        suggested: The drug that someone else spoke of or told the patient to take.
        place: The site spoken of last.
    """

    def __init__(self, clauses: tuple[Clause, ...]) -> None:
        self.clauses = clauses
        self._places = {id(clause): place for place, clause in enumerate(clauses)}
        self._turns: dict[int, str] = {}
        for clause in clauses:
            self._turns[clause.turn] = self._turns.get(clause.turn, "") + clause.text
        self.dictated = (
            bool(clauses)
            and all(c.clinician is True for c in clauses)
            and not any(c.question for c in clauses)
        )
        self.found: list[Found] = []
        self.asked: list[Asked] = []
        self.asking: list[Asked] = []
        self.answered: set[int] = set()
        self.topic: Found | None = None
        self.topic_turn = -1
        self.complaints: list[Found] = []
        self.main: Found | None = None
        self.medicine: Found | None = None
        self.medicine_segment: Segment | None = None
        self.test: Found | None = None
        self.place: Term | None = None
        self.asked_medicine: Named | None = None
        self.asking_medicine: Named | None = None
        self.asked_test: Mention | None = None
        self.asking_test: Mention | None = None
        self.suggested: Named | None = None
        self.mistaken: Found | None = None
        self.dosed: Clause | None = None
        self.reaction: Clause | None = None
        self.loose: list[tuple[str, str, Clause]] = []
        self.lasting: tuple[Duration, ...] = ()
        self.correcting = False
        self.declined = -9
        self.allergy_turn = -9
        self.turn = -1
        self._complaint_turn = -1

    def place_of(self, clause: Clause) -> int:
        """Where a clause of this visit stands among all."""
        return self._places[id(clause)]

    def next_of(self, clause: Clause) -> Clause | None:
        """The clause after this one, None at the end of the visit."""
        place = self._places[id(clause)] + 1
        return self.clauses[place] if place < len(self.clauses) else None

    def turn_of(self, clause: Clause) -> str:
        """Everything that was said in the turn of this clause."""
        return self._turns[clause.turn]

    def begin(self, clause: Clause) -> None:
        """Enter a clause; at a new turn what was asked becomes what is answered."""
        self.correcting = (self.correcting and clause.turn == self.turn) or bool(
            _CORRECTION.search(clause.text)
        )
        if clause.agreed:
            # Nothing of what was asked before is answered by these words.
            self.asked, self.asking = [], []
        if clause.turn == self.turn:
            return
        self.turn = clause.turn
        self.loose, self.lasting = [], ()
        if self.asking:
            self.asked, self.asking, self.answered = self.asking, [], set()
        elif clause.clinician is True and not self.dictated and not self._asked_back(clause):
            self.asked = []
        self.asked_medicine, self.asking_medicine = self.asking_medicine, None
        self.asked_test, self.asking_test = self.asking_test, None
        self.suggested = None
        if clause.clinician is not False or self.dictated:
            self.medicine = None if not self.dictated else self.medicine

    def _asked_back(self, clause: Clause) -> bool:
        """您指什么: nothing is answered yet, and the explanation asks the same once more."""
        said = [c for c in self.clauses if c.turn == clause.turn - 1]
        explained = len(said) == 1 or len(self._turns[clause.turn]) <= 16
        return bool(said) and said[-1].question and explained and not self.answered

    def told_by_patient(self, clause: Clause) -> bool:
        """Whether the clause tells of complaints and history: not a clinician's remark."""
        return clause.clinician is not True or self.dictated

    def told_by_clinician(self, clause: Clause) -> bool:
        return clause.clinician is not False

    def aspects(self) -> set[str]:
        return {a.aspect for a in (*self.asked, *self.asking)}

    def add(self, found: Found) -> Found:
        self.found.append(found)
        return found

    def drop(self, found: Found) -> None:
        self.found = [f for f in self.found if f is not found]

    def replace(self, old: Found, new: Found) -> None:
        """Withdraw one fact for another: what was withdrawn is no longer spoken of."""
        self.drop(old)
        self.complaints = [f for f in self.complaints if f is not old]
        self.main = new if self.main is old else self.main
        self.topic = new if self.topic is old else self.topic

    def of_kind(self, *kinds: FactKind) -> Iterable[Found]:
        return (f for f in self.found if f.kind in kinds)

    def known(
        self, kind: FactKind, name: str, subject: Subject = Subject.PATIENT, relation: str = ""
    ) -> Found | None:
        for found in reversed(self.found):
            if (found.kind, found.name, found.subject) != (kind, name, subject):
                continue
            if relation in ("", found.attributes.get("relation", "")):
                return found
        return None

    def focus(self, symptom: Found) -> None:
        """Speak of this symptom from now on."""
        if self._complaint_turn != self.turn:
            self.complaints, self._complaint_turn = [], self.turn
        if symptom not in self.complaints:
            self.complaints.append(symptom)
        self.topic = symptom
        self.topic_turn = self.turn
        self.main = self.main or symptom
        for attribute, text, clause in self.loose:
            symptom.add(attribute, text)
            symptom.rest_on(clause)
        self.loose = []

    def settle(self) -> None:
        """不舒服 says nothing more where it is told what is wrong."""
        told = [f for f in self.found if f.kind is FactKind.SYMPTOM and f.name != "不适"]
        if told:
            self.found = [
                f for f in self.found if f.kind is not FactKind.SYMPTOM or f.name != "不适"
            ]

    def facts(self) -> tuple[Fact, ...]:
        confidences = {c.segment.id: c.segment.confidence for c in self.clauses}
        return tuple(found.frozen(confidences) for found in self.found)


def subject_of(clause: Clause) -> Subject:
    if clause.about == PATIENT:
        return Subject.PATIENT
    return Subject.OTHER if clause.about == OTHER else Subject.FAMILY
