"""`zhenlu system`: what this computer has and what it can run."""

from __future__ import annotations

import json
import os
import platform
import sys

import typer

from zhenlu import __version__, paths
from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.wording import say


def system(
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    facts = describe()
    if format is OutputFormat.JSON:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for name, value in facts.items():
        shown = ", ".join(map(str, value)) or "-" if isinstance(value, list) else value
        typer.echo(f"{say(f'system.{name}'):<14}{shown}")


def describe() -> dict[str, object]:
    """The computer in plain values, without anything about patients."""
    import psutil

    from zhenlu.engines.packs.shelf import choose

    memory = psutil.virtual_memory()
    return {
        "version": __version__,
        "platform": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "processor": platform.processor() or platform.machine(),
        "cores": psutil.cpu_count(logical=False) or os.cpu_count() or 1,
        "instructions": _instructions(),
        "memory_mb": memory.total // 2**20,
        "memory_free_mb": memory.available // 2**20,
        "microphones": _microphones(),
        "data_folder": str(paths.user_data()),
        "speech_pack": choose("speech", None).id,
        "drafting_pack": choose("drafting", None).id,
    }


def _microphones() -> list[str]:
    """Names of what could be recorded from; the system's own choice first."""
    from zhenlu.audio.microphone import devices
    from zhenlu.domain.errors import MicrophoneMissing

    try:
        found = devices()
    except MicrophoneMissing:
        return []
    return [device.name for device in sorted(found, key=lambda device: not device.is_default)]


def _instructions() -> str:
    """What matters of the processor: the engines are compiled for AVX2 where it is an x86."""
    from zhenlu.engines.capacity import has_avx2, is_x86

    if not is_x86():
        return platform.machine()
    return "AVX2" if has_avx2() else "no AVX2"
