"""A recording becomes a visit that is kept, on the real engines: also when the program dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from zhenlu.domain.journal import AudioState
from zhenlu.storage import store

_CLIP = Path(__file__).parent.parent / "data" / "zh-headache.flac"
_PASSPHRASE = "correct horse battery"

#: Runs the program: see `zhenlu` in conftest.
Zhenlu = Callable[..., Any]


@pytest.fixture
def clinic(zhenlu: Zhenlu, data_folder: Path) -> tuple[str, ...]:
    """A clinic with one doctor; what every command needs to sign in."""
    secret = data_folder / "li.txt"
    secret.write_text(_PASSPHRASE, encoding="utf-8")
    made = zhenlu("people", "add", "李医生", "-r", "doctor", "-r", "admin",
                  "--passphrase-file", secret)  # fmt: skip
    assert made.code == 0, made.err
    return "--passphrase-file", str(secret)


@pytest.fixture
def filing(clinic: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "draft", str(_CLIP), "-l", "zh", "-f", "json", "--patient", "王某", "--file",
        "--consent", "oral", *clinic,
    )  # fmt: skip


def listed(zhenlu: Zhenlu, clinic: tuple[str, ...], *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = zhenlu("records", "list", "-f", "json", *options, *clinic).json
    return found


def test_a_recording_is_filed_with_its_audio_and_goes_when_it_is_signed(
    zhenlu: Zhenlu, clinic: tuple[str, ...], filing: tuple[str, ...], data_folder: Path
) -> None:
    ran = zhenlu(*filing, "-q")

    assert ran.code == 0, ran.err
    (visit,) = listed(zhenlu, clinic)
    assert (visit["state"], visit["gaps"], visit["signed"]) == ("drafted", [], False)
    assert visit["audio_s"] == pytest.approx(ran.json["coverage"]["audio_s"], abs=0.1)
    shown = zhenlu("records", "show", visit["id"], "-f", "json", *clinic).json
    assert shown["sections"] == ran.json["sections"]
    assert shown["transcript"] == ran.json["transcript"]

    signed = zhenlu("records", "sign", visit["id"], "--reason", "已核对", *clinic)
    assert signed.code == 0, signed.err
    assert _audio_states(data_folder) == [AudioState.ERASED]


def test_a_killed_program_leaves_its_audio_and_the_work_is_gone_on_with(
    zhenlu: Zhenlu, clinic: tuple[str, ...], filing: tuple[str, ...], data_folder: Path
) -> None:
    whole = zhenlu("draft", _CLIP, "-l", "zh", "-f", "json", "-q").json
    _killed_while_hearing(filing, data_folder)

    (visit,) = listed(zhenlu, clinic, "--unfinished")
    assert visit["state"] == "transcribing"
    assert visit["audio_s"] == pytest.approx(whole["coverage"]["audio_s"], abs=0.1)

    resumed = zhenlu("records", "resume", visit["id"][:8], "-f", "json", "-q", *clinic)

    assert resumed.code == 0, resumed.err
    assert listed(zhenlu, clinic, "--unfinished") == []
    assert resumed.json["coverage"]["audio_s"] == whole["coverage"]["audio_s"]
    ids = [segment["id"] for segment in resumed.json["transcript"]]
    assert ids == list(range(1, len(ids) + 1))
    starts = [segment["start_s"] for segment in resumed.json["transcript"]]
    assert starts == sorted(starts)


def test_ctrl_c_stops_the_work_and_deletes_nothing(
    zhenlu: Zhenlu, clinic: tuple[str, ...], filing: tuple[str, ...], data_folder: Path
) -> None:
    err = _killed_while_hearing(filing, data_folder, signal.SIGINT)

    assert "Cancelled. Nothing was deleted." in err
    assert "zhenlu records resume" in err
    (visit,) = listed(zhenlu, clinic, "--unfinished")
    assert visit["state"] == "interrupted"
    assert visit["audio_s"] > 0
    assert _audio_states(data_folder) == [AudioState.CLOSED]


def _killed_while_hearing(
    filing: tuple[str, ...], data_folder: Path, how: signal.Signals = signal.SIGKILL
) -> str:
    """File a recording and end the program as soon as an engine hears it; its stderr."""
    environment = {**os.environ, "ZHENLU_DATA": str(data_folder), "ZHENLU_LANGUAGE": "en"}
    running = subprocess.Popen(
        [sys.executable, "-m", "zhenlu", *filing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
    )
    assert running.stderr is not None
    told = ""
    for line in running.stderr:
        told += line
        if line.startswith("Transcribing"):
            running.send_signal(how)
            break
    told += running.stderr.read()
    running.wait(timeout=60)
    running.stderr.close()
    return told


def _audio_states(data_folder: Path) -> list[AudioState]:
    with (
        closing(store.sign_in(data_folder / "store", "李医生", _PASSPHRASE)) as opened,
        closing(opened.open_journal()) as journal,
    ):
        return [visit.state for visit in journal.visits()]
