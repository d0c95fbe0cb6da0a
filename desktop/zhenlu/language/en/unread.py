"""Medicines that somebody tells of the patient, whatever the facts made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenlu.domain.transcript import Segment
from zhenlu.language.en.kinship import names_another
from zhenlu.language.en.speech import tidy, utterances
from zhenlu.language.en.vocabulary import lexicon_of

#: Words this short are medicines only where somebody writes them large: the POP, a pop.
_SHORT = 3


def told_medicines(segments: Sequence[Segment]) -> Iterator[tuple[int, str]]:
    """Segment and standard name; asked ones and other people's are left out."""
    for segment in segments:
        for utterance in utterances(tidy(segment.text).text):
            if utterance.asks or names_another(utterance.text):
                continue
            for mention in lexicon_of("drug").find(utterance.text):
                # Iron and calcium are asked of a laboratory, too.
                if lexicon_of("test").named(mention.said):
                    continue
                if len(mention.said) > _SHORT or mention.said.isupper():
                    yield segment.id, mention.term.name
