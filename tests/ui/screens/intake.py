"""The questions before a visit: who fills them in, every kind of answer, and the end."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from screens.scene import Scene, screen, settle, wait
from zhenlu.application.interview import Interview
from zhenlu.domain.intake import Intake
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.domain.visit import Patient
from zhenlu.ui.intake.intake_page import IntakePage

_DANGER = {
    True: "胸痛，出冷汗，左肩也痛",
    False: "crushing chest pain and sweating",
}


def _begin(scene: Scene) -> IntakePage:
    """A page of its own over made-up answers; nothing of it is kept."""
    patient = Patient(sex="female", age_years=34)
    interview = Interview(Intake("", scene.language), patient)
    page = IntakePage(interview, scene.window.notices)
    page.left.connect(lambda: scene.window._on_intake_ended(""))
    scene.window.window.enter(page)
    settle()
    return page


def _asked(scene: Scene, complaint: str, *answers: str) -> IntakePage:
    page = _begin(scene)
    page.who.begun.emit(SpeakerRole.PATIENT, False)
    page.is_handed_over = True
    page.complaint.chosen.emit(complaint)
    for answer in answers:
        assert page.field is not None
        page.field.given.emit(answer)
    settle()
    return page


@screen("intake-who", is_large=True)
def who(scene: Scene) -> None:
    _begin(scene)


@screen("intake-complaint", is_large=True)
def complaint(scene: Scene) -> None:
    page = _begin(scene)
    page.who.begun.emit(SpeakerRole.PATIENT, False)
    settle()


@screen("intake-length", is_large=True)
def length(scene: Scene) -> None:
    _asked(scene, "cough")
    scene.part(QLineEdit, "intake_length").setText("3")


@screen("intake-yes-no", is_large=True)
def yes_no(scene: Scene) -> None:
    _asked(scene, "cough", _days(scene))


@screen("intake-choice", is_large=True)
def choice(scene: Scene) -> None:
    _asked(scene, "abdominal_pain", _days(scene))


@screen("intake-number-refused", is_large=True)
def number_refused(scene: Scene) -> None:
    page = _asked(scene, "fever", _days(scene))
    scene.part(QLineEdit, "intake_number").setText("99")
    assert page.field is not None
    page.field.submitted.emit()


@screen("intake-text-too-long", is_large=True)
def text_too_long(scene: Scene) -> None:
    page = _asked(scene, "general")
    long = "头晕、乏力，" if scene.is_zh else "dizzy and tired, "
    scene.part(QPlainTextEdit, "intake_text").setPlainText(long * 60)
    assert page.field is not None
    page.field.submitted.emit()


@screen("intake-text-none")
def text_none(scene: Scene) -> None:
    _asked(scene, "general", _DANGER[scene.is_zh])


@screen("intake-thanks", is_large=True)
def thanks(scene: Scene) -> None:
    _asked(scene, "general").end()
    settle()


@screen("intake-answered")
def answered(scene: Scene) -> None:
    """The visit that waits, with what was answered, and what the staff has to know at once."""
    desk, page = scene.desks.intake, scene.desks.visit
    shown: list[IntakePage] = []
    desk.begun.connect(shown.append)
    desk.begin(scene.clinic.asked)
    wait(lambda: shown)
    asked = shown[0]
    asked.who.begun.emit(SpeakerRole.PATIENT, False)
    asked.complaint.told.emit(_DANGER[scene.is_zh])
    asked.left.emit()
    wait(lambda: page.opened and page.opened.intake)
    settle()


def _days(scene: Scene) -> str:
    return "3天" if scene.is_zh else "3 days"
