"""Every error a person can meet, as one tree.

    ZhenluError                    never raised itself
    ├── EnvironmentFault           the computer: disk, memory, processor, a missing part
    │   ├── PackMissing · PackTampered · PackUnusable
    │   ├── EngineFailed · EngineUnresponsive
    │   ├── MemoryShort · ProcessorUnsupported · DiskRefused · MicrophoneMissing
    │   ├── StoreDamaged · StoreLocked · StoreMissing · StoreNewer · KeyFileBroken · AuditBroken
    │   ├── RecordAltered · StoreRolledBack · ClockSetBack
    │   └── ResourceBroken         a file of resources/ that a clinic edited
    ├── InputFault                 what was handed in
    │   ├── FileUnreadable · AudioUnusable · LanguageMismatch
    │   ├── TranscriptInvalid · RecordInvalid · NotesInvalid · IntakeInvalid
    │   ├── TemplateUnknown · PackRejected · ChoiceUnknown
    │   ├── KeyWrong · PassphraseRefused · RecoveryKeyInvalid
    │   ├── PersonRefused · ActionForbidden · RecordRefused · ScreenLocked
    │   ├── JournalRefused · ConsentMissing · SettingRefused
    │   └── PatientRefused · VisitUnknown · VisitRefused · VisitSealed · FollowUpUnknown
    ├── Cancelled                  the person asked for it
    └── OwnBug                     an invariant of ours broke
        └── SegmentOrderBroken · SegmentUnknown · IllegalVisitState

An error carries a code and plain parameters (paths, counts, ids), never a
sentence and never a word of a patient. `zhenlu.wording` turns the code into
what happened and what to do next, in the person's language.
"""

from __future__ import annotations

from typing import ClassVar


class ZhenluError(Exception):
    """Base of the tree.

    Attributes:
        code: Stable name of the fault, the key into resources/wording.
        params: Values that the sentence for this code mentions.
    """

    code: ClassVar[str] = "unknown"

    def __init__(self, reason: str = "", **params: str | int | float) -> None:
        """Take an optional reason that narrows the code: `audio.unusable.empty`."""
        self.reason = reason
        self.params = params
        super().__init__(self.full_code)

    @property
    def full_code(self) -> str:
        return f"{self.code}.{self.reason}" if self.reason else self.code


class EnvironmentFault(ZhenluError):
    """The computer cannot do it now; nothing is wrong with what was handed in."""

    code = "environment"


class PackMissing(EnvironmentFault):
    """No usable model pack of the kind that is needed."""

    code = "pack.missing"


class PackTampered(EnvironmentFault):
    """A file of a pack differs from its recorded SHA-256, or is gone."""

    code = "pack.tampered"


class PackUnusable(EnvironmentFault):
    """A pack is intact but its engine cannot load it."""

    code = "pack.unusable"


class EngineFailed(EnvironmentFault):
    """A worker process died or reported a fault it could not get over."""

    code = "engine.failed"


class EngineUnresponsive(EnvironmentFault):
    """A worker process did not answer in time."""

    code = "engine.unresponsive"


class MemoryShort(EnvironmentFault):
    """Too little free memory to load what was asked for."""

    code = "memory.short"


class ProcessorUnsupported(EnvironmentFault):
    """The processor lacks instructions that the engines are built with."""

    code = "processor.unsupported"


class MicrophoneMissing(EnvironmentFault):
    """There is nothing to record from."""

    code = "microphone.missing"


class DiskRefused(EnvironmentFault):
    """A file could not be written: full, read-only or not permitted."""

    code = "disk.refused"


class StoreDamaged(EnvironmentFault):
    """Pages of an encrypted database fail their checks. Nothing was changed."""

    code = "store.damaged"


class JournalRebuilt(EnvironmentFault):
    """The audio journal was damaged and made anew from what could be read of it."""

    code = "journal.rebuilt"


class StoreLocked(EnvironmentFault):
    """Another copy of the program is writing to the same database."""

    code = "store.locked"


class StoreMissing(EnvironmentFault):
    """The keys are here but the database they belong to is gone."""

    code = "store.missing"


class StoreNewer(EnvironmentFault):
    """A newer version of the program has changed this database."""

    code = "store.newer"


class KeyFileBroken(EnvironmentFault):
    """The key file or a slot in it cannot be used. No new key is made in its place."""

    code = "keys.broken"


class AuditBroken(EnvironmentFault):
    """The audit log was altered; `row` names the first entry that does not hold."""

    code = "audit.broken"


class StoreRolledBack(EnvironmentFault):
    """The data folder is older than what this computer has seen of it. A warning, never raised."""

    code = "store.rolled_back"


class ClockSetBack(EnvironmentFault):
    """The computer's clock is behind what was written last. A warning, never raised."""

    code = "clock.set_back"


class RecordAltered(EnvironmentFault):
    """A signed record is not what was signed; `position` counts the patient's versions."""

    code = "record.altered"


class ResourceBroken(EnvironmentFault):
    """A data file under resources/ or the clinic's own copy does not hold up."""

    code = "resource.broken"


class InputFault(ZhenluError):
    """What was handed in cannot be used."""

    code = "input"


class FileUnreadable(InputFault):
    """The path does not lead to a readable file."""

    code = "file.unreadable"


class AudioUnusable(InputFault):
    """The file holds no audio that can be decoded."""

    code = "audio.unusable"


class LanguageMismatch(InputFault):
    """Another language is spoken than the one the visit was set to."""

    code = "language.mismatch"


class TranscriptInvalid(InputFault):
    """A transcript breaks its schema."""

    code = "transcript.invalid"


class RecordInvalid(InputFault):
    """A record JSON breaks its schema."""

    code = "record.invalid"


class NotesInvalid(InputFault):
    """A file of notes is empty or is no text."""

    code = "notes.invalid"


class IntakeInvalid(InputFault):
    """An answer of the intake is not of its question's kind, or belongs to none."""

    code = "intake.invalid"


class TemplateUnknown(InputFault):
    """No template of this id."""

    code = "template.unknown"


class PackRejected(InputFault):
    """A folder or file offered for import is no model pack."""

    code = "pack.rejected"


class ChoiceUnknown(InputFault):
    """A named choice (a pack, a language, a layer) does not exist here."""

    code = "choice.unknown"


class KeyWrong(InputFault):
    """This key does not open this database."""

    code = "key.wrong"


class PassphraseRefused(InputFault):
    """Wrong, too short, or tried again before the delay was over."""

    code = "passphrase.refused"


class RecoveryKeyInvalid(InputFault):
    """A typed recovery key is incomplete, has a slip in it, or belongs elsewhere."""

    code = "recovery.invalid"


class BackupBroken(InputFault):
    """A file is no whole, unaltered backup."""

    code = "backup.broken"


class BackupRefused(InputFault):
    """A backup cannot be written there."""

    code = "backup.refused"


class RestoreRefused(InputFault):
    """A backup is not restored over what is there unless that is asked for."""

    code = "restore.refused"


class PersonRefused(InputFault):
    """Nobody of this name, or a name that is taken or not allowed."""

    code = "person.refused"


class VoiceRefused(InputFault):
    """A voice cannot be enrolled from what was heard, or none is enrolled."""

    code = "voice.refused"


class ActionForbidden(InputFault):
    """The person's role does not allow it."""

    code = "action.forbidden"


class ScreenLocked(InputFault):
    """Nobody has been at the computer for a while; patients' words stay hidden."""

    code = "screen.locked"


class RecordRefused(InputFault):
    """A record version cannot be stored or signed as asked."""

    code = "record.refused"


class JournalRefused(InputFault):
    """A visit's audio cannot be recorded, read or erased as asked."""

    code = "journal.refused"


class PatientRefused(InputFault):
    """No patient of this id, or details that cannot be kept."""

    code = "patient.refused"


class VisitUnknown(InputFault):
    """No visit of this id."""

    code = "visit.unknown"


class VisitRefused(InputFault):
    """A visit cannot be deleted, sealed or unsealed as asked."""

    code = "visit.refused"


class VisitSealed(InputFault):
    """The visit is sealed: neither its record nor its audio changes until it is unsealed."""

    code = "visit.sealed"


class FollowUpUnknown(InputFault):
    """No promised revisit, test or call of this id."""

    code = "follow_up.unknown"


class ConsentMissing(InputFault):
    """Without a consent that stands nothing is recorded."""

    code = "consent.missing"


class SettingRefused(InputFault):
    """A choice of the clinic that the standards do not allow."""

    code = "setting.refused"


class WordRefused(InputFault):
    """A word cannot be added to the clinic's own or taken from them."""

    code = "word.refused"


class Cancelled(ZhenluError):
    """The person cancelled; nothing was deleted."""

    code = "cancelled"


class OwnBug(ZhenluError):
    """An invariant of this program broke."""

    code = "bug"


class SegmentOrderBroken(OwnBug):
    code = "bug.segment_order"


class SegmentUnknown(OwnBug):
    code = "bug.segment_unknown"


class IllegalVisitState(OwnBug):
    code = "bug.visit_state"
