"""`zhenlu lexicon` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from zhenlu.cli.app import app
from zhenlu.domain.errors import WordRefused
from zhenlu.language import lexicon


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "zh")
    lexicon.reload()
    yield tmp_path
    lexicon.reload()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["lexicon", *words], catch_exceptions=False)


def test_initials_find_a_drug() -> None:
    found = run("find", "axs", "--language", "zh", "--kind", "drug")

    assert found.exit_code == 0
    assert found.stdout.startswith("氨溴索  drug  [zh, 拼音首字母 氨溴索]")


def test_json_tells_all_of_a_term() -> None:
    found = json.loads(run("find", "芬必得", "-l", "zh", "-f", "json").stdout)

    assert (found[0]["name"], found[0]["found_by"]) == ("布洛芬", "wording")
    assert "非甾体抗炎药" in found[0]["class"]


def test_nothing_found_says_how_to_add_it() -> None:
    found = run("find", "龘靐齉")

    assert found.exit_code == 1
    assert "zhenlu lexicon add" in found.stderr


def test_a_word_added_is_found_again() -> None:
    added = run("add", "沃可替尼", "--kind", "drug", "--say", "沃可")

    assert added.stdout == "已加入：沃可替尼（说法：沃可）。\n"
    assert "沃可替尼" in run("find", "沃可").stdout


def test_a_wording_that_is_taken_is_refused() -> None:
    with pytest.raises(WordRefused):
        run("add", "沃可替尼", "--kind", "drug", "--say", "芬必得")


def test_the_shipped_files_are_sound() -> None:
    checked = run("validate")

    assert (checked.exit_code, checked.stdout) == (0, "词库文件没有发现问题。\n")


def test_an_edited_file_is_told_by_line(own_folder: Path) -> None:
    file = own_folder / "lexicon" / "zh" / "own.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[[term]]\nkind = "drug"\nname = "三"\n', encoding="utf-8")
    lexicon.reload()

    checked = run("validate")

    assert checked.exit_code == 1
    assert checked.stdout.startswith(f"{file}:3: ")
