"""The engines of the window: loaded once, shared by all visits of a session."""

from __future__ import annotations

from zhenlu.application.ports import DraftingEngine, SpeechEngine
from zhenlu.domain.errors import PackMissing
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.packs.shelf import choose
from zhenlu.engines.speech.engine import WhisperSpeechEngine


class EngineRoom:
    """One speech and one drafting engine at a time; each in a process of its own."""

    def __init__(self) -> None:
        self._speech: dict[str, SpeechEngine] = {}
        self._drafting: dict[str, DraftingEngine] = {}

    def speech(self, language: Language | None) -> SpeechEngine:
        """The engine on the pack chosen for a language.

        Raises:
            PackMissing, PackTampered: There is none that could be used.
        """
        pack = choose("speech", language)
        if pack.pack.id not in self._speech:
            _close(self._speech)
            self._speech[pack.pack.id] = WhisperSpeechEngine(pack)
        return self._speech[pack.pack.id]

    def drafting(self, language: Language | None) -> DraftingEngine | None:
        """The engine that drafts; None where the rules draft alone."""
        try:
            pack = choose("drafting", language)
        except PackMissing:
            return None
        if pack.pack.id not in self._drafting:
            _close(self._drafting)
            self._drafting[pack.pack.id] = LlamaDraftingEngine(pack)
        return self._drafting[pack.pack.id]

    def close(self) -> None:
        """End both processes."""
        _close(self._speech)
        _close(self._drafting)


def _close(engines: dict[str, SpeechEngine] | dict[str, DraftingEngine]) -> None:
    for engine in engines.values():
        engine.close()
    engines.clear()
