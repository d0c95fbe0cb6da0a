"""Real English dialogues with the notes that clinicians wrote about them.

MTS-Dialog, ACI-Bench and PriMock57 (CC BY 4.0, training parts). A claim holds where the
note says the same: its name stands there with the same denial. Where the note is silent
nothing is known, and where it says the opposite the reading is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from zhenlu.application.claims import claim, weighable
from zhenlu.application.ports import Candidate, DraftTask, PromptLine
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.engines.drafting import weigh_format
from zhenlu.language.extraction import critical_tokens, extract_facts

_NAMED = (FactKind.SYMPTOM, FactKind.HISTORY, FactKind.MEDICATION, FactKind.ALLERGY,
          FactKind.DIAGNOSIS, FactKind.TEST)  # fmt: skip
_ROLES = {"doctor": SpeakerRole.DOCTOR, "patient": SpeakerRole.PATIENT,
          "companion": SpeakerRole.COMPANION, "nurse": SpeakerRole.NURSE}  # fmt: skip
_MOST_TURNS = 120


def real_examples(folder: Path) -> Iterator[tuple[str, int, str, str]]:
    """Examples of all training files in a folder (`*train*.jsonl`, `*days*.jsonl`)."""
    for path in sorted((*folder.glob("*train*.jsonl"), *folder.glob("*days*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _examples(json.loads(line))


def _examples(row: dict[str, object]) -> Iterator[tuple[str, int, str, str]]:
    turns, note = row.get("turns"), row.get("note")
    if not isinstance(turns, list) or not isinstance(note, str) or len(turns) > _MOST_TURNS:
        return
    heard = tuple(
        Segment(number, turn["text"], _ROLES.get(turn["role"], SpeakerRole.UNKNOWN))
        for number, turn in enumerate(turns, start=1)
        if turn["text"].strip()
    )
    transcript = Transcript(Language.EN, heard)
    lines = tuple(PromptLine(s.id, s.role, 0.0, s.text) for s in heard)
    task = DraftTask(Language.EN, "soap", lines, ())
    noted = critical_tokens(note, Language.EN)
    denials = {(token.value, token.negated) for token in noted}
    for fact in extract_facts(transcript):
        verdict = _verdict(fact, denials) if weighable(fact) else None
        if verdict is not None:
            candidate = Candidate(0, claim(fact, Language.EN), fact.segments)
            asked = weigh_format.question(task, candidate)
            yield "".join(piece.text for piece in asked), verdict, fact.kind.value, "en"


def _verdict(fact: Fact, denials: set[tuple[str, bool]]) -> int | None:
    """1 where the note says so, 0 where it says the opposite, None where it is silent."""
    if fact.kind not in _NAMED or fact.polarity is Polarity.UNCERTAIN:
        return None
    denied = fact.polarity is Polarity.ABSENT
    if (fact.name, denied) in denials:
        return 1
    return 0 if (fact.name, not denied) in denials and fact.kind is FactKind.SYMPTOM else None
