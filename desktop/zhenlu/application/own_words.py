"""The clinic's own words: its drugs, doctors' shorthand, local names for things.

They lie in one file per language in the data folder, in the form of the shipped lexicon,
and are read over it: a word of the kind and name of a shipped term adds its wordings to
that term. A person may edit the file; what is added here is checked first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zhenlu.domain.errors import DiskRefused, WordRefused
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon
from zhenlu.language.lexicon import Term
from zhenlu.language.lexicon_faults import is_protected
from zhenlu.whole_file import write_whole

#: A wording of one Chinese character, or of two letters, would be found everywhere.
_SHORTEST = {Language.ZH: 2, Language.EN: 3}
_LONGEST = 60
_FILE = "own.toml"
SOURCE = "clinic"


def words(language: Language) -> tuple[Term, ...]:
    """The clinic's own words as they stand in its file.

    Raises:
        ResourceBroken: If the file was edited and cannot be read.
    """
    path = _path(language)
    return lexicon.read_terms(path) if path.is_file() else ()


def kinds(language: Language) -> tuple[str, ...]:
    """Kinds that a word may be of."""
    known = dict.fromkeys(term.kind for term in lexicon.load(language).terms)
    return tuple(kind for kind in known if kind != "ordinary")


def add(language: Language, kind: str, name: str, say: Sequence[str] = ()) -> Term:
    """Add a word, or further wordings to one that is known; the lexicon has it at once.

    Returns:
        The word as it stands in the clinic's file now.

    Raises:
        WordRefused: reason "kind", "length", "protected", "everyday" or "taken"; `word`
            names the wording and `owner` the term that has it already.
        DiskRefused: If the file cannot be written; nothing changes.
    """
    name, wordings = name.strip(), tuple(dict.fromkeys(s.strip() for s in say if s.strip()))
    if kind not in kinds(language):
        raise WordRefused("kind", kind=kind, known=", ".join(kinds(language)))
    for wording in (name, *wordings):
        _require_usable(language, kind, name, wording)
    own = {(term.kind, term.name): term for term in words(language)}
    before = own.get((kind, name))
    told = (*(before.say if before else ()), *(w for w in wordings if w != name))
    kept = before or Term(name, kind, source=SOURCE)
    term = replace(kept, say=tuple(dict.fromkeys(told)))
    own[kind, name] = term
    _write(language, tuple(own.values()))
    return term


def remove(language: Language, kind: str, name: str) -> None:
    """Take a word of the clinic out again; what ships stays.

    Raises:
        WordRefused: reason "unknown".
        DiskRefused: If the file cannot be written.
    """
    own = words(language)
    left = tuple(term for term in own if (term.kind, term.name) != (kind, name))
    if len(left) == len(own):
        raise WordRefused("unknown", word=name)
    _write(language, left)


def _require_usable(language: Language, kind: str, name: str, wording: str) -> None:
    printable = wording.isprintable() and '"' not in wording
    if not printable or not _SHORTEST[language] <= len(wording) <= _LONGEST:
        raise WordRefused("length", word=wording, shortest=_SHORTEST[language], longest=_LONGEST)
    if is_protected(wording, language):
        raise WordRefused("protected", word=wording)
    known = lexicon.load(language)
    if known.named(wording, "ordinary") is not None:
        raise WordRefused("everyday", word=wording)
    owner = known.named(wording, kind)
    if owner is not None and owner.name != name:
        raise WordRefused("taken", word=wording, owner=owner.name)


def _path(language: Language) -> Path:
    return lexicon.folders(language)[1] / _FILE


def _write(language: Language, own: Sequence[Term]) -> None:
    path = _path(language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, "\n".join(map(_as_toml, own)).encode("utf-8"))
    except OSError as error:
        raise DiskRefused(file=str(path)) from error
    lexicon.reload()


def _as_toml(term: Term) -> str:
    """One `[[term]]`; a JSON string is a TOML basic string."""
    keys = {"kind": term.kind, "name": term.name, "say": list(term.say), "source": term.source}
    lines = [f"{key} = {_value(value)}" for key, value in {**keys, **term.extra}.items()]
    return "\n".join(("[[term]]", *lines, ""))


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
