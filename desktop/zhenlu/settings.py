"""What a person chose for this computer, in one small file. Nothing about patients."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from zhenlu import paths
from zhenlu.domain.errors import DiskRefused, ResourceBroken
from zhenlu.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that outlive a session.

    Attributes:
        speech_pack: Id of the chosen pack, "" to let the program choose; so for the others.
    """

    speech_pack: str = ""
    speaker_pack: str = ""
    drafting_pack: str = ""


def path() -> Path:
    return paths.user_data() / "settings.json"


def load() -> Settings:
    """The stored choices; defaults where none were stored.

    Raises:
        ResourceBroken: Reason "settings", if the file is no settings file. It is left as it is.
    """
    stored = _stored()
    known = {key: value for key, value in stored.items() if key in _NAMES}
    if not all(isinstance(value, str) for value in known.values()):
        raise ResourceBroken("settings", file=str(path()))
    return Settings(**known)


def save(settings: Settings) -> None:
    """Store the choices, keeping entries of newer versions that this one does not know.

    Raises:
        DiskRefused: Reason "settings".
        ResourceBroken: Reason "settings", rather than overwrite a file that cannot be read.
    """
    merged = {**_stored(), **asdict(settings)}
    text = json.dumps(merged, ensure_ascii=False, indent=1) + "\n"
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        write_whole(path(), text.encode("utf-8"))
    except OSError:
        raise DiskRefused("settings", path=str(path())) from None


_NAMES = frozenset(field.name for field in fields(Settings))


def _stored() -> dict[str, Any]:
    try:
        data = json.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ResourceBroken("settings", file=str(path())) from None
    if not isinstance(data, dict):
        raise ResourceBroken("settings", file=str(path()))
    return data
