"""The engines of a program: loaded once, shared by all visits of a session."""

from __future__ import annotations

import threading
from typing import Self

from zhenlu.application.ports import DraftingEngine, SpeechEngine
from zhenlu.domain.errors import ChoiceUnknown, PackMissing
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting.engine import LlamaDraftingEngine
from zhenlu.engines.packs.shelf import choose, speaker
from zhenlu.engines.speech.engine import WhisperSpeechEngine


class EngineRoom:
    """One speech and one drafting engine at a time; each in a process of its own.

    Any thread may ask for them: a visit is written up beside the one that is recorded.

    Args:
        layer: Who is to draft; None takes the model that there is, or else the rules.
    """

    def __init__(self, layer: Layer | None = None) -> None:
        self._layer = layer
        self._speech: dict[str, SpeechEngine] = {}
        self._drafting: dict[str, DraftingEngine] = {}
        self._choosing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def speech(self, language: Language | None) -> SpeechEngine:
        """The engine on the pack chosen for a language.

        Raises:
            PackMissing, PackTampered: There is none that could be used.
        """
        pack, voices = choose("speech", language), speaker()
        key = f"{pack.id} {voices.id if voices else ''}"
        with self._choosing:
            if key not in self._speech:
                _close(self._speech)
                self._speech[key] = WhisperSpeechEngine(pack, speaker=voices)
            return self._speech[key]

    def drafting(self, language: Language | None) -> DraftingEngine | None:
        """The engine that drafts; None where the rules draft alone.

        Raises:
            PackMissing: If a layer was asked for and there is no pack.
            ChoiceUnknown: If the pack chosen for the language is of another layer.
        """
        if self._layer is Layer.RULES:
            return None
        try:
            pack = choose("drafting", language)
        except PackMissing:
            if self._layer is None:
                return None
            raise
        with self._choosing:
            if pack.pack.id not in self._drafting:
                _close(self._drafting)
                self._drafting[pack.pack.id] = LlamaDraftingEngine(pack)
            engine = self._drafting[pack.pack.id]
        if self._layer is not None and engine.layer is not self._layer:
            asked, offered = self._layer.value, engine.layer.value
            raise ChoiceUnknown("layer", choice=asked, offered=offered)
        return engine

    def close(self) -> None:
        """End both processes."""
        _close(self._speech)
        _close(self._drafting)


def _close(engines: dict[str, SpeechEngine] | dict[str, DraftingEngine]) -> None:
    for engine in engines.values():
        engine.close()
    engines.clear()
