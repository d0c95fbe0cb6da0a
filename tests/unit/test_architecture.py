"""The walls of the house: who may import whom, and what nobody may import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import zhenlu

_PACKAGE = Path(zhenlu.__file__).parent
_NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "huggingface_hub", "requests", "smtplib", "socket", "ssl"
}


def test_the_import_contracts_hold() -> None:
    # The entry point rather than the function: import-linter keeps state between runs.
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=_PACKAGE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_opens_a_network_connection() -> None:
    offenders = []
    for path in _PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            modules = {name if name == "urllib.request" else name.split(".")[0] for name in names}
            offenders += [(path.name, name) for name in modules & (_NETWORK | {"urllib.request"})]

    assert offenders == []
