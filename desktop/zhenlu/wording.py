"""Sentences for error codes, in both languages, without Qt.

resources/wording/errors.toml holds, for every code of `zhenlu.domain.errors`,
what happened and what to do next. A code with a reason (`audio.unusable.empty`)
falls back to the code itself.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache

from zhenlu import paths
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.transcript import Language


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    path = paths.resources() / "wording" / "errors.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: dict(entry) for code, entry in data.items()}


def explain(error: ZhenluError, language: Language) -> str:
    """What happened and the next step, in one or two sentences."""
    sentences = _sentences()
    code = error.full_code
    while code not in sentences and "." in code:
        code = code.rpartition(".")[0]
    template = sentences.get(code, sentences["unknown"])[language.value]
    params: dict[str, object] = {"code": error.full_code, **error.params}
    try:
        return template.format(**params)
    except (KeyError, IndexError):
        return sentences["unknown"][language.value].format(code=error.full_code)
