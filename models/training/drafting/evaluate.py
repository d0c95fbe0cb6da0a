"""How much better a pack drafts than the rules alone: on unseen encounters and hand-written visits.

    PYTHONPATH=desktop:models/training/speech:tests/visits \
        python models/training/drafting/evaluate.py models/starter/drafting [--count 150]

The product's own drafting runs, once by the rules and once with the pack in every section.
The encounters hold wordings and terms that no training saw; even numbers serve to choose
the doubt (--choose), odd ones to measure. The visits are never trained on: what must stand
in their records is counted before and after.
"""

from __future__ import annotations

import argparse
import math
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import reading_visits
from encounters import Encounter, Encounters, Truth
from examples import SEED, template_ids
from labels import Label, found, is_same, label
from scores import Tally, rouge_l

from zhenlu.application import templates
from zhenlu.application.claims import claim, weighable
from zhenlu.application.drafting import Draft, draft_by_rules, draft_with_model
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ports import Candidate, Drafted, DraftTask, OnEvent, PromptLine
from zhenlu.application.weighing import phrase_without
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.facts import Fact
from zhenlu.domain.record import EngineUsed, Layer
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.prompt_formats import tokens_of
from zhenlu.engines.drafting.weigh_format import FAILS, HOLDS, question
from zhenlu.engines.drafting.weighing import weigh
from zhenlu.engines.packs import manifest
from zhenlu.language.extraction import extract_facts

#: Share of the right facts that a pack may cost the record.
ALLOWED_LOSS = 0.005


@dataclass(slots=True)
class InProcess:
    """The pack as a drafting engine without a process of its own."""

    model: LlamaModel
    weighs: frozenset[str]
    doubt_at: dict[Language, float]
    used: EngineUsed = field(default_factory=lambda: EngineUsed("pack", ""))
    layer: Layer = Layer.SELECT
    tokens: int = 0
    seconds: float = 0.0

    def draft(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> Drafted:
        del on_event, cancelled
        began = time.perf_counter()
        doubt_at = self.doubt_at.get(task.language, math.inf)
        drafted = weigh(self.model, task, doubt_at, lambda _name, _payload: None)
        self.seconds += time.perf_counter() - began
        self.tokens += drafted.prefill_tokens
        return drafted

    def doubts(self, transcript: Transcript, facts: Sequence[Fact]) -> list[float]:
        """Doubt of each fact."""
        lines = tuple(PromptLine(s.id, s.role, s.start_s, s.text) for s in transcript)
        task = DraftTask(transcript.language, "", lines, ())
        words = (self.model.control(FAILS)[0], self.model.control(HOLDS)[0])
        doubts = []
        for fact in facts:
            asked = Candidate(0, claim(fact, transcript.language), fact.segments)
            self.model.read_question(0, tokens_of(self.model, question(task, asked)))
            doubts.append(self.model.preference(*words))
        return doubts

    def close(self) -> None:
        self.model.close()


def drafts(
    template: Template, transcript: Transcript, engine: InProcess
) -> tuple[SaidWords, Draft, Draft]:
    """The words, the rule draft and the draft with the pack."""
    said = SaidWords.of(transcript, extract_facts(transcript))
    rules = draft_by_rules(template, said, Visit("evaluation"))
    with_pack = draft_with_model(
        template, said, Visit("evaluation"), engine, lambda _event: None, threading.Event()
    )
    return said, rules, with_pack


def measure(encounters: Iterable[Encounter], engine: InProcess) -> tuple[Tally, Tally]:
    """Tallies of the rules alone and of the pack."""
    rules, pack = Tally(), Tally()
    for encounter in encounters:
        template = templates.load(encounter.template, encounter.transcript.language)
        said, by_rules, by_pack = drafts(template, encounter.transcript, engine)
        right = _right_texts(template, encounter, said)
        held = {kind for part in template.sections for kind in part.holds}
        truths = [truth for truth in encounter.truths if truth.fact.kind in held]
        for tally, draft in ((rules, by_rules), (pack, by_pack)):
            _count(tally, draft, said, truths, right)
    return rules, pack


def _right_texts(template: Template, encounter: Encounter, said: SaidWords) -> dict[str, str]:
    """The record from what was planted; what may be found or not counts where it was found."""
    true = [t.fact for t in encounter.truths if t.sure]
    true += [fact for fact in said.facts if label(fact, encounter.truths) is Label.UNSURE]
    written = phrase_without(template, SaidWords.of(encounter.transcript, true), ())
    texts: dict[str, str] = {part.id: "" for part in template.sections}
    for sentence in written:
        texts[sentence.section] = texts.get(sentence.section, "") + sentence.text
    return texts


def _count(
    tally: Tally, draft: Draft, said: SaidWords, truths: Sequence[Truth], right: dict[str, str]
) -> None:
    written: set[int] = set()
    for section in draft.sections:
        places = {place for statement in section.statements for place in statement.facts}
        written |= places
        count = tally.sections[section.id]
        for place in places:
            verdict = label(said.facts[place], truths)
            count.right += verdict is Label.RIGHT
            count.wrong += verdict is Label.WRONG
        language = said.language
        text = "".join(statement.text for statement in section.statements)
        tally.overlaps[section.id].append(
            rouge_l(_units(text, language), _units(right[section.id], language))
        )
    facts = [said.facts[place] for place in sorted(written)]
    for fact in facts:
        verdict = label(fact, truths)
        count = tally.kinds[fact.kind.value]
        count.right += verdict is Label.RIGHT
        count.wrong += verdict is Label.WRONG
        _count_amount(tally, fact, truths)
    for truth in truths:
        if truth.sure and weighable(truth.fact):
            tally.kinds[truth.fact.kind.value].planted += 1
            tally.kinds[truth.fact.kind.value].found += found(truth, facts)


def _count_amount(tally: Tally, fact: Fact, truths: Sequence[Truth]) -> None:
    """Amounts as they stand in the record against those that were said of the same thing."""
    said = [t.fact for t in truths if t.fact.kind is fact.kind and t.fact.name == fact.name]
    if fact.value and any(other.value for other in said):
        tally.amounts += 1
        tally.copied += any(is_same(fact, other) for other in said if other.value)


def _units(text: str, language: Language) -> list[str]:
    return list(text) if language is Language.ZH else text.split()


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What hand-written visits ask for, met and unmet, and how many facts were doubted."""

    met_by_rules: int
    met_with_pack: int
    asked: int
    lost: tuple[str, ...]
    won: tuple[str, ...]
    facts: int
    doubted: int


def measure_visits(language: Language, engine: InProcess) -> VisitResult:
    """Expectations of tests/visits by the rules and with the pack."""
    before = after = asked = facts = doubted = 0
    lost: list[str] = []
    won: list[str] = []
    for visit in reading_visits.visits(language.value):
        try:
            template = templates.load(visit.template, language)
        except ResourceBroken:
            continue
        said, rules, pack = drafts(template, visit.transcript, engine)
        left_out = {(d.text, d.evidence) for d in pack.dropped}
        kept = [f for f in said.facts if (claim(f, language), f.segments) not in left_out]
        facts, doubted = facts + len(said.facts), doubted + len(pack.dropped)
        for expectation in visit.expectations:
            one = not expectation.failure(said.facts, _texts(rules))
            other = not expectation.failure(kept, _texts(pack))
            before, after, asked = before + one, after + other, asked + 1
            if one and not other:
                lost.append(expectation.id)
            elif other and not one:
                won.append(expectation.id)
    return VisitResult(before, after, asked, tuple(lost), tuple(won), facts, doubted)


def _texts(draft: Draft) -> dict[str, str]:
    return {section.id: section.text for section in draft.sections}


def choose_doubt(encounters: Iterable[Encounter], engine: InProcess) -> float:
    """The doubt that at most the allowed share of the right facts exceeds; below 1."""
    right: list[float] = []
    for encounter in encounters:
        facts = [f for f in extract_facts(encounter.transcript) if weighable(f)]
        doubts = engine.doubts(encounter.transcript, facts)
        right += [
            doubt
            for fact, doubt in zip(facts, doubts, strict=True)
            if label(fact, encounter.truths) is Label.RIGHT
        ]
    # Rounded up: a pack never costs more than is allowed.
    doubt = math.ceil(float(np.quantile(right, 1 - ALLOWED_LOSS)) * 1e4) / 1e4
    return min(0.9999, max(0.55, doubt))


def show(language: Language, rules: Tally, pack: Tally, only: Collection[str] = ()) -> None:
    """Print the tables of one language."""
    print(f"\n{language.value}  precision / recall      rules alone        with the pack   planted")
    for name in (*sorted(rules.kinds), "all"):
        one = rules.all if name == "all" else rules.kinds[name]
        other = pack.all if name == "all" else pack.kinds[name]
        print(
            f"  {name:24} {one.precision:.3f} / {one.recall:.3f}      "
            f"{other.precision:.3f} / {other.recall:.3f}   {other.planted}"
        )
    print(f"  {'wrong facts':24} {rules.all.wrong:13} {pack.all.wrong:18}")
    for tally, who in ((rules, "rules alone"), (pack, "with the pack")):
        share = tally.copied / tally.amounts if tally.amounts else float("nan")
        print(f"  amounts copied exactly, {who}: {share:.3f} of {tally.amounts}")
    print("  section                  ROUGE-L rules / pack   precision rules / pack")
    for section in rules.overlaps:
        one, other = rules.sections[section], pack.sections[section]
        mark = "" if not only or section in only else "  (rules only)"
        print(
            f"  {section:28} {rules.overlap(section):.3f} / {pack.overlap(section):.3f}"
            f"          {one.precision:.3f} / {other.precision:.3f}{mark}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--count", type=int, default=150, help="encounters a language")
    parser.add_argument("--choose", action="store_true", help="choose the doubt afresh")
    parser.add_argument("--everywhere", action="store_true", help="weigh in all sections")
    chosen = parser.parse_args()
    pack = manifest.read(chosen.pack)
    model = LlamaModel(chosen.pack / pack.files[0].path, pack.context_tokens, threads=1)
    engine = InProcess(model, frozenset(pack.weighs), dict(pack.doubt_at))
    if chosen.everywhere:
        known = (p for t in templates.available() for p in t.sections)
        engine.weighs = frozenset(part.id for part in known)
    if chosen.choose:
        for language in Language:
            source = Encounters(language, template_ids(language), SEED, held_out=True)
            even = (source.make(number) for number in range(0, 2 * chosen.count, 2))
            engine.doubt_at[language] = choose_doubt(even, engine)
    doubts = ", ".join(f"{code} {doubt}" for code, doubt in engine.doubt_at.items())
    print(f"doubt at {doubts or 'nothing'}, weighs {', '.join(sorted(engine.weighs)) or 'nothing'}")
    for language in Language:
        source = Encounters(language, template_ids(language), SEED, held_out=True)
        odd = (source.make(number) for number in range(1, 2 * chosen.count, 2))
        show(language, *measure(odd, engine), only=pack.weighs)
        visits = measure_visits(language, engine)
        print(
            f"  hand-written visits: {visits.met_by_rules} of {visits.asked} met by the rules, "
            f"{visits.met_with_pack} with the pack; {visits.doubted} of {visits.facts} doubted"
        )
        for sign, names in (("-", visits.lost), ("+", visits.won)):
            for name in names:
                print(f"    {sign} {name}")
    if engine.seconds:
        print(f"\n{engine.tokens / engine.seconds:.0f} tokens read a second, one thread")
    engine.close()


if __name__ == "__main__":
    main()
