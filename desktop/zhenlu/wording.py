"""Sentences for people, in both languages, without Qt.

resources/wording/errors.toml holds, for every code of `zhenlu.domain.errors`,
what happened and what to do next; a code with a reason (`audio.unusable.empty`)
falls back to the code itself. resources/wording/window.toml has the few that name a
button where the command line has an option. resources/wording/cli.toml holds what the
command line says.
"""

from __future__ import annotations

import locale
import os
import tomllib
from functools import cache

from zhenlu import paths
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.transcript import Language


def interface_language() -> Language:
    """`ZHENLU_LANGUAGE` if set, else the system's language; English unless Chinese."""
    chosen = os.environ.get("ZHENLU_LANGUAGE", "").lower()
    if not chosen:
        names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        chosen = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return Language.ZH if chosen.lower().startswith(("zh", "chinese")) else Language.EN


@cache
def _sentences(book: str) -> dict[str, dict[str, str]]:
    path = paths.resources() / "wording" / f"{book}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: dict(entry) for code, entry in data.items()}


def explain(error: ZhenluError, language: Language, *, in_window: bool = False) -> str:
    """What happened and the next step, in one or two sentences."""
    sentences = _sentences("errors") | (_sentences("window") if in_window else {})
    code = error.full_code
    while code not in sentences and "." in code:
        code = code.rpartition(".")[0]
    params: dict[str, object] = {"code": error.full_code, **error.params}
    template = sentences.get(code, sentences["unknown"])[language.value]
    try:
        return template.format(**params)
    except (KeyError, IndexError):
        return sentences["unknown"][language.value].format(code=error.full_code)


def say(key: str, language: Language | None = None, **params: object) -> str:
    """A sentence of the command line, in the interface language unless told."""
    sentence = _sentences("cli")[key][(language or interface_language()).value]
    return sentence.format(**params) if params else sentence
