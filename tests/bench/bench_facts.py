"""How well the facts of the hand-written visits are read. Prints figures, judges nothing.

    python tests/bench/bench_facts.py [zh|en] [--from NUMBER] [--to NUMBER] [--wrong] [--unjudged]
    python tests/bench/bench_facts.py [zh|en] --unseen | --safety

Micro precision, recall and F1 by kind. Found rightly: a `fact` of a visit file that is met.
Missed: one that is not. Found wrongly: a fact that a `never` forbids or that lies outside
the visit's `only` list. A found fact that the file says nothing about counts neither way;
`--unjudged` lists those, so that a reader can judge them. Below: numbers with their units,
allergies, and the ledger's entries over the rules' own draft, where every one is a false
alarm: it says no more than was said, and a clinician has left nothing out of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS / "visits"), str(_TESTS.parent / "desktop")]
# A clinic's own templates on this computer would change the figures.
os.environ["ZHENLU_DATA"] = tempfile.gettempdir() + "/zhenlu-bench-no-data"

from reading_visits import Expectation, Visit, matches, snippets, visits

from zhenlu.application.drafting import draft_by_rules
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ledger import draw_up
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactStatus
from zhenlu.domain.record import Ledger
from zhenlu.domain.visit import Visit as Encounter
from zhenlu.language.extraction import extract_facts


@dataclass(slots=True)
class _Tally:
    """Counts by kind, and what to show of them."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    measured: Counter[bool] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)

    def add(self, visit: Visit, facts: Sequence[Fact]) -> None:
        """Weigh the facts of one visit against its file."""
        for expectation in visit.expectations:
            if expectation.sort == "fact":
                self._wanted(expectation, facts)
            elif expectation.sort in ("never", "only"):
                self._forbidden(expectation, facts)
        self.unjudged += [f"{visit.id}: {_line(f)}" for f in _unspoken_of(visit, facts)]

    def _wanted(self, expectation: Expectation, facts: Sequence[Fact]) -> None:
        failure = expectation.failure(facts, {})
        kind = _kind(expectation)
        (self.missed if failure else self.right)[kind] += 1
        if isinstance(expectation.wanted, dict) and {"value", "unit"} <= expectation.wanted.keys():
            self.measured[not failure] += 1
        if failure:
            self.shown.append(f"{expectation.id}\n      {failure}")

    def _forbidden(self, expectation: Expectation, facts: Sequence[Fact]) -> None:
        if failure := expectation.failure(facts, {}):
            self.wrong[_kind(expectation)] += 1
            self.shown.append(f"WRONG {expectation.id}\n      {failure}")


def main() -> None:
    """Print the figures of both languages, or of one."""
    asked = _arguments()
    for language in [asked.language] if asked.language else ["zh", "en"]:
        chosen = [
            visit
            for visit in (
                snippets(language) if asked.safety else visits(language, unseen=asked.unseen)
            )
            if asked.first <= visit.number <= asked.last
        ]
        tally, ledgers = _Tally(), []
        for visit in chosen:
            facts = extract_facts(visit.transcript)
            tally.add(visit, facts)
            ledgers.append(_ledger(visit, facts))
        _print(f"{language}: {len(chosen)} visits", tally, ledgers)
        for line in (tally.shown if asked.wrong else []) + (
            tally.unjudged if asked.unjudged else []
        ):
            print("   ", line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", nargs="?", choices=["zh", "en"], help="both if none")
    parser.add_argument("--from", dest="first", type=int, default=0, help="first visit's number")
    parser.add_argument("--to", dest="last", type=int, default=999, help="last visit's number")
    parser.add_argument("--unseen", action="store_true", help="visits nobody developed on")
    parser.add_argument("--safety", action="store_true", help="what may not be got wrong")
    parser.add_argument("--wrong", action="store_true", help="list what was missed or wrong")
    parser.add_argument("--unjudged", action="store_true", help="list what no file speaks of")
    return parser.parse_args()


def _print(title: str, tally: _Tally, ledgers: Sequence[Ledger]) -> None:
    print(title)
    kinds = sorted(tally.right.keys() | tally.missed.keys() | tally.wrong.keys())
    for kind in kinds:
        print(f"  {kind:12}", _scores(tally, [kind]))
    print(f"  {'all':12}", _scores(tally, kinds))
    told = sum(tally.measured.values())
    print(f"  numbers with units right: {tally.measured[True]}/{told}")
    count = max(1, len(ledgers))
    unwritten = sum(len(ledger.said_not_written) for ledger in ledgers) / count
    unsaid = sum(len(ledger.written_not_said) for ledger in ledgers) / count
    print(f"  ledger a visit: {unwritten:.2f} said, not written · {unsaid:.2f} written, not said")


def _scores(tally: _Tally, kinds: Iterable[str]) -> str:
    right, missed, wrong = (
        sum(counted[kind] for kind in kinds) for counted in (tally.right, tally.missed, tally.wrong)
    )
    precision = right / max(1, right + wrong)
    recall = right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    return (
        f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
        f"  ({right} right, {missed} missed, {wrong} wrong)"
    )


def _kind(expectation: Expectation) -> str:
    if isinstance(expectation.wanted, dict):
        return str(expectation.wanted["kind"])
    return "medication" if expectation.section in tuple(FactStatus) else expectation.section


def _unspoken_of(visit: Visit, facts: Sequence[Fact]) -> list[Fact]:
    wanted = [
        e.wanted for e in visit.expectations if e.sort == "fact" and isinstance(e.wanted, dict)
    ]
    return [fact for fact in facts if not any(matches(fact, one) for one in wanted)]


def _line(fact: Fact) -> str:
    details = " ".join(f"{key}={value}" for key, value in fact.attributes.items())
    return (
        f"[{fact.segment}] {fact.kind} {fact.name} {fact.polarity} {fact.value}{fact.unit}"
        f" {fact.status} {fact.subject} {details}"
    )


def _ledger(visit: Visit, facts: Sequence[Fact]) -> Ledger:
    template = load(visit.template, visit.language)
    said = SaidWords.of(visit.transcript, facts)
    draft = draft_by_rules(template, said, Encounter(id=visit.id))
    return draw_up(draft.sections, facts, said, template)


if __name__ == "__main__":
    main()
