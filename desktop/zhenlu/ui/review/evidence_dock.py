"""What the selected sentence rests on: who said it, when, and its sound."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from zhenlu.domain.record import Evidence, Statement, Support
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.transcript.speakers import letter
from zhenlu.ui.translation import Translated

#: Heard before and after the words, so that they do not begin in the middle of a breath.
MARGIN_S = 0.5
_HEIGHT = 136
#: How fast one may listen; the button goes from one to the next.
SPEEDS = (1.0, 1.25, 1.5, 0.75)


class EvidenceDock(Translated, QFrame):
    """Signals:
    play_asked: First and last second to hear.
    stop_asked: Stop what is being heard.
    speed_chosen: One of `SPEEDS`.
    """

    play_asked = Signal(float, float)
    stop_asked = Signal()
    speed_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        look(self, "dock", "")
        self.setObjectName("evidence")
        self._stretch: tuple[float, float] | None = None
        self._statement: Statement | None = None
        self._transcript = Transcript(Language.ZH)
        self._evidence: tuple[Evidence, ...] = ()
        self._at = 0
        self._places: int | None = None
        self._has_sound = False
        self._is_playing = False
        self._speed = SPEEDS[0]
        self._title = Label("caption")
        self._play = Button("play", "", "play")
        self._play.clicked.connect(self.toggle)
        self._faster = Button("play_speed", "quiet")
        self._faster.clicked.connect(self._on_speed)
        self._who = Elided("muted")
        self._sound = SoundStrip()
        self._judged = Label("chip")
        line = row(self._play, self._faster, self._who, space=8)
        line.setStretch(2, 1)
        self.setLayout(
            column(self._title, line, self._sound, row(self._judged, 1), 1, space=6,
                   margins=(14, 8, 14, 8))
        )  # fmt: skip
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_statement(self, statement: Statement | None, transcript: Transcript) -> None:
        """Show what a sentence rests on; None for no sentence."""
        self._statement, self._transcript, self._places = statement, transcript, None
        self._evidence = statement.evidence if statement else ()
        self._show_evidence(0)

    def show_line(self, segment: Segment, transcript: Transcript, places: int) -> None:
        """Show a line of the conversation, and in how many places of the record it stands."""
        self._statement, self._transcript, self._places = None, transcript, places
        self._evidence = (Evidence(segment.id, segment.start_s, segment.end_s),)
        self._show_evidence(0)

    def _show_evidence(self, at: int) -> None:
        """Show the words behind the sentence from this piece on, the whole from the first."""
        self._at = at
        self._stretch = None
        pieces = self._evidence[at : at + 1] if at else self._evidence
        if pieces:
            first, last = pieces[0].start_s, max(e.end_s for e in pieces)
            role = self._transcript[pieces[0].segment].role
            self._who.say(f"{letter(role)}  {clock(first)}–{clock(last)}")
            if last > first:
                self._stretch = (max(0.0, first - MARGIN_S), last + MARGIN_S)
        else:
            self._who.say("")
        self._say_state()

    def show_sound(self, peaks: Sequence[float], marked: tuple[float, float]) -> None:
        """Draw the sound of the stretch: peaks 0 to 1, and the marked share of it."""
        self._sound.show_peaks(peaks, marked)

    def set_sound(self, *, is_there: bool) -> None:
        """Whether the visit's sound is kept."""
        self._has_sound = is_there
        self._say_state()

    def set_speed(self, speed: float) -> None:
        """How fast is listened from now on; another than one of `SPEEDS` counts as 1."""
        self._speed = speed if speed in SPEEDS else SPEEDS[0]
        self._say_state()

    def set_playing(self, *, is_playing: bool) -> None:
        self._is_playing = is_playing
        self._say_state()

    def toggle(self) -> None:
        """Hear the words behind the sentence, or stop."""
        if self._is_playing:
            self.stop_asked.emit()
        elif self._stretch and self._has_sound:
            self.play_asked.emit(*self._stretch)

    def _on_speed(self) -> None:
        self.set_speed(SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)])
        self.speed_chosen.emit(self._speed)
        if self._is_playing and self._stretch:
            self.play_asked.emit(*self._stretch)

    def play_next(self) -> None:
        """Hear the next piece of evidence of the sentence, from the last again the first."""
        if self._evidence:
            self._show_evidence((self._at + 1) % len(self._evidence))
            if self._stretch and self._has_sound:
                self.play_asked.emit(*self._stretch)

    def retranslate(self) -> None:
        self._say_state()

    def _say_state(self) -> None:
        if self._places is None:
            self._title.say(self.tr("Evidence for this sentence"))
        else:
            self._title.say(self.tr("This line"))
        self._play.say(self.tr("Stop") if self._is_playing else self.tr("Play"), key(Action.PLAY))
        self._play.setEnabled(bool(self._stretch) and self._has_sound)
        self._faster.setVisible(self._has_sound)
        self._faster.say(f"{self._speed:g}×", hint=self.tr("Speed of listening"))
        self._faster.setAccessibleName(self.tr("Speed of listening"))
        self._play.setToolTip("" if self._has_sound else self.tr("No sound is kept of this visit"))
        self._sound.setVisible(self._has_sound and bool(self._stretch))
        words, state = self._verdict()
        self._judged.say(words, state)
        self._judged.setVisible(bool(words))

    def _verdict(self) -> tuple[str, str]:
        statement = self._statement
        if self._places is not None:
            if not self._places:
                return self.tr("not in the record"), "warning"
            return self.tr("sentences that rest on it: {count}").format(count=self._places), "ok"
        if statement is None:
            return self.tr("Put the caret into a sentence"), ""
        if statement.standing:
            return self.tr("Nothing was said about this"), ""
        if statement.support is Support.CLINICIAN and statement.evidence:
            return self.tr("dictated by the clinician"), "accent"
        return {
            Support.SUPPORTED: (self.tr("✓ the words support it"), "ok"),
            Support.UNSUPPORTED: (self.tr("? no evidence found for this sentence"), "warning"),
            Support.CONFLICTING: (self.tr("≠ the words say something else"), "danger"),
            Support.CLINICIAN: (self.tr("✎ typed by the clinician"), "accent"),
        }[statement.support]

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(_HEIGHT))


class SoundStrip(QWidget):
    """The loudness of a stretch of sound as bars; the words behind the sentence are lit."""

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Sequence[float] = ()
        self._marked = (0.0, 1.0)
        self.setFixedHeight(30)

    def show_peaks(self, peaks: Sequence[float], marked: tuple[float, float]) -> None:
        self._peaks, self._marked = tuple(peaks), marked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        first, last = (share * self.width() for share in self._marked)
        painter.fillRect(QRectF(first, 0, last - first, self.height()), theme().colour("evidence"))
        if not self._peaks:
            return
        step = self.width() / len(self._peaks)
        for at, peak in enumerate(self._peaks):
            left = at * step
            inside = first <= left <= last
            tall = max(2.0, min(1.0, peak) * (self.height() - 4))
            painter.fillRect(
                QRectF(left, (self.height() - tall) / 2, max(1.0, step * 0.5), tall),
                theme().colour("evidence-line" if inside else "line-strong"),
            )
