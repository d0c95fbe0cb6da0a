"""The clinic's own templates: copies of shipped ones, edited as text, in force if they hold up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhenlu import paths
from zhenlu.application import templates
from zhenlu.application.template_faults import faults_in
from zhenlu.domain.errors import DiskRefused, FileUnreadable, ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template in force.

    Attributes:
        name: `soap.en.toml`.
        title: The name of the file where what it says cannot be read.
        language: None for a file whose name tells none.
        is_own: The clinic's, not the shipped one.
        is_shipped: The program brings one of this name.
        is_broken: Nothing can be drafted with it.
    """

    name: str
    title: str
    language: Language | None
    is_own: bool
    is_shipped: bool
    is_broken: bool = False


def listed() -> tuple[TemplateFile, ...]:
    """All of them, the clinic's own first; a broken one hides no other."""
    return tuple(_listed(path) for path in templates.files())


def text_of(name: str) -> str:
    """What the file of this name that is in force says.

    Raises:
        FileUnreadable
    """
    path = _own(name) if _own(name).is_file() else _shipped(name)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FileUnreadable("read", file=str(path)) from None


def save(name: str, text: str) -> None:
    """Let the clinic's own template be in force from the next draft on.

    Raises:
        ResourceBroken: Reason "key", with the place of the first mistake. Nothing is written.
        DiskRefused
    """
    path = _own(name)
    found = faults_in(path, text)
    if found:
        raise ResourceBroken("key", file=name, key=found[0].key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise DiskRefused(file=str(path)) from error


def discard(name: str) -> None:
    """Take the clinic's own template away; a shipped one of this name is in force again.

    Raises:
        DiskRefused
    """
    try:
        _own(name).unlink(missing_ok=True)
    except OSError as error:
        raise DiskRefused(file=str(_own(name))) from error


def _listed(path: Path) -> TemplateFile:
    is_own, is_shipped = path == _own(path.name), _shipped(path.name).is_file()
    spoken = path.stem.rpartition(".")[2]
    language = Language(spoken) if spoken in tuple(Language) else None
    try:
        title, is_broken = templates.read(path).title, False
    except ResourceBroken:
        title, is_broken = path.name, True
    return TemplateFile(path.name, title, language, is_own, is_shipped, is_broken)


def _own(name: str) -> Path:
    return paths.user_data() / "templates" / Path(name).name


def _shipped(name: str) -> Path:
    return paths.resources() / "templates" / Path(name).name
