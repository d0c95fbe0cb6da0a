"""What was said, committed as it comes."""

from __future__ import annotations

import pytest
from clinic_at_work import log_of

from zhenlu.domain.errors import (
    ActionForbidden,
    SegmentOrderBroken,
    SegmentUnknown,
    VisitUnknown,
)
from zhenlu.domain.transcript import (
    Correction,
    Language,
    Segment,
    SpeakerRole,
    Transcript,
    Word,
)
from zhenlu.storage.access import Access
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.transcripts import Transcripts

_FIRST = Segment(1, "哪里不舒服", SpeakerRole.DOCTOR, 0.4, 1.9, 0.93, (Word("哪", 0.4, 0.6, 0.9),))
_SECOND = Segment(2, "咳嗽三天了", SpeakerRole.UNKNOWN, 2.5, 4.0, 0.81)


@pytest.fixture
def begun(doctor: Access, visit: str) -> Transcripts:
    transcripts = Transcripts(doctor)
    transcripts.begin(visit, Language.ZH)
    return transcripts


def test_segments_come_back_as_they_were_heard(begun: Transcripts, visit: str) -> None:
    begun.append(visit, (_FIRST,))
    begun.append(visit, (_SECOND,))

    assert begun.of_visit(visit) == Transcript(Language.ZH, (_FIRST, _SECOND))


def test_a_correction_lies_over_what_was_heard(begun: Transcripts, visit: str) -> None:
    begun.append(visit, (_FIRST, _SECOND))
    first = Correction(2, "咳嗽四天了")
    second = Correction(2, role=SpeakerRole.PATIENT, source="roles")

    begun.correct(visit, (first, second))

    kept = begun.of_visit(visit)
    assert kept is not None
    assert kept.heard == (_FIRST, _SECOND)
    assert kept.corrections == (first, second)
    assert (kept[2].text, kept[2].role) == ("咳嗽四天了", SpeakerRole.PATIENT)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_segment_follows_the_last_one(begun: Transcripts, visit: str, number: int) -> None:
    begun.append(visit, (_FIRST, _SECOND))

    with pytest.raises(SegmentOrderBroken):
        begun.append(visit, (Segment(3, "有痰"), Segment(number, "有痰")))

    kept = begun.of_visit(visit)
    assert kept is not None
    assert len(kept) == 2


def test_a_correction_of_nothing_enters_nothing(begun: Transcripts, visit: str) -> None:
    begun.append(visit, (_FIRST,))

    with pytest.raises(SegmentUnknown):
        begun.correct(visit, (Correction(1, "哪儿不舒服"), Correction(9, "头痛")))

    kept = begun.of_visit(visit)
    assert kept is not None
    assert kept.corrections == ()


def test_a_visit_transcribed_anew_reads_as_the_last_time(begun: Transcripts, visit: str) -> None:
    begun.append(visit, (_FIRST,))

    begun.begin(visit, Language.EN)
    begun.append(visit, (Segment(1, "coughing"),))

    assert begun.of_visit(visit) == Transcript(Language.EN, (Segment(1, "coughing"),))


def test_a_visit_without_a_transcript_has_none(doctor: Access, visit: str) -> None:
    assert Transcripts(doctor).of_visit(visit) is None
    with pytest.raises(VisitUnknown):
        Transcripts(doctor).append(visit, (_FIRST,))
    with pytest.raises(VisitUnknown):
        Transcripts(doctor).begin("never", Language.ZH)


def test_the_log_tells_of_the_beginning_and_of_corrections_only(
    begun: Transcripts, visit: str
) -> None:
    begun.append(visit, (_FIRST,))
    begun.append(visit, (_SECOND,))
    begun.correct(visit, (Correction(2, "咳嗽四天了"),))

    told = [row for row in log_of(begun.access) if row[1] == "transcript"]
    assert told == [("create", "transcript", "done"), ("edit", "transcript", "done")]


def test_an_admin_neither_writes_nor_reads_one(
    begun: Transcripts, admin: Access, visit: str
) -> None:
    with pytest.raises(ActionForbidden):
        Transcripts(admin).append(visit, (_FIRST,))
    with pytest.raises(ActionForbidden):
        Transcripts(admin).of_visit(visit)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE segment SET document = ''",
        "DELETE FROM segment",
        "UPDATE correction SET text = ''",
        "DELETE FROM correction",
    ],
)
def test_the_database_changes_nothing_that_was_said(
    begun: Transcripts, visit: str, change: str
) -> None:
    begun.append(visit, (_FIRST,))
    begun.correct(visit, (Correction(1, "x"),))

    with pytest.raises(ConstraintBroken):
        begun.access.db.execute(change)
