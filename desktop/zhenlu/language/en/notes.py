"""The facts of a visit as a note writer looks them up, with their positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in the making.

    Attributes:
        facts: Positions of the facts it states.
        segments: Segments of those facts, ascending.
    """

    text: str = field(repr=False)
    facts: tuple[int, ...]
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Facts with their positions.

    Attributes:
        sections: Ids of the template's sections, so that nothing is written twice.
        visit_kind: "first", "revisit", "emergency" or "followup".
    """

    facts: tuple[Fact, ...] = field(repr=False)
    transcript: Transcript = field(repr=False)
    sections: frozenset[str] = frozenset()
    visit_kind: str = "first"

    def of(
        self,
        kind: FactKind,
        *,
        polarity: Polarity | None = None,
        subject: Subject | None = Subject.PATIENT,
        status: FactStatus | Sequence[FactStatus] | None = None,
        where: Callable[[Fact], bool] | None = None,
    ) -> list[int]:
        """Positions of the facts of a kind that fit."""
        wanted = (status,) if isinstance(status, FactStatus) else status
        return [
            at
            for at, fact in enumerate(self.facts)
            if fact.kind is kind
            and (polarity is None or fact.polarity is polarity)
            and (subject is None or fact.subject is subject)
            and (wanted is None or fact.status in wanted)
            and (where is None or where(fact))
        ]

    def line(self, text: str, positions: Sequence[int]) -> Line:
        """A sentence that states these facts."""
        segments = sorted({s for at in positions for s in self.facts[at].segments})
        return Line(text, tuple(positions), tuple(segments))
