"""Which packs a command works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhenlu.cli.options import LayerChoice
from zhenlu.domain.record import Layer

if TYPE_CHECKING:
    from zhenlu.engines.room import EngineRoom


def engine_room(layer: LayerChoice = LayerChoice.AUTO) -> EngineRoom:
    """The engines for one command; use it in a `with`, so that their processes end."""
    from zhenlu.engines.room import EngineRoom

    return EngineRoom(None if layer is LayerChoice.AUTO else Layer(layer.value))
