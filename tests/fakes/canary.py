"""Looks for words where they must not be, whatever form they took on the way.

A word may lie in a file as it is, in another encoding, escaped, in base64 at any of its
three alignments, or inside something compressed.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")
#: What a compressed stream begins with: gzip, and zlib at its usual levels.
_COMPRESSED = {
    b"\x1f\x8b\x08": 31,
    b"\x78\x01": 15,
    b"\x78\x5e": 15,
    b"\x78\x9c": 15,
    b"\x78\xda": 15,
}
_MOST_INFLATED = 1 << 22


def forms(word: str) -> dict[str, bytes]:
    """How a word may lie in a file, by the name of the form."""
    found = {encoding: word.encode(encoding) for encoding in _ENCODINGS}
    found["escaped"] = json.dumps(word)[1:-1].encode("ascii")
    for encoding in ("utf-8", "utf-16-le"):
        for shift in range(3):
            code = _base64_core(word.encode(encoding), shift)
            found[f"base64 {encoding} {shift}"] = code
            found[f"base64url {encoding} {shift}"] = code.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def finds(content: bytes, words: Iterable[str]) -> set[str]:
    """Which of the words lie in the content, and in which form."""
    wanted = [(name, form, word) for word in words for name, form in forms(word).items()]
    found = {f"{word} as {name}" for name, form, word in wanted if form in content}
    for inflated in _inflated(content):
        found |= {f"{word} as {name}, packed" for name, form, word in wanted if form in inflated}
    return found


def _base64_core(content: bytes, shift: int) -> bytes:
    """The letters that stand for these bytes alone, whatever comes before and after them."""
    code = base64.b64encode(bytes(shift) + content)
    first = -(-shift * 8 // 6)
    return code[first : (shift + len(content)) * 8 // 6]


def _inflated(content: bytes) -> Iterator[bytes]:
    for magic, bits in _COMPRESSED.items():
        at = content.find(magic)
        while at >= 0:
            try:
                inflated = zlib.decompressobj(bits).decompress(content[at:], _MOST_INFLATED)
            except zlib.error:
                inflated = b""
            if inflated:
                yield inflated
            at = content.find(magic, at + 1)
