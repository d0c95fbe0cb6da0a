"""`zhenlu records` from the first draft to the last deletion, on a real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.cli.unlocking import confirmed
from zhenlu.domain.errors import (
    ActionForbidden,
    ConsentMissing,
    DiskRefused,
    PassphraseRefused,
    RecordRefused,
    VisitRefused,
    VisitSealed,
    VisitUnknown,
    ZhenluError,
)

Run = Callable[..., str]
Fails = Callable[..., ZhenluError]


@pytest.fixture
def filed(run: Run) -> str:
    """A drafted visit of 王某; its id."""
    run("draft", "notes.txt", "--layer", "rules", "-q", "--patient", "王某", "--file")
    return str(listed(run)[0]["id"])


@pytest.fixture
def signed(run: Run, filed: str) -> str:
    run("records", "sign", filed, "--reason", "已核对")
    return filed


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("records", "list", "-f", "json", *options))
    return found


def audit(run: Run) -> list[tuple[str, str, str]]:
    rows = json.loads(run("audit", "show", "-f", "json"))
    return [(row["action"], row["object"]["kind"], row["result"]) for row in rows]


def test_a_filed_visit_is_listed_as_the_contract_says(run: Run, filed: str) -> None:
    (visit,) = listed(run)

    assert len(visit.pop("started")) == len("2026-11-24T09:42")
    assert visit == {
        "id": filed,
        "patient": "王某",
        "template": "outpatient-initial",
        "state": "drafted",
        "ended": "",
        "printed_version": None,
        "audio_s": 0.0,
        "gaps": [],
        "signed": False,
        "versions": 0,
        "sealed": False,
    }


def test_the_list_narrows_to_a_patient_a_day_and_a_state(run: Run, filed: str) -> None:
    run("draft", "notes.txt", "--layer", "rules", "-q", "--patient", "赵某", "--file")

    assert [visit["patient"] for visit in listed(run)] == ["赵某", "王某"]
    assert [visit["patient"] for visit in listed(run, "--patient", "王")] == ["王某"]
    assert listed(run, "--patient", "钱") == []
    assert listed(run, "--until", "2001-01-01") == []
    assert listed(run, "--state", "signed") == []
    assert listed(run, "--unfinished") == []
    assert "王某  outpatient-initial  草稿待审" in run("records", "list")


def test_namesakes_are_shown_with_what_tells_them_apart(
    run: Run, fails: Fails, capfd: pytest.CaptureFixture[str]
) -> None:
    draft = "draft", "notes.txt", "--layer", "rules", "-q", "--file", "--patient", "王某"
    run(*draft, "--number", "A-1", "--sex", "male", "--born", "1950-02-03")
    run(*draft, "--number", "A-2", "--sex", "female")

    error = fails(ZhenluError, *draft)

    assert error.full_code == "patient.refused.ambiguous"
    run(*draft, "--number", "A-2")
    run(*draft, "--new-patient")
    assert len(listed(run)) == 4


def test_filing_without_a_name_is_a_usage_error(clinic: Path, run: Run) -> None:
    run("draft", "notes.txt", "--layer", "rules", "--file", code=2)


def test_a_recording_is_not_kept_without_a_word_about_consent(run: Run, fails: Fails) -> None:
    sample = Path(__file__).parent.parent.parent / "data" / "zh-headache.flac"

    error = fails(ConsentMissing, "draft", sample, "--patient", "王某", "--file")

    assert error.reason == "option"
    assert listed(run) == []


def test_a_child_does_not_consent_alone(run: Run, fails: Fails) -> None:
    sample = Path(__file__).parent.parent.parent / "data" / "zh-headache.flac"
    child = "--patient", "小明", "--age", "6", "--file", "--consent", "oral"

    assert fails(ConsentMissing, "draft", sample, *child).reason == "guardian"
    assert listed(run) == []


def test_a_draft_says_that_it_is_one_and_a_signed_version_who_signed(
    run: Run, filed: str
) -> None:
    assert "AI生成" in run("records", "show", filed)

    assert "已签名：第1版" in run("records", "sign", filed, "--reason", "已核对")

    shown = run("records", "show", filed[:8])
    assert "AI生成" not in shown
    assert "第1版  李医生" in shown
    assert "医师签名：李医生" in shown
    assert listed(run)[0]["signed"] is True


def test_open_findings_hold_a_signature_up_until_there_is_a_reason(
    run: Run, filed: str, fails: Fails
) -> None:
    run("records", "edit", filed, "--section", "diagnosis", "--text", "")

    assert fails(RecordRefused, "records", "sign", filed).reason == "findings"

    run("records", "sign", filed, "--reason", "诊断待检查结果")
    record = json.loads(run("records", "show", filed, "-f", "json"))
    assert record["signature"]["version"] == 1


def test_signing_takes_the_passphrase_again(
    run: Run, filed: str, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhenlu.cli.records.signing.confirmed", _answered_wrongly)

    with pytest.raises(PassphraseRefused):
        run("records", "sign", filed, "--reason", "已核对")

    assert listed(run)[0]["signed"] is False


def _answered_wrongly(opened: Any, act: Any, object_id: str, _file: Path) -> object:
    """The real question with the wrong answer."""
    Path("guess.txt").write_text("guess guess guess", encoding="utf-8")
    return confirmed(opened, act, object_id, Path("guess.txt"))


def test_a_nurse_does_not_sign_a_diagnosis(run: Run, filed: str, fails: Fails) -> None:
    fails(
        ActionForbidden, "records", "sign", filed, "--reason", "已核对", as_wang=True
    )

    assert listed(run)[0]["signed"] is False
    assert ("sign", "record", "refused") in audit(run)


def test_an_amendment_is_a_new_version_with_a_reason_and_a_difference(
    run: Run, signed: str
) -> None:
    run(
        "records", "amend", signed, "--section", "chief_complaint", "--text", "咳嗽4天",
        "--reason", "患者更正病程",
    )  # fmt: skip

    shown = run("records", "show", signed)
    assert "第2版" in shown
    assert "原因：患者更正病程" in shown
    changed = run("records", "diff", signed)
    assert "+ 咳嗽4天" in changed
    assert "- 咳嗽" in changed
    assert "咳嗽4天" not in run("records", "show", signed, "--version", "1")
    assert "签名完好，共 2 个" in run("records", "verify", signed)
    assert "签名完好，共 2 个" in run("records", "verify")


def test_changes_after_the_signature_wait_for_their_own(run: Run, signed: str) -> None:
    run("records", "edit", signed, "-s", "chief_complaint", "--text", "咳嗽4天")

    shown = run("records", "show", signed)
    assert "另有未签名的改动" in shown
    assert "咳嗽4天" not in shown
    assert "+ 咳嗽4天" in run("records", "diff", signed)

    run("records", "sign", signed, "--reason", "患者更正病程")
    assert "主诉：咳嗽4天" in run("records", "show", signed)


def test_what_is_not_signed_is_edited_not_amended(filed: str, fails: Fails) -> None:
    amended = "--section", "diagnosis", "--text", "x", "--reason", "y"

    assert fails(RecordRefused, "records", "amend", filed, *amended).reason == "unsigned"


def test_an_edit_shows_as_the_clinicians_own(run: Run, filed: str) -> None:
    Path("words.txt").write_text("平素体健。\n", encoding="utf-8")

    run("records", "edit", filed, "-s", "past_history", "--text-file", "words.txt")

    record = json.loads(run("records", "show", filed, "-f", "json"))
    (section,) = [s for s in record["sections"] if s["id"] == "past_history"]
    assert [s["support"] for s in section["statements"]] == ["clinician"]


def test_the_new_text_is_given_once(run: Run, filed: str) -> None:
    run("records", "edit", filed, "-s", "diagnosis", code=2)
    run(
        "records", "edit", filed, "-s", "diagnosis", "--text", "x", "--text-file", "notes.txt",
        code=2,
    )  # fmt: skip


def test_a_copy_says_who_took_it_out_for_what_and_leaves_a_row(run: Run, signed: str) -> None:
    run("records", "export", signed, "--reason", "referral", "-f", "txt", "-o", "copy.txt")

    text = Path("copy.txt").read_text(encoding="utf-8")
    assert "李医生于" in text
    assert "用途：转诊" in text
    assert "王某" in text
    assert ("export", "visit", "done") in audit(run)


def test_a_copy_for_teaching_does_not_tell_whom_it_is_about(run: Run, signed: str) -> None:
    copy = json.loads(run("records", "export", signed, "--reason", "teaching", "-f", "json"))

    assert copy["patient"]["name"] == "王**"
    assert copy["transcript"] == []
    assert copy["exported"]["masked"] is True
    assert "王某" not in json.dumps(copy, ensure_ascii=False)
    named = run("records", "export", signed, "--reason", "teaching", "--no-mask")
    assert "王某" in named


def test_who_may_not_export_gets_nothing_and_leaves_a_row(
    run: Run, signed: str, fails: Fails
) -> None:
    export = "records", "export", signed, "--reason", "patient", "-o", "copy.md"

    fails(ActionForbidden, *export, as_wang=True)

    assert not Path("copy.md").exists()
    assert ("export", "visit", "refused") in audit(run)


def test_a_copy_that_could_not_be_written_is_on_record_as_that(
    run: Run, signed: str, fails: Fails
) -> None:
    fails(DiskRefused, "records", "export", signed, "--reason", "patient", "-o", "no/where.md")

    rows = [row for row in audit(run) if row[0] == "export"]
    assert rows == [("export", "visit", "done"), ("export", "visit", "failed")]


def test_a_sealed_visit_changes_and_goes_only_once_it_is_unsealed(
    run: Run, filed: str, fails: Fails
) -> None:
    run("records", "seal", filed, "--reason", "医疗纠纷")

    assert listed(run)[0]["sealed"] is True
    fails(VisitSealed, "records", "edit", filed, "-s", "diagnosis", "--text", "x")
    fails(VisitSealed, "records", "delete", filed, "--reason", "误建")

    run("records", "unseal", filed, "--reason", "纠纷已结")
    run("records", "delete", filed, "--reason", "误建")
    assert listed(run) == []


def test_a_signed_record_is_not_deleted_before_its_years_are_over(
    run: Run, signed: str, fails: Fails
) -> None:
    assert fails(VisitRefused, "records", "delete", signed, "--reason", "x").reason == "retained"

    assert len(listed(run)) == 1


def test_deleting_leaves_a_row(run: Run, filed: str) -> None:
    run("records", "delete", filed, "--reason", "误建")

    assert ("delete", "visit", "done") in audit(run)


def test_an_id_is_given_by_its_beginning(run: Run, filed: str, fails: Fails) -> None:
    assert filed in run("records", "show", filed[:4])
    assert fails(VisitUnknown, "records", "show", filed[:3]).reason == ""
    fails(VisitUnknown, "records", "show", "zzzz")


def test_the_admin_alone_reads_no_note_but_in_an_emergency(run: Run, filed: str) -> None:
    Path("new.txt").write_text("a third passphrase", encoding="utf-8")
    run("people", "add", "管理员", "-r", "admin", "--new-passphrase-file", "new.txt")
    admin = "--as", "管理员", "--passphrase-file", "new.txt"

    with pytest.raises(ActionForbidden):
        _run_as(admin, "records", "show", filed)
    _run_as(admin, "records", "emergency", "--reason", "夜间抢救,主诊医师不在")
    assert "咳嗽" in _run_as(admin, "records", "show", filed)

    assert ("view", "record", "emergency") in audit(run)


def _run_as(who: tuple[str, ...], *words: str) -> str:
    done = CliRunner().invoke(app, [*words, *who], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_terms_are_shown_and_nothing_is_due_of_what_has_no_audio(run: Run, signed: str) -> None:
    shown = run("records", "retention")

    assert "录音在签名后保存天数：0；病历至少保存 15 年" in shown
    assert "现在到期的录音：0" in shown


def test_what_did_not_break_off_is_not_resumed(filed: str, fails: Fails) -> None:
    assert fails(VisitRefused, "records", "resume", filed, "-q").reason == "finished"


def test_a_patient_is_found_by_half_a_name_and_a_record_by_what_it_says(
    run: Run, filed: str
) -> None:
    run("draft", "notes.txt", "--layer", "rules", "-q", "--patient", "欧阳明", "--file")

    by_name = json.loads(run("records", "search", "欧阳", "-f", "json"))
    assert [patient["name"] for patient in by_name["patients"]] == ["欧阳明"]

    by_words = json.loads(run("records", "search", "青霉素过敏", "-f", "json"))
    assert filed in [record["visit"] for record in by_words["records"]]
    assert "青霉素" in by_words["records"][0]["excerpt"]
    assert filed[:8] in run("records", "search", "今天", "青霉素过敏")


def test_nothing_found_is_said_and_is_no_error(run: Run, filed: str) -> None:
    assert run("records", "search", "阑尾切除") == ""


def test_a_patient_gets_everything_and_is_told_who_opened_it(
    run: Run, signed: str, fails: Fails
) -> None:
    file = json.loads(run("records", "file", "王某"))
    assert [visit["id"] for visit in file["visits"]] == [signed]

    told = json.loads(run("records", "accesses", "王某"))
    assert {line["person"] for line in told["accesses"]} == {"李医生"}
    fails(ActionForbidden, "records", "file", "王某", as_wang=True)
    fails(ZhenluError, "records", "file", "赵某")


def test_a_transcript_without_words_drafts_nothing_and_files_nothing(
    run: Run, fails: Fails
) -> None:
    Path("empty.json").write_text('{"language": "zh", "transcript": []}', encoding="utf-8")

    record = json.loads(run("draft", "empty.json", "-f", "json", "--layer", "rules", "-q"))
    assert record["sections"] == []

    filed = "draft", "empty.json", "--layer", "rules", "--file", "--patient", "王某"
    assert fails(VisitRefused, *filed).reason == "nothing"
    assert listed(run) == []
