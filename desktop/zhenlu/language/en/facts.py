"""Facts of an English visit."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Segment


def extract(segments: Sequence[Segment]) -> tuple[Fact, ...]:
    """All facts of a visit in the order of their mention; the last correction wins."""
    return ()
