"""J1 and J5 in the terminal: a visit is recorded, crashes, goes on; a real sound system."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from virtual_microphone import NoSoundServer, play, virtual_microphone

from zhenlu import paths
from zhenlu.audio.file import RATE_HZ, read

SAMPLE = Path(__file__).parents[1] / "data" / "zh-headache.flac"
SAMPLES = paths.resources() / "samples"
PASSPHRASE = "a passphrase that nobody guesses"


@pytest.fixture
def signed(data_folder: Path, tmp_path: Path, zhenlu: Callable[..., Any]) -> list[str]:
    """An encrypted folder with one doctor, and the options that open it."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    made = zhenlu(
        "people", "add", "李医生", "--role", "admin", "--role", "doctor", "--passphrase-file", file
    )
    assert made.code == 0, made.err
    return ["--passphrase-file", str(file)]


def _events(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def _of(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


def _started(data_folder: Path, *args: object, env: dict[str, str] | None = None) -> Any:
    """`zhenlu record` as a process of its own, still at work."""
    return subprocess.Popen(
        [sys.executable, "-m", "zhenlu", "record", *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={
            **os.environ,
            "ZHENLU_DATA": str(data_folder),
            "ZHENLU_LANGUAGE": "en",
            **(env or {}),
        },
    )


def _until(process: Any, name: str) -> list[dict[str, Any]]:
    """What the process tells up to the first event of this name."""
    seen = []
    for line in process.stdout:
        seen.append(json.loads(line))
        if seen[-1]["event"] == name:
            return seen
    raise AssertionError(process.stderr.read())


def test_a_file_is_recorded_heard_drafted_and_filed(
    zhenlu: Callable[..., Any], signed: list[str]
) -> None:
    ran = zhenlu(
        "record", "--from", SAMPLE, "--speed", 0, "--json", "-l", "zh",
        "--consent", "oral", "--patient", "王某", *signed,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    events = _events(ran.out)

    assert _of(events, "committed")
    assert [event["reason"] for event in _of(events, "stopped")] == ["source"]
    assert events[-1]["event"] == "finished"
    assert events[-1]["record"]["schema"] == "zhenlu.record/1"
    assert events[-1]["heard_to_s"] == pytest.approx(events[-1]["audio_s"], abs=0.01)
    assert all({"event", "t_wall", "audio_s"} <= event.keys() for event in events)
    assert all("latency_s" in event for event in _of(events, "committed"))


def _in_a_hiss(path: Path) -> Path:
    """The sample in a noise in which some lines are heard with doubt."""
    spoken = np.concatenate(list(read(SAMPLE).chunks))
    noise = np.random.default_rng(2).standard_normal(len(spoken)) * spoken.std() * 0.8
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.clip(spoken + noise, -32768, 32767).astype(np.int16).tobytes())
    return path


def test_lines_read_again_are_kept_over_what_was_heard_first(
    zhenlu: Callable[..., Any], signed: list[str], tmp_path: Path
) -> None:
    ran = zhenlu(
        "record", "--from", _in_a_hiss(tmp_path / "hiss.wav"), "--speed", 0, "--json", "-l", "zh",
        "--consent", "oral", "--patient", "王某", *signed,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    events = _events(ran.out)
    (listed,) = zhenlu("records", "list", "--format", "json", *signed).json
    kept = zhenlu("records", "show", listed["id"], "--format", "json", *signed).json

    first = {event["id"]: event["text"] for event in _of(events, "committed")}
    again = {
        line["id"]: line["text"] for e in _of(events, "read_again") for line in e["segments"]
    }
    told = {line["id"]: line for line in events[-1]["record"]["transcript"]}
    new = {number: text for number, text in again.items() if text != first[number]}
    assert new
    assert {number: told[number]["text"] for number in new} == new
    assert all(told[number]["heard"] for number in new)
    assert kept["transcript"] == events[-1]["record"]["transcript"]


def _murmur(path: Path, seconds: int = 12) -> Path:
    """Several people talking at once, none of them near."""
    clips = sorted(SAMPLE.parent.glob("*.flac")) + sorted(SAMPLES.glob("*.flac"))
    crowd = np.zeros(seconds * RATE_HZ)
    for place, clip in enumerate(clips):
        voice = np.concatenate(list(read(clip).chunks)).astype(np.float64)
        crowd += np.resize(np.roll(voice / voice.std(), 7 * RATE_HZ * place), len(crowd))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((crowd / crowd.std() * 1000).astype(np.int16).tobytes())
    return path


def test_murmuring_is_told_as_unclear_and_makes_no_record(
    zhenlu: Callable[..., Any], signed: list[str], tmp_path: Path
) -> None:
    murmur = _murmur(tmp_path / "waiting-room.wav")
    ran = zhenlu(
        "record", "--from", murmur, "--speed", 0, "--json", "-l", "zh",
        "--consent", "oral", *signed,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    events = _events(ran.out)

    assert _of(events, "unclear")
    assert not _of(events, "committed")
    record = events[-1]["record"]
    assert (record["sections"], record["facts"]) == ([], [])
    assert all(line["unclear"] and not line["text"] for line in record["transcript"])
    assert record["coverage"]["unclear_s"] > 0
    (listed,) = zhenlu("records", "list", "--format", "json", *signed).json
    assert listed["state"] == "empty"


def test_without_consent_nothing_is_recorded(
    zhenlu: Callable[..., Any], signed: list[str], data_folder: Path
) -> None:
    ran = zhenlu("record", "--from", SAMPLE, *signed)

    assert ran.code == 1
    assert "--consent" in ran.err
    assert not (data_folder / "store" / "journal.db").exists()


def test_ctrl_c_stops_the_recording_and_the_draft_still_comes(
    data_folder: Path, signed: list[str]
) -> None:
    process = _started(
        data_folder, "--from", SAMPLE, "--json", "-l", "zh", "--consent", "oral", *signed
    )
    _until(process, "committed")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    events = _events(out)

    assert process.returncode == 0, err
    assert [event["reason"] for event in _of(events, "stopped")] == ["person"]
    assert events[-1]["event"] == "finished"


def test_a_second_recording_is_refused_with_a_reason(
    data_folder: Path, signed: list[str], zhenlu: Callable[..., Any]
) -> None:
    process = _started(
        data_folder, "--from", SAMPLE, "--json", "-l", "zh", "--consent", "oral", *signed
    )
    _until(process, "journal")
    second = zhenlu("record", "--from", SAMPLE, "--consent", "oral", *signed)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)

    assert second.code == 1
    assert "Another window is recording" in second.err


@dataclass(frozen=True)
class BrokenOff:
    """A visit whose program was killed when it had told the first line.

    Attributes:
        written_s: What it had said to be in the journal by then.
        first_line_s: Where that line begins.
    """

    visit: str
    written_s: float
    first_line_s: float


@pytest.fixture
def broken_off(
    data_folder: Path, signed: list[str], zhenlu: Callable[..., Any]
) -> BrokenOff:
    process = _started(
        data_folder, "--from", SAMPLE, "--json", "-l", "zh", "--consent", "oral", *signed
    )
    seen = _until(process, "committed")
    process.kill()
    out, _ = process.communicate(timeout=300)
    written_s = max(e["written_s"] for e in _of([*seen, *_events(out)], "journal"))
    listed = zhenlu("records", "list", "--format", "json", *signed)
    assert listed.code == 0, listed.err
    (visit,) = listed.json
    return BrokenOff(visit["id"], written_s, _of(seen, "committed")[0]["start_s"])


def test_a_killed_recording_is_gone_on_with_and_no_word_is_heard_twice(
    broken_off: BrokenOff, signed: list[str], zhenlu: Callable[..., Any]
) -> None:
    resumed = zhenlu("records", "resume", broken_off.visit, "--format", "json", *signed)

    assert resumed.code == 0, resumed.err
    lines = resumed.json["transcript"]
    assert lines[0]["start_s"] == pytest.approx(broken_off.first_line_s)
    assert [line["id"] for line in lines] == list(range(1, len(lines) + 1))
    assert resumed.json["coverage"]["audio_s"] >= broken_off.written_s - 0.01


def test_a_killed_recording_is_recorded_on_with_what_was_said_before(
    broken_off: BrokenOff, signed: list[str], zhenlu: Callable[..., Any]
) -> None:
    written_s, begun = broken_off.written_s, broken_off.visit[:8]
    again = zhenlu(
        "record", "--resume", begun, "--from", SAMPLE, "--speed", 0, "--json", *signed
    )

    assert again.code == 0, again.err
    record = _events(again.out)[-1]["record"]
    assert record["transcript"][0]["start_s"] < written_s
    assert record["coverage"]["audio_s"] > written_s + 10
    assert [gap["reason"] for gap in record["coverage"]["gaps"]] == ["interrupted"]
    # What was written last may not have been told any more when the program died.
    assert record["coverage"]["gaps"][0]["at_s"] == pytest.approx(written_s, abs=0.5)
    after = zhenlu("records", "list", "--format", "json", *signed).json
    assert [(visit["id"], visit["state"]) for visit in after] == [(broken_off.visit, "drafted")]


def test_what_did_not_break_off_is_not_recorded_on(
    zhenlu: Callable[..., Any], signed: list[str]
) -> None:
    unknown = zhenlu("record", "--resume", "ffffffff", "--from", SAMPLE, *signed)
    named = zhenlu("record", "--resume", "ffff", "--patient", "王某", "--from", SAMPLE, *signed)

    assert unknown.code == 1
    assert named.code == 2
    assert "--patient" in named.err


# --- A real sound system ---


@pytest.fixture
def clinic_microphone(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which programs hear what is played to a sink of our own."""
    try:
        with virtual_microphone(tmp_path) as environment:
            yield environment
    except NoSoundServer as reason:
        pytest.skip(str(reason))


def test_what_is_spoken_into_a_microphone_is_recorded_whole(
    data_folder: Path,
    signed: list[str],
    clinic_microphone: dict[str, str],
    tmp_path: Path,
) -> None:
    spoken = np.concatenate(list(read(SAMPLE).chunks))
    process = _started(
        data_folder, "--json", "-l", "zh", "--consent", "oral", *signed, env=clinic_microphone
    )
    seen = _until(process, "journal")
    assert play(spoken, tmp_path, clinic_microphone).wait() == 0
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    events = [*seen, *_events(out)]

    assert events[-1]["audio_s"] >= len(spoken) / RATE_HZ
    # Before the first sound a busy machine may take its time; after it nothing may be missing.
    assert not [gap for gap in _of(events, "gap") if gap["at_s"] > 0]
    heard = "".join(event["text"] for event in _of(events, "committed"))
    assert "头痛" in heard or "头疼" in heard
    assert events[-1]["heard_to_s"] == pytest.approx(events[-1]["audio_s"], abs=0.01)
