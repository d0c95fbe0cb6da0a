"""A clinic on the command line: Li, doctor and admin, and Wang, nurse."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydantic.fields  # noqa: F401  # see below
import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.key_slots import Argon2Cost
from zhenlu.storage.keys import KeyFile

# PySide6, which pytest-qt loads, asks every new module for its source, and pydantic cannot
# answer while it is half loaded by way of typer: so it is loaded first.

_LI, _WANG = "correct horse battery", "a passphrase of her own"
_NOTES = """医生:哪里不舒服?
患者:咳嗽三天了,有黄痰。
医生:药物过敏吗?以前有什么病?
患者:青霉素过敏,起皮疹。没有别的病。
医生:双肺呼吸音清。考虑急性支气管炎,氨溴索口服,一次三十毫克,一天三次,吃五天。三天后复诊。
"""

#: Runs a command line and returns what it printed.
Run = Callable[..., str]
#: Runs a command line that has to end with this error.
Fails = Callable[..., ZhenluError]


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic") / "data"
    store.create(folder / "store", "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), _LI)
    opened = store.sign_in(folder / "store", "李医生", _LI)
    wang = opened.add_person("王护士", frozenset({Role.NURSE}), _WANG)
    # Dozens of sign-ins: what one guess costs is tested where keys are.
    keys, cheap = KeyFile(folder / "store"), Argon2Cost(memory_kib=64, iterations=1, lanes=1)
    for person, passphrase in ((opened.person, _LI), (wang, _WANG)):
        keys.give(opened.data_key, person.id, person.name, passphrase, cheap)
    opened.close()
    return folder


@pytest.fixture
def clinic(made_clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: `data/`, passphrases in li.txt and wang.txt, a visit in notes.txt."""
    shutil.copytree(made_clinic, tmp_path / "data")
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)
    Path("li.txt").write_text(_LI + "\n", encoding="utf-8")
    Path("wang.txt").write_text(_WANG + "\n", encoding="utf-8")
    Path("notes.txt").write_text(_NOTES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(clinic: Path) -> Run:
    """Runs a command; as Li unless `as_wang`."""

    def run(*words: object, as_wang: bool = False, code: int = 0) -> str:
        who = ("王护士", "wang.txt") if as_wang else ("李医生", "li.txt")
        line = [*map(str, words), "--as", who[0], "--passphrase-file", who[1]]
        done: Any = CliRunner().invoke(app, line, catch_exceptions=False)
        assert done.exit_code == code, done.stderr
        return str(done.stdout)

    return run


@pytest.fixture
def fails(run: Run) -> Fails:
    """Runs a command that ends with an error, and gives the error."""

    def fails(kind: type[ZhenluError], *words: object, as_wang: bool = False) -> ZhenluError:
        with pytest.raises(kind) as told:
            run(*words, as_wang=as_wang)
        return told.value

    return fails
