"""The day and what is done about it: its list, search, follow-ups, figures, Manage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from screens.scene import Over, Scene, screen, settle, wait
from zhenlu.application.day_review import Hour, Rewritten
from zhenlu.domain.visit import VisitState
from zhenlu.ui.keys import Action
from zhenlu.ui.search.result_row import ResultRow
from zhenlu.ui.shell.notices import Notice
from zhenlu.ui.today.agenda import Agenda, AgendaDue, AgendaVisit
from zhenlu.ui.today.unfinished_card import Unfinished

_TOPICS = ("people", "clinic", "privacy", "microphone", "packs", "templates", "words",
           "appearance", "backup", "audit")  # fmt: skip


@screen("today-empty", Over.EMPTY)
def today_empty(scene: Scene) -> None:
    scene.go(Action.TODAY)


@screen("search-empty", Over.EMPTY)
def search_empty(scene: Scene) -> None:
    scene.go(Action.SEARCH)


@screen("follow-up-empty", Over.EMPTY)
def follow_up_empty(scene: Scene) -> None:
    scene.go(Action.FOLLOW_UP)


@screen("visit-empty", Over.EMPTY)
def visit_empty(scene: Scene) -> None:
    scene.go(Action.VISIT)


@screen("insights-empty", Over.EMPTY)
def insights_empty(scene: Scene) -> None:
    scene.go(Action.INSIGHTS)
    settle(0.6)


@screen("today", is_large=True)
def today(scene: Scene) -> None:
    scene.go(Action.TODAY)
    wait(lambda: scene.desks.today.visits.current)


@screen("today-keys", is_large=True)
def today_keys(scene: Scene) -> None:
    today(scene)
    scene.window.window.keys.toggle(Action.TODAY)


@screen("today-unfinished")
def today_unfinished(scene: Scene) -> None:
    today(scene)
    name = "王**" if scene.is_zh else "J***"
    scene.desks.today.unfinished.offer(
        Unfinished(scene.clinic.drafted, name, 728.0, 710.0, 5400.0, 1)
    )


@screen("today-new-patient")
def today_new_patient(scene: Scene) -> None:
    today(scene)
    panel = scene.desks.today.adding
    panel.begin()
    beginning = "何" if scene.is_zh else "Mary"
    scene.part(QLineEdit, "patient_name").setText(beginning)
    panel.search_asked.emit(beginning)
    settle(0.5)


@screen("import")
def import_recording(scene: Scene) -> None:
    scene.desks.import_file(str(Path("recording.m4a")))
    settle()


@screen("import-running")
def import_running(scene: Scene) -> None:
    today(scene)
    # As the desk tells it while the engines work.
    words = scene.desks.recovery.tr("Writing up the recording: {done} of {total}")
    cancel = scene.desks.recovery.tr("Cancel")
    told = words.format(done="03:10", total="12:08")
    scene.window.notices.show(Notice("write-up", "info", told, cancel))


@screen("today-crowded")
def today_crowded(scene: Scene) -> None:
    """Many visits, long names and long words in every place that has room for them."""
    scene.go(Action.TODAY)
    # The day as it is would take the place of this one.
    scene.rest()
    scene.desks.today.show_agenda(_crowded(is_zh=scene.is_zh))


def _crowded(*, is_zh: bool) -> Agenda:
    name = "阿**" if is_zh else "W***"
    reason = (
        "反复咳嗽、咳黄痰伴发热、胸闷、乏力及夜间盗汗2周，加重3天"
        if is_zh
        else "Cough with yellow sputum, fever, tightness of the chest and night sweats for 2 weeks"
    )
    allergies = ("青霉素", "头孢菌素", "磺胺") if is_zh else ("penicillin", "sulfa", "latex")
    whole = AgendaVisit(
        "0", date.today(), "08:00", name, "female", 104, "emergency", reason,
        VisitState.DRAFTED, 12, allergies,
    )  # fmt: skip
    visits = tuple(
        replace(
            whole, id=str(at), time=f"{8 + at // 6:02}:{at % 6}0",
            state=tuple(VisitState)[at % len(VisitState)], needed=at % 3 * 6,
            allergies=allergies[: at % 4], length="1:12:08",
        )
        for at in range(40)
    )  # fmt: skip
    due = tuple(AgendaDue(str(at), str(at), name, reason, at - 30) for at in range(12))
    return Agenda(date.today(), visits, visits[:12], due)


@screen("search")
def search(scene: Scene) -> None:
    _search_for(scene, "青霉素" if scene.is_zh else "headache")
    wait(lambda: scene.desks.search.findChildren(ResultRow))
    settle(0.6)


@screen("search-nothing")
def search_nothing(scene: Scene) -> None:
    _search_for(scene, "上个月骨折的" if scene.is_zh else "fractures last month")
    settle(0.8)


def _search_for(scene: Scene, words: str) -> None:
    scene.go(Action.SEARCH)
    scene.desks.search.line.setText(words)


@screen("follow-up", is_large=True)
def follow_up(scene: Scene) -> None:
    page = scene.desks.follow_up
    scene.go(Action.FOLLOW_UP)
    wait(lambda: page.due.current)
    if page.shown is None:
        page.due.rows[0].start()
        wait(lambda: page.shown)
    settle(0.6)


@screen("insights")
def insights(scene: Scene) -> None:
    scene.go(Action.INSIGHTS)
    settle(0.8)


@screen("insights-rewritten")
def insights_rewritten(scene: Scene) -> None:
    """What people wrote themselves, and a day that is longer."""
    insights(scene)
    page = scene.desks.insights
    assert page.review is not None
    titles = ("现病史", "处理意见", "诊断") if scene.is_zh else ("Subjective", "Plan", "Assessment")
    rewritten = tuple(
        Rewritten(title, title, 0.42 - 0.13 * at, 9 - 2 * at) for at, title in enumerate(titles)
    )
    hours = tuple(Hour(8 + at, at % 5, at % 3) for at in range(10))
    page.show_review(
        replace(page.review, rewritten=rewritten, hours=hours, supported=0.94, audio_s=4985.0)
    )


def _manage(topic: str) -> Callable[[Scene], None]:
    def shown(scene: Scene) -> None:
        scene.go(Action.ADMIN)
        scene.desks.admin.page.choose(topic)
        settle(0.6)

    return shown


for _topic in _TOPICS:
    screen(f"manage-{_topic}")(_manage(_topic))
