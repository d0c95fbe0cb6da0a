"""Text, Markdown and subtitles: what people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from zhenlu.domain.export import ExportReason, Signature, Stamp
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.export.markdown import escaped, to_markdown
from zhenlu.export.sheet import lay_out
from zhenlu.export.subtitles import to_srt
from zhenlu.export.text import section_to_text, to_text, transcript_to_text


def test_plain_text_reads_like_a_record(cough_record: Record) -> None:
    assert to_text(cough_record) == (
        "门诊病历（初诊）\n"
        "AI生成，待医师审核\n"
        "姓名：王某  性别：男  年龄：56岁  科别：内科  就诊时间：2026-11-24 09:42\n"
        "\n"
        "主诉：咳嗽5天\n"
        "既往史：未提及\n"
        "处理意见：\n"
        "  1. 阿莫西林0.5g每日3次。\n"
        "  2. 多饮水。\n"
        "  下次随访：（待填）\n"
        "\n"
        "医师签名："
    )


def test_evidence_follows_the_statement_it_carries(cough_record: Record) -> None:
    text = to_text(cough_record, evidence=True)

    assert "主诉：咳嗽5天 [#1 00:03]" in text
    assert "1. 阿莫西林0.5g每日3次。 [#2 01:12]" in text
    assert "多饮水。\n" in text


def test_findings_are_appended_on_request(cough_record: Record) -> None:
    assert "C06" not in to_text(cough_record)
    assert "C06" in to_text(cough_record, findings=True)


def test_a_section_goes_to_the_clipboard_without_its_title(cough_record: Record) -> None:
    text = section_to_text(cough_record.sections[3], Language.ZH)

    assert text == "1. 阿莫西林0.5g每日3次。\n2. 多饮水。\n下次随访：（待填）"


def test_a_record_that_a_person_wrote_is_no_draft(cough_record: Record) -> None:
    typed = Section("plan", "Plan", "Rest.", (Statement("Rest.", Support.CLINICIAN),))
    record = replace(cough_record, language=Language.EN, template="soap", sections=(typed,))

    assert "AI draft" not in to_text(record)


def test_an_unknown_template_prints_under_a_plain_title(cough_record: Record) -> None:
    assert to_text(replace(cough_record, template="")).startswith("病历\n")


def test_an_english_record_is_labelled_in_english(cough_record: Record) -> None:
    record = Record("soap", Language.EN, (Section("plan", "Plan", "Rest."),))

    text = to_text(record)

    assert text == (
        "SOAP note\nAI draft, to be reviewed by a clinician\n\nPlan: Rest.\n\n"
        "Clinician's signature:"
    )


def test_markdown_holds_sections_findings_and_the_label(cough_record: Record) -> None:
    text = to_markdown(cough_record)

    assert text.startswith("# 门诊病历（初诊）\n\n> **AI生成，待医师审核**\n")
    assert "## 主诉\n\n咳嗽5天\n" in text
    assert "- **C06** (warning) 既往史: 缺既往史" in text
    assert "咽痛" not in text


def test_the_ledger_is_appended_on_request(cough_record: Record) -> None:
    assert "### 说到但未写入\n\n- 咽痛 [#1]" in to_markdown(cough_record, ledger=True)


def test_markdown_shows_a_patients_characters_as_they_stand() -> None:
    assert escaped("# a *b* <c> d_e") == "\\# a \\*b\\* \\<c\\> d\\_e"


def test_a_transcript_reads_line_by_line_with_times(cough_record: Record) -> None:
    assert transcript_to_text(cough_record.transcript) == (
        "[00:03] 患者：咳嗽五天了\n[01:12] 医生：那先吃阿莫西林,零点五克一天三次"
    )


def test_what_was_not_understood_has_a_line_of_its_own() -> None:
    unclear = Segment(1, "", SpeakerRole.UNKNOWN, 72.0, 74.0, unclear=True)

    chinese = Transcript(Language.ZH, (unclear,))
    assert transcript_to_text(chinese) == "[01:12] [听不清]"
    assert "[unclear]" in to_srt(Transcript(Language.EN, (unclear,)))


def test_where_nothing_was_recorded_a_transcript_says_so_at_its_place() -> None:
    said = Transcript(
        Language.ZH,
        (
            Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.5, 1.5),
            Segment(2, "咳嗽。", SpeakerRole.PATIENT, 20.0, 21.0),
        ),
    )
    gaps = (Gap(12.0, 12.0, GapReason.MICROPHONE), Gap(21.5, 65.0, GapReason.PAUSED))

    assert transcript_to_text(said, gaps).splitlines() == [
        "[00:00] 医生：哪里不舒服?",
        "[00:12] [录音中断 00:12]",
        "[00:20] 患者：咳嗽。",
        "[00:21] [录音中断 01:05，暂停]",
    ]


def test_typed_words_have_no_times() -> None:
    transcript = Transcript(Language.EN, (Segment(1, "Cough.", SpeakerRole.PATIENT),))

    assert transcript_to_text(transcript) == "Patient: Cough."


def test_subtitles_keep_the_recorded_times(cough_record: Record) -> None:
    assert to_srt(cough_record.transcript) == (
        "1\n00:00:03,200 --> 00:00:06,000\n患者：咳嗽五天了\n\n"
        "2\n00:01:12,000 --> 00:01:15,250\n医生：那先吃阿莫西林,零点五克一天三次\n"
    )


def test_an_empty_transcript_has_no_subtitles() -> None:
    assert to_srt(Transcript(Language.ZH)) == ""


_SIGNED = Stamp(Signature(2, "李医生", "2026-11-24 10:05"))
_TAKEN_OUT = replace(
    _SIGNED, person="王医生", at="2026-11-25 08:00", reason=ExportReason.REFERRAL, masked=True
)


@pytest.mark.parametrize("written", [to_text, to_markdown])
def test_a_signed_record_names_who_signed_and_is_no_draft(
    cough_record: Record, written: Callable[..., str]
) -> None:
    text = written(cough_record, stamp=_SIGNED)

    assert "AI生成" not in text
    assert "医师签名：李医生，2026-11-24 10:05签名，第2版" in text
    assert "导出" not in text


def _signature_line(record: Record, stamp: Stamp) -> str:
    """As print, PDF and DOCX have it."""
    return lay_out(record, stamp).signature


@pytest.mark.parametrize("written", [to_text, to_markdown, _signature_line])
@pytest.mark.parametrize(
    ("role", "label"), [(Role.DOCTOR, "医师签名：王某，"), (Role.NURSE, "护士签名：王某，")]
)
def test_the_signature_line_names_as_what_somebody_signed(
    cough_record: Record, written: Callable[..., str], role: Role, label: str
) -> None:
    form = replace(cough_record, template="followup-hypertension")
    by = Stamp(Signature(1, "王某", "2026-11-24 10:05", role=role))

    assert label in written(form, stamp=by)


@pytest.mark.parametrize("written", [to_text, to_markdown])
def test_what_was_taken_out_says_by_whom_when_and_for_what(
    cough_record: Record, written: Callable[..., str]
) -> None:
    text = written(cough_record, stamp=_TAKEN_OUT)

    assert "王医生于2026-11-25 08:00导出，用途：转诊 · 已去标识" in text


@pytest.mark.parametrize("written", [to_text, to_markdown])
def test_a_draft_that_was_taken_out_still_says_that_it_is_one(
    cough_record: Record, written: Callable[..., str]
) -> None:
    text = written(cough_record, stamp=replace(_TAKEN_OUT, signature=None))

    assert "AI生成，待医师审核" in text
    assert "王医生于" in text
