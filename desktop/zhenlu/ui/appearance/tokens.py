"""The numbers of the design, read once from resources/styles/tokens.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from zhenlu import paths


@dataclass(frozen=True, slots=True)
class Tokens:
    """What resources/styles/tokens.toml says.

    Attributes:
        colours: Mode ("light", "dark") to name to "#RRGGBB".
        contrast_pairs: Foreground and background that must differ by 4.5 : 1.
        families: Language to use ("ui", "print") to names of fonts, the first that is there serves.
        sizes: Pixels of type at a text size of 100 %.
        icons: Name to the icon's name in the icon font.
    """

    colours: dict[str, dict[str, str]]
    contrast_pairs: tuple[tuple[str, str], ...]
    families: dict[str, dict[str, list[str]]]
    sizes: dict[str, int]
    radii: dict[str, int]
    scales: tuple[float, ...]
    icons: dict[str, str]


@cache
def tokens() -> Tokens:
    """The design of this program."""
    path = paths.resources() / "styles" / "tokens.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Tokens(
        colours=data["colour"],
        contrast_pairs=tuple((front, back) for front, back in data["contrast"]["pairs"]),
        families=data["font"],
        sizes=data["size"],
        radii=data["radius"],
        scales=tuple(data["text-scale"]["steps"]),
        icons=data["icon"],
    )
