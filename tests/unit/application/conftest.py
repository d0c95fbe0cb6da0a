"""A clinic to file visits in, live visits, and sound records that rule tests change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from live_rig import PATIENCE_S, LiveRig
from reading_records import sections, sound, spoken

from zhenlu.application.checking import check
from zhenlu.application.filing import Filing, PatientAsked
from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import SoundSource
from zhenlu.audio.file import read
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Finding
from zhenlu.domain.person import Role
from zhenlu.domain.record import Ledger, Record, Statement
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit
from zhenlu.engines.packs.shelf import find
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.storage import store
from zhenlu.storage.journal import Journal
from zhenlu.storage.store import Store

_SAMPLE = Path(__file__).parents[2] / "data" / "zh-headache.flac"

Checked = Callable[..., tuple[Finding, ...]]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No clinic's own templates or rules."""
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def findings() -> Checked:
    """Check a sound record with some sections replaced."""

    def checked(
        template: str = "outpatient-initial",
        *,
        said: str = "",
        patient: dict[str, str | int] | None = None,
        facts: tuple[Fact, ...] = (),
        ledger: Ledger | None = None,
        statements: dict[str, tuple[Statement, ...]] | None = None,
        **changed: str,
    ) -> tuple[Finding, ...]:
        language = Language.EN if template == "soap" else Language.ZH
        texts = {**sound(template, language), **changed}
        parts = tuple(
            replace(part, statements=(statements or {}).get(part.id, ()))
            for part in sections(template, language, texts)
        )
        record = Record(
            template,
            language,
            parts,
            facts,
            ledger or Ledger(),
            transcript=spoken(said, language),
            patient={"sex": "male", "age_years": 56} if patient is None else patient,
        )
        return check(record)

    return checked


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that its doctor and administrator is signed in to."""
    folder = tmp_path_factory.mktemp("clinic") / "store"
    store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), "correct horse battery")
    with closing(store.sign_in(folder, "李医生", "correct horse battery")) as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def journal(opened: Store) -> Iterator[Journal]:
    """The sound of its visits."""
    with closing(opened.open_journal()) as audio:
        yield audio


@pytest.fixture
def filing(opened: Store, journal: Journal) -> Filing:
    """Visits of one morning."""
    return Filing(opened, journal, lambda: datetime(2026, 11, 24, 9, 42))


@pytest.fixture
def visit(filing: Filing, opened: Store) -> Visit:
    """A visit of a new patient who agreed to be recorded."""
    made = filing.open_visit(filing.patient(PatientAsked("王某", is_new=True)))
    opened.consents.note(made.id, ConsentMethod.ORAL, "zh/2026-11")
    return made


@pytest.fixture(scope="module")
def speech() -> Iterator[WhisperSpeechEngine]:
    """The starter, which is not waited for long when it freezes."""
    engine = WhisperSpeechEngine(find("starter-speech"), threads=1, live_patience_s=3.0)
    yield engine
    engine.close()


@pytest.fixture(scope="module", name="spoken")
def _spoken() -> Pcm:
    """What is said in a short visit."""
    return np.concatenate(list(read(_SAMPLE).chunks))


@pytest.fixture
def begin(tmp_path: Path, speech: WhisperSpeechEngine) -> Iterator[Callable[..., LiveRig]]:
    """Begins a visit on a source; it ends with the test, so that the engines are free again."""
    begun: list[LiveRig] = []

    def visit_on(source: SoundSource, **more: Any) -> LiveRig:
        rig = LiveRig(tmp_path, source, speech, **more)
        begun.append(rig)
        rig.live.start()
        return rig

    yield visit_on
    for rig in begun:
        rig.live.cancel()
        rig.live.wait(PATIENCE_S)
        rig.journal.close()
