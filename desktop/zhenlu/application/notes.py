"""Typed or pasted notes as a transcript: one line a segment."""

from __future__ import annotations

import re

from zhenlu.domain.errors import NotesInvalid
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

#: Longer than a day of speech; a file this size is no note.
_MAX_CHARS = 2_000_000

_SPEAKERS = {
    "医生": SpeakerRole.DOCTOR,
    "医师": SpeakerRole.DOCTOR,
    "大夫": SpeakerRole.DOCTOR,
    "护士": SpeakerRole.NURSE,
    "患者": SpeakerRole.PATIENT,
    "病人": SpeakerRole.PATIENT,
    "家属": SpeakerRole.COMPANION,
    "家长": SpeakerRole.COMPANION,
    "doctor": SpeakerRole.DOCTOR,
    "dr": SpeakerRole.DOCTOR,
    "gp": SpeakerRole.DOCTOR,
    "nurse": SpeakerRole.NURSE,
    "patient": SpeakerRole.PATIENT,
    "pt": SpeakerRole.PATIENT,
    "companion": SpeakerRole.COMPANION,
    "mother": SpeakerRole.COMPANION,
    "father": SpeakerRole.COMPANION,
}
_PREFIX = re.compile(
    r"^\s*(?:\d+[.、]\s*)?(" + "|".join(_SPEAKERS) + r")\.?\s*[::]\s*", re.IGNORECASE
)


def parse_notes(text: str, language: Language | None) -> Transcript:
    """Read notes line by line; `医生:` or `Doctor:` before a line names its speaker.

    Args:
        language: None decides by the share of Chinese characters.

    Raises:
        NotesInvalid: reason "empty" or "too_long".
    """
    if len(text) > _MAX_CHARS:
        raise NotesInvalid("too_long", limit=_MAX_CHARS)
    segments: list[Segment] = []
    for line in text.splitlines():
        speaker = _PREFIX.match(line)
        words = line[speaker.end() :].strip() if speaker else line.strip()
        if not any(character.isalnum() for character in words):
            continue
        role = _SPEAKERS[speaker.group(1).lower()] if speaker else SpeakerRole.UNKNOWN
        segments.append(Segment(len(segments) + 1, words, role))
    if not segments:
        raise NotesInvalid("empty")
    return Transcript(language or written_language(text)).append(segments)


def written_language(text: str) -> Language:
    """Chinese where at least a fifth of the letters are Chinese characters."""
    letters = [c for c in text if c.isalpha()]
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return Language.ZH if letters and chinese >= 0.2 * len(letters) else Language.EN
