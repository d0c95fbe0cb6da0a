"""A live visit is kept line by line, also where the store refuses for a while."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhenlu.application.filing import Work
from zhenlu.application.live_events import CaptureStopped, Committed, StopReason, VisitFinished
from zhenlu.application.live_filing import LiveFiling
from zhenlu.domain.errors import DiskRefused
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage.store import Store
from zhenlu.storage.transcripts import Transcripts

_FIRST = Segment(1, "哪里不舒服?", start_s=0.5, end_s=1.5)
_SECOND = Segment(2, "咳嗽三天了。", start_s=2.0, end_s=4.0)


@pytest.fixture
def live_filing(opened: Store, visit: Visit) -> LiveFiling:
    """Of a visit that is recorded."""
    recorded = opened.visits.move(visit.id, VisitState.RECORDING)
    return LiveFiling(Work(opened, recorded, None, None, lambda _event: None), lambda: Language.ZH)


def _committed(segment: Segment) -> Committed:
    return Committed(0.0, segment.end_s, segment, segment, 0.5)


def _kept(opened: Store, visit: Visit) -> tuple[Segment, ...]:
    found = opened.transcripts.of_visit(visit.id)
    return found.heard if found else ()


def test_a_line_is_kept_as_it_was_heard(
    opened: Store, visit: Visit, live_filing: LiveFiling
) -> None:
    live_filing.take(_committed(_FIRST))

    assert _kept(opened, visit) == (_FIRST,)


def test_words_that_the_store_refused_are_kept_with_the_next_ones_in_order(
    opened: Store, visit: Visit, live_filing: LiveFiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Transcripts, _visit: str, _segments: Sequence[Segment]) -> None:
        raise DiskRefused("full")

    with monkeypatch.context() as disk:
        disk.setattr(Transcripts, "append", full)
        with pytest.raises(DiskRefused):
            live_filing.take(_committed(_FIRST))
    live_filing.take(_committed(_SECOND))

    assert _kept(opened, visit) == (_FIRST, _SECOND)


def test_the_visits_state_follows_capture_and_record(
    opened: Store, visit: Visit, live_filing: LiveFiling
) -> None:
    live_filing.take(_committed(_FIRST))
    live_filing.take(CaptureStopped(0.0, 4.0, StopReason.PERSON))
    transcribing = opened.visits.get(visit.id).state
    said = Transcript(Language.ZH, (_FIRST,))
    record = Record("outpatient-initial", Language.ZH, transcript=said)
    live_filing.take(VisitFinished(0.0, 4.0, record, 4.0))

    assert transcribing is VisitState.TRANSCRIBING
    assert opened.visits.get(visit.id).state is VisitState.DRAFTED


def test_a_visit_in_which_nobody_spoke_ends_empty(
    opened: Store, visit: Visit, live_filing: LiveFiling
) -> None:
    live_filing.take(CaptureStopped(0.0, 4.0, StopReason.PERSON))
    live_filing.take(VisitFinished(0.0, 4.0, Record("outpatient-initial", Language.ZH), 4.0))

    assert opened.visits.get(visit.id).state is VisitState.EMPTY
    assert opened.transcripts.of_visit(visit.id) is None
