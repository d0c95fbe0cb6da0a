"""Events on stderr: a bar on a terminal, plain lines in a pipe, nothing where not wanted."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from zhenlu.application import events
from zhenlu.wording import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from zhenlu.domain.backup import BackupStep, Progress


class ProgressReport:
    """Shows how work comes along: a consultation's events, or a backup's bytes.

    Use as a context manager and hand `on_event` or `on_progress` to who does the work.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bars: Bars | None = None
        self._bar: TaskID | None = None
        self._tenth = -1
        self._step: BackupStep | None = None

    def __enter__(self) -> ProgressReport:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, TimeElapsedColumn

            self._bars = Progress(
                *Progress.get_default_columns(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def on_event(self, event: events.Event) -> None:
        """Show one event."""
        if isinstance(event, events.AudioHeard):
            self._advance(say("progress.hearing"), event.audio_s, event.total_s)
        elif isinstance(event, events.PromptRead):
            self._advance(say("progress.reading"), event.tokens, event.total_tokens)
        elif isinstance(event, events.EngineLoading):
            self._line(say(f"progress.loading_{event.engine}", pack=event.pack))
        elif isinstance(event, events.EngineRestarted):
            self._line(say("progress.restarted"))
        elif isinstance(event, events.EngineGivenUp):
            self._line(say("progress.given_up", code=event.code), always=True)
        elif isinstance(event, events.StepStarted):
            self._bar, self._tenth = None, -1
            self._line(say(f"progress.{event.step}"))

    def on_progress(self, progress: Progress) -> None:
        """Show how far a backup or a restore has come."""
        if progress.step is not self._step:
            self._step, self._bar, self._tenth = progress.step, None, -1
        self._advance(say(f"backup.step.{progress.step.value}"), progress.done, progress.total)

    def on_checked(self, done: int, total: int) -> None:
        """Show how many records of an archive are checked."""
        self._advance(say("progress.checking_records"), done, total)

    def _advance(self, title: str, done: float, total: float | None) -> None:
        if self._quiet:
            return
        if self._bars is not None:
            if self._bar is None:
                self._bar = self._bars.add_task(title, total=total)
            self._bars.update(self._bar, completed=done, total=total)
            return
        if not total:
            return
        # One line a tenth: a pipe is read by a log or a person, not a terminal.
        tenth = int(10 * done / total)
        if tenth > self._tenth:
            self._tenth = tenth
            print(f"{title} {min(100, 10 * tenth)}%", file=sys.stderr)

    def _line(self, text: str, always: bool = False) -> None:
        if self._quiet and not always:
            return
        if self._bars is not None:
            self._bars.console.print(text, markup=False, highlight=False)
        else:
            print(text, file=sys.stderr)
