"""Whether the cited words carry a statement.

A statement is compared with the segments it cites in what must not be wrong:
numbers with their units, drugs, doses, sides, denials, allergies. Everything is
compared after normalisation (`zhenlu.language`), so 三十八度五 carries 38.5℃. A
denial may rest on a question and its answer: there the facts decide, because
the answer alone ("没有") names nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.domain.record import Evidence, Support
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.extraction import critical_tokens
from zhenlu.language.reading import CriticalToken

#: Share of a statement's character pairs (zh) or words (en) that the cited words
#: must hold when it names nothing critical. Paraphrase of our own standard terms
#: stays well above it, invented narrative well below (seen on the sample visits).
_WORDING_FLOOR = 0.34

#: What a record is written in; a model that slips into another script writes noise.
_SCRIPTS = ("CJK UNIFIED", "LATIN", "GREEK", "FULLWIDTH LATIN", "MICRO SIGN", "OHM SIGN")

#: Token kinds whose mention, not only whose denial, has to be carried.
_NAMED = frozenset({"drug", "symptom", "disease", "allergy", "test", "exam"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a statement.

    Attributes:
        note: "" when supported, else what is wrong: "number", "drug", "side",
            "negation", "symptom", "disease", "allergy", "test", "exam",
            "wording" or "no_evidence".
    """

    support: Support
    note: str = ""


@dataclass(frozen=True, slots=True)
class SaidWords:
    """The transcript prepared for many comparisons.

    Attributes:
        header: What is known of the patient before the visit ("56岁 男"): counts as said.
    """

    transcript: Transcript
    facts: tuple[Fact, ...] = field(repr=False)
    header: str = field(default="", repr=False)
    _tokens: dict[int, tuple[CriticalToken, ...]] = field(default_factory=dict, repr=False)
    _fact_tokens: tuple[tuple[CriticalToken, ...], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, transcript: Transcript, facts: Sequence[Fact], header: str = "") -> SaidWords:
        language = transcript.language
        tokens = {s.id: critical_tokens(s.text, language) for s in transcript}
        tokens[0] = critical_tokens(header, language) if header else ()
        written = tuple(critical_tokens(written_form(fact), language) for fact in facts)
        return cls(transcript, tuple(facts), header, tokens, written)

    @property
    def language(self) -> Language:
        return self.transcript.language

    def tokens(self, segments: Iterable[int]) -> tuple[CriticalToken, ...]:
        """Critical tokens of these segments and of the header."""
        return (*self._tokens[0], *(t for s in segments for t in self._tokens.get(s, ())))

    def all_tokens(self) -> tuple[CriticalToken, ...]:
        """Critical tokens of everything said and of every fact in its standard words."""
        said = (t for tokens in self._tokens.values() for t in tokens)
        return (*said, *(t for tokens in self._fact_tokens for t in tokens))

    def fact_tokens(self, segments: Iterable[int]) -> tuple[CriticalToken, ...]:
        """Critical tokens of the facts of these segments, in standard words.

        A fact has a place in the words, so its standard wording (嘴唇肿 → 面部肿胀)
        carries a statement as the words themselves do.
        """
        cited = set(segments)
        return tuple(
            token
            for fact, tokens in zip(self.facts, self._fact_tokens, strict=True)
            if cited & set(fact.segments)
            for token in tokens
        )

    def around(self, segments: Iterable[int]) -> tuple[int, ...]:
        """The cited segments with the one before each: the question of an answer."""
        ids = [segment.id for segment in self.transcript.heard]
        place = {segment: at for at, segment in enumerate(ids)}
        wanted: set[int] = set()
        for segment in segments:
            if segment in place:
                wanted.update(ids[max(0, place[segment] - 1) : place[segment] + 1])
        return tuple(sorted(wanted))

    def evidence(self, segments: Iterable[int]) -> tuple[Evidence, ...]:
        known = {segment.id: segment for segment in self.transcript.heard}
        return tuple(
            Evidence(segment, known[segment].start_s, known[segment].end_s)
            for segment in sorted(set(segments))
            if segment in known
        )


def judge(text: str, segments: Sequence[int], said: SaidWords) -> Verdict:
    """Compare a statement with the segments it cites."""
    cited = [s for s in segments if s in {h.id for h in said.transcript.heard}]
    if not cited:
        return Verdict(Support.UNSUPPORTED, "no_evidence")
    if not _is_writing(text):
        return Verdict(Support.UNSUPPORTED, "wording")
    context = said.around(cited)
    heard = said.tokens(context)
    claims = critical_tokens(text, said.language)
    for claim in claims:
        verdict = _judge_claim(claim, heard, cited, said)
        if verdict is not None:
            return verdict
    if not claims and _shared_wording(text, context, said) < _WORDING_FLOOR:
        return Verdict(Support.UNSUPPORTED, "wording")
    return Verdict(Support.SUPPORTED)


def _is_writing(text: str) -> bool:
    """Whether every letter is of a script that records are written in, and none unassigned."""
    return all(
        unicodedata.name(character, "").startswith(_SCRIPTS)
        if character.isalpha()
        else unicodedata.category(character) not in ("Cn", "Co", "Cs")
        for character in text
    )


def known_age(age_years: int | None, language: Language) -> str:
    """The age on the chart in plain words, for `SaidWords.header`; "" when unknown."""
    if age_years is None:
        return ""
    return f"{age_years}岁" if language is Language.ZH else f"{age_years} years old"


def written_form(fact: Fact) -> str:
    """Name, value and attributes of a fact as one text."""
    return " ".join((fact.name, fact.value + fact.unit, *fact.attributes.values()))


def carries_number(claim: CriticalToken, heard: Iterable[CriticalToken]) -> bool:
    """Whether a number was said: same value, and the same unit where one was said."""
    return any(
        token.kind == "number"
        and token.value == claim.value
        and (not claim.unit or not token.unit or token.unit == claim.unit)
        for token in heard
    )


def _judge_claim(
    claim: CriticalToken,
    heard: Sequence[CriticalToken],
    cited: Sequence[int],
    said: SaidWords,
) -> Verdict | None:
    normalised = said.fact_tokens(cited)
    if claim.kind == "number":
        carried = carries_number(claim, heard) or carries_number(claim, normalised)
        return None if carried else Verdict(Support.UNSUPPORTED, "number")
    if claim.kind == "side":
        return _judge_side(claim, heard, normalised)
    if claim.kind in _NAMED:
        return _judge_named(claim, (*heard, *normalised), cited, said)
    return None


def _judge_side(
    claim: CriticalToken,
    heard: Sequence[CriticalToken],
    normalised: Sequence[CriticalToken],
) -> Verdict | None:
    sides = {token.value for token in (*heard, *normalised) if token.kind == "side"}
    if claim.value in sides or (claim.value == "both" and {"left", "right"} <= sides):
        return None
    return Verdict(Support.CONFLICTING if sides else Support.UNSUPPORTED, "side")


def _judge_named(
    claim: CriticalToken,
    heard: Sequence[CriticalToken],
    cited: Sequence[int],
    said: SaidWords,
) -> Verdict | None:
    named = [t for t in heard if t.kind in _NAMED and t.value == claim.value]
    if claim.kind == "test":
        # 阴性 is a result, not a denial that the test was done.
        return None if named else Verdict(Support.UNSUPPORTED, claim.kind)
    polarities = {
        fact.polarity
        for fact in said.facts
        if fact.name == claim.value and set(fact.segments) & set(cited)
    }
    if polarities:
        wanted = Polarity.ABSENT if claim.negated else Polarity.PRESENT
        if wanted in polarities or Polarity.UNCERTAIN in polarities:
            return _judge_drug_status(claim, cited, said)
        return Verdict(Support.CONFLICTING, "negation")
    if not named:
        return Verdict(Support.UNSUPPORTED, claim.kind)
    if all(token.negated != claim.negated for token in named):
        return Verdict(Support.CONFLICTING, "negation")
    return None


def _judge_drug_status(
    claim: CriticalToken, cited: Sequence[int], said: SaidWords
) -> Verdict | None:
    """A drug that was only ever ruled out must not stand as given."""
    statuses = {
        fact.status
        for fact in said.facts
        if fact.kind is FactKind.MEDICATION
        and fact.name == claim.value
        and set(fact.segments) & set(cited)
    }
    told_as_allergy = any(
        fact.kind is FactKind.ALLERGY and fact.name == claim.value for fact in said.facts
    )
    if told_as_allergy:
        return None
    if claim.kind == "drug" and statuses == {FactStatus.REFUSED} and not claim.negated:
        return Verdict(Support.CONFLICTING, "drug")
    return None


def _shared_wording(text: str, segments: Iterable[int], said: SaidWords) -> float:
    """Share of the statement's pieces that the words hold, 0 to 1."""
    pieces = _pieces(text, said.language)
    if not pieces:
        return 1.0
    known: set[str] = set()
    for segment in segments:
        known |= _pieces(said.transcript[segment].text, said.language)
    for fact in said.facts:
        if set(fact.segments) & set(segments):
            known |= _pieces(written_form(fact), said.language)
    return len(pieces & known) / len(pieces)


def _pieces(text: str, language: Language) -> set[str]:
    if language is Language.EN:
        return set("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    return {a + b for a, b in pairwise(c for c in text if c.isalnum())}
