"""Every security requirement names tests that exist, or says what is not shown yet."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parent.parent.parent
_LIST = _ROOT / "tests" / "security" / "requirements.toml"
_CONTENT = tomllib.loads(_LIST.read_text(encoding="utf-8"))
_REQUIREMENTS: list[dict[str, Any]] = _CONTENT["requirement"]


@cache
def _functions(file: str) -> frozenset[str]:
    path = _ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_requirement_is_there_once_and_in_order() -> None:
    ids = [requirement["id"] for requirement in _REQUIREMENTS]

    assert ids == [f"SEC{number:02d}" for number in range(1, 34)]


@pytest.mark.parametrize("requirement", _REQUIREMENTS, ids=lambda each: each["id"])
def test_a_requirement_is_shown_by_tests_that_exist_or_says_why_not(
    requirement: dict[str, Any],
) -> None:
    named = [name.partition("::") for name in requirement["tests"]]

    missing = [f"{file}::{test}" for file, _, test in named if test not in _functions(file)]

    assert missing == []
    assert requirement["text"]
    assert named or requirement.get("open")


def test_every_dependency_is_pinned_to_one_version() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        listed += extra

    assert [each for each in listed if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", each)] == []
