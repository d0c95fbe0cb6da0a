"""The engines at hand where a script hears and the rules draft."""

from __future__ import annotations

from zhenlu.domain.transcript import Language
from zhenlu.engines.scripted import ScriptedSpeechEngine


class ScriptedRoom:
    """Engines for the visits of a test."""

    def __init__(self, engine: ScriptedSpeechEngine) -> None:
        self._engine = engine

    def speech(self, _language: Language | None) -> ScriptedSpeechEngine:
        """What hears, in whatever language."""
        return self._engine

    def drafting(self, _language: Language | None) -> None:
        """No model."""


__all__ = ["ScriptedRoom"]
