"""The words around the transcript that an instruct model reads, from resources/prompts.

`<language>/instructions.toml` holds the instructions and the names of the speakers;
`<language>/<template>.toml` one worked example: lines of a visit and the answers to them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from zhenlu import paths
from zhenlu.application.ports import PromptFact, SectionTask
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language, SpeakerRole

#: The texts, and what each must keep, or the model would not see the visit's data.
_FIELDS: dict[str, tuple[str, ...]] = {
    "system": (),
    "header": (),
    "closed": ("facts",),
    "fact": ("lines", "text"),
    "example": ("lines", "answers"),
    "guide": ("sections",),
    "section": ("title",),
    "belongs": ("belongs",),
    "style": ("style",),
    "task": ("title",),
}


@dataclass(frozen=True, slots=True)
class ExampleAnswer:
    """What is right for one section of the example, in the compact form."""

    section: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: an invented visit and its record."""

    lines: tuple[tuple[int, SpeakerRole, str], ...]
    answers: tuple[ExampleAnswer, ...]


@dataclass(frozen=True, slots=True)
class Instructions:
    """The instructions of one language."""

    language: Language
    roles: dict[SpeakerRole, str]
    texts: dict[str, str]
    examples: dict[str, str]

    def line(self, line_id: int, role: SpeakerRole, text: str) -> str:
        """A line of a visit as the model reads it, without its line end."""
        return f"[{line_id}|{self.roles[role]}] {text}"

    def closed(self, facts: Sequence[PromptFact]) -> str:
        """What is known of the part of a visit whose words are not shown."""
        told = (
            self.texts["fact"].format(lines=",".join(map(str, fact.segments)), text=fact.text)
            for fact in facts
        )
        return self.texts["closed"].format(facts="\n".join(told)).lstrip()

    def system(self, example: Example) -> str:
        """Instructions with the worked example."""
        lines = "\n".join(self.line(*line) for line in example.lines)
        answers = "\n".join("\n".join((a.title, *a.lines)) for a in example.answers)
        shown = self.texts["example"].format(lines=lines, answers=answers)
        return f"{self.texts['system'].strip()}\n\n{shown.strip()}"

    def guide(self, sections: Sequence[SectionTask]) -> str:
        """What belongs into each section and how it is written."""
        lines = "\n".join(map(self._section, sections))
        return self.texts["guide"].format(sections=lines).strip()

    def _section(self, section: SectionTask) -> str:
        text = self.texts["section"].format(title=section.title)
        if section.belongs:
            text += self.texts["belongs"].format(belongs=section.belongs)
        if section.style:
            text += self.texts["style"].format(style=section.style)
        return text


@cache
def instructions(language: Language) -> Instructions:
    """The instructions of a language.

    Raises:
        ResourceBroken: If the file does not hold up; param `file` names it.
    """
    return _read(_folder(language) / "instructions.toml", _instructions, language)


@cache
def example(language: Language, template: str) -> Example:
    """The worked example for a template, its own or the one it borrows.

    Raises:
        ResourceBroken: If the file does not hold up; param `file` names it.
    """
    return _read(_example_path(language, template), _example, language)


@cache
def fingerprint(language: Language, template: str) -> str:
    """SHA-256 over the instructions and the example that a model reads for a template.

    Raises:
        ResourceBroken: As `instructions`.
    """
    told = (instructions(language), example(language, template))
    return sha256(repr(told).encode("utf-8")).hexdigest()


def _example_path(language: Language, template: str) -> Path:
    folder = _folder(language)
    own = folder / f"{template}.toml"
    if template == "instructions" or not own.is_file():
        borrowed = instructions(language).examples
        own = folder / f"{borrowed.get(template, borrowed['*'])}.toml"
    return own


def _folder(language: Language) -> Path:
    return paths.resources() / "prompts" / language.value


_Read = TypeVar("_Read")


def _read(
    path: Path, make: Callable[[dict[str, object], Language], _Read], language: Language
) -> _Read:
    try:
        return make(tomllib.loads(path.read_text(encoding="utf-8")), language)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        # The file's own words stay out of the error's parameters; the file name is enough.
        raise ResourceBroken("prompt", file=f"{language.value}/{path.name}") from error


def _instructions(data: dict[str, object], language: Language) -> Instructions:
    texts, examples, roles = (_table(data, key) for key in ("text", "examples", "roles"))
    for name, keep in _FIELDS.items():
        if keep:
            texts[name].format(**dict.fromkeys(keep, ""))
        if not texts[name] or any(f"{{{key}}}" not in texts[name] for key in keep):
            raise ValueError(name)
    if "*" not in examples:
        raise KeyError("*")
    speakers = {role: roles[role.value] for role in SpeakerRole}
    return Instructions(language, speakers, texts, examples)


def _table(data: dict[str, object], key: str) -> dict[str, str]:
    table = data[key]
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise TypeError(key)
    return table


def _example(data: dict[str, object], language: Language) -> Example:
    del language
    lines, answers = data["line"], data["answer"]
    if not isinstance(lines, list) or not isinstance(answers, list):
        raise TypeError
    return Example(
        tuple((int(e["id"]), SpeakerRole(e["role"]), str(e["text"])) for e in lines),
        tuple(
            ExampleAnswer(str(e["section"]), str(e["title"]), tuple(map(str, e["lines"])))
            for e in answers
        ),
    )
