"""The transcript of a visit while it grows: words stay, who said them may turn out later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from zhenlu.application.speakers import assign_speakers
from zhenlu.application.two_microphones import by_microphones
from zhenlu.domain.transcript import Correction, Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.language.zh import homophones

#: What a person lays over the lines, from how they read now.
CorrectionsFor = Callable[[Transcript], Sequence[Correction]]


class GrowingTranscript:
    """Takes one line after the other. Belongs to one thread.

    Args:
        known: What was heard of the visit before work on it broke off.
        clinician: How the clinician sounds, where enrolled.
    """

    def __init__(self, known: Transcript, clinician: VoicePrint | None = None) -> None:
        # Speakers are told anew from all words each time; a person's own corrections stay.
        kept = tuple(c for c in known.corrections if c.source != "roles")
        self._spelt = replace(known, corrections=kept)
        self._clinician = clinician
        self._voices: dict[int, VoicePrint] = {}
        self._balances: dict[int, float] = {}
        self._named = self._assigned()

    @property
    def transcript(self) -> Transcript:
        """As it reads now."""
        return self._named

    @property
    def last_id(self) -> int:
        return self._spelt.heard[-1].id if len(self._spelt) else 0

    def speak(self, language: Language) -> None:
        """The language was decided; before that there are no lines."""
        if not len(self._spelt):
            self._spelt = self._named = replace(self._spelt, language=language)

    def add(
        self,
        heard: Segment,
        voice: VoicePrint | None = None,
        balance_db: float | None = None,
    ) -> tuple[Segment, tuple[Segment, ...]]:
        """Take a line, whatever its id.

        Args:
            voice: How it sounds, where that is known.
            balance_db: How much louder it is at the first of two microphones.

        Returns:
            The line as it reads, and earlier lines that turned out to be somebody else's.
        """
        before = _roles(self._named)
        line = replace(heard, id=self.last_id + 1)
        if voice is not None:
            self._voices[line.id] = voice
        if balance_db is not None:
            self._balances[line.id] = balance_db
        self._spelt = self._spelt.append((line,))
        if self._spelt.language is Language.ZH:
            for correction in homophones.corrections((line,)):
                self._spelt = self._spelt.correct(correction)
        self._named = self._assigned()
        *earlier, latest = self._named
        return latest, tuple(s for s in earlier if s.role is not before[s.id])

    def correct(self, corrections_for: CorrectionsFor) -> tuple[Segment, ...]:
        """Lay a person's corrections over lines; they stay, and guide who spoke the rest.

        Returns:
            The lines that read otherwise now.

        Raises:
            SegmentUnknown
        """
        before = {segment.id: segment for segment in self._named}
        for each in corrections_for(self._named):
            self._spelt = self._spelt.correct(each)
        self._named = self._assigned()
        return tuple(segment for segment in self._named if segment != before[segment.id])

    def _assigned(self) -> Transcript:
        named = assign_speakers(self._spelt, self._voices, self._clinician)
        return by_microphones(self._spelt, named, self._balances)


def prepare(language: Language) -> None:
    """Load what the first line needs, so that it does not wait for that."""
    GrowingTranscript(Transcript(language)).add(Segment(1, "。"))


def _roles(transcript: Transcript) -> dict[int, SpeakerRole]:
    return {segment.id: segment.role for segment in transcript}


__all__ = ["CorrectionsFor", "GrowingTranscript", "prepare"]
