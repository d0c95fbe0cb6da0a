"""One visit: while it is recorded, while its record is reviewed, and once it is signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from screens.clinic import TEMPLATES, drafted, spoken
from screens.scene import Scene, screen, settle, wait
from zhenlu.application.intake import answered, set_for
from zhenlu.application.live_events import (
    Committed,
    Drafted,
    EngineNews,
    EngineState,
    FindingRaised,
    GapMarked,
    Journalled,
    LiveEvent,
    Tentative,
)
from zhenlu.application.templates import load
from zhenlu.domain.consent import Consent, ConsentMethod, ConsentScope
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.journal import GapReason
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.record import Record, Support
from zhenlu.domain.transcript import Transcript
from zhenlu.domain.visit import Patient, Visit
from zhenlu.ui.keys import Action
from zhenlu.ui.review.decision_cards import FindingCard
from zhenlu.ui.review.review_view import ReviewView
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.visit.ask_bar import Question
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.open_visit import OpenVisit, SignedVersion

_WRITTEN = Journalled(0.0, 69.0, 68.0, 2.0, 0.0)
_RED_FLAG = {
    True: "气短伴胸痛：先排除肺栓塞、急性冠脉综合征。",
    False: "Chest pain with shortness of breath: rule out pulmonary embolism and ACS first.",
}
_ANSWERS = {
    True: {"duration": "3天", "fever": "有", "allergy": "青霉素"},
    False: {"duration": "3 days", "fever": "no", "allergy": "penicillin"},
}


def _open(scene: Scene, visit: str) -> None:
    page = scene.desks.visit
    page.show_nothing()
    scene.desks.open(visit)
    wait(lambda: page.opened and page.opened.visit.id == visit)
    settle()


@screen("ready", is_large=True)
def ready(scene: Scene) -> None:
    _open(scene, scene.clinic.waiting)


@screen("recording", is_large=True)
def recording(scene: Scene) -> None:
    ready(scene)
    page, view = scene.desks.visit, scene.desks.visit.recording
    assert page.opened is not None
    visit = page.opened.visit.id
    agreed = Consent("1", visit, ConsentMethod.ORAL, ConsentScope.RECORD, "1", "", "")
    page.show_ready(replace(page.opened, consent=agreed))
    view.strip.show_microphone("USB")
    view.strip.show_capture(Capture.RECORDING)
    view.strip.show_time(69.0)
    view.take(_WRITTEN)
    for _ in range(3):
        view.strip.show_level(SoundLevel(-18.0, -25.0, -60.0, True, 0.0))
    lines = list(spoken(scene.language))
    for line in lines[:9]:
        view.take(Committed(0.0, 1.0, line, line, 0.5))
    view.take(Tentative(0.0, 68.0, lines[9].text[:12]))
    sections = drafted(spoken(scene.language), page.opened.visit).sections
    view.take(Drafted(0.0, 1.0, sections[:4], "rules", 9))
    settle()


@screen("recording-paused")
def recording_paused(scene: Scene) -> None:
    recording(scene)
    scene.desks.visit.recording.strip.show_capture(Capture.PAUSED)


def _tell(scene: Scene, *news: LiveEvent) -> None:
    recording(scene)
    for each in news:
        scene.desks.visit.recording.take(each)
        # Only a recording that runs hands its news on.
        scene.desks.recording._tell_news(each)


@screen("microphone-gone")
def microphone_gone(scene: Scene) -> None:
    _tell(scene, _WRITTEN, GapMarked(0.0, 69.0, 69.0, GapReason.MICROPHONE, None))


@screen("worker-died")
def worker_died(scene: Scene) -> None:
    _tell(scene, EngineNews(0.0, 69.0, "speech", EngineState.GIVEN_UP, "worker.died"))


@screen("disk-slow")
def disk_slow(scene: Scene) -> None:
    _tell(scene, Journalled(0.0, 69.0, 60.0, 14.0, 9.0, disk="behind"))


@screen("red-flag")
def red_flag(scene: Scene) -> None:
    found = Finding("F01", Severity.RED_FLAG, "", _RED_FLAG[scene.is_zh])
    _tell(scene, FindingRaised(0.0, 69.0, found))


@screen("consent-question")
def consent_question(scene: Scene) -> None:
    ready(scene)
    scene.desks.visit.ask.ask(Question.GUARDIAN)


@screen("consent-menu")
def consent_menu(scene: Scene) -> QWidget:
    ready(scene)
    menu = scene.part(QToolButton, "consent", scene.desks.visit).menu()
    assert isinstance(menu, QMenu)
    menu.popup(scene.window.window.pos())
    return menu


@screen("long-names")
def long_names(scene: Scene) -> None:
    name = (
        "阿卜杜热合曼·买买提依明·吐尔逊江"
        if scene.is_zh
        else "Maximiliana Theodora Featherstonehaugh-Cholmondeley"
    )
    visit = Visit(
        "long", started="2026-11-24T09:30", patient=Patient(name, "female", 104),
    )
    allergies = ("青霉素", "头孢菌素", "磺胺") if scene.is_zh else ("penicillin", "sulfa", "latex")
    template = load(TEMPLATES[scene.language], scene.language)
    page = scene.desks.visit
    page.show_ready(OpenVisit(visit, template, allergies=allergies))
    scene.go(Action.VISIT)
    page.patient.findChild(QToolButton, "reveal_name").pressed.emit()


@screen("review", is_large=True)
def review(scene: Scene) -> None:
    _open(scene, scene.clinic.drafted)
    wait(lambda: _editors(scene))
    _editors(scene)[1].put_caret(12)
    settle()


def _editors(scene: Scene) -> list[SectionEditor]:
    view = scene.desks.visit.review
    return [editor for editor in view.findChildren(SectionEditor) if editor.text]


def _show(scene: Scene, change: Callable[[Record], Record]) -> ReviewView:
    review(scene)
    view = scene.desks.visit.review
    record = scene.desks.review.record
    assert record is not None
    view.show_record(change(record))
    settle()
    return view


@screen("review-marks")
def review_marks(scene: Scene) -> None:
    """A sentence without evidence, one that differs, one that was typed."""
    marks = (Support.UNSUPPORTED, Support.CONFLICTING, Support.CLINICIAN)

    def marked(record: Record) -> Record:
        sections = tuple(
            replace(
                section,
                statements=tuple(
                    replace(each, support=marks[at % 3], note="number")
                    for at, each in enumerate(section.statements)
                ),
            )
            if section.text
            else section
            for section in record.sections
        )
        return replace(record, sections=sections)

    _show(scene, marked)


@screen("review-40-findings")
def review_40_findings(scene: Scene) -> None:
    def many(record: Record) -> Record:
        severities = tuple(Severity)
        found = tuple(
            replace(record.findings[at % len(record.findings)], severity=severities[at % 4])
            for at in range(40)
        )
        return replace(record, findings=found)

    _show(scene, many).decisions.walk(1)


@screen("review-reason")
def review_reason(scene: Scene) -> None:
    """A reason is being typed for what may stand."""
    review(scene)
    view = scene.desks.visit.review
    view.decisions.go_to_blocking()
    focused_card = view.focusWidget()
    assert isinstance(focused_card, FindingCard)
    focused_card.answered.emit(1)


@screen("mend", is_large=True)
def mend(scene: Scene) -> None:
    """The words of a line are being corrected."""
    review(scene)
    transcript = scene.desks.visit.review.transcript
    transcript.setFocus()
    transcript.setCurrentIndex(scene.desks.visit.review.lines.index(3))
    transcript.edit_line()


@screen("intake-answers")
def intake_answers(scene: Scene) -> None:
    """What only the patient's own answers before the visit carry is marked in the record."""
    review(scene)
    page, language = scene.desks.visit, scene.language
    assert page.opened is not None
    given = answered(set_for("cough", language), _ANSWERS[scene.is_zh], language)
    greeting = tuple(spoken(language))[:1]
    record = drafted(given.before(Transcript(language, greeting)), page.opened.visit)
    page.review.open(record, load(record.template, language))
    settle()


@screen("templates")
def templates(scene: Scene) -> QWidget:
    """The list of templates that opens from the title of the sheet."""
    review(scene)
    choice = scene.part(QComboBox, "template", scene.desks.visit.review)
    choice.showPopup()
    settle()
    return choice.view().window()


@screen("dictation")
def dictation(scene: Scene) -> None:
    review(scene)
    view = scene.desks.visit.review
    section = _editors(scene)[1].objectName().removeprefix("editor_")
    view.show_dictation(section, Capture.RECORDING)
    view.show_dictation_heard(SoundLevel(-18.0, -25.0, -60.0, True, 0.0))
    view.show_dictation_words("夜间咳得厉害一些" if scene.is_zh else "the cough is worse at night")


@screen("sign")
def sign(scene: Scene) -> None:
    """Nothing is left to decide; the passphrase is asked for."""
    view = _show(scene, lambda record: replace(record, findings=()))
    view.sign_bar.ask_passphrase()


@screen("signed")
def signed(scene: Scene) -> None:
    _open(scene, scene.clinic.signed)


@screen("versions")
def versions(scene: Scene) -> None:
    """Two signed versions, compared."""
    signed(scene)
    opened = scene.desks.visit.opened
    assert opened is not None
    view = scene.desks.visit.review
    view.show_signed(_two(opened.versions, is_zh=scene.is_zh))
    scene.part(QToolButton, "versions", view).click()


def _two(signed_once: Sequence[SignedVersion], *, is_zh: bool) -> tuple[SignedVersion, ...]:
    first = signed_once[0]
    section = first.record.sections[0]
    said = section.statements[0]
    text = section.text.replace("1周", "10天").replace("1 week", "10 days")
    again = replace(section, text=text, statements=(replace(said, text=text),))
    record = replace(first.record, sections=(again, *first.record.sections[1:]))
    reason = "患者电话补充了时间" if is_zh else "The patient rang about the dates"
    return (first, replace(first, id="2", number=2, record=record, reason=reason, is_late=True))


@screen("visit-keys", is_large=True)
def visit_keys(scene: Scene) -> None:
    review(scene)
    scene.window.window.keys.toggle(Action.VISIT)
