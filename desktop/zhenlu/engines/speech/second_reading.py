"""A line read once more, when nobody waits for it: with more care and with more known.

The first reading of a live line has to be quick. This one keeps more hypotheses, and tries
what the rest of the visit has taught: its terms, and what was said just before. What the
model itself finds likeliest is the reading.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import Cancelled
from zhenlu.domain.transcript import Language, Word
from zhenlu.engines.speech.endpointing import RATE_HZ
from zhenlu.engines.speech.hallucination import (
    Reading,
    echoes,
    is_invented,
    runs_in_circles,
    stands_out_db,
)
from zhenlu.engines.speech.whisper import Decoded, Recogniser

#: Hypotheses kept. Eight read no line of the bench better than five.
_BEAM = 5


def read_with_care(
    recogniser: Recogniser,
    pcm: Pcm,
    language: Language,
    terms: Sequence[str],
    before: str,
    cancelled: threading.Event,
) -> Sequence[Word]:
    """The words of a stretch of speech; none where nothing sure was understood.

    Args:
        recogniser: Set to the language and the terms.
        before: What was said just before.

    Raises:
        Cancelled: Between two tries, if called off.
    """
    decoded = recogniser.decode(pcm, beam=_BEAM, with_terms=False)
    if terms:
        _stop_if(cancelled)
        favoured = recogniser.decode(pcm, beam=_BEAM, with_terms=True)
        decoded = favoured if terms_help(favoured, decoded, terms) else decoded
    if before:
        _stop_if(cancelled)
        going_on = recogniser.decode(pcm, beam=_BEAM, with_terms=False, before=before)
        decoded = going_on if _goes_on_better(going_on, decoded, before) else decoded
    if not decoded.words or recogniser.is_silence(decoded) or _is_made_up(decoded, pcm, language):
        return ()
    return decoded.words


def terms_help(favoured: Decoded, plain: Decoded, terms: Sequence[str]) -> bool:
    """Whether the terms brought one of them in, and the model finds that likelier."""
    brings = any(t in favoured.text and t not in plain.text for t in terms)
    likelier = favoured.log_probability >= plain.log_probability
    is_list = echoes(favoured.text, terms) and len(favoured.text) > 1.5 * len(plain.text)
    return brings and likelier and not is_list


def _goes_on_better(going_on: Decoded, plain: Decoded, before: str) -> bool:
    """Whether what was said before makes the words likelier and is not just said again."""
    surer = going_on.confidence > plain.confidence
    likelier = going_on.log_probability > plain.log_probability
    return surer and likelier and not echoes(going_on.text, [before])


def _is_made_up(decoded: Decoded, pcm: Pcm, language: Language) -> bool:
    # How much of it is voice was judged when the line was first heard.
    reading = Reading(
        len(pcm) / RATE_HZ, decoded.confidence, decoded.log_probability, stands_out_db(pcm), 0.0
    )
    return runs_in_circles(decoded.text) or is_invented(decoded.text, language, reading)


def _stop_if(cancelled: threading.Event) -> None:
    if cancelled.is_set():
        raise Cancelled


__all__ = ["read_with_care", "terms_help"]
