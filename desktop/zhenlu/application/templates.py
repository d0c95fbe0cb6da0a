"""Templates as files: shipped ones in resources/templates, the clinic's own beside its data.

A file is named `<id>.<language>.toml`. A clinic's file of the same name takes the
place of the shipped one.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    model_validator,
)

from zhenlu import paths
from zhenlu.application.programmes import PROGRAMMES
from zhenlu.application.proposals import CHRONIC, NEEDED_CHOICES, PROPOSALS
from zhenlu.application.resource_files import read_model
from zhenlu.domain.errors import ResourceBroken, TemplateUnknown
from zhenlu.domain.facts import FactKind
from zhenlu.domain.template import (
    SECTION_IDS,
    FieldSource,
    FieldSpec,
    Template,
    TemplateSection,
)
from zhenlu.domain.transcript import Language


def _known_section(section_id: str) -> str:
    if section_id not in SECTION_IDS:
        raise ValueError("no section of this id")
    return section_id


_Name = Annotated[str, Field(min_length=1, pattern=r"^[a-z][a-z0-9_-]*$")]
_Words = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    """Base of the file's tables: a key nobody reads is a mistake worth naming."""

    model_config = ConfigDict(extra="forbid")


class _SourceEntry(_Entry):
    kind: FactKind
    names: tuple[_Words, ...] = ()
    part: _Name = "value"
    units: tuple[_Words, ...] = ()
    when: tuple[_Words, ...] = ()
    near: tuple[_Words, ...] = ()
    not_near: tuple[_Words, ...] = ()
    words: dict[str, tuple[_Words, ...]] = Field(default_factory=dict)


class _FieldEntry(_Entry):
    id: _Name
    title: _Words
    type: Literal["number", "text", "choice", "choices", "date"]
    unit: str = ""
    low: float | None = None
    high: float | None = None
    target: str = ""
    choices: tuple[_Words, ...] = ()
    source: tuple[_SourceEntry, ...] = ()
    spoken: dict[str, tuple[_Words, ...]] = Field(default_factory=dict)
    proposal: str = ""
    programme: str = ""
    thresholds: dict[_Name, float] = Field(default_factory=dict)
    data_element: str = ""

    @model_validator(mode="after")
    def _choices_match(self) -> _FieldEntry:
        if self.type in ("choice", "choices") and not self.choices:
            raise ValueError("a choice needs choices")
        worded = [word for entry in self.source for word in entry.words]
        if any(word not in self.choices for word in (*worded, *self.spoken)):
            raise ValueError("words name a choice that the field does not have")
        if self.proposal and self.proposal not in PROPOSALS:
            raise ValueError("no such proposal")
        if (self.proposal in CHRONIC) != bool(self.programme) or (
            self.programme and self.programme not in PROGRAMMES
        ):
            raise ValueError("the proposal needs a programme, or it has none of this name")
        if len(self.choices) < NEEDED_CHOICES.get(self.proposal, 0):
            raise ValueError("the proposal needs more choices")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        return self


class _SectionEntry(_Entry):
    id: Annotated[str, AfterValidator(_known_section)]
    title: _Words
    required: bool = False
    holds: tuple[FactKind, ...] = ()
    belongs: str = ""
    style: str = ""
    when_empty: str = ""
    layout: Literal["prose", "list"] = "prose"
    max_chars: Annotated[int, Field(ge=0)] = 0
    loinc: str = ""
    data_element: str = ""
    field: tuple[_FieldEntry, ...] = ()


class TemplateEntry(_Entry):
    """A template file as a person writes it."""

    id: _Name
    language: Language
    title: _Words
    kind: Literal["outpatient", "followup", "nursing", "letter", "handout"]
    visit_kind: Literal["first", "revisit", "emergency", "followup"]
    source: _Words
    section: Annotated[tuple[_SectionEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _sections_once(self) -> TemplateEntry:
        ids = [section.id for section in self.section]
        if len(ids) != len(set(ids)):
            raise ValueError("a section stands twice")
        return self


def load(template_id: str, language: Language) -> Template:
    """The template of this id in this language.

    Raises:
        TemplateUnknown: If there is none; `known` lists the ids of the language.
        ResourceBroken: If its file does not hold up; names the file and the key.
    """
    path = _files().get((template_id, language))
    if path is None:
        known = ", ".join(sorted(id_ for id_, spoken in _files() if spoken is language))
        raise TemplateUnknown(template=_shown(template_id), language=language.value, known=known)
    return _read(path, path.stat().st_mtime_ns)


def available(language: Language | None = None) -> tuple[Template, ...]:
    """All templates, of one language if given, by id.

    Raises:
        ResourceBroken: If one of the files does not hold up.
    """
    return tuple(
        load(id_, spoken)
        for id_, spoken in sorted(_files())
        if language is None or spoken is language
    )


def read(path: Path) -> Template:
    """The template in a file.

    Raises:
        ResourceBroken: reason "unreadable" (no file, no TOML), "key" (a key is missing,
            unknown or of the wrong kind) or "name" (the file is named for another template).
    """
    entry = read_model(path, TemplateEntry)
    if path.name != f"{entry.id}.{entry.language.value}.toml":
        raise ResourceBroken("name", file=path.name, key="id")
    return Template(
        id=entry.id,
        language=entry.language,
        title=entry.title,
        kind=entry.kind,
        visit_kind=entry.visit_kind,
        source=entry.source,
        sections=tuple(_section(section) for section in entry.section),
    )


def fingerprint(template: Template) -> str:
    """SHA-256 over what a template says, so that a signed record tells which one it was.

    Entries that only say what holds without them do not count.
    """
    document = TypeAdapter(Template).dump_json(template, exclude_defaults=True)
    return sha256(document).hexdigest()


@lru_cache(maxsize=64)
def _read(path: Path, _changed_ns: int) -> Template:
    """Read once per state of the file, so that a clinic's edit shows without a restart."""
    return read(path)


def files() -> tuple[Path, ...]:
    """The files in force, shipped ones and the clinic's own, and own ones that are misnamed."""
    own = paths.user_data() / "templates"
    found = set(_files().values()) | set(own.glob("*.toml"))
    return tuple(sorted(found, key=lambda path: (path.parent != own, path.name)))


def is_own(template: Template) -> bool:
    """Whether the clinic's own file is in force for it."""
    path = _files().get((template.id, template.language))
    return path is not None and path.parent == paths.user_data() / "templates"


def _files() -> dict[tuple[str, Language], Path]:
    found: dict[tuple[str, Language], Path] = {}
    for folder in (paths.resources() / "templates", paths.user_data() / "templates"):
        for path in sorted(folder.glob("*.toml")):
            template_id, _, spoken = path.stem.rpartition(".")
            if template_id and spoken in tuple(Language):
                found[template_id, Language(spoken)] = path
    return found


def _shown(template_id: str) -> str:
    """An id typed by a person, short enough for a sentence."""
    return template_id if len(template_id) <= 40 else f"{template_id[:40]}…"


def _section(entry: _SectionEntry) -> TemplateSection:
    return TemplateSection(
        id=entry.id,
        title=entry.title,
        required=entry.required,
        holds=entry.holds,
        belongs=entry.belongs,
        style=entry.style,
        when_empty=entry.when_empty,
        layout=entry.layout,
        max_chars=entry.max_chars,
        loinc=entry.loinc,
        data_element=entry.data_element,
        fields=tuple(_field(field) for field in entry.field),
    )


def _field(entry: _FieldEntry) -> FieldSpec:
    return FieldSpec(
        id=entry.id,
        title=entry.title,
        type=entry.type,
        unit=entry.unit,
        low=entry.low,
        high=entry.high,
        target=entry.target,
        choices=entry.choices,
        sources=tuple(
            FieldSource(**{name: getattr(source, name) for name in _SourceEntry.model_fields})
            for source in entry.source
        ),
        spoken=entry.spoken,
        proposal=entry.proposal,
        programme=entry.programme,
        thresholds=entry.thresholds,
        data_element=entry.data_element,
    )
