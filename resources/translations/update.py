"""Bring the window's translations up to date.

    python resources/translations/update.py

Collects every `tr` of the window into zh/<folder>.ts, one file a folder of the window, keeps
what is translated, and compiles all of them into zhenlu_zh.qm. Words that nobody says any
more are dropped. Ends with 1 and a list where a translation is missing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import PySide6

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent / "desktop" / "zhenlu"
WINDOW = PACKAGE / "ui"
_TOOLS = Path(PySide6.__file__).parent


def sources() -> dict[str, list[Path]]:
    """Name of a .ts file to the modules whose words it holds."""
    groups: dict[str, list[Path]] = {}
    for module in sorted(WINDOW.rglob("*.py")):
        inside = module.relative_to(WINDOW).parts
        groups.setdefault(inside[0] if len(inside) > 1 else "window", []).append(module)
    groups["app"] = sorted((PACKAGE / "app").glob("*.py"))
    return groups


def collect(folder: Path) -> None:
    """Renew the .ts files in a folder from the sources."""
    for name, modules in sources().items():
        target = folder / f"{name}.ts"
        _run("lupdate", "-no-obsolete", "-locations", "none", "-source-language", "en",
             "-target-language", "zh_CN", *map(str, modules), "-ts", str(target))  # fmt: skip
        if target.is_file() and not any(ET.parse(target).iter("message")):
            target.unlink()


def compile_all(folder: Path, target: Path) -> None:
    """All .ts files of a folder into one .qm."""
    # Running programs have the old one mapped into memory: it must not change under them.
    beside = target.with_suffix(".new.qm")
    _run("lrelease", "-silent", *map(str, sorted(folder.glob("*.ts"))), "-qm", str(beside))
    beside.replace(target)


def missing(folder: Path) -> list[str]:
    """File, context and source of every message without a finished translation."""
    found = []
    for path in sorted(folder.glob("*.ts")):
        for context in ET.parse(path).iter("context"):
            for message in context.iter("message"):
                translation = message.find("translation")
                if translation is None or translation.get("type") or not (
                    "".join(translation.itertext()).strip()
                ):
                    found.append(
                        f"{path.name}: {context.findtext('name')}: {message.findtext('source')}"
                    )
    return found


def _run(tool: str, *arguments: str) -> None:
    program = _TOOLS / tool
    if not program.exists():
        program = _TOOLS / f"{tool}.exe"
    subprocess.run([str(program), *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    (HERE / "zh").mkdir(exist_ok=True)
    collect(HERE / "zh")
    compile_all(HERE / "zh", HERE / "zhenlu_zh.qm")
    left = missing(HERE / "zh")
    print("\n".join(left) or "every word is translated")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
