"""Every word of the window is translated, and what is shipped is what the sources say."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from zhenlu import paths

SHIPPED = paths.resources() / "translations"


@pytest.fixture(scope="module")
def update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", SHIPPED / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def collected(update: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translations brought up to date beside the shipped ones."""
    folder = tmp_path_factory.mktemp("translations") / "zh"
    shutil.copytree(SHIPPED / "zh", folder)
    update.collect(folder)
    return folder


def test_no_word_of_the_window_lacks_its_chinese(update: ModuleType, collected: Path) -> None:
    assert update.missing(collected) == []


def test_no_english_sentence_needs_a_plural_for_its_count(collected: Path) -> None:
    counted = re.compile(r"\{(?:count|waiting|known|total)\} [a-z]+s\b")
    files = [path.read_text(encoding="utf-8") for path in collected.glob("*.ts")]
    words = [each for file in files for each in re.findall(r"<source>(.*?)</source>", file)]

    assert [each for each in words if counted.search(each)] == []


def test_the_compiled_file_is_made_from_these_words(
    update: ModuleType, collected: Path, tmp_path: Path
) -> None:
    update.compile_all(collected, tmp_path / "made.qm")

    assert (tmp_path / "made.qm").read_bytes() == (SHIPPED / "zhenlu_zh.qm").read_bytes()
