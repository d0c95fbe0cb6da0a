"""Voices of the clinic's own clinicians; each is read, exchanged and deleted by its owner alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import VoiceRefused
from zhenlu.domain.person import Permission
from zhenlu.domain.voice_print import EnrolledVoice, VoicePrint
from zhenlu.storage import schema_copies
from zhenlu.storage.access import Access
from zhenlu.storage.database import Database, writing

#: Counts the ways of making features; another way's cannot be compared.
FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Voices:
    """The voice of the person who is signed in; there is no way to anybody else's."""

    access: Access

    def enrol(self, voice: VoicePrint) -> EnrolledVoice:
        """Keep one's own voice in place of any that was kept before.

        Raises:
            ActionForbidden: For those who see no patients.
        """
        access, person = self.access, self.access.person.id
        enrolled = EnrolledVoice(person, voice, access.now())
        with access.changing(Permission.ENROL_VOICE, AuditAction.CREATE, "voice", person):
            forget_voice(access.db, person)
            access.db.execute(
                "INSERT INTO voice_print VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    person,
                    enrolled.at,
                    FORM,
                    voice.voiced_s,
                    json.dumps(voice.features),
                    json.dumps(voice.embedding),
                    voice.embedder,
                ],
            )
        return enrolled

    def own(self) -> EnrolledVoice | None:
        """One's own voice; None where none is enrolled, or by an older program."""
        query = (
            "SELECT at, voiced_s, features, embedding, embedder FROM voice_print"
            " WHERE person = ? AND form = ?"
        )
        found = self.access.db.execute(query, [self.access.person.id, FORM]).fetchone()
        if found is None:
            return None
        at, voiced_s, features, embedding, embedder = found
        print_ = VoicePrint(
            tuple(json.loads(features)), voiced_s, tuple(json.loads(embedding)), embedder
        )
        return EnrolledVoice(self.access.person.id, print_, at)

    def delete(self) -> None:
        """Delete one's own voice, also from the copies that lie beside the database.

        Raises:
            VoiceRefused: Reason "none".
        """
        access, person = self.access, self.access.person.id
        with writing(access.db):
            if not forget_voice(access.db, person):
                raise VoiceRefused("none")
            access.note(AuditAction.DELETE, "voice", person)
        schema_copies.remove_copies(access.db)


def forget_voice(db: Database, person_id: str) -> bool:
    """Delete somebody's voice inside another repository's change. True if there was one."""
    # What is deleted is overwritten, not only let go.
    db.execute("PRAGMA secure_delete = ON")
    statement = "DELETE FROM voice_print WHERE person = ?"
    return bool(db.execute(statement, [person_id]).rowcount)
