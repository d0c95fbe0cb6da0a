"""The manage page: its sub-pages and who works behind each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from zhenlu.app.audit_desk import AuditDesk
from zhenlu.app.backup_desk import BackupDesk
from zhenlu.app.clinic_desk import ClinicDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.microphone_desk import MicrophoneDesk, SoundSystem
from zhenlu.app.outer_key_desk import RECORD_KEY, HandOverKeyDesk, OuterKeyDesk
from zhenlu.app.packs_desk import PacksDesk
from zhenlu.app.people_desk import PeopleDesk
from zhenlu.app.privacy_desk import PrivacyDesk
from zhenlu.app.templates_desk import TemplatesDesk
from zhenlu.app.voice_desk import VoiceDesk
from zhenlu.app.words_desk import WordsDesk
from zhenlu.ui.admin.admin_page import AdminPage
from zhenlu.ui.admin.appearance import AppearanceSubPage
from zhenlu.ui.admin.audit import AuditSubPage
from zhenlu.ui.admin.backup import BackupSubPage
from zhenlu.ui.admin.clinic import ClinicSubPage
from zhenlu.ui.admin.microphone import MicrophoneSubPage
from zhenlu.ui.admin.packs import PacksSubPage
from zhenlu.ui.admin.people import PeopleSubPage
from zhenlu.ui.admin.privacy import PrivacySubPage
from zhenlu.ui.admin.templates import TemplatesSubPage
from zhenlu.ui.admin.words import WordsSubPage
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notices


class AdminDesk(QObject):
    """Makes the page and its desks.

    Args:
        background: The store's.
        sound: What can be recorded from; a test brings its own.

    Signals:
        lock_minutes_changed: Another idle time holds.
        language_chosen: The window should speak this `Language`.
    """

    lock_minutes_changed = Signal(int)
    language_chosen = Signal(object)

    def __init__(
        self,
        room: Room,
        background: Background,
        notices: Notices,
        sound: SoundSystem | None = None,
    ) -> None:
        super().__init__()
        # Beside the store's: gigabytes of a model must not keep a record waiting.
        self.aside = Background(self)
        people, privacy, microphone = PeopleSubPage(), PrivacySubPage(), MicrophoneSubPage()
        packs, templates, words = PacksSubPage(), TemplatesSubPage(), WordsSubPage()
        appearance, backup, audit = AppearanceSubPage(), BackupSubPage(), AuditSubPage()
        clinic = ClinicSubPage()
        subs = (
            people, clinic, privacy, microphone, packs, templates, words, appearance, backup,
            audit,
        )  # fmt: skip
        self.page = AdminPage(notices, subs)
        PeopleDesk(people, room.store, background)
        sound = sound or SoundSystem()
        self._voice = VoiceDesk(people, room.store, background, self.aside, sound)
        ClinicDesk(clinic, room.store, background)
        self._privacy = PrivacyDesk(privacy, room, background)
        self._privacy.lock_minutes_changed.connect(self.lock_minutes_changed)
        self._microphone = MicrophoneDesk(microphone, self.aside, sound)
        self.record_key = OuterKeyDesk(microphone.record_key, RECORD_KEY)
        self.hand_over_key = HandOverKeyDesk(microphone.hand_over_key)
        self.packs = PacksDesk(packs, room.store.person, self.aside)
        # On the store's thread, where drafts read them too.
        TemplatesDesk(templates, room.store.person, background)
        WordsDesk(words, room.store.person, background)
        appearance.language_chosen.connect(self.language_chosen)
        self.backup = BackupDesk(backup, room.store, background)
        self._audit = AuditDesk(audit, room.store, background)

    def close(self) -> None:
        """Stop what still runs; what was half done leaves nothing behind."""
        self.packs.task.cancel()
        self.backup.close()
        self._audit.close()
        self._voice.close()
        self._microphone.stop()
        self.record_key.close()
        self.hand_over_key.close()
        self.aside.close()
