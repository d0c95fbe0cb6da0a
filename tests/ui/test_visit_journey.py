"""J1: a visit is recorded, reviewed, signed and copied, with four keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinician import LONG_MS, SHORT_VISITS, made, opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.transcript import Language
from zhenlu.ui.keys import Action
from zhenlu.ui.visit.capture import Capture


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("language", "spoken", "word"), SHORT_VISITS)
def test_a_visit_is_recorded_reviewed_signed_and_copied(
    data_folder: Path, qtbot: QtBot, language: Language, spoken: Path, word: str
) -> None:
    made(data_folder / "store")
    clinician = opened(data_folder / "store", qtbot, spoken, language)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.desks
    clinician.add_patient("王小明")

    clinician.key(Action.RECORD)
    clinician.wait(lambda: desks.recording.is_running)
    recording = desks.visit.recording
    clinician.wait(lambda: recording.lines.rowCount() > 3, LONG_MS)
    clinician.key(Action.RECORD)
    clinician.wait(lambda: not desks.visit.is_recording, LONG_MS)
    clinician.settle_and_sign()
    clinician.key(Action.COPY_RECORD)

    assert recording.strip.capture is Capture.IDLE
    assert word in QApplication.clipboard().text().lower()
    visit = desks.visit.opened
    assert visit is not None
    assert visit.consent is not None
    assert visit.consent.method is ConsentMethod.ORAL
    assert visit.template.language is language
    actions = {AuditAction.CONSENT, AuditAction.SIGN, AuditAction.COPY}
    audit = desks.room.store.audit
    clinician.wait(lambda: actions <= {entry.action for entry in audit.entries()})
    clinician.window.close()
