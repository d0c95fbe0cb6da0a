"""Whether this computer can run an engine, asked before one is started."""

from __future__ import annotations

import ctypes
import platform
import sys
from functools import lru_cache
from pathlib import Path

import psutil

from zhenlu.domain.errors import MemoryShort, ProcessorUnsupported

#: PF_AVX2_INSTRUCTIONS_AVAILABLE of the Windows API.
_WINDOWS_AVX2 = 40
_MB = 1024 * 1024


def require_processor() -> None:
    """Refuse a processor that would end the worker with an illegal instruction.

    Raises:
        ProcessorUnsupported: If it is an x86 processor without AVX2 (before 2013).
    """
    if is_x86() and not has_avx2():
        raise ProcessorUnsupported("avx2", missing="AVX2")


def is_x86() -> bool:
    return platform.machine().lower() in ("x86_64", "amd64", "i686", "x86")


def require_memory(engine: str, needed_mb: int) -> None:
    """Refuse to load what would push the computer into swapping.

    Args:
        engine: "speech" or "drafting".

    Raises:
        MemoryShort: If less than `needed_mb` is free; names both figures.
    """
    free_mb = psutil.virtual_memory().available // _MB
    if free_mb < needed_mb:
        raise MemoryShort(engine, needed_mb=needed_mb, free_mb=free_mb)


def default_threads() -> int:
    """Threads for recognition: a physical core stays free for the recording and the window."""
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return max(1, min(4, cores - 1))


def threads_beside_recognition() -> int:
    """Threads for drafting while recognition is at work: recognition takes its cores first."""
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return max(1, cores - default_threads())


@lru_cache(maxsize=1)
def has_avx2() -> bool:
    """Whether an x86 processor offers the instructions that the engines are compiled for."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        return bool(kernel.IsProcessorFeaturePresent(_WINDOWS_AVX2))
    if sys.platform == "darwin":
        flag, size = ctypes.c_int(0), ctypes.c_size_t(4)
        system = ctypes.CDLL(None)
        name = b"hw.optional.avx2_0"
        system.sysctlbyname(name, ctypes.byref(flag), ctypes.byref(size), None, 0)
        return flag.value == 1
    return " avx2" in _processor_flags(Path("/proc/cpuinfo"))


def _processor_flags(cpuinfo: Path) -> str:
    for line in cpuinfo.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("flags"):
            return line
    return ""


__all__ = [
    "default_threads",
    "has_avx2",
    "is_x86",
    "require_memory",
    "require_processor",
    "threads_beside_recognition",
]
