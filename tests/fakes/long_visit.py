"""A long visit of two or more voices, put together from the hand-written ones.

Visits are laid side by side and read in quarters: first what all of them begin with, then
what comes next, and at the end what is ordered. So a long talk has the course of a short
one: complaint, history, examination, plan.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import model_shapes

from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

_TESTS = Path(__file__).resolve().parents[1]
_QUARTERS = 4
#: Characters in a second of these voices, pauses included. People speak up to four.
_CHARACTERS_PER_S = 2.8
_VOICES = {
    "doctor": {"name": "cmn-latn-pinyin+m3", "words_per_minute": 165, "pitch": 42},
    "patient": {"name": "cmn-latn-pinyin+f2", "words_per_minute": 165, "pitch": 55},
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is said."""

    role: SpeakerRole
    text: str = field(repr=False)


def lines(minutes: float) -> tuple[Line, ...]:
    """Talk of about so many minutes."""
    wanted = minutes * 60 * _CHARACTERS_PER_S
    visits: list[list[Line]] = []
    for path in sorted((_TESTS / "visits" / "zh").glob("*.toml")):
        visit = tomllib.loads(path.read_text(encoding="utf-8"))
        roles = {line["role"] for line in visit["line"]}
        if visit["template"] != "outpatient-initial" or roles != {"doctor", "patient"}:
            continue
        said = [Line(SpeakerRole(line["role"]), line["text"]) for line in visit["line"]]
        visits.append(said)
        found = sum(len(line.text) for visit_lines in visits for line in visit_lines)
        if found >= wanted:
            break
    share = min(1.0, wanted / found)
    return tuple(
        line
        for quarter in range(_QUARTERS)
        for visit_lines in visits
        for line in _quarter(visit_lines, quarter, share)
    )


def transcript(minutes: float) -> Transcript:
    """The talk as it is heard, with the seconds that it takes."""
    segments, at = [], 0.5
    for number, line in enumerate(lines(minutes), start=1):
        end = at + len(line.text) / (_CHARACTERS_PER_S * 1.1)
        segments.append(Segment(number, line.text, line.role, round(at, 2), round(end, 2)))
        at = end + 0.6
    return Transcript(Language.ZH, tuple(segments))


def sound(minutes: float) -> Path:
    """The talk in two synthetic voices as a file; spoken once, then kept beside the models.

    Needs espeak-ng.
    """
    # The script that made the sample visits is no package.
    sys.path.append(str(_TESTS.parent / "models" / "training" / "speech"))
    make_samples = import_module("make_samples")
    said = lines(minutes)
    mark = sha256(repr([(line.role, line.text) for line in said]).encode()).hexdigest()[:12]
    file = model_shapes.folder() / f"visit-{minutes:g}-min-{mark}.flac"
    if not file.is_file():
        script = {
            "voices": _VOICES,
            "line": [{"role": line.role.value, "text": line.text} for line in said],
        }
        samples, _ = make_samples.compose(script)
        file.parent.mkdir(parents=True, exist_ok=True)
        make_samples.write_flac(samples, file)
    return file


def _quarter(said: Sequence[Line], quarter: int, share: float) -> Sequence[Line]:
    """The first lines of a quarter, so that a short talk has all of them."""
    first, last = (len(said) * (quarter + i) // _QUARTERS for i in range(2))
    return said[first : first + max(1, round((last - first) * share))]


__all__ = ["Line", "lines", "sound", "transcript"]
