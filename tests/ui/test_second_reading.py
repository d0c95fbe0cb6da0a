"""Doubted lines of a finished recording are heard again while somebody reviews its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from drafted_visit import Reviewer, at_the_day
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.application.consultation import Consultation
from zhenlu.application.events import StepStarted
from zhenlu.application.filing import Filing
from zhenlu.application.live_events import LinesReadAgain, RolesChanged
from zhenlu.application.templates import load
from zhenlu.audio.file import read
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import SECOND_READING, Language, Segment, SpeakerRole, Transcript
from zhenlu.ui.transcript.model import Line
from zhenlu.ui.visit.recording_view import RecordingView

SAMPLE = Path(__file__).parents[1] / "data" / "zh-headache.flac"
#: As a bad line might be heard: 两天 as 四天, 恶心 as 饿心.
HEARD = (
    Segment(1, "哪里不舒服？", SpeakerRole.DOCTOR, 0.512, 1.92, 0.9),
    Segment(2, "头痛四天了，左边痛得厉害。", SpeakerRole.PATIENT, 2.688, 5.888, 0.5),
    Segment(3, "有没有恶心、呕吐？", SpeakerRole.DOCTOR, 6.496, 8.704, 0.92),
    Segment(4, "有点饿心、没有吐。", SpeakerRole.PATIENT, 9.472, 11.456, 0.5),
)
_WAIT_MS = 60_000


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    """A doctor with a visit open whose sound is in the journal."""
    somebody = at_the_day(data_folder / "store", qtbot)
    done: list[None] = []
    somebody.window.background.run(lambda: _recorded(somebody), done.append, _raise)
    qtbot.waitUntil(lambda: bool(done), timeout=_WAIT_MS)
    somebody.desks.open(somebody.visit)
    qtbot.waitUntil(lambda: somebody.desks.review.record is not None, timeout=_WAIT_MS)
    yield somebody
    somebody.window.close()


def _recorded(somebody: Reviewer) -> None:
    room = somebody.desks.room
    visit = room.store.visits.get(somebody.visit)
    pen = room.journal.start(visit.id)
    pen.append(np.concatenate(list(read(SAMPLE).chunks)))
    pen.close()
    transcript = Transcript(Language.ZH, HEARD)
    drafting = Consultation(visit, lambda language: load("outpatient-initial", language))
    record = drafting.from_transcript(transcript, None)
    with Filing(room.store, room.journal).at_work(visit, Language.ZH, _ignored) as work:
        work.keep_words(transcript)
        work.on_event(StepStarted("drafting"))
        work.keep(record)


def _ignored(_event: object) -> None:
    """Nobody looks."""


def _raise(error: Exception) -> None:
    raise error


def record_of(reviewer: Reviewer) -> Record:
    record = reviewer.desks.review.record
    assert record is not None
    return record


def line(reviewer: Reviewer, number: int) -> Line:
    return reviewer.review.lines.line(number - 1)


def read_again(reviewer: Reviewer) -> None:
    """Have the doubted lines read, and wait until both are."""
    reviewer.desks.second_reading.begin(reviewer.visit, record_of(reviewer))
    until(reviewer, lambda: bool(line(reviewer, 2).offered and line(reviewer, 4).heard))


def until(reviewer: Reviewer, so: Callable[[], bool]) -> None:
    reviewer.qtbot.waitUntil(so, timeout=_WAIT_MS)


def test_a_line_reads_as_it_was_heard_the_second_time_and_one_click_takes_that_back(
    reviewer: Reviewer,
) -> None:
    read_again(reviewer)
    again, kept = line(reviewer, 4).segment.text, line(reviewer, 4).heard
    reviewer.go_to_line(4)

    reviewer.part(QToolButton, "as_heard").click()

    until(reviewer, lambda: line(reviewer, 4).segment.text == HEARD[3].text)
    assert "恶心" in again
    assert kept == HEARD[3].text


def test_the_record_follows_the_second_reading(reviewer: Reviewer) -> None:
    before = record_of(reviewer).facts
    read_again(reviewer)

    sources = {each.segment: each.source for each in record_of(reviewer).transcript.corrections}
    kept = reviewer.desks.room.store.transcripts.of_visit(reviewer.visit)
    assert sources[4] == SECOND_READING
    assert record_of(reviewer).facts != before
    assert kept is not None
    assert kept.offered == record_of(reviewer).transcript.offered


def test_another_number_is_offered_and_changes_nothing_until_it_is_taken(
    reviewer: Reviewer,
) -> None:
    read_again(reviewer)
    offered, complaint = line(reviewer, 2).offered, reviewer.text("chief_complaint")
    rules = {finding.rule for finding in record_of(reviewer).findings}
    reviewer.go_to_line(2)

    reviewer.part(QToolButton, "other_reading").click()

    until(reviewer, lambda: line(reviewer, 2).segment.text == offered)
    assert "两天" in offered
    assert "4天" in complaint
    assert "2天" in reviewer.text("chief_complaint")
    assert line(reviewer, 2).offered == ""
    assert "G14" in rules - {finding.rule for finding in record_of(reviewer).findings}


def test_saying_that_it_was_heard_well_ends_the_doubt(reviewer: Reviewer) -> None:
    read_again(reviewer)
    reviewer.go_to_line(2)

    reviewer.part(QToolButton, "as_heard").click()

    until(reviewer, lambda: line(reviewer, 2).offered == "")
    assert line(reviewer, 2).segment.text == HEARD[1].text


def test_a_visit_that_was_closed_meanwhile_is_left_as_it_was(reviewer: Reviewer) -> None:
    desk, record = reviewer.desks.second_reading, record_of(reviewer)
    desk.begin(reviewer.visit, record)
    desk.give_way()
    desk.close()

    kept = reviewer.desks.room.store.transcripts.of_visit(reviewer.visit)
    assert kept is not None
    assert kept.heard == HEARD


# --- While it is recorded ---


@pytest.fixture
def view(recording_of: Callable[[Sequence[Segment]], RecordingView]) -> RecordingView:
    made = recording_of(HEARD)
    made.take(
        LinesReadAgain(
            0.0, 12.0, (Segment(4, "有点恶心、没有吐。", SpeakerRole.PATIENT),), {2: "头痛两天了。"}
        )
    )
    return made


def test_a_recording_shows_what_was_read_again(view: RecordingView) -> None:
    new, doubted = view.lines.line(3), view.lines.line(1)

    assert (new.segment.text, new.heard) == ("有点恶心、没有吐。", HEARD[3].text)
    assert (doubted.segment.text, doubted.offered) == (HEARD[1].text, "头痛两天了。")


def test_an_offer_outlives_another_speaker_and_no_other_words(view: RecordingView) -> None:
    moved = Segment(2, HEARD[1].text, SpeakerRole.COMPANION)
    view.take(RolesChanged(0.0, 12.0, (moved,)))
    after_speaker = view.lines.line(1).offered
    view.take(RolesChanged(0.0, 12.0, (Segment(2, "头痛两天了。", SpeakerRole.PATIENT),)))

    assert after_speaker == "头痛两天了。"
    assert view.lines.line(1).offered == ""


@pytest.mark.parametrize(
    ("button", "words"), [("other_reading", "头痛两天了。"), ("as_heard", HEARD[1].text)]
)
def test_an_offer_is_decided_while_the_visit_goes_on(
    view: RecordingView, qtbot: QtBot, button: str, words: str
) -> None:
    view.transcript.setCurrentIndex(view.lines.index(1))

    with qtbot.waitSignal(view.words_given) as given:
        view.bar.findChild(QToolButton, button).click()

    assert given.args == [2, words]
