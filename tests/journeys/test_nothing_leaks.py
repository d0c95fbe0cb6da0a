"""A whole visit by the real commands: no word of it lies anywhere in the clear, no socket opens.

The patient's name, typed words, reasons and what the engines heard are searched for in
every file that the program made: data folder and write-ahead logs, backup, logs, crash
reports, temporary and home folders. On Linux `strace` watches every process of the journey,
so that a library that opens a socket, or a file somewhere else, is seen at the system call.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import canary
import pytest
import speaker_models

from zhenlu.domain.intake import Answer, Intake
from zhenlu.domain.transcript import Language
from zhenlu.engines.messages import Done, Request, decode, encode
from zhenlu.storage import store

_NAME = "鹮鸰欢"
_TYPED = "金丝雀在窗外唱了七十七遍"
_REASON = "鵖鴔核对过的理由"
_LATIN = "zqcanaryvexil"
_CANARIES = (_NAME, _TYPED, _REASON, _LATIN)
_PASSPHRASE, _HERS = "correct horse battery", "a passphrase of her own"
_SAMPLE = Path(__file__).parent.parent / "data" / "zh-headache.flac"

_CALLS = "network,open,openat,openat2,creat,memfd_create,mkdir,rename,renameat,renameat2"
#: A crash in the middle of a command, with a patient's words in the exception.
_CRASH = """
import sys, zhenlu.cli.reading as reading
def broken(path):
    raise ValueError(open("notes.txt", encoding="utf-8").read())
reading.read_text = broken
from zhenlu.cli.app import main
sys.argv = ["zhenlu", "draft", "notes.txt"]
sys.exit(main())
"""


def _can_trace() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    tried = subprocess.run([strace, "-qq", "true"], capture_output=True, check=False)
    return tried.returncode == 0


_TRACED = pytest.mark.skipif(not _can_trace(), reason="needs strace, and the right to use it")


@dataclass
class Journey:
    """One clinic on one computer, and everything that was done there.

    Attributes:
        heard: What the engines made of the recording.
    """

    root: Path
    traces: list[Path] = field(default_factory=list)
    heard: tuple[str, ...] = ()
    visit: str = ""

    @property
    def work(self) -> Path:
        """Where the person's own files lie: what was handed in, and passphrases."""
        return self.root / "work"

    def zhenlu(self, *words: object, code: int = 0, data: str = "data") -> str:
        done = self._traced([sys.executable, "-m", "zhenlu", *map(str, words)], data)
        assert done.returncode == code, done.stderr
        return done.stdout

    def as_li(self, *words: object, **options: object) -> str:
        who = "--as", "李医生", "--passphrase-file", self.work / "li.txt"
        return self.zhenlu(*words, *who, **options)  # type: ignore[arg-type]

    def as_wang(self, *words: object, **options: object) -> str:
        who = "--as", "王护士", "--passphrase-file", self.work / "wang.txt"
        return self.zhenlu(*words, *who, **options)  # type: ignore[arg-type]

    def crash(self) -> str:
        """Let a command meet an error nobody foresaw; what it says on stderr."""
        done = self._traced([sys.executable, "-c", _CRASH], "data")
        assert done.returncode == 1
        return done.stderr

    def environment(self, data: str = "data") -> dict[str, str]:
        home = str(self.root / "home")
        return {
            **os.environ,
            "ZHENLU_DATA": str(self.root / data),
            "ZHENLU_STATE": str(self.root / "state"),
            "ZHENLU_LANGUAGE": "zh",
            "TMPDIR": str(self.root / "temp"),
            "HOME": home,
            "XDG_CACHE_HOME": f"{home}/.cache",
            "XDG_DATA_HOME": f"{home}/.local/share",
            "XDG_STATE_HOME": f"{home}/.local/state",
        }

    def _traced(self, command: list[str], data: str) -> subprocess.CompletedProcess[str]:
        if _can_trace():
            trace = self.root / "traces" / f"{len(self.traces)}.txt"
            self.traces.append(trace)
            # Buffers of calls are left out of the trace: it is a file of this test's own.
            watch = ["strace", "-f", "-qq", "-s", "256", "--seccomp-bpf", "-o", str(trace)]
            command = [*watch, "-e", f"trace={_CALLS}", "--", *command]
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            cwd=self.work,
            env=self.environment(data),
            timeout=600,
            check=False,
        )

    def files(self) -> Iterator[Path]:
        """Every file below the root that the program made."""
        handed_in = {"notes.txt", "li.txt", "wang.txt", "edit.txt"}
        for path in sorted(self.root.rglob("*")):
            is_own = path.parent == self.work and path.name in handed_in
            if path.is_file() and not is_own and self.root / "traces" not in path.parents:
                yield path

    def made_elsewhere(self) -> set[Path]:
        """Paths outside the root that a process of the journey opened for writing."""
        opened = re.compile(
            # Where another thread comes between, a call's end stands on a later line.
            r"(?:openat?2?|creat)\((?:AT_FDCWD, )?\"(/[^\"]+)\", [^)\n]*"
            r"(?:O_WRONLY|O_RDWR|O_CREAT)[^)\n]*(?:\)\s+= \d|<unfinished)"
        )
        found = {
            Path(match[1])
            for trace in self.traces
            for match in opened.finditer(trace.read_text(encoding="utf-8", errors="replace"))
        }
        return {path for path in found if self.root not in path.parents}


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """A clinic from its first start to a restored backup; somebody still has it open."""
    there = Journey(tmp_path_factory.mktemp("clinic"))
    for name in ("work", "home", "temp", "traces"):
        (there.root / name).mkdir()
    (there.work / "li.txt").write_text(_PASSPHRASE, encoding="utf-8")
    (there.work / "wang.txt").write_text(_HERS, encoding="utf-8")
    notes = f"医生:哪里不舒服?\n患者:咳嗽三天了,{_TYPED}。{_LATIN}。\n"
    (there.work / "notes.txt").write_text(notes + "医生:氨溴索口服。\n", encoding="utf-8")
    (there.work / "edit.txt").write_text(f"{_TYPED},平素体健。", encoding="utf-8")
    _live_through(there)
    # Write-ahead logs are emptied when the last one leaves: somebody is still at work.
    with (
        closing(store.sign_in(there.root / "data" / "store", "李医生", _PASSPHRASE)) as opened,
        closing(opened.open_journal()) as audio,
    ):
        waiting = opened.visits.add(opened.patients.add(_NAME).id)
        answer = Answer("complaint", _TYPED, _TYPED)
        opened.intakes.put(waiting.id, Intake("general", Language.ZH, answers=(answer,)))
        audio.start("still-at-work").abandon()
        yield there


def _live_through(there: Journey) -> None:
    there.zhenlu(
        "people", "add", "李医生", "-r", "doctor", "-r", "admin",
        "--passphrase-file", there.work / "li.txt",
    )  # fmt: skip
    there.as_li("people", "add", "王护士", "-r", "nurse", "--new-passphrase-file", "wang.txt")
    speaker_models.telling_voices_apart(there.work / "voices.onnx")
    there.zhenlu("models", "import", "voices.onnx", "--use")
    there.as_li("people", "voice", "enrol", "--agree", "--from", _SAMPLE)
    file = "--file", "--patient", _NAME, "--number", _LATIN
    consent = "--consent", "proxy", "--given-by", _NAME
    live = "--from", _SAMPLE, "--speed", "0", "-l", "zh", "--patient", _NAME, "--number", _LATIN
    there.as_li("record", *live, *consent, "--json")
    there.as_li("draft", _SAMPLE, "-l", "zh", "-q", *file, *consent)
    there.as_li("draft", "notes.txt", "--layer", "rules", "-q", *file)
    listed = json.loads(there.as_li("records", "list", "-f", "json"))
    typed, spoken, _ = (visit["id"] for visit in listed)
    there.visit = typed
    heard = json.loads(there.as_li("records", "show", spoken, "-f", "json"))
    there.heard = tuple(s["text"] for s in heard["transcript"] if len(s["text"]) >= 6)
    there.as_li("records", "edit", typed, "-s", "past_history", "--text-file", "edit.txt")
    there.as_li("records", "search", _TYPED)
    there.as_li("records", "sign", typed, "--reason", _REASON)
    there.as_li("records", "seal", spoken, "--reason", _REASON)
    there.as_wang("records", "export", typed, "--reason", "patient", "-o", "refused.md", code=1)
    there.as_li("backup", "clinic.backup", "-q")
    there.as_li("restore", "clinic.backup", "-q", data="elsewhere")
    there.as_li("records", "show", typed, "--transcript", data="elsewhere")
    assert "ValueError" in there.crash()


# The finder finds: without that its silence would say nothing


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_finder_finds_a_word_in_any_encoding(encoding: str) -> None:
    assert canary.finds(os.urandom(999) + _TYPED.encode(encoding) + os.urandom(99), [_TYPED])


@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_finder_finds_a_word_in_base64_wherever_it_stands(shift: int, encoding: str) -> None:
    content = b64encode(b"x" * shift + _TYPED.encode(encoding) + b"behind")

    assert canary.finds(b'{"pcm": "' + content + b'"}', [_TYPED])


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
def test_the_finder_finds_a_word_in_what_is_compressed(packed: Callable[[bytes], bytes]) -> None:
    content = os.urandom(500) + packed(b"before " + _TYPED.encode() + b" after") + os.urandom(500)

    assert canary.finds(content, [_TYPED])


def test_the_finder_finds_an_escaped_word_and_nothing_in_noise() -> None:
    assert canary.finds(json.dumps({"name": _NAME}).encode(), [_NAME])
    assert not canary.finds(os.urandom(1_000_000), _CANARIES)


# What the journey left behind


def test_the_journey_made_what_it_was_meant_to(journey: Journey) -> None:
    made = {path.name for path in journey.files()}

    assert {"records.db", "records.db-wal", "journal.db", "journal.db-wal", "keys.json"} <= made
    assert {"clinic.backup", "zhenlu.log"} <= made
    assert (journey.root / "data" / "models" / "voices" / "pack.toml").is_file()
    assert (journey.root / "elsewhere" / "store" / "records.db").stat().st_size > 0
    assert len(journey.heard) > 3
    assert "refused.md" not in made


def test_no_file_holds_a_name_a_typed_word_or_a_reason(journey: Journey) -> None:
    leaks = {
        str(path.relative_to(journey.root)): found
        for path in journey.files()
        if (found := canary.finds(path.read_bytes(), _CANARIES))
    }

    assert leaks == {}


def test_no_file_holds_what_was_heard(journey: Journey) -> None:
    leaks = {
        str(path.relative_to(journey.root)): found
        for path in journey.files()
        if (found := canary.finds(path.read_bytes(), journey.heard))
    }

    assert leaks == {}


def test_no_file_holds_a_passphrase(journey: Journey) -> None:
    for path in journey.files():
        assert not canary.finds(path.read_bytes(), [_PASSPHRASE, _HERS]), path.name


def test_no_file_is_named_after_anybody(journey: Journey) -> None:
    names = "\n".join(str(path.relative_to(journey.root)) for path in journey.root.rglob("*"))

    assert not canary.finds(names.encode(), _CANARIES)


def test_the_crash_report_says_where_and_not_what(journey: Journey) -> None:
    report = (journey.root / "data" / "logs" / "zhenlu.log").read_text(encoding="utf-8")

    assert "unexpected ValueError at" in report
    assert not canary.finds(report.encode(), _CANARIES)


def test_what_the_program_keeps_is_for_its_owner_alone(journey: Journey) -> None:
    for folder in ("data", "elsewhere"):
        for path in (journey.root / folder).rglob("*"):
            if path.is_file():
                assert path.stat().st_mode & 0o077 == 0, path.relative_to(journey.root)
    assert (journey.work / "clinic.backup").stat().st_mode & 0o077 == 0


def test_nothing_is_left_in_temporary_or_home_folders(journey: Journey) -> None:
    for folder in ("temp", "home"):
        left = [str(path) for path in (journey.root / folder).rglob("*") if path.is_file()]
        assert left == [], folder


# At the system call


@_TRACED
def test_no_process_of_the_journey_opens_a_network_socket(journey: Journey) -> None:
    families = re.compile(r"\b(?:socket|socketpair)\((\w+)")
    addressed = re.compile(r"sa_family=(\w+)")
    seen: set[str] = set()
    for trace in journey.traces:
        text = trace.read_text(encoding="utf-8", errors="replace")
        seen |= set(families.findall(text)) | set(addressed.findall(text))

    assert len(journey.traces) > 10
    # A Unix socket reaches this computer only: the C library asks its name service there.
    assert seen <= {"AF_UNIX"}


@_TRACED
def test_the_watch_sees_a_socket_where_there_is_one(journey: Journey, tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    open_one = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    watch = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", "trace=network", "--"]

    subprocess.run([*watch, sys.executable, "-c", open_one], check=True)

    assert "socket(AF_INET" in trace.read_text(encoding="utf-8")


@_TRACED
def test_nothing_is_written_outside_the_folders_it_was_given(journey: Journey) -> None:
    elsewhere = {
        path
        for path in journey.made_elsewhere()
        if path.parts[1] not in ("proc", "sys") and path != Path("/dev/null")
    }

    # Python's own cache of compiled modules is no word of a patient's.
    assert {path for path in elsewhere if "__pycache__" not in path.parts} == set()


# Workers


@pytest.fixture
def worker(journey: Journey) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "zhenlu", "worker", "scripted"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=journey.work,
        env=journey.environment(),
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(encode(Request(1, "load", {"folder": "", "manifest": {}, "threads": 1})))
    running.stdin.flush()
    assert isinstance(decode(running.stdout.readline()), Done)
    yield running
    running.kill()
    running.communicate()


def test_a_worker_that_breaks_reports_no_word_of_what_it_read(
    worker: subprocess.Popen[bytes],
) -> None:
    steps = {"steps": [{"do": "fault", "words": _TYPED}]}
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(encode(Request(2, "play", steps)))
    worker.stdin.flush()

    answer = worker.stdout.readline()
    _, err = worker.communicate(timeout=60)

    assert b"fault ValueError at" in err
    assert not canary.finds(answer + err, _CANARIES)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_that_is_killed_by_a_fault_dumps_no_memory(
    journey: Journey, worker: subprocess.Popen[bytes]
) -> None:
    limits = Path(f"/proc/{worker.pid}/limits").read_text(encoding="ascii")
    worker.send_signal(signal.SIGSEGV)
    _, err = worker.communicate(timeout=60)

    (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    assert b"Segmentation fault" in err
    assert not canary.finds(err, _CANARIES)
    assert not list(journey.work.glob("core*"))
