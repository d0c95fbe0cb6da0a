"""What a drafting model may write, as GBNF made for each section of each visit.

The words are free and the form is bound: segment ids that exist, bounded lines.

GBNF: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting.compact_lines import MAX_CHARS, nothing

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
