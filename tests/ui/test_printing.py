"""What comes out of the printer: read back from the PDF that Qt makes of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QAction, QColor, QPageSize, QPalette
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QGraphicsView, QToolBar
from pytestqt.qtbot import QtBot

from zhenlu.app.live_recording import Room
from zhenlu.app.paper import draw, take_paper
from zhenlu.app.printing import PrintDesk, PrintPreview
from zhenlu.app.review_desk import ReviewDesk
from zhenlu.app.visits import open_visit
from zhenlu.app.window import preferences
from zhenlu.application.consultation import Consultation
from zhenlu.application.handout import handout
from zhenlu.application.reviewing import rewritten
from zhenlu.application.templates import load
from zhenlu.domain.audit import AuditAction
from zhenlu.domain.clinic import ClinicSettings, Letterhead
from zhenlu.domain.export import Signature, Stamp
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit, VisitState
from zhenlu.engines.room import EngineRoom
from zhenlu.export.sheet import Sheet, lay_out
from zhenlu.storage import store as stores
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.background import Background
from zhenlu.ui.keys import Action
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.visit.visit_page import VisitPage

_RADICALS = str.maketrans("⻔⻩⻘⻅⻢", "门黄青见马")
_PASSPHRASE = "correct horse battery"
_SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
    Segment(4, "给你开阿奇霉素,每次0.5克,每天一次,饭后吃,吃三天。", SpeakerRole.DOCTOR, 9.0, 14.0),
)
_STAMP = Stamp(Signature(1, "李医生", "2026-11-24 10:05"))


@pytest.fixture
def visit() -> Visit:
    return Visit("1", patient=Patient("王小明", "male", 46), started="2026-11-24T09:30")


@pytest.fixture
def record(visit: Visit) -> Record:
    drafting = Consultation(visit, lambda language: load("outpatient-initial", language))
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


def printed(sheet: Sheet, size: QPageSize.PageSizeId, target: Path) -> PdfReader:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    take_paper(printer, size)
    draw(sheet, printer)
    return PdfReader(target)


def words(reader: PdfReader) -> str:
    return "".join(plain(page.extract_text()) for page in reader.pages)


def plain(text: str) -> str:
    """Text without spaces; fonts name some characters by the radical they look like."""
    return unicodedata.normalize("NFKC", "".join(text.split())).translate(_RADICALS)


@pytest.mark.parametrize(
    ("size", "width_mm"),
    [(QPageSize.PageSizeId.A4, 210), (QPageSize.PageSizeId.A5, 148)],
)
def test_a_record_is_printed_on_the_paper_that_was_chosen(
    record: Record, size: QPageSize.PageSizeId, width_mm: int, tmp_path: Path, qtbot: QtBot
) -> None:
    reader = printed(lay_out(record), size, tmp_path / "record.pdf")

    assert round(float(reader.pages[0].mediabox.width) / 72 * 25.4) == width_mm


def test_everything_of_the_record_stands_on_paper(
    record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    stamp = Stamp(letterhead=Letterhead("康宁社区诊所", "河滨路8号", "0571-555"))

    text = words(
        printed(lay_out(record, stamp), QPageSize.PageSizeId.A4, tmp_path / "record.pdf")
    )

    assert "康宁社区诊所" in text
    assert "河滨路8号" in text
    assert "0571-555" in text
    assert "王小明" in text
    for section in record.sections:
        assert plain(section.text) in text


def test_a_draft_says_so_and_a_signed_record_says_who_signed(
    record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    draft = printed(lay_out(record), QPageSize.PageSizeId.A4, tmp_path / "draft.pdf")
    signed = printed(
        lay_out(record, _STAMP), QPageSize.PageSizeId.A4, tmp_path / "signed.pdf"
    )

    assert "AI生成,待医师审核" in words(draft)
    assert "AI生成" not in words(signed)
    assert "李医生" in words(signed)


def test_every_page_of_a_long_record_has_its_number_and_no_line_is_lost(
    record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    lines = [f"第{i}行病史写在这里。" for i in range(1, 121)]
    long = rewritten(record, "history_of_present_illness", "\n".join(lines))

    reader = printed(lay_out(long), QPageSize.PageSizeId.A5, tmp_path / "long.pdf")

    count = len(reader.pages)
    assert count > 2
    for at, page in enumerate(reader.pages, start=1):
        assert f"{at}/{count}" in plain(page.extract_text())
    text = words(reader)
    assert all(plain(line) in text for line in lines)


@pytest.mark.parametrize("lines", range(12, 21))
def test_no_signature_and_no_heading_stands_alone(
    lines: int, record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    """However long a record is: the line that ends a page moves with it."""
    exam = "\n".join(f"第{number}项查体未见异常。" for number in range(lines))
    sheet = lay_out(rewritten(record, "physical_exam", exam), _STAMP)

    reader = printed(sheet, QPageSize.PageSizeId.A5, tmp_path / "record.pdf")
    pages = [plain(page.extract_text()) for page in reader.pages]

    titles = [plain(section.title) for section in sheet.sections]
    last = plain("".join(sheet.sections[-1].lines))
    assert plain(sheet.signature) in pages[-1]
    assert last[-4:] in pages[-1]
    for number, page in enumerate(pages, start=1):
        end = page.removesuffix(f"{number}/{len(pages)}").removesuffix(plain(sheet.label))
        assert not end.endswith(tuple(titles))


def test_a_page_is_as_black_in_dark_mode_as_in_light(
    record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    pages = []
    for mode in (Mode.LIGHT, Mode.DARK):
        theme().choose(mode, 1.0)
        (page,) = printed(
            lay_out(record), QPageSize.PageSizeId.A4, tmp_path / f"{mode.value}.pdf"
        ).pages
        pages.append(page.get_contents().get_data())

    assert pages[0] == pages[1]


def test_signs_of_markup_in_a_record_are_printed_as_they_are(
    record: Record, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = rewritten(record, "past_history", "血压<140 & 心率>60 <b>停药</b>")

    text = words(printed(lay_out(odd), QPageSize.PageSizeId.A4, tmp_path / "odd.pdf"))

    assert "血压<140&心率>60<b>停药</b>" in text


def test_the_patient_takes_home_when_to_take_what(
    record: Record, visit: Visit, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = lay_out(handout(record, visit))

    text = words(printed(sheet, QPageSize.PageSizeId.A5, tmp_path / "handout.pdf"))

    assert "用药时间表" in text
    assert "阿奇霉素" in text


def test_a_medicine_struck_out_of_the_record_is_not_taken_home(
    record: Record, visit: Visit
) -> None:
    struck = record
    for section in record.sections:
        if "阿奇霉素" in section.text:
            struck = rewritten(struck, section.id, "对症处理。")

    sheet = lay_out(handout(struck, visit))

    assert sheet.schedule == ()
    assert "阿奇霉素" not in "".join(line for s in sheet.sections for line in s.lines)


# In the window, over a real store


@pytest.fixture
def room(data_folder: Path, visit: Visit, record: Record) -> Iterator[Room]:
    folder = data_folder / "store"
    stores.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), _PASSPHRASE)
    opened = stores.sign_in(folder, "李医生", _PASSPHRASE)
    journal = opened.open_journal()
    yield Room(opened, journal, EngineRoom(), lambda language: load("outpatient-initial", language))
    journal.close()
    opened.close()


@pytest.fixture
def letterhead(room: Room) -> Letterhead:
    """As the clinic chose it; asked for before the preview."""
    room.store.settings.change(ClinicSettings(clinic="康宁社区诊所", phone="0571-555"))
    return Letterhead("康宁社区诊所", phone="0571-555")


@pytest.fixture
def filed(room: Room, record: Record) -> str:
    patient = room.store.patients.add("王小明", "male", date(1980, 1, 1))
    filed = room.store.visits.add(patient.id)
    room.store.visits.move(filed.id, VisitState.DRAFTING)
    room.store.records.save_draft(filed.id, record)
    room.store.visits.move(filed.id, VisitState.DRAFTED)
    return filed.id


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot) -> VisitPage:
    made = VisitPage(Notices())
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    return made


@pytest.fixture
def preview(
    page: VisitPage, room: Room, filed: str, background: Background, qtbot: QtBot
) -> Iterator[PrintPreview]:
    notices = Notices()
    desk = PrintDesk(page, room, background, notices)
    review = ReviewDesk(page, room, background, notices)
    review.print_asked.connect(desk.show)
    opened = open_visit(room, filed)
    page.show_record(opened)
    review.open(opened)
    page.act(Action.PRINT)
    qtbot.waitUntil(lambda: desk.preview is not None, timeout=10_000)
    shown = desk.preview
    assert shown is not None
    yield shown
    if desk.preview is not None:
        shown.reject()


def test_the_print_key_shows_the_pages_first(preview: PrintPreview) -> None:
    assert preview.isVisible()
    assert preview.sheet.label
    assert "王" not in preview.windowTitle()


def test_the_preview_draws_black_on_dark_surroundings(preview: PrintPreview, qtbot: QtBot) -> None:
    view = preview.findChild(QGraphicsView)

    theme().choose(Mode.DARK, 1.0)

    # The colour in which a page's plain black is replayed.
    pen = QPalette.ColorRole.WindowText
    qtbot.waitUntil(lambda: view.viewport().palette().color(pen) == QColor("black"))
    assert view.backgroundBrush().color() == theme().colour("sunken")


def test_the_preview_offers_no_tools_that_a_record_has_no_use_for(preview: PrintPreview) -> None:
    shown = {
        action.text()
        for bar in preview.findChildren(QToolBar)
        for action in bar.actions()
        if action.isVisible()
    }

    assert {"Print", "Fit width", "Next page", "A4"} <= shown
    assert shown.isdisjoint({"Landscape", "Page setup", "Show facing pages"})


def test_the_summary_for_the_patient_is_one_click_away(preview: PrintPreview) -> None:
    (action,) = (a for a in preview.findChildren(QAction) if a.text() == "Summary for the patient")

    action.trigger()

    assert preview.sheet.schedule != ()


def test_the_size_of_the_paper_is_remembered(preview: PrintPreview) -> None:
    (a5,) = (a for a in preview.findChildren(QAction) if a.text() == "A5")
    a5.trigger()

    assert preferences().value("print/paper") == "A5"
    assert preview.printer().pageLayout().pageSize().id() is QPageSize.PageSizeId.A5


def test_the_clinics_letterhead_stands_on_record_and_summary(
    letterhead: Letterhead, preview: PrintPreview
) -> None:
    assert preview.sheet.letterhead == letterhead.lines
    preview.show_summary(is_shown=True)
    assert preview.sheet.letterhead == letterhead.lines


def test_printing_leaves_a_row_and_looking_does_not(
    preview: PrintPreview, room: Room, filed: str, qtbot: QtBot
) -> None:
    def rows() -> int:
        entries = room.store.audit_reading.rows()
        return sum(e.action is AuditAction.PRINT and e.object_id == filed for e in entries)

    assert rows() == 0

    preview.accept()

    QApplication.processEvents()
    qtbot.waitUntil(lambda: rows() == 1, timeout=10_000)


def test_a_sheet_in_english_is_printed_in_english(tmp_path: Path, qtbot: QtBot) -> None:
    said = (
        Segment(1, "What brings you in?", SpeakerRole.DOCTOR, 0.0, 2.0),
        Segment(2, "I have had a cough for three days.", SpeakerRole.PATIENT, 2.5, 5.0),
    )
    drafting = Consultation(Visit("1"), lambda language: load("soap", language))
    sheet: Sheet = lay_out(drafting.from_transcript(Transcript(Language.EN, said), None))

    text = words(printed(sheet, QPageSize.PageSizeId.A4, tmp_path / "soap.pdf"))

    assert "cough" in text.lower()
