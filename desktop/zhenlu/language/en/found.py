"""A fact on its way, before what was said several times is joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with whether it corrects what was said before."""

    fact: Fact = field(repr=False)
    corrects: bool = False
