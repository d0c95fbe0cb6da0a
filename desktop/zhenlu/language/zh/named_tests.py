"""Which tests a clause names: those of the lexicon, films by their view, and ordered values."""

from __future__ import annotations

import re

from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import mentions

_FILM = re.compile(
    r"(?P<n>[左右双]?[\u4e00-\u9fff]{1,4}(?:正侧位|正斜位|侧位|正位|负重位|站立位|轴位)(?:片)?)"
)
#: 查血糖: a laboratory value that is ordered; one that is told is a vital sign.
_GLUCOSE_ORDERED = re.compile(r"(?:查|验|抽|测)(?:[1一]?个|[1一]?下)?血糖(?!仪)")


def find(text: str) -> tuple[Mention, ...]:
    """The tests that a clause names, from left to right."""
    found = [m for m in mentions.find(text, "test") if "皮试" not in m.said]
    found = [_at_site(text, m) for m in found]
    if re.search(r"查|测|化验|抽血|验", text):
        # 查个甲功、维生素B12: what may be taken may be measured, too.
        found += [
            Mention(Term(str(m.term.extra["measured"]), "test"), m.start, m.end, m.said)
            for m in mentions.find(text, "drug")
            if "measured" in m.term.extra
        ]
    if _GLUCOSE_ORDERED.search(text) and not re.search(r"\d|每|在家|回家|自己|吗", text):
        found += [Mention(Term("血糖", "test"), m.start, m.end, m.said)
                  for m in mentions.find(text, "vital") if m.term.name == "血糖"]
    for film in _FILM.finditer(text):
        if all(film.end() <= f.start or f.end <= film.start() for f in found):
            name = re.sub(r"^.*(?:拍|查|照|做)(?:个|1个|一个)?|^(?:个|1个|一个|的)", "", film["n"])
            start = film.end() - len(name)
            full = name if name.endswith("片") else f"{name}片"
            found.append(Mention(Term(full, "test"), start, film.end(), name))
    return tuple(sorted(found, key=lambda m: m.start))


def _at_site(text: str, mention: Mention) -> Mention:
    """膝关节的片子: a general test right after a site is that site's test."""
    short = {"X线检查": "X线", "磁共振检查": "磁共振", "CT检查": "CT", "B超": "B超"}.get(
        mention.term.name
    )
    if short is None:
        return mention
    sites = [
        s
        for s in mentions.sites(text[: mention.start])
        if re.fullmatch(r"的|做个?|拍个?|查个?|", text[s.end : mention.start])
    ]
    if not sites:
        return mention
    name = sites[-1].term.name + short
    known = mentions.words().named(name, "test") or Term(name, "test", source=mention.term.source)
    return Mention(known, sites[-1].start, mention.end, text[sites[-1].start : mention.end])
