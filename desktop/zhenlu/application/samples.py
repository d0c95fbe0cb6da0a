"""The bundled visits: a spoken visit beside the record a clinician would expect."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from zhenlu import paths
from zhenlu.domain.errors import ChoiceUnknown, ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient


@dataclass(frozen=True, slots=True)
class Sample:
    """One bundled visit.

    Attributes:
        audio: The recording, FLAC.
        expected: Section id → what a clinician would write there.
    """

    name: str
    title: str
    template: str
    language: Language
    audio: Path
    patient: Patient
    expected: dict[str, str] = field(repr=False)


def load_all() -> tuple[Sample, ...]:
    """All bundled visits, Chinese first.

    Raises:
        ResourceBroken: If a visit's file lacks what it needs.
    """
    folder = paths.resources() / "samples"
    samples = [_read(path) for path in sorted(folder.glob("*.toml"))]
    return tuple(sorted(samples, key=lambda s: (s.language is not Language.ZH, s.name)))


def choose(name: str, language: Language) -> Sample:
    """The visit of this name, or the first one of a language.

    Raises:
        ChoiceUnknown: If there is no such visit.
    """
    samples = load_all()
    wanted = [s for s in samples if (s.name == name if name else s.language is language)]
    if not wanted:
        raise ChoiceUnknown("sample", choice=name, offered=", ".join(s.name for s in samples))
    return wanted[0]


def _read(path: Path) -> Sample:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        patient = data.get("patient", {})
        return Sample(
            path.stem,
            data["title"],
            data["template"],
            Language(data["language"]),
            path.with_suffix(".flac"),
            Patient(patient.get("name", ""), patient.get("sex", ""), patient.get("age_years")),
            dict(data.get("sections", {})),
        )
    except (OSError, KeyError, ValueError) as error:
        raise ResourceBroken(file=path.name) from error
