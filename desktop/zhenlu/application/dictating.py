"""Dictates into one section of a record: a short recording of its own on the same visit.

    source ─► Recording ─► the visit's journal ─► Hearing ─► words for the section

The visit itself stays where it is: its other sections are not drafted anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from zhenlu.application.events import Event, SegmentCommitted, UtteranceUnderWay
from zhenlu.application.hand_written import with_section
from zhenlu.application.hearing import RATE_HZ, Hearing, HearingEnded, HearingFailed
from zhenlu.application.ports import SpeechEngine, SpeechOptions
from zhenlu.application.recording import (
    Interrupted,
    Recording,
    RecordingNews,
    SoundEnded,
    Written,
)
from zhenlu.application.recording_ports import SoundMeter, SoundSource, VisitSound
from zhenlu.application.reviewing import rechecked, section_of, section_rewritten
from zhenlu.domain.record import Evidence, Record, Section, Statement, Support
from zhenlu.domain.transcript import Segment, Transcript
from zhenlu.language.extraction import extract_facts

#: A disk that refuses must not keep the program from ending.
_CLOSING_S = 3.0


@dataclass(frozen=True, slots=True)
class WordsDictated(Event):
    """A phrase that will not change; its time is that of the visit's recording."""

    segment: Segment = field(repr=False)


@dataclass(frozen=True, slots=True)
class DictationUnderWay(Event):
    """What is being said just now, as far as it can be told."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DictationEnded(Event):
    """All is heard, or all that could be. `code` is the engine's error, "" where there is none."""

    code: str = ""


class Dictation:
    """One dictation, from the key that starts it to its last word.

    Args:
        post: Told what is heard, from several threads; must return at once.
    """

    def __init__(
        self,
        source: SoundSource,
        sound: VisitSound,
        meter: SoundMeter,
        speech: SpeechEngine,
        options: SpeechOptions,
        post: Callable[[Event], None],
    ) -> None:
        self._recording = Recording(source, sound, meter, self._on_recording)
        self._speech, self._sound, self._options = speech, sound, options
        self._post = post
        self._hearing: Hearing | None = None
        #: What the recording told before it was known where to begin to listen.
        self._early: list[RecordingNews] = []
        self._turn = threading.Lock()
        self._code = ""

    def start(self) -> None:
        """Begin to record; what the journal held before is not heard again.

        Raises:
            JournalRefused, StoreDamaged, DiskRefused, StoreLocked, MicrophoneMissing:
                Nothing is recorded then.
        """
        held_s = self._recording.start()
        hearing = Hearing(
            self._speech, self._sound, self._options, self._on_hearing, round(held_s * RATE_HZ)
        )
        with self._turn:
            self._hearing = hearing
            for news in self._early:
                _hand_on(news, hearing)
        hearing.start()

    def stop(self) -> None:
        """End capture; what was said is still heard, and `DictationEnded` tells when."""
        self._recording.stop()

    def cancel(self) -> None:
        """Hear no more. What was said so far is in the journal when this returns."""
        self._recording.stop()
        if self._hearing is not None:
            self._hearing.cancel()
            self._recording.join(_CLOSING_S)

    def _on_recording(self, news: RecordingNews) -> None:
        with self._turn:
            if self._hearing is None:
                self._early.append(news)
            else:
                _hand_on(news, self._hearing)

    def _on_hearing(self, news: Event | HearingFailed | HearingEnded) -> None:
        if isinstance(news, SegmentCommitted):
            self._post(WordsDictated(news.segment))
        elif isinstance(news, UtteranceUnderWay):
            self._post(DictationUnderWay(news.text))
        elif isinstance(news, HearingFailed) and news.for_good:
            self._code = news.code
        elif isinstance(news, HearingEnded):
            self._post(DictationEnded(self._code))


def _hand_on(news: RecordingNews, hearing: Hearing) -> None:
    if isinstance(news, Written):
        hearing.written(news.seconds)
    elif isinstance(news, Interrupted):
        hearing.stretch_ends(news.at)
    elif isinstance(news, SoundEnded):
        hearing.recording_ended(news.samples)


def dictated(record: Record, section_id: str, text: str, words: str, said: Segment) -> Record:
    """The record with a dictated sentence in one of its sections.

    Args:
        text: The whole section as it reads with the sentence.
        words: The sentence as it is written there.
        said: The dictated words as they were heard; becomes the transcript's last line.

    Raises:
        RecordRefused: Reason "section", if the record has no such section.
    """
    section = section_of(record, section_id)
    evidence = Evidence(said.id, said.start_s, said.end_s)
    changed = _with_evidence(section_rewritten(section, text), words, evidence)
    alone = Transcript(record.language, (said,))
    return rechecked(
        replace(
            with_section(record, changed),
            transcript=record.transcript.append((said,)),
            # Behind the facts that are there, so that sentences keep pointing to their own.
            facts=(*record.facts, *extract_facts(alone)),
        )
    )


def _with_evidence(section: Section, words: str, evidence: Evidence) -> Section:
    """The dictated words as a sentence of its own within what a person wrote."""
    statements: list[Statement] = []
    is_placed = False
    for each in section.statements:
        is_typed = each.support is Support.CLINICIAN and not each.evidence
        if is_placed or not is_typed or words not in each.text:
            statements.append(each)
            continue
        before, _, after = each.text.partition(words)
        statements += _typed(before)
        statements.append(Statement(words, Support.CLINICIAN, (evidence,)))
        statements += _typed(after)
        is_placed = True
    return replace(section, statements=tuple(statements))


def _typed(text: str) -> list[Statement]:
    if not any(character.isalnum() for character in text):
        return []
    return [Statement(text.strip(), Support.CLINICIAN)]


__all__ = [
    "Dictation",
    "DictationEnded",
    "DictationUnderWay",
    "WordsDictated",
    "dictated",
]
