"""What a drafting model may write, as GBNF made for each section of each visit.

Two grammars. *Writing* leaves the words free and binds the form: segment ids that
exist, bounded lines. *Choosing* leaves nothing free: the model may only pass through
the offered sentences in their order, taking or leaving each.

GBNF: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting.compact_lines import MAX_CHARS, nothing
from zhenlu.engines.drafting.menu import Menu

#: Sentences a section may have, and ids a sentence may cite.
MAX_LINES = 12
MAX_CITED = 4

# The bar separates ids from text; line ends and controls of any kind are no text.
_TEXT_CHARACTER = r"[^|\x00-\x1F\x7F-\x9F\u2028\u2029]"


def literal(text: str) -> str:
    """Text as a quoted GBNF literal."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    if character < " " or character == "\x7f":
        return f"\\x{ord(character):02X}"
    return character


def _one_of(texts: Iterable[str]) -> str:
    return " | ".join(literal(text) for text in texts)


def writing(segments: Sequence[int], language: Language) -> str:
    """Free sentences that cite these segments, or the answer that there is nothing.

    Args:
        segments: Ids that may be cited; at least one.
    """
    return "\n".join(
        (
            f"root ::= {literal(nothing(language))} | line{{1,{MAX_LINES}}}",
            f'line ::= id ("," id){{0,{MAX_CITED - 1}}} "|" text "\\n"',
            f"id ::= {_one_of(map(str, segments))}",
            f"text ::= character{{1,{MAX_CHARS[language]}}}",
            f"character ::= {_TEXT_CHARACTER}",
        )
    )


def choosing(menu: Menu) -> str:
    """Some of the menu's items in their order, or its word for nothing, then its end.

    Each item has a rule for standing first and one for standing later; `tail-k` is
    whatever may follow once the items before `k` are settled.
    """
    rules = []
    starts = [literal(menu.nothing)]
    for number, item in enumerate(menu.items):
        starts.append(f"first-{number} tail-{number + 1}")
        rules.append(f"first-{number} ::= {_one_of(item.first)}")
        rules.append(f"later-{number} ::= {_one_of(item.later)}")
        rules.append(f"tail-{number} ::= later-{number}? tail-{number + 1}")
    rules.append(f'tail-{len(menu.items)} ::= ""')
    end = f" {literal(menu.end)}" if menu.end else ""
    return "\n".join((f"root ::= ({' | '.join(starts)}){end}", *rules))
