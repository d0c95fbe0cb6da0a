"""One record from the rules and a model: the model can only add.

Per section, a model sentence enters only as far as the words carry it, and
only where it says everything a rule sentence said or something the rules do
not. A rule sentence gives way only to model sentences that state all of its
facts. What does not enter is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhenlu.application.grounding import SaidWords, Verdict, carries_number, judge, written_form
from zhenlu.application.ports import DraftLine
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.domain.record import Dropped, Layer, Statement, Support
from zhenlu.language.extraction import critical_tokens
from zhenlu.language.reading import CriticalToken
from zhenlu.language.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Fused:
    """The statements of one section and what was left out."""

    statements: tuple[Statement, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)


def rule_statement(sentence: Sentence, said: SaidWords) -> Statement:
    """A rule sentence as a statement, judged like any other."""
    if not sentence.segments:
        return Statement(
            sentence.text, Support.SUPPORTED, facts=sentence.facts, layer=Layer.RULES, standing=True
        )
    verdict = judge(sentence.text, sentence.segments, said)
    if verdict.note == "wording" and sentence.facts:
        # It names nothing critical and states facts that have their place in the words.
        verdict = Verdict(Support.SUPPORTED)
    return Statement(
        sentence.text,
        verdict.support,
        said.evidence(sentence.segments),
        sentence.facts,
        Layer.RULES,
        verdict.note,
    )


def fuse_written(
    section: str,
    sentences: Sequence[Sentence],
    lines: Sequence[DraftLine],
    said: SaidWords,
) -> Fused:
    """The *write* layer: supported model sentences, then rule sentences for missed facts."""
    dropped: list[Dropped] = []
    written: list[tuple[Statement, frozenset[int]]] = []
    for line in lines:
        reason = _refusal(section, line, said)
        if reason:
            dropped.append(Dropped(section, line.text, reason, line.segments))
            continue
        states = frozenset(stated_facts(line.text, line.segments, said))
        statement = Statement(
            line.text,
            Support.SUPPORTED,
            said.evidence(line.segments),
            tuple(sorted(states)),
            Layer.WRITE,
        )
        written.append((statement, states))
    covered = frozenset().union(*(states for _, states in written))
    kept_rules = [s for s in sentences if s.segments and not set(s.facts) <= covered]
    held_by_rules = {fact for sentence in kept_rules for fact in sentence.facts}
    statements: list[Statement] = []
    for statement, states in written:
        if states and states <= held_by_rules:
            segments = tuple(e.segment for e in statement.evidence)
            dropped.append(Dropped(section, statement.text, "stated_by_rules", segments))
        elif any(statement.text == earlier.text for earlier in statements):
            dropped.append(Dropped(section, statement.text, "repeated"))
        else:
            statements.append(statement)
    statements.extend(rule_statement(sentence, said) for sentence in kept_rules)
    statements.sort(key=lambda s: min((e.segment for e in s.evidence), default=0))
    if not statements:
        statements = [rule_statement(s, said) for s in sentences if not s.segments]
    return Fused(tuple(_by_main_point(statements, sentences)), tuple(dropped))


def stated_facts(text: str, segments: Sequence[int], said: SaidWords) -> list[int]:
    """Positions of the facts that a sentence states with name, polarity and value."""
    tokens = critical_tokens(text, said.language)
    stated = []
    for position, fact in enumerate(said.facts):
        if not set(fact.segments) & set(segments):
            continue
        if _names(fact, text, tokens) and _values(fact, tokens, said):
            stated.append(position)
    return stated


def _names(fact: Fact, text: str, tokens: Sequence[CriticalToken]) -> bool:
    denied = fact.polarity is Polarity.ABSENT
    named = [token for token in tokens if token.value == fact.name]
    if named:
        return any(token.negated == denied for token in named)
    return not denied and fact.name.casefold() in text.casefold()


def _values(fact: Fact, tokens: Sequence[CriticalToken], said: SaidWords) -> bool:
    """All numbers of the fact, those of its attributes included, stand in the sentence."""
    written = critical_tokens(written_form(fact), said.language)
    numbers = [token for token in written if token.kind == "number"]
    return all(carries_number(number, tokens) for number in numbers)


def _refusal(section: str, line: DraftLine, said: SaidWords) -> str:
    """Why a model sentence may not enter, or "" when it may."""
    verdict = judge(line.text, line.segments, said)
    if verdict.support is not Support.SUPPORTED:
        return verdict.note
    tokens = critical_tokens(line.text, said.language)
    if section in ("diagnosis", "assessment"):
        diagnosed = {f.name for f in said.facts if f.kind is FactKind.DIAGNOSIS}
        if any(t.kind == "disease" and not t.negated and t.value not in diagnosed for t in tokens):
            return "diagnosis"
    if section in ("treatment_plan", "plan"):
        given = {
            f.name
            for f in said.facts
            if f.kind is FactKind.MEDICATION
            and f.status in (FactStatus.ORDERED, FactStatus.TAKEN, FactStatus.STOPPED)
        }
        if any(t.kind == "drug" and not t.negated and t.value not in given for t in tokens):
            return "drug"
    return ""


def _by_main_point(
    statements: Sequence[Statement], sentences: Sequence[Sentence]
) -> list[Statement]:
    """The sentence that holds the rules' first facts leads: a history opens with the complaint."""
    lead = next((set(s.facts) for s in sentences if s.facts), set())
    return sorted(statements, key=lambda s: 0 if lead & set(s.facts) else 1)
