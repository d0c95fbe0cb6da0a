"""Typed or pasted notes as a transcript: one line a segment."""

from __future__ import annotations

import re

from zhenlu.domain.errors import NotesInvalid
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

#: Longer than a day of speech; a file this size is no note.
_MAX_CHARS = 2_000_000

_SPEAKERS = {
    SpeakerRole.DOCTOR: "医生 医师 大夫 医 doctor dr gp physician clinician d",
    SpeakerRole.NURSE: "护士 护 nurse",
    SpeakerRole.PATIENT: "患者 病人 患 patient pt p",
    SpeakerRole.COMPANION: (
        "家属 家长 陪同 母亲 妈妈 父亲 爸爸 女儿 儿子 妻子 丈夫 老伴 "
        "companion carer mother mum mom father dad daughter son wife husband"
    ),
}
_ROLES = {name: role for role, names in _SPEAKERS.items() for name in names.split()}
#: A name, perhaps numbered or explained in brackets, before either colon.
_PREFIX = re.compile(
    r"^\s*(?:\d+[.、]\s*)?(" + "|".join(sorted(_ROLES, key=len, reverse=True)) + r")"
    r"\.?\s*\d?\s*(?:[(（][^)）]{1,12}[)）])?\s*[:：]\s*",
    re.IGNORECASE,
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
        role = _ROLES[speaker.group(1).lower()] if speaker else SpeakerRole.UNKNOWN
        segments.append(Segment(len(segments) + 1, words, role))
    if not segments:
        raise NotesInvalid("empty")
    return Transcript(language or written_language(text)).append(segments)


def written_language(text: str) -> Language:
    """Chinese where at least a fifth of the letters are Chinese characters."""
    letters = [c for c in text if c.isalpha()]
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return Language.ZH if letters and chinese >= 0.2 * len(letters) else Language.EN
