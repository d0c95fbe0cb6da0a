"""A live visit is kept line by line, also where the store refuses for a while."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime

import pytest

from zhenlu.application.filing import Filing, PatientAsked, Work
from zhenlu.application.live_events import CaptureStopped, Committed, StopReason, VisitFinished
from zhenlu.application.live_filing import LiveFiling
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import DiskRefused
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage import store
from zhenlu.storage.store import Store
from zhenlu.storage.transcripts import Transcripts

_FIRST = Segment(1, "哪里不舒服?", start_s=0.5, end_s=1.5)
_SECOND = Segment(2, "咳嗽三天了。", start_s=2.0, end_s=4.0)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = tmp_path_factory.mktemp("clinic") / "store"
    store.create(made, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), "correct horse battery")
    with closing(store.sign_in(made, "李医生", "correct horse battery")) as signed_in:
        yield signed_in


@pytest.fixture
def visit(opened: Store) -> Iterator[Visit]:
    with closing(opened.open_journal()) as journal:
        filing = Filing(opened, journal, lambda: datetime(2026, 11, 24, 9, 42))
        made = filing.open_visit(filing.patient(PatientAsked("王某", is_new=True)))
        opened.consents.note(made.id, ConsentMethod.ORAL, "zh/2026-11")
        yield opened.visits.move(made.id, VisitState.RECORDING)


@pytest.fixture
def filing(opened: Store, visit: Visit) -> LiveFiling:
    work = Work(opened, visit, None, None, lambda _event: None)
    return LiveFiling(work, lambda: Language.ZH)


def _committed(segment: Segment) -> Committed:
    return Committed(0.0, segment.end_s, segment, segment, 0.5)


def _kept(opened: Store, visit: Visit) -> tuple[Segment, ...]:
    found = opened.transcripts.of_visit(visit.id)
    return found.heard if found else ()


def test_a_line_is_kept_as_it_was_heard(
    opened: Store, visit: Visit, filing: LiveFiling
) -> None:
    filing.take(_committed(_FIRST))

    assert _kept(opened, visit) == (_FIRST,)


def test_words_that_the_store_refused_are_kept_with_the_next_ones_in_order(
    opened: Store, visit: Visit, filing: LiveFiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Transcripts, _visit: str, _segments: Sequence[Segment]) -> None:
        raise DiskRefused("full")

    with monkeypatch.context() as disk:
        disk.setattr(Transcripts, "append", full)
        with pytest.raises(DiskRefused):
            filing.take(_committed(_FIRST))
    filing.take(_committed(_SECOND))

    assert _kept(opened, visit) == (_FIRST, _SECOND)


def test_the_visits_state_follows_capture_and_record(
    opened: Store, visit: Visit, filing: LiveFiling
) -> None:
    filing.take(_committed(_FIRST))
    filing.take(CaptureStopped(0.0, 4.0, StopReason.PERSON))
    transcribing = opened.visits.get(visit.id).state
    said = Transcript(Language.ZH, (_FIRST,))
    record = Record("outpatient-initial", Language.ZH, transcript=said)
    filing.take(VisitFinished(0.0, 4.0, record, 4.0))

    assert transcribing is VisitState.TRANSCRIBING
    assert opened.visits.get(visit.id).state is VisitState.DRAFTED


def test_a_visit_in_which_nobody_spoke_ends_empty(
    opened: Store, visit: Visit, filing: LiveFiling
) -> None:
    filing.take(CaptureStopped(0.0, 4.0, StopReason.PERSON))
    filing.take(VisitFinished(0.0, 4.0, Record("outpatient-initial", Language.ZH), 4.0))

    assert opened.visits.get(visit.id).state is VisitState.EMPTY
    assert opened.transcripts.of_visit(visit.id) is None
