"""DOCX and PDF, read back with other tools than those that wrote them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.notes import parse_notes
from zhenlu.application.templates import load
from zhenlu.domain.clinic import Letterhead
from zhenlu.domain.export import ExportReason, Signature, Stamp
from zhenlu.domain.record import FieldState, FieldValue, Record, Section
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient, Visit
from zhenlu.export.docx import to_docx
from zhenlu.export.pdf import Paper, to_pdf

DRAFT_ZH, DRAFT_EN = "AI生成，待医师审核", "AI draft, to be reviewed by a clinician"
SIGNED = Stamp(Signature(1, "王医生", "2026-11-24 10:05"))
LETTERHEAD = Letterhead("康宁社区诊所", "河滨路8号", "0571-555")
COPY = Stamp(None, "王医生", "2026-11-25 08:00", ExportReason.REFERRAL)

NOTES_ZH = """医生:咳了几天了
患者:咳嗽五天,昨天开始发烧
医生:药物过敏吗
患者:青霉素过敏,起疹子
医生:体温三十八度四。急性支气管炎。阿奇霉素零点五克,一天一次,饭前吃,吃三天
医生:多喝水。三天后来复诊,要是喘起来,马上来医院"""
NOTES_EN = """Patient: I've had a cough for five days.
Doctor: Any allergies?
Patient: Penicillin, I get a rash.
Doctor: Temperature 38.4. This is acute bronchitis. Take doxycycline, 100 milligrams, twice a day.
Doctor: Come back in three days."""


def drafted(notes: str, template: str, language: Language) -> Record:
    visit = Visit("v", patient=Patient("王某", "male", 56), started="2026-11-24T09:42")
    consultation = Consultation(visit, lambda _: load(template, language))
    return consultation.from_transcript(parse_notes(notes, language), None)


@pytest.fixture(scope="module")
def handout() -> Record:
    return drafted(NOTES_ZH, "patient-handout", Language.ZH)


@pytest.fixture(scope="module")
def note_en() -> Record:
    return drafted(NOTES_EN, "soap", Language.EN)


def words_of_docx(document: bytes) -> str:
    """The words of every part of the package, by its XML alone."""
    told = []
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = ElementTree.fromstring(package.read(name))  # noqa: S314
                told += [e.text or "" for e in root.iter() if e.tag.endswith("}t")]
    return "".join(told)


def words_of_pdf(document: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(document)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.parametrize(
    ("write", "read"), [(to_docx, words_of_docx), (to_pdf, words_of_pdf)], ids=["docx", "pdf"]
)
class TestEitherFormat:
    def test_every_section_stands_in_it(self, write, read, handout: Record) -> None:
        told = read(write(handout))

        for section in handout.sections:
            if section.text:
                assert section.title in told
                assert all(line in told for line in section.text.split("\n"))

    def test_an_unsigned_record_says_that_it_is_a_draft(self, write, read, handout) -> None:
        assert DRAFT_ZH in read(write(handout))

    def test_a_signed_record_does_not(self, write, read, handout) -> None:
        told = read(write(handout, stamp=SIGNED))

        assert DRAFT_ZH not in told
        assert "王医生" in told

    def test_a_copy_says_who_took_it_out_and_why(self, write, read, handout) -> None:
        told = read(write(handout, stamp=COPY))

        assert "转诊" in told
        assert "2026-11-25 08:00" in told

    def test_the_clinics_letterhead_stands_on_it(self, write, read, handout) -> None:
        told = read(write(handout, stamp=Stamp(letterhead=LETTERHEAD)))

        assert "康宁社区诊所" in told
        assert "河滨路8号  0571-555" in told
        assert DRAFT_ZH in told

    def test_the_patient_and_the_time_stand_at_the_top(self, write, read, handout) -> None:
        told = read(write(handout))

        assert "王某" in told
        assert "56岁" in told
        assert "2026-11-24 09:42" in told

    def test_the_patients_summary_has_the_grid_of_a_day(self, write, read, handout) -> None:
        told = read(write(handout))

        assert "用药时间表" in told
        assert "睡前" in told

    def test_a_note_for_colleagues_has_no_grid(self, write, read, note_en) -> None:
        assert "When to take what" not in read(write(note_en))

    def test_english_is_written_whole(self, write, read, note_en) -> None:
        told = read(write(note_en)).replace("°C", "℃")

        assert DRAFT_EN in told
        assert "Doxycycline 100 mg" in told
        assert "38.4 ℃" in told

    def test_a_forms_values_say_how_they_came_about(self, write, read, cough_record) -> None:
        fields = (
            FieldValue(
                "systolic", "收缩压", "152", "mmHg", state=FieldState.CONFIRM, target="<140"
            ),
            FieldValue("bmi", "体质指数", "25.6", "kg/m²", state=FieldState.WORKED_OUT),
            FieldValue("weight", "体重", "", "kg", state=FieldState.MISSING),
            FieldValue(
                "next", "下次随访", "2026-11-27（3天后）", state=FieldState.WORKED_OUT
            ),
        )
        form = replace(cough_record, sections=(Section("vital_signs", "体征", "", (), fields),))

        told = read(write(form))

        assert "152mmHg（请核对），目标<140" in told
        assert "（推算）" in told
        assert "（待填）" in told
        assert "（3天后，推算）" in told

    def test_marks_of_markup_in_the_words_stay_words(self, write, read, cough_record) -> None:
        section = Section("chief_complaint", "主诉", "白细胞<4 & >10 <b>粗</b>")

        assert "白细胞<4 & >10 <b>粗</b>" in read(write(replace(cough_record, sections=(section,))))


def test_a_docx_names_no_patient_in_what_it_says_about_itself(handout: Record) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(handout))) as package:
        about = package.read("docProps/core.xml").decode("utf-8")

    assert "王某" not in about


def test_a_pdf_names_no_patient_in_what_it_says_about_itself(handout: Record) -> None:
    about = pypdf.PdfReader(io.BytesIO(to_pdf(handout))).metadata

    assert about is not None
    assert "王某" not in "".join(str(value) for value in about.values())


def test_every_page_of_a_long_draft_says_so(cough_record: Record) -> None:
    long = Section("history_of_present_illness", "现病史", "\n".join(["咳嗽，咳痰。"] * 120))
    document = to_pdf(replace(cough_record, sections=(long,)))

    pages = pypdf.PdfReader(io.BytesIO(document)).pages

    assert len(pages) > 1
    assert all(DRAFT_ZH in page.extract_text() for page in pages)


def test_a_pdf_comes_on_a4_or_a5(handout: Record) -> None:
    def width_mm(paper: Paper) -> float:
        page = pypdf.PdfReader(io.BytesIO(to_pdf(handout, paper=paper))).pages[0]
        return float(page.mediabox.width) / 72 * 25.4

    assert round(width_mm(Paper.A4)) == 210
    assert round(width_mm(Paper.A5)) == 148


def test_a_raised_figure_stays_readable(cough_record: Record) -> None:
    section = Section("auxiliary_exam", "辅助检查", "白细胞12.5×10⁹/L。")

    assert "×109/L" in words_of_pdf(to_pdf(replace(cough_record, sections=(section,))))


def test_a_pdf_carries_no_font_file(handout: Record, tmp_path: Path) -> None:
    assert b"/FontFile" not in to_pdf(handout)
