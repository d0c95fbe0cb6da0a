"""Whether a computer can run an engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu.domain.errors import MemoryShort, ProcessorUnsupported
from zhenlu.engines import capacity


def test_a_processor_without_avx2_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(capacity, "has_avx2", lambda: False)

    with pytest.raises(ProcessorUnsupported):
        capacity.require_processor()


def test_an_arm_processor_is_not_asked_for_avx2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity.platform, "machine", lambda: "arm64")
    monkeypatch.setattr(capacity, "has_avx2", lambda: False)

    capacity.require_processor()


@pytest.mark.parametrize(
    ("flags", "expected"),
    [("fpu sse4_2 avx avx2 fma", True), ("fpu sse4_2 avx", False), ("", False)],
)
def test_the_flags_of_the_processor_are_read(tmp_path: Path, flags: str, expected: bool) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: old avx2-less\nflags\t\t: {flags}\n")

    assert (" avx2" in capacity._processor_flags(cpuinfo)) is expected


def test_more_memory_than_there_is_is_refused_with_both_figures() -> None:
    with pytest.raises(MemoryShort) as caught:
        capacity.require_memory("speech", 100_000_000)

    assert caught.value.full_code == "memory.short.speech"
    assert caught.value.params["needed_mb"] == 100_000_000
    assert int(caught.value.params["free_mb"]) > 0


def test_a_little_memory_is_granted() -> None:
    capacity.require_memory("speech", 1)


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 1), (4, 3), (16, 4)])
def test_a_core_stays_free_for_the_recording(
    monkeypatch: pytest.MonkeyPatch, cores: int, threads: int
) -> None:
    monkeypatch.setattr(capacity.psutil, "cpu_count", lambda **_kinds: cores)

    assert capacity.default_threads() == threads


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 1), (4, 1), (8, 4)])
def test_drafting_takes_the_cores_that_recognition_leaves(
    monkeypatch: pytest.MonkeyPatch, cores: int, threads: int
) -> None:
    monkeypatch.setattr(capacity.psutil, "cpu_count", lambda **_kinds: cores)

    assert capacity.threads_beside_recognition() == threads
