"""`zhenlu people` and `zhenlu audit` as a clinic's admin types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import speaker_models
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import (
    ActionForbidden,
    FileUnreadable,
    PassphraseRefused,
    PersonRefused,
    RecoveryKeyInvalid,
    StoreMissing,
    ZhenluError,
)
from zhenlu.engines.packs.importing import import_pack

_LI, _WANG = "correct horse battery", "a passphrase of her own"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHENLU_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)
    Path("li.txt").write_text(_LI + "\n", encoding="utf-8")
    Path("wang.txt").write_bytes(b"\xef\xbb\xbf" + _WANG.encode() + b"\r\n")
    return tmp_path


def run(command: str) -> str:
    result = CliRunner().invoke(app, command.split(), catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def clinic() -> str:
    """Li, doctor and admin, and Wang, nurse; the recovery key."""
    recovery = run("people add 李医生 -r doctor -r admin --passphrase-file li.txt")
    run(
        "people add 王护士 -r nurse --as 李医生 --passphrase-file li.txt"
        " --new-passphrase-file wang.txt"
    )
    return recovery


def fails(command: str, kind: type[ZhenluError], reason: str = "") -> None:
    with pytest.raises(kind) as told:
        run(command)
    assert told.value.reason == reason


def test_the_first_person_is_given_a_recovery_key_to_print() -> None:
    shown = run("people add 李医生 -r doctor -r admin --passphrase-file li.txt")

    assert [len(group) for group in shown.strip().split("-")] == [5] * 8


@pytest.mark.usefixtures("clinic")
def test_people_are_listed_with_their_roles() -> None:
    listed = json.loads(run("people list --as 王护士 --passphrase-file wang.txt -f json"))

    assert [(person["name"], person["roles"]) for person in listed] == [
        ("李医生", ["doctor", "admin"]),
        ("王护士", ["nurse"]),
    ]


@pytest.mark.usefixtures("clinic")
def test_people_are_listed_in_words() -> None:
    text = run("people list --as 王护士 --passphrase-file wang.txt")

    assert "王护士  护士" in text


@pytest.mark.usefixtures("clinic")
def test_who_signs_in_has_to_be_named_when_there_are_several() -> None:
    fails("people list --passphrase-file li.txt", PersonRefused, "which")


@pytest.mark.usefixtures("clinic")
def test_a_nurse_adds_nobody_and_does_not_see_the_log() -> None:
    hers = "--as 王护士 --passphrase-file wang.txt"

    adding = f"people add 赵 -r doctor {hers} --new-passphrase-file li.txt"
    fails(adding, ActionForbidden, "manage_people")
    fails(f"audit show {hers}", ActionForbidden, "read_audit")
    fails(f"audit verify {hers}", ActionForbidden, "read_audit")

    log = json.loads(run("audit show --as 李医生 --passphrase-file li.txt -f json"))
    refused = [(e["action"], e["object"]["kind"]) for e in log if e["result"] == "refused"]
    assert refused == [("create", "person"), ("view", "audit"), ("view", "audit")]


@pytest.mark.usefixtures("clinic")
def test_a_passphrase_is_changed() -> None:
    Path("new.txt").write_text("一个新的口令并且足够长", encoding="utf-8")
    run("people passphrase 王护士 --passphrase-file wang.txt --new-passphrase-file new.txt")

    run("people list --as 王护士 --passphrase-file new.txt")
    fails("people list --as 王护士 --passphrase-file wang.txt", PassphraseRefused, "wrong")


def test_a_forgotten_passphrase_is_set_anew_with_the_recovery_key(clinic: str) -> None:
    Path("paper.txt").write_text(clinic.lower(), encoding="utf-8")
    Path("new.txt").write_text("一个新的口令并且足够长", encoding="utf-8")

    run("people passphrase 王护士 --recovery-key-file paper.txt --new-passphrase-file new.txt")

    run("people list --as 王护士 --passphrase-file new.txt")


@pytest.mark.usefixtures("clinic")
def test_a_slip_in_the_recovery_key_is_told() -> None:
    Path("paper.txt").write_text("AAAAA-BBBBB", encoding="utf-8")

    fails(
        "people passphrase 王护士 --recovery-key-file paper.txt --new-passphrase-file li.txt",
        RecoveryKeyInvalid,
        "slip",
    )


def test_without_a_terminal_the_passphrase_is_not_waited_for() -> None:
    fails("people add 李医生 -r admin", PassphraseRefused, "unasked")


def test_a_passphrase_file_that_is_not_there_is_told() -> None:
    fails("people add 李医生 -r admin --passphrase-file none.txt", FileUnreadable, "missing")


@pytest.mark.parametrize("command", ["people list", "people passphrase", "audit verify"])
def test_without_a_data_folder_the_next_step_is_told(command: str) -> None:
    fails(f"{command} --passphrase-file li.txt", StoreMissing, "never")


@pytest.mark.usefixtures("clinic")
def test_a_data_folder_can_be_named(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENLU_DATA", str(files / "elsewhere"))

    text = run(f"people list --data {files / 'data'} --as 李医生 --passphrase-file li.txt")

    assert "王护士" in text
    assert not (files / "elsewhere").exists()


@pytest.mark.usefixtures("clinic")
def test_the_log_is_verified_and_shown_in_order() -> None:
    assert "完好，共 7 条" in run("audit verify --as 李医生 --passphrase-file li.txt")

    shown = json.loads(run("audit show --as 李医生 --passphrase-file li.txt -f json"))

    assert [(e["row"], e["action"], e["object"]["kind"]) for e in shown] == [
        (1, "create", "store"),
        (2, "create", "person"),
        (3, "login", "person"),
        (4, "login", "person"),  # asked again before an account is made
        (5, "create", "person"),
        (6, "login", "person"),
        (7, "view", "audit"),
        (8, "login", "person"),
        (9, "view", "audit"),
    ]
    assert {e["person"]["name"] for e in shown} == {"李医生"}


@pytest.mark.usefixtures("clinic")
def test_the_log_can_be_narrowed_to_a_person_and_a_day() -> None:
    run("people list --as 王护士 --passphrase-file wang.txt")
    mine = "--as 李医生 --passphrase-file li.txt"

    assert run(f"audit show --person 王护士 {mine}").count("王护士") == 2  # who, and whose account
    assert run(f"audit show --until 2001-01-01 {mine}") == ""
    assert run(f"audit show --since 2001-01-01 {mine}") != ""


@pytest.mark.usefixtures("clinic")
def test_a_day_that_is_none_is_a_usage_error() -> None:
    result = CliRunner().invoke(app, ["audit", "show", "--since", "yesterday"])

    assert result.exit_code == 2


@pytest.mark.usefixtures("clinic")
def test_no_file_of_the_folder_holds_a_passphrase_or_the_recovery_key(
    clinic: str, files: Path
) -> None:
    run("audit show --as 李医生 --passphrase-file li.txt")

    everything = b"".join(f.read_bytes() for f in (files / "data").rglob("*") if f.is_file())

    for word in (_LI, _WANG, clinic.strip(), clinic.strip().replace("-", "")):
        assert word.encode() not in everything
        assert word.encode("utf-16-le") not in everything


_READING = Path(__file__).parents[3] / "resources" / "samples" / "zh-cough-fever.flac"


@pytest.mark.usefixtures("clinic")
def test_a_clinician_enrols_shows_and_deletes_their_own_voice() -> None:
    wang = "--as 王护士 --passphrase-file wang.txt"

    run(f"people voice enrol --agree --from {_READING} {wang}")

    assert json.loads(run(f"people voice show -f json {wang}"))["voiced_s"] > 3
    assert run("people voice show --as 李医生 --passphrase-file li.txt") == "没有登记声音。\n"
    run(f"people voice delete {wang}")
    assert json.loads(run(f"people voice show -f json {wang}")) is None


@pytest.mark.usefixtures("clinic")
def test_without_an_agreement_no_voice_is_enrolled() -> None:
    wang = "--as 王护士 --passphrase-file wang.txt"
    command = f"people voice enrol --from {_READING} {wang}"

    refused = CliRunner().invoke(app, command.split(), input="n\n")

    assert refused.exit_code == 1
    assert json.loads(run(f"people voice show -f json {wang}")) is None


@pytest.mark.usefixtures("clinic")
def test_who_sees_no_patients_enrols_no_voice() -> None:
    run("people roles 王护士 -r assistant --as 李医生 --passphrase-file li.txt")

    fails(
        f"people voice enrol --agree --from {_READING} --as 王护士 --passphrase-file wang.txt",
        ActionForbidden,
        "enrol_voice",
    )


@pytest.mark.usefixtures("clinic")
def test_a_voice_enrolled_before_a_speaker_model_came_is_named_and_enrolled_anew(
    tmp_path: Path,
) -> None:
    wang = "--as 王护士 --passphrase-file wang.txt"
    run(f"people voice enrol --agree --from {_READING} {wang}")
    import_pack(speaker_models.telling_voices_apart(tmp_path / "voices.onnx"))

    assert "重新登记" in run(f"people voice show {wang}")
    assert json.loads(run(f"people voice show -f json {wang}"))["enrol_anew"]

    run(f"people voice enrol --agree --from {_READING} {wang}")

    assert "重新登记" not in run(f"people voice show {wang}")
    assert not json.loads(run(f"people voice show -f json {wang}"))["enrol_anew"]
