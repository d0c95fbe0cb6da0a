"""Reads the hand-written visits of tests/visits and weighs a draft against them.

A visit file is TOML:

    template = "outpatient-initial"
    title = "…"                                  # what it exercises
    [patient] name / sex / age_years             # optional
    [[line]] role = "doctor"  text = "…"
    [[fact]] kind = "symptom" name = "咳嗽" polarity = "present" value = "5" unit = "天"
             attr.site = "咽部"                   # must be found; only the given keys count
    [[never]] kind = "medication" name = "头孢克肟" status = "ordered"   # must not be found
    [sections] chief_complaint = "咳嗽、咳痰5天"   # the one right text
    [contains] history_of_present_illness = ["黄痰"]
    [denies] history_of_present_illness = ["咯血"]   # stands there, and as a denial
    [forbids] treatment_plan = ["头孢"]
    [only] symptom = ["咳嗽"]  ordered = []       # no other present ones of the patient;
                                                 # taken / ordered / stopped: medications
    [[known_gap]] of = "<id of an expectation>"  reason = "…"

In `fact` and `never` a string matches exactly, a list offers alternatives, `name_has`
lists pieces that must all stand in the name, and an attribute matches when it contains
what is asked for. Every expectation has an id such as `03-diarrhoea fact 腹泻`; a known
gap names it and the test reports it as an expected failure, which turns red once it is met.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

_FOLDER = Path(__file__).parent
_KEYS = {"template", "title", "patient", "line", "fact", "never", "sections", "contains"} | {
    "forbids",
    "denies",
    "only",
    "known_gap",
}
_SENTENCE_END = re.compile(r"[。；;\n]|\. ")
_DENIAL = re.compile(r"[无未]|否认|\b(?:no|not|denie[sd]|without|negative)\b", re.IGNORECASE)
_FACT_KEYS = {"kind", "name", "name_has", "polarity", "value", "unit", "status", "subject", "attr"}


class VisitFileBroken(ValueError):
    """A visit file that does not follow the form above."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One hand-written visit.

    Attributes:
        id: File name without its ending: "03-diarrhoea".
        transcript: Segment ids count from 1 in the order of the lines.
    """

    id: str
    language: Language
    template: str
    title: str
    patient: dict[str, str | int]
    transcript: Transcript = field(repr=False)
    expectations: tuple[Expectation, ...] = field(repr=False, default=())

    @property
    def number(self) -> int:
        return int(self.id.partition("-")[0])

    def without_roles(self) -> Transcript:
        """The same words as a recogniser would hand them over: nobody knows who speaks."""
        heard = tuple(Segment(s.id, s.text) for s in self.transcript)
        return Transcript(self.language, heard)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must hold for one visit.

    Attributes:
        sort: "fact", "never", "only", "section", "contains", "denies" or "forbids".
        section: Section id for the last four; for "only" the kind or medication status.
        wanted: The fact's keys, the text, or the names that may be found.
        gap: Why it cannot be met yet; "" where it must hold.
    """

    id: str
    visit: str
    sort: str
    section: str = ""
    wanted: Mapping[str, Any] | str | tuple[str, ...] = ""
    gap: str = ""

    def failure(self, facts: Sequence[Fact], sections: Mapping[str, str]) -> str:
        """Why it does not hold, "" where it does.

        Args:
            sections: Drafted text by section id.
        """
        if self.sort in ("fact", "never"):
            return self._fact_failure(facts)
        if self.sort == "only":
            extra = sorted({f.name for f in facts if self._counts(f)} - set(self.wanted))
            return f"nobody said so of the patient: {extra}" if extra else ""
        text = sections.get(self.section, "")
        holds = {
            "section": text == self.wanted,
            "contains": str(self.wanted) in text,
            "forbids": str(self.wanted) not in text,
            "denies": _stands_denied(str(self.wanted), text),
        }
        return "" if holds[self.sort] else f"{self.section} reads: {text}"

    def _fact_failure(self, facts: Sequence[Fact]) -> str:
        assert isinstance(self.wanted, Mapping)
        found = [fact for fact in facts if matches(fact, self.wanted)]
        if self.sort == "fact":
            return "" if found else f"not found: {_shown(self.wanted)}; {_near(facts, self)}"
        return f"must not be found: {_shown(self.wanted)}" if found else ""

    def _counts(self, fact: Fact) -> bool:
        if fact.polarity is not Polarity.PRESENT or fact.subject is not Subject.PATIENT:
            return False
        if self.section in tuple(FactStatus):
            return fact.kind is FactKind.MEDICATION and fact.status == self.section
        return fact.kind == self.section


def matches(fact: Fact, wanted: Mapping[str, Any]) -> bool:
    """Whether a fact carries everything that is asked for."""
    for key in wanted.keys() - {"name_has", "attr"}:
        if str(getattr(fact, key)) not in _alternatives(wanted[key]):
            return False
    if not all(piece in fact.name for piece in wanted.get("name_has", ())):
        return False
    return all(
        any(choice in fact.attributes.get(key, "") for choice in _alternatives(value))
        for key, value in wanted.get("attr", {}).items()
    )


def read_visit(path: Path) -> Visit:
    """One visit file.

    Raises:
        VisitFileBroken: If a key is unknown, a line or fact is incomplete, two expectations
            share an id, or a known gap names none.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := data.keys() - _KEYS:
        raise VisitFileBroken(f"{path.name}: {sorted(unknown)}")
    return _visit(path.stem, Language(path.parent.name), data)


def snippets(language: str) -> tuple[Visit, ...]:
    """The safety exam of a language: a few lines each, about what may not be got wrong.

    `unseen/safety-<language>.toml` is a list of `[[snippet]]` with `title`, `lines`, `fact`
    and `never` in the form of the visits; like those, nobody looks into it while mending.
    """
    path = _FOLDER / "unseen" / f"safety-{language}.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))["snippet"]
    return tuple(
        _visit(
            f"{number:03d}-safety",
            Language(language),
            {**snippet, "line": snippet["lines"], "template": "outpatient-initial"},
        )
        for number, snippet in enumerate(found, start=1)
    )


def _visit(name: str, language: Language, data: Mapping[str, Any]) -> Visit:
    heard = tuple(
        Segment(number, line["text"], SpeakerRole(line["role"]))
        for number, line in enumerate(data["line"], start=1)
    )
    return Visit(
        id=name,
        language=language,
        template=data["template"],
        title=data["title"],
        patient=data.get("patient", {}),
        transcript=Transcript(language, heard),
        expectations=_expectations(name, data),
    )


def visits(language: str, *, unseen: bool = False) -> tuple[Visit, ...]:
    """All visits of a language, in the order of their numbers.

    Args:
        unseen: Those in `unseen/` instead, which nobody looks into while mending: they tell
            how the extractor does at first sight. Once looked into, they belong to the others.
    """
    folder = _FOLDER / "unseen" / language if unseen else _FOLDER / language
    read = (read_visit(path) for path in folder.glob("*.toml"))
    return tuple(sorted(read, key=lambda visit: (visit.number, visit.id)))


def _expectations(visit: str, data: Mapping[str, Any]) -> tuple[Expectation, ...]:
    gaps = {gap["of"]: gap["reason"] for gap in data.get("known_gap", ())}
    made: dict[str, Expectation] = {}
    for sort, section, wanted, shown in _wanted(visit, data):
        name = f"{visit} {sort} {shown}"
        number = 2
        while name in made:
            name = f"{visit} {sort} {shown} ({number})"
            number += 1
        made[name] = Expectation(name, visit, sort, section, wanted, gaps.pop(name, ""))
    if gaps:
        raise VisitFileBroken(f"{visit}: no such expectation: {sorted(gaps)}")
    return tuple(made.values())


def _wanted(
    visit: str, data: Mapping[str, Any]
) -> list[tuple[str, str, Mapping[str, Any] | str | tuple[str, ...], str]]:
    wanted: list[tuple[str, str, Mapping[str, Any] | str | tuple[str, ...], str]] = []
    for sort in ("fact", "never"):
        for entry in data.get(sort, ()):
            if entry.keys() - _FACT_KEYS or "kind" not in entry:
                raise VisitFileBroken(f"{visit}: {sort} {dict(entry)}")
            wanted.append((sort, "", entry, _shown(entry)))
    for kind, names in data.get("only", {}).items():
        wanted.append(("only", kind, tuple(names), kind))
    for section, text in data.get("sections", {}).items():
        wanted.append(("section", section, text, section))
    for sort in ("contains", "denies", "forbids"):
        for section, texts in data.get(sort, {}).items():
            wanted += [(sort, section, text, f"{section} {text}") for text in texts]
    return wanted


def _stands_denied(name: str, text: str) -> bool:
    """Whether every mention of the name follows a denial within its sentence."""
    mentions = [s for s in _SENTENCE_END.split(text) if name.casefold() in s.casefold()]
    return bool(mentions) and all(
        _DENIAL.search(s[: s.casefold().index(name.casefold())]) for s in mentions
    )


def _alternatives(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _shown(wanted: Mapping[str, Any]) -> str:
    name = wanted.get("name", wanted.get("name_has", ""))
    parts = [wanted["kind"], name if isinstance(name, str) else "|".join(name)]
    parts += [str(wanted[key]) for key in ("polarity", "status", "subject") if key in wanted]
    if "value" in wanted:
        parts.append(f"{wanted['value']}{wanted.get('unit', '')}")
    parts += [f"{k}={v}" for k, v in wanted.get("attr", {}).items()]
    return " ".join(part for part in parts if part)


def _near(facts: Sequence[Fact], expectation: Expectation) -> str:
    assert isinstance(expectation.wanted, Mapping)
    kind = expectation.wanted["kind"]
    near = [
        f"{f.name}/{f.polarity}/{f.value}{f.unit}/{f.status}/{f.subject}/{f.attributes}"
        for f in facts
        if f.kind == kind
    ]
    return f"of this kind: {near}"
