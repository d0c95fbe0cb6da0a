"""One's own voice at work: ten seconds from the microphone, kept encrypted in the store."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.app import chosen_microphone
from zhenlu.app.microphone_desk import SoundSystem
from zhenlu.audio.reading import heard_reading
from zhenlu.domain.errors import Cancelled, ZhenluError
from zhenlu.domain.person import Permission
from zhenlu.domain.voice_print import ENROLMENT_S, EnrolledVoice, VoicePrint
from zhenlu.engines.packs import shelf
from zhenlu.engines.speech.enrolment import enrolled_print
from zhenlu.storage.store import Store
from zhenlu.ui.admin.people import PeopleSubPage
from zhenlu.ui.background import Background


class VoiceDesk(QObject):
    """Joins the form of one's own voice, the microphone and the store.

    Args:
        background: The store's.
        aside: Where listening keeps no record waiting.
    """

    _progressed = Signal(float)
    _heard = Signal(object)

    def __init__(
        self,
        page: PeopleSubPage,
        store: Store,
        background: Background,
        aside: Background,
        sound: SoundSystem,
    ) -> None:
        super().__init__(page)
        self._page, self._form, self._store = page, page.voice, store
        self._background, self._aside, self._sound = background, aside, sound
        self._cancelled = threading.Event()
        self._progressed.connect(self._form.show_progress, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._form.show_level, Qt.ConnectionType.QueuedConnection)
        page.offer_voice(offered=store.person.may(Permission.ENROL_VOICE))
        page.refresh_asked.connect(self.refresh)
        self._form.record_asked.connect(self._on_record)
        self._form.cancel_asked.connect(self.close)
        self._form.delete_asked.connect(self._on_delete)

    def refresh(self) -> None:
        """Show whether a voice is kept, and whether it still fits the models."""
        self._background.run(self._own, self._on_found, self._page.refuse)

    def close(self) -> None:
        """Stop listening; nothing of it is kept."""
        self._cancelled.set()

    def _own(self) -> tuple[EnrolledVoice | None, str]:
        return self._store.voices.own(), shelf.embedder()

    def _on_found(self, found: tuple[EnrolledVoice | None, str]) -> None:
        kept, embedder = found
        is_other = kept is not None and kept.is_of_another_model(embedder)
        self._form.show_voice(kept, enrol_anew=is_other)

    def _on_record(self) -> None:
        cancelled = self._cancelled = threading.Event()
        self._page.forget_outcome()
        self._form.begin()
        self._aside.run(lambda: self._read(cancelled), self._on_read, self._on_refused)

    def _read(self, cancelled: threading.Event) -> VoicePrint:
        device = chosen_microphone.present(self._sound.devices())
        source = self._sound.reader(device, self._heard.emit)
        pcm = heard_reading(source, ENROLMENT_S, self._progressed.emit, cancelled)
        return enrolled_print(pcm, shelf.speaker())

    def _on_read(self, voice: VoicePrint) -> None:
        self._background.run(
            lambda: self._store.voices.enrol(voice), self._on_enrolled, self._on_refused
        )

    def _on_enrolled(self, kept: EnrolledVoice) -> None:
        self._form.show_voice(kept)
        self._page.tell(self.tr("Your voice is enrolled. It is used from the next visit on."))

    def _on_delete(self) -> None:
        self._background.run(self._store.voices.delete, self._on_deleted, self._on_refused)

    def _on_deleted(self, _nothing: None) -> None:
        self._form.show_voice(None)
        self._page.tell(self.tr("Your enrolled voice was deleted."))

    def _on_refused(self, error: ZhenluError) -> None:
        self._form.end()
        if not isinstance(error, Cancelled):
            self._page.refuse(error)
