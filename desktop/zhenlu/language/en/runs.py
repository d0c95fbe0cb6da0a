"""Where a sentence begins in speech that a recogniser wrote down without any punctuation.

"okay any weakness any dark urine and how are the sugars" asks three things. Without the
cuts a denial or a condition would reach words that were said of something else.
"""

from __future__ import annotations

import re

from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import worked_out

#: Shorter stretches are left alone: a few words are one sentence.
_FEW_WORDS = 6
_PUNCTUATED = re.compile(r"[,.?!;:](?=\s|$)")

_AUXILIARY = r"(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will)(?:n't)?"
_ASKED_WORD = r"(?:how|what|when|where|why|which|who|whereabouts)"
_INVERTED = rf"{_AUXILIARY} (?:you|he|she|it|they|there|your|his|her|the|that|this|any)\b"
_QUESTION = (
    rf"{_ASKED_WORD}(?:'s| (?:long|often|much|many|bad|about|kind|sort|colou?r|{_AUXILIARY}"
    rf"|brings))\b|{_INVERTED}|any\b(?! of| more| better| idea)|you ever\b|ever had\b"
    r"|still (?:on|taking|allergic|having|got)\b"
)
#: Words that carry a question on instead of ending the sentence before it.
_JOINS_QUESTION = frozenset(
    ["or", "no", "not", "without", "if", "get", "gets", "getting", "have", "has", "had", "got",
     "there", "of", "at", "in", "for", "to", "on", "with", "notice", "noticed", "taking",
     "take", "takes", "taken", "need", "needs", "really", "hardly", "is", "are", "do", "don't",
     "doesn't", "didn't", "haven't", "hasn't", "isn't", "aren't", "want", "by", "into", "see",
     "seen", "feel", "felt", "like", "than", "that", "it", "know", "me", "sure", "about",
     "remember", "understand", "think", "as", "from", "i", "you", "been", "never", "having"]
)
#: "and any", "so how long" begin with the joining word.
_LEAD = r"(?:(?:okay|ok|alright|right|now|well|so|and|but|then) )+"

_STATEMENT = (
    r"(?:okay|ok|alright|all right|anyway|hey dragon|otherwise|in the meantime)\b"
    r"|so (?:I|I'm|I'd|I'll|you|you've|we|we'll|this|that's|it's|let's|your|the|for|if)\b"
    r"|but (?:I|I'm|I've|you|it|it's|the|we|he|she|let's|to be)\b"
    r"|and (?:I|I'll|I'd|I'm|I've|if|we|we'll|we'd|let's|you|then|come|see|your|he|she|don't|my"
    r"|watch|keep|try|yes)\b"
    r"|let me\b|let's\b|I (?:want|could|think|do|don't (?:hear|see|feel|think)|can't)\b"
    r"|I(?:'d|'ll|'m)\b|we(?:'ll|'d|'re| can| could)\b|you can\b|if (?:you|it|it's|that|things)\b"
    r"|don't (?!know|need|think|hear|see|feel|have)\w+"
    r"|(?:use|take|stop|start|continue|try) (?=\w)|keep (?=the|your|taking|using)"
    r"|for (?:your|the) (?:\w+ ){1,3}(?=let's|keep|I|we|continue)"
)
_JOINS_STATEMENT = frozenset(
    ["when", "whenever", "if", "because", "and", "but", "so", "that", "what", "how", "or",
     "as", "since", "until", "before", "after", "while", "where", "think", "know", "mean",
     "said", "says", "to", "you", "we", "i", "not", "can", "could", "should", "would", "will",
     "n't", "don't", "please", "just", "always", "never", "then", "might", "may", "let's",
     "the", "a", "an", "your", "my", "no", "for", "is", "it's", "hope", "sure", "even", "only",
     "see", "ask", "wonder", "than", "didn't", "won't", "want", "me"]
)
_NO_FINDING = r"no (?=[a-z])(?!no\b|I\b|I'|wait|sorry|actually|it's|that|not\b|nothing|none|nope)"
_JOINS_FINDING = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "got", "there", "there's", "with", "or",
     "and", "yes", "oh", "no", "said", "say", "well", "so", "but", "it's", "that's", "in",
     "of", "left", "right", "the", "his", "her", "your", "ear"]
)
_CONDITION = re.compile(r"^(?:and |but |so |okay |then )*(?:if|should you|unless)\b", re.IGNORECASE)
#: The few words that end a condition together with what follows from it.
_ENDS_CONDITION = re.compile(
    r"(?:okay|ok|alright|hey dragon|otherwise|in the meantime|but (?:I|let's|we)|so (?:I|we|let's)"
    r"|and (?:I|I'll|I'd|we|we'll|let's|your|my|keep|watch|try)|I want|let me|let's|I don't)\b",
    re.IGNORECASE,
)


@worked_out()
def _finding() -> str:
    """As in "lungs are clear": an examined part with what is said of it."""
    words = {w for t in lexicon_of("exam", "site").terms for w in (t.name, *t.say)}
    body = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return (
        rf"(?:(?:the|your|his|her|left|right|both) )*(?:{body})s?"
        r"(?:'s| (?:is|are|looks?|sounds?|feels?|exam)\b)"
    )


@worked_out()
def _starts() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """Ways in which a sentence begins, each with the words that it may not follow."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE), joins)
        for pattern, joins in (
            (_QUESTION, _JOINS_QUESTION | {"and", "so", "but"}),
            (rf"{_LEAD}(?:{_QUESTION})", frozenset({"and", "or", "no", "yes"})),
            (_STATEMENT, _JOINS_STATEMENT),
            (_finding(), _JOINS_STATEMENT | _JOINS_FINDING | {"on", "over", "both"}),
            (_NO_FINDING, _JOINS_FINDING),
        )
    )


def cuts(piece: str) -> list[int]:
    """Where sentences begin within a piece without punctuation, in ascending order.

    Returns:
        Positions after the first; empty for a short or a punctuated piece.
    """
    if len(piece.split()) < _FEW_WORDS or _PUNCTUATED.search(piece):
        return []
    found: list[int] = []
    begun = len(piece) - len(piece.lstrip())
    for gap in re.finditer(r"\s+", piece):
        at = gap.end()
        if at <= begun or at >= len(piece) or not _begins(piece, begun, at):
            continue
        found.append(at)
        begun = at
    return found


def _begins(piece: str, begun: int, at: int) -> bool:
    """Whether a sentence begins at a word, the one before having begun at `begun`."""
    said = piece[begun:at].rstrip()
    before = said.split()
    if not before:
        return False
    if _CONDITION.match(said):
        return len(before) > 3 and bool(_ENDS_CONDITION.match(piece, at))
    last = before[-1].lower()
    for number, (start, joins) in enumerate(_starts()):
        if last in joins or not start.match(piece, at):
            continue
        if number == 0 and _carries_on(said, piece[at:]):
            continue
        return True
    return False


def _carries_on(said: str, following: str) -> bool:
    """As in "what kind of tablets do you take": the verb belongs to the question begun."""
    if not re.match(_INVERTED, following, re.IGNORECASE):
        return False
    return bool(re.search(rf"\b{_ASKED_WORD}\b", " ".join(said.split()[-5:]), re.IGNORECASE))
