"""SubRip subtitles of a transcript."""

from __future__ import annotations

from zhenlu.domain.transcript import Transcript
from zhenlu.export.page import WORDS

#: Players drop a cue that lasts no time; one second keeps a typed line readable.
_SHORTEST_S = 1.0


def to_srt(transcript: Transcript) -> str:
    """One cue a segment, times as recorded; "" for an empty transcript."""
    words = WORDS[transcript.language]
    cues = []
    for number, segment in enumerate(transcript, start=1):
        end_s = max(segment.end_s, segment.start_s + (_SHORTEST_S if not segment.end_s else 0.0))
        role = words.roles[segment.role]
        speaker = f"{role}{words.colon}" if role else ""
        # A blank line would end the cue early.
        text = " ".join(segment.text.split("\n")).strip()
        text = words.unclear if segment.unclear else text
        cues.append(f"{number}\n{_time(segment.start_s)} --> {_time(end_s)}\n{speaker}{text}\n")
    return "\n".join(cues)


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"
