"""How the engines do while a visit goes on, as whoever shows the visit is told."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from zhenlu.application.events import (
    EngineGivenUp,
    EngineLoading,
    EngineReady,
    EngineRestarted,
)
from zhenlu.application.hearing import HearingFailed
from zhenlu.application.live_drafting import DraftingBroke
from zhenlu.application.live_events import EngineNews, EngineState
from zhenlu.application.reading_ahead import ReadAhead, ReadingFailed

EngineLetter: TypeAlias = (
    EngineLoading | EngineReady | EngineRestarted | EngineGivenUp
    | HearingFailed | ReadAhead | ReadingFailed | DraftingBroke
)  # fmt: skip


def engine_news(letter: EngineLetter, t_wall: float, audio_s: float) -> EngineNews:
    """What a letter says of its engine, for a visit at this moment (see `LiveEvent`)."""
    news = partial(EngineNews, t_wall, audio_s)
    match letter:
        case EngineLoading():
            return news(letter.engine, EngineState.LOADING)
        case EngineReady():
            return news(letter.engine, EngineState.READY, seconds=round(letter.load_s, 3))
        case EngineRestarted():
            return news(letter.engine, EngineState.RESTARTED)
        case EngineGivenUp():
            return news(letter.engine, EngineState.GIVEN_UP, letter.code)
        case ReadAhead():
            return news("drafting", EngineState.READ_AHEAD, tokens=letter.tokens)
        case HearingFailed() | ReadingFailed() | DraftingBroke():
            return news(*_failure(letter))


def _failure(letter: HearingFailed | ReadingFailed | DraftingBroke) -> tuple[str, EngineState, str]:
    if isinstance(letter, DraftingBroke):
        return "rules", EngineState.FAILED, letter.error.full_code
    engine = "speech" if isinstance(letter, HearingFailed) else "drafting"
    state = EngineState.GIVEN_UP if letter.for_good else EngineState.FAILED
    return engine, state, letter.code


__all__ = ["EngineLetter", "engine_news"]
