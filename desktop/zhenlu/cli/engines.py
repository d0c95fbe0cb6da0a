"""Which packs a command works with, opened and closed around the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zhenlu.cli.options import LayerChoice
from zhenlu.domain.errors import ChoiceUnknown, PackMissing
from zhenlu.domain.record import Layer

if TYPE_CHECKING:
    from zhenlu.application.ports import DraftingEngine, SpeechEngine
    from zhenlu.domain.transcript import Language


@contextmanager
def open_speech(language: Language | None) -> Iterator[SpeechEngine]:
    """The speech engine for a language, on the chosen pack or the starter."""
    from zhenlu.engines.packs.shelf import choose
    from zhenlu.engines.speech.engine import WhisperSpeechEngine

    engine = WhisperSpeechEngine(choose("speech", language))
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def open_drafting(
    language: Language | None, layer: LayerChoice
) -> Iterator[DraftingEngine | None]:
    """The drafting engine that offers the layer; None where the rules draft alone.

    Raises:
        ChoiceUnknown: If the person asked for a layer that no installed pack offers.
    """
    if layer is LayerChoice.RULES:
        yield None
        return
    from zhenlu.engines.drafting.engine import LlamaDraftingEngine
    from zhenlu.engines.packs.shelf import choose

    try:
        engine = LlamaDraftingEngine(choose("drafting", language))
    except PackMissing:
        if layer is LayerChoice.AUTO:
            yield None
            return
        raise
    try:
        if layer is not LayerChoice.AUTO and engine.layer is not Layer(layer.value):
            raise ChoiceUnknown("layer", choice=layer.value, offered=engine.layer.value)
        yield engine
    finally:
        engine.close()
