"""Training and test examples: what the product would ask, and what is true.

    PYTHONPATH=desktop:models/training/speech python models/training/drafting/examples.py \
        --out build/drafting [--dialogues FOLDER] [--count 20000]

The product's rules read each encounter, every fact they find becomes a question in the
product's own words, and what was planted gives the answer. An example is
`[text before the verdict, 1 or 0, kind, language]`, a line of JSON. Stopped, the same
command goes on where the files end.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from corruptions import corrupted
from encounters import Encounter, Encounters
from labels import Label, label
from real_talk import real_examples

from zhenlu.application import templates
from zhenlu.application.claims import claim, weighable
from zhenlu.application.ports import Candidate, DraftTask, PromptLine
from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.engines.drafting import weigh_format
from zhenlu.language.extraction import extract_facts

log = logging.getLogger("examples")

#: Right claims are four times as frequent as wrong ones; more than half of them teach nothing.
_KEPT_RIGHT = 0.45
#: Share of the right claims that also come with something turned wrong; never in the test sets.
_CORRUPTED = 0.6
SEED = 20_261_122
_BLOCK = 100

Example = tuple[str, int, str, str]


def task_of(template: str, transcript: Transcript) -> DraftTask:
    """The visit as the drafting engine is given it, without sections."""
    lines = tuple(PromptLine(s.id, s.role, s.start_s, s.text) for s in transcript)
    return DraftTask(transcript.language, template, lines, ())


def question(task: DraftTask, fact: Fact) -> str:
    """What the product asks about a fact."""
    candidate = Candidate(0, claim(fact, task.language), fact.segments)
    return "".join(piece.text for piece in weigh_format.question(task, candidate))


def examples_of(encounter: Encounter, rng: random.Random, kept: float) -> Iterator[Example]:
    """One example for each fact of an encounter that is surely right or wrong.

    Args:
        kept: Share of the right ones; 1 for the test sets, which hold the rules' facts only.
    """
    task = task_of(encounter.template, encounter.transcript)
    facts = extract_facts(encounter.transcript)
    for fact in facts:
        verdict = label(fact, encounter.truths) if weighable(fact) else Label.UNSURE
        if verdict is Label.UNSURE or (verdict is Label.RIGHT and rng.random() > kept):
            continue
        yield _example(task, fact, verdict)
        if verdict is Label.RIGHT and kept < 1 and rng.random() < _CORRUPTED:
            other = corrupted(fact, facts, rng)
            if other is not None and label(other, encounter.truths) is Label.WRONG:
                yield _example(task, other, Label.WRONG)


def _example(task: DraftTask, fact: Fact, verdict: Label) -> Example:
    text = question(task, fact)
    return text, int(verdict is Label.RIGHT), fact.kind.value, task.language.value


def template_ids(language: Language) -> list[str]:
    """All templates the product has for a language."""
    return [template.id for template in templates.available(language)]


def generated(language: Language, first: int, count: int, held_out: bool) -> Iterator[Example]:
    """Examples of so many encounters."""
    source = Encounters(language, template_ids(language), SEED, held_out)
    rng = random.Random(f"{SEED}/{language}/{first}")
    kept = 1.0 if held_out else _KEPT_RIGHT
    for number in range(first, first + count):
        yield from examples_of(source.make(number), rng, kept)


def append(path: Path, examples: Iterable[Example]) -> int:
    """Write examples behind those that are there."""
    count = 0
    with path.open("a", encoding="utf-8") as file:
        for example in examples:
            file.write(json.dumps(example, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_all(out: Path, count: int, test_count: int, dialogues: Path | None) -> None:
    """Test sets, real talk, then encounters in blocks; a finished part is not made again."""
    out.mkdir(parents=True, exist_ok=True)
    for language in Language:
        _once(out / f"test-{language}.jsonl", generated(language, 0, test_count, True))
    if dialogues is not None:
        _once(out / "real-en.jsonl", real_examples(dialogues))
    done = out / "encounters.txt"
    first = int(done.read_text(encoding="ascii")) if done.exists() else 0
    for start in range(first, count, _BLOCK):
        for language in Language:
            # Three Chinese visits to two English ones: English is slower to read and easier.
            share = _BLOCK * 3 // 5 if language is Language.ZH else _BLOCK * 2 // 5
            append(out / "train.jsonl", generated(language, start, share, False))
        done.write_text(str(start + _BLOCK), encoding="ascii")
        if start % 1000 == 0:
            log.info("%d encounters", start + _BLOCK)


def _once(path: Path, examples: Iterable[Example]) -> None:
    if path.exists():
        return
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    log.info("%s: %d examples", path.name, append(beside, examples))
    beside.replace(path)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, required=True, help="folder of the examples")
    parser.add_argument("--dialogues", type=Path, help="folder with real dialogues and notes")
    parser.add_argument("--count", type=int, default=20_000, help="encounters to train on")
    parser.add_argument("--test-count", type=int, default=300, help="encounters a test set")
    chosen = parser.parse_args()
    write_all(chosen.out, chosen.count, chosen.test_count, chosen.dialogues)


if __name__ == "__main__":
    main()
