"""The lexicon in figures: entries, loading, finding, and what correcting by sound does.

    python tests/bench/bench_lexicon.py [--hear]

`--hear` runs the recogniser over the bundled Chinese clips too. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from zhenlu.application.medicines import tables
from zhenlu.application.ports import SpeechOptions
from zhenlu.audio.file import read
from zhenlu.domain.transcript import Language, Segment, Word
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.language import lexicon
from zhenlu.language.zh import homophones

_ROOT = Path(__file__).parents[2]
_TERMS = ("drug", "disease", "symptom", "test", "sign", "drug_class")


def milliseconds(work: Callable[[], object], runs: int = 5) -> float:
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def entries() -> None:
    for language in Language:
        words = lexicon.load(language)
        counted = Counter(term.kind for term in words.terms)
        linked = sum(1 for term in words.terms if words.concept(term))
        said = sum(1 + len(term.say) for term in words.terms)
        print(f"{language.value}: {len(words.terms)} terms, {said} wordings, {linked} with concept")
        print("   " + ", ".join(f"{kind} {number}" for kind, number in counted.most_common()))
    known = tables.load()
    print(
        f"medicines: {len(known.drugs)} ingredients, {len(known.products)} combinations, "
        f"{len(known.groups)} groups, {len(known.interactions)} interactions"
    )


def speed() -> None:
    def load() -> None:
        lexicon.reload()
        for language in Language:
            lexicon.load(language)

    def load_tables() -> None:
        tables._load.cache_clear()
        tables.load()

    lines = _visit_lines()
    text = "\n".join(lines)
    words = lexicon.load(Language.ZH)
    print(f"load both lexicons {milliseconds(load):.0f} ms")
    print(f"load the medication tables {milliseconds(load_tables):.0f} ms")
    found = milliseconds(lambda: words.find(text))
    print(f"find over {len(text)} characters {found:.0f} ms ({len(text) / found:.0f} a ms)")
    corrected = milliseconds(lambda: [_corrected(t, _unsure(t)) for t in lines], runs=1)
    print(f"correct {len(lines)} lines {corrected:.0f} ms ({corrected / len(lines):.2f} ms a line)")


def _visit_lines() -> list[str]:
    return [
        line["text"]
        for path in sorted((_ROOT / "tests/visits/zh").glob("*.toml"))
        for line in tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    ]


def _unsure(text: str) -> tuple[Word, ...]:
    return tuple(Word(character, 0.0, 0.0, 0.4) for character in text)


def _corrected(text: str, words: tuple[Word, ...]) -> str:
    found = homophones.corrections([Segment(1, text, words=words)])
    return found[0].text or text if found else text


def terms_heard() -> None:
    """Sentences with one term each, as the starter recogniser heard synthetic voices say them."""
    lines = json.loads((_ROOT / "tests/data/heard-terms.zh.json").read_text(encoding="utf-8"))
    before = after = changed = 0
    for line in lines:
        words = tuple(Word(text, 0.0, 0.0, sure) for text, sure in line["sure"])
        corrected = _corrected(line["heard"], words)
        before += line["term"] in line["heard"]
        after += line["term"] in corrected
        changed += corrected != line["heard"] and not _nearer(line, corrected)
    print(f"terms of {len(lines)} spoken sentences: right {before} as heard, {after} corrected")
    print(f"   lines changed without coming nearer to what was said: {changed}")
    named = [f"给您开{term.name}，一次一片。" for term in lexicon.load(Language.ZH).of_kind("drug")]
    spoilt = sum(_corrected(text, _unsure(text)) != text for text in named)
    print(f"   drugs of the lexicon replaced by another: {spoilt} of {len(named)}")
    false = sum(_corrected(text, _unsure(text)) != text for text in _visit_lines())
    print(f"   lines of the written visits changed (recogniser at 0.4): {false}")


def _nearer(line: dict[str, str], corrected: str) -> bool:
    said = set(line["said"])
    right = sum(character in said for character in corrected)
    return right > sum(character in said for character in line["heard"])


def clips() -> None:
    """The bundled clips through the recogniser: terms of the script found before and after."""
    engine = WhisperSpeechEngine(find("starter-speech"), threads=2)
    folders = (_ROOT / "resources/samples", _ROOT / "tests/data")
    for path in (p for folder in folders for p in sorted(folder.glob("zh-*.flac"))):
        script = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        said = _terms(line["text"] for line in script["line"])
        heard = engine.transcribe(
            read(path), SpeechOptions(Language.ZH), lambda _event: None, threading.Event()
        )
        fixed = {c.segment: c.text or "" for c in homophones.corrections(heard.segments)}
        before = _terms(segment.text for segment in heard.segments)
        after = _terms(fixed.get(segment.id, segment.text) for segment in heard.segments)
        print(
            f"{path.stem}: {sum(said.values())} terms said, right {sum((said & before).values())} "
            f"as heard, {sum((said & after).values())} corrected; "
            f"not said {sum((before - said).values())} before, {sum((after - said).values())} after"
        )
    engine.close()


def _terms(texts: Iterable[str]) -> Counter[str]:
    words = lexicon.load(Language.ZH)
    return Counter(m.term.name for text in texts for m in words.find(text, *_TERMS))


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of the lexicon.")
    parser.add_argument("--hear", action="store_true")
    given = parser.parse_args()
    entries()
    speed()
    terms_heard()
    if given.hear:
        clips()


if __name__ == "__main__":
    main()
