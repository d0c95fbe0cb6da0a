"""Which sections of a visit are settled: the talk has moved on from them.

A settled section is drafted from the lines up to shortly behind the last one that says
something about it, however long the visit goes on. So a model can write it while they
still talk, and what it wrote then is what it would write at the end. When the rules find
a later line that belongs into the section, it is no longer settled and is drafted anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Transcript
from zhenlu.language.sentence import Sentence

#: Lines that are still shown behind the last one of a section, about twenty seconds of talk:
#: an answer that the rules did not understand mostly stands there. In the hand-written visits
#: 94 of 100 last lines of a section follow its last but one within so many (96 within eight),
#: and two or three sections are still open when the visit ends (four with eight).
_LINES_BEHIND = 6


def settled_at(
    template: Template, sentences: Sequence[Sentence], transcript: Transcript
) -> dict[str, int]:
    """Section → id of the last line that it is drafted from; only settled sections.

    The section that was spoken about last is never settled, nor is one of which nothing
    was said: a model reads the whole visit for them.

    Args:
        sentences: The rule draft of this transcript.
    """
    ids = [segment.id for segment in transcript if segment.text.strip()]
    places = {line: place for place, line in enumerate(ids)}
    last = {
        part.id: max(
            (
                places[line]
                for sentence in sentences
                if sentence.section == part.id
                for line in sentence.segments
                if line in places
            ),
            default=-1,
        )
        for part in template.sections
    }
    latest = max(last.values(), default=-1)
    return {
        section: ids[place + _LINES_BEHIND]
        for section, place in last.items()
        if 0 <= place < latest and place + _LINES_BEHIND < len(ids)
    }


__all__ = ["settled_at"]
