"""One recording of the window: journal, microphone, engines and store around a live visit.

Everything here but `level` runs on the background thread, which is the only one that
touches the store.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from zhenlu.application.consent_notice import current
from zhenlu.application.consultation import TemplateFor
from zhenlu.application.filing import Filing
from zhenlu.application.live import Equipment, LiveVisit
from zhenlu.application.live_events import LiveEvent, VisitFinished
from zhenlu.application.live_filing import LiveFiling
from zhenlu.application.ports import Pcm, SpeechOptions
from zhenlu.application.recording_ports import SoundSource
from zhenlu.application.visit_templates import template_of_visit
from zhenlu.audio.level import Meter
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import ConsentMissing
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.engines.room import EngineRoom
from zhenlu.storage.journal import Journal
from zhenlu.storage.store import Store
from zhenlu.storage.visit_sound import JournalledSound, recording_alone


class WatchedMeter:
    """A meter whose last level anybody may look at."""

    def __init__(self) -> None:
        self._meter = Meter()
        self.last: SoundLevel | None = None

    def hear(self, pcm: Pcm) -> SoundLevel:
        self.last = self._meter.hear(pcm)
        return self.last


@dataclass(frozen=True, slots=True)
class Room:
    """What every recording of a session shares.

    Attributes:
        template_for: What first visits are drafted in.
        chosen: Visit to the template that a person chose for it.
    """

    store: Store
    journal: Journal
    engines: EngineRoom
    template_for: TemplateFor
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def filing(self) -> Filing:
        return Filing(self.store, self.journal)

    def template_of(self, visit: Visit) -> TemplateFor:
        """What a visit is drafted in; asks the store for the patient's earlier records."""
        earlier = self.store.records.earlier(visit.id) if visit.kind == "followup" else ()
        chosen = self.chosen.get(visit.id, "")
        return lambda language: template_of_visit(
            visit, language, self.template_for, earlier, chosen
        )


def agreed(
    room: Room, visit: Visit, language: Language, method: ConsentMethod, given_by: str = ""
) -> Visit:
    """The visit with the patient's consent, noted where none stands.

    Args:
        language: In which the patient was asked.

    Raises:
        ConsentMissing: Nothing may be recorded.
    """
    consents = room.store.consents
    try:
        consents.require(visit.id)
    except ConsentMissing:
        wording = current(language).version
        consents.note(visit.id, method, wording, given_by=given_by)
        consents.require(visit.id)
    return replace(visit, consent=room.store.visits.get(visit.id).consent)


class LiveRecording:
    """A visit from the record key to its kept draft.

    Args:
        visit: As `agreed` gave it.
        source: The microphone, armed, or a file in its place.
        on_event: Told on the visit's own thread.
    """

    def __init__(
        self,
        room: Room,
        visit: Visit,
        source: SoundSource,
        language: Language,
        on_event: Callable[[LiveEvent], None],
    ) -> None:
        self._room = room
        self._open = ExitStack()
        self.meter = WatchedMeter()
        self._language = language
        self._filing: LiveFiling | None = None
        self.visit = visit
        filing = room.filing
        filing.take_intake(visit)
        self.live = LiveVisit(
            visit,
            Equipment(
                source,
                JournalledSound(room.journal, visit.id),
                self.meter,
                room.engines.speech(language),
                room.engines.drafting(language),
            ),
            SpeechOptions(language, clinician=filing.clinician_voice()),
            room.template_of(visit),
            on_event,
            # What was answered before it, and heard before it broke off; the rest is heard
            # from the journal.
            filing.words_of(visit),
            room.store.records.earlier(visit.id),
        )

    @property
    def level(self) -> SoundLevel | None:
        """The present level; may be asked from any thread."""
        return self.meter.last

    def start(self) -> None:
        """Begin to record.

        Raises:
            MicrophoneMissing, JournalRefused, DiskRefused, StoreLocked.
        """
        store, visit = self._room.store, self.visit
        self._open.enter_context(recording_alone(store.folder))
        try:
            filing = self._room.filing
            work = self._open.enter_context(
                filing.at_work(visit, self._language, lambda _event: None)
            )
            self._filing = LiveFiling(work, lambda: self.live.language)
            store.visits.move(visit.id, VisitState.RECORDING)
            self.live.start()
        except BaseException as error:
            if not self._open.__exit__(type(error), error, error.__traceback__):
                raise

    def keep(self, event: LiveEvent) -> None:
        """Keep what the visit told; its record is the last, and lets the recording go.

        Raises:
            DiskRefused, StoreLocked: Words wait for the next event.
        """
        assert self._filing is not None  # noqa: S101 - start() made it
        if isinstance(event, VisitFinished):
            with self._open:
                self._filing.take(event)
        else:
            self._filing.take(event)

    def give_up(self) -> None:
        """Stop for the end of the program; the journal has everything."""
        self.live.cancel()
        self.live.wait(5.0)
        self._open.close()
