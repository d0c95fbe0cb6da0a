"""`zhenlu models` as a person types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import speaker_models
from typer.testing import CliRunner

from zhenlu import paths
from zhenlu.cli.models import app
from zhenlu.domain.errors import ChoiceUnknown, PackRejected
from zhenlu.engines.packs import shelf


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "zh")
    return tmp_path / "data"


@pytest.fixture
def whisper_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stick" / "clinic-whisper"
    shutil.copytree(paths.models() / "starter" / "speech", folder)
    (folder / "pack.toml").unlink()
    (folder / "preprocessor_config.json").unlink()
    return folder


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_list_shows_installed_and_fetchable_packs_as_json() -> None:
    listed = json.loads(run("list", "--format", "json"))

    assert [pack["id"] for pack in listed["installed"]] == ["starter-drafting", "starter-speech"]
    assert all(pack["in_use"] for pack in listed["installed"])
    assert "faster-whisper-small" in [entry["id"] for entry in listed["catalogue"]]
    assert listed["broken"] == []


def test_list_can_be_narrowed_to_a_kind() -> None:
    listed = json.loads(run("list", "--kind", "drafting", "--format", "json"))

    kinds = {item["kind"] for item in [*listed["installed"], *listed["catalogue"]]}
    assert kinds == {"drafting"}


def test_list_as_text_marks_what_is_in_use_in_the_persons_language() -> None:
    text = run("list")

    assert "* starter-speech" in text
    assert "正在使用" in text
    assert "待核实" in text


def test_an_imported_pack_can_be_used_listed_and_removed(whisper_folder: Path) -> None:
    run("import", str(whisper_folder), "--use")
    listed = json.loads(run("list", "--kind", "speech", "--format", "json"))
    run("remove", "clinic-whisper")

    assert [pack["id"] for pack in listed["installed"] if pack["in_use"]] == ["clinic-whisper"]
    assert shelf.chosen_id("speech") == ""
    assert [pack.id for pack in shelf.inventory().packs] == ["starter-drafting", "starter-speech"]


def test_a_speaker_model_is_imported_listed_verified_and_removed(tmp_path: Path) -> None:
    run("import", str(speaker_models.telling_voices_apart(tmp_path / "voices.onnx")), "--use")
    listed = json.loads(run("list", "--kind", "speaker", "--format", "json"))
    text, intact = run("list", "--kind", "speaker"), run("verify", "voices")
    run("remove", "voices")

    assert [(pack["id"], pack["in_use"]) for pack in listed["installed"]] == [("voices", True)]
    assert [pack["dimensions"] for pack in listed["installed"]] == [48]
    assert "* voices  声纹" in text
    assert "完好" in intact
    assert shelf.speaker() is None


def test_a_speaker_model_is_in_use_as_soon_as_it_is_imported(tmp_path: Path) -> None:
    told = run("import", str(speaker_models.telling_voices_apart(tmp_path / "voices.onnx")))

    assert "从现在起用 voices" in told
    assert "models use" not in told


def test_the_import_tells_how_to_choose_a_model_that_another_one_keeps_out(
    whisper_folder: Path,
) -> None:
    run("use", "starter-speech")

    assert "zhenlu models use clinic-whisper" in run("import", str(whisper_folder))


def test_use_goes_back_to_the_starter(whisper_folder: Path) -> None:
    run("import", str(whisper_folder), "--use")

    run("use", "starter-speech")

    assert shelf.choose("speech", None).id == "starter-speech"


def test_verify_counts_the_files_of_every_intact_pack() -> None:
    lines = run("verify").splitlines()

    assert lines == ["starter-drafting：完好，1 个文件", "starter-speech：完好，5 个文件"]


def test_verify_names_a_changed_file_and_fails(whisper_folder: Path) -> None:
    run("import", str(whisper_folder))
    changed = paths.user_models() / "clinic-whisper" / "config.json"
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2", 1))

    result = CliRunner().invoke(app, ["verify"])

    assert result.exit_code == 1
    assert str(changed) in result.stderr
    assert "starter-speech：完好" in result.stdout


def test_verify_fails_on_a_folder_with_a_broken_manifest(data_folder: Path) -> None:
    folder = data_folder / "models" / "half"
    folder.mkdir(parents=True)

    result = CliRunner().invoke(app, ["verify"])

    assert result.exit_code == 1
    assert str(folder) in result.stderr


def test_faults_reach_the_common_net_as_typed_errors(tmp_path: Path) -> None:
    unknown = CliRunner().invoke(app, ["use", "no-such"])
    no_model = CliRunner().invoke(app, ["import", str(tmp_path)])

    assert isinstance(unknown.exception, ChoiceUnknown)
    assert isinstance(no_model.exception, PackRejected)
