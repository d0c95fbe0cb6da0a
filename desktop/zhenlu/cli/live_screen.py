"""A live visit on a terminal: lines as they come, below them how the recording does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TextIO

from zhenlu.application import live_events as live
from zhenlu.application.live_events import EngineState
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.transcript import Segment
from zhenlu.export.live_json import to_line
from zhenlu.wording import say

#: Backlog from which it is worth saying that the words come later.
_BEHIND_S = 5.0
_BAR = 10


class JsonLines:
    """One event a line on stdout."""

    def show(self, event: live.LiveEvent) -> None:
        print(to_line(event), flush=True)


class LiveScreen:
    """Transcript lines on stdout, everything else on stderr.

    Where stderr is no terminal, there is no status line.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._is_terminal = self._err.isatty()
        self._backlog_s = 0.0
        self._tentative = ""
        self._meter = ""
        self._disk = "writing"
        self._is_stopped = False
        self._shown: dict[int, Segment] = {}

    def show(self, event: live.LiveEvent) -> None:
        """Show one event."""
        shown = _SHOWN.get(type(event))
        if shown is not None:
            shown(self, event)
        self._draw_status(event.audio_s)

    def note(self, text: str) -> None:
        """Say something in a line of its own."""
        self._clear()
        print(text, file=self._err, flush=True)

    def close(self) -> None:
        self._clear()

    def _line(self, event: live.Committed) -> None:
        self._shown[event.segment.id] = event.segment
        self._print(event.segment, _words(event.segment))
        self._tentative = ""

    def _read_again(self, event: live.LinesReadAgain) -> None:
        """A line below those that are shown: what is printed stays."""
        for segment in event.segments:
            first = self._shown.get(segment.id, segment).text
            if first != segment.text:
                self._print(segment, say("record.again", words=_words(segment), first=first))
                self._shown[segment.id] = segment
        for line, other in event.offered.items():
            if line in self._shown:
                first = _words(self._shown[line])
                self._print(self._shown[line], say("record.offered", words=first, other=other))

    def _print(self, segment: Segment, words: str) -> None:
        self._clear()
        print(f"[{_clock(segment.start_s)}] {words}", file=self._out, flush=True)

    def _words_so_far(self, event: live.Tentative) -> None:
        self._tentative = event.text

    def _journal(self, event: live.Journalled) -> None:
        if event.disk != self._disk:
            self._disk = event.disk
            self.note(say(f"record.disk.{event.disk}", waiting=round(event.waiting_s)))
        if event.level is not None:
            self._meter = _bar(event.level)
        self._backlog_s = event.backlog_s

    def _gap(self, event: live.GapMarked) -> None:
        if event.length_s is None:
            self.note(say(f"record.gap.{event.reason.value}"))
        else:
            self.note(say("record.gap.over", seconds=round(event.length_s, 1)))

    def _engine(self, event: live.EngineNews) -> None:
        if event.state in (EngineState.RESTARTED, EngineState.FAILED, EngineState.GIVEN_UP):
            name = say(f"record.engine.{event.engine}")
            self.note(say(f"record.engine.{event.state.value}", engine=name))

    def _finding(self, event: live.FindingRaised) -> None:
        # Afterwards they stand in the record.
        if not self._is_stopped:
            self.note(f"! {event.finding.rule} {event.finding.message}")

    def _stopped(self, _event: live.CaptureStopped) -> None:
        self._is_stopped = True

    def _draw_status(self, audio_s: float) -> None:
        if self._is_terminal:
            status = f"{self._state()} {_clock(audio_s)} {self._meter} {self._tentative}"
            print(f"\r\x1b[K{status.rstrip()[:120]}", end="", file=self._err, flush=True)

    def _state(self) -> str:
        if self._is_stopped:
            return say("record.state.finishing")
        if self._backlog_s > _BEHIND_S:
            return say("record.state.behind", seconds=round(self._backlog_s))
        return say("record.state.recording")

    def _clear(self) -> None:
        if self._is_terminal:
            print("\r\x1b[K", end="", file=self._err, flush=True)


_SHOWN: dict[type[live.LiveEvent], Callable[[LiveScreen, Any], None]] = {
    live.Committed: LiveScreen._line,
    live.LinesReadAgain: LiveScreen._read_again,
    live.Tentative: LiveScreen._words_so_far,
    live.Journalled: LiveScreen._journal,
    live.GapMarked: LiveScreen._gap,
    live.EngineNews: LiveScreen._engine,
    live.FindingRaised: LiveScreen._finding,
    live.CaptureStopped: LiveScreen._stopped,
}


def _words(segment: Segment) -> str:
    if segment.unclear:
        return say("record.unclear")
    return f"{say(f'record.role.{segment.role.value}')} {segment.text}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def _bar(level: SoundLevel) -> str:
    """Loudness from -60 dBFS to full scale, and the warning that matters most."""
    full = round(max(0.0, min(1.0, 1 + level.rms_dbfs / 60)) * _BAR)
    warnings = [say(f"record.level.{warning.value}") for warning in sorted(level.warnings)]
    return "▮" * full + "▯" * (_BAR - full) + "".join(f" {text}" for text in warnings)
