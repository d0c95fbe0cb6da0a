"""What is printed, and the small recorder above other programs."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from screens.scene import Scene, screen, settle, wait
from screens.visit import review
from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import SoundLevel
from zhenlu.ui.visit.capture import Capture


def _preview(scene: Scene, size: str, *, is_summary: bool) -> QWidget:
    review(scene)
    desks = scene.desks
    opened = desks.visit.opened
    assert opened is not None
    desks.printing.show(opened)
    wait(lambda: desks.printing.preview)
    preview = desks.printing.preview
    assert preview is not None
    preview.take_size(size)
    preview.show_summary(is_shown=is_summary)
    preview.resize(980, 820)
    settle(0.4)
    return preview


@screen("print-a4")
def print_a4(scene: Scene) -> QWidget:
    return _preview(scene, "A4", is_summary=False)


@screen("print-a5")
def print_a5(scene: Scene) -> QWidget:
    return _preview(scene, "A5", is_summary=False)


@screen("print-summary")
def print_summary(scene: Scene) -> QWidget:
    return _preview(scene, "A5", is_summary=True)


def _small(scene: Scene, capture: Capture, news: Journalled) -> QWidget:
    bar = scene.desks.mini.bar
    bar.show_patient("王**" if scene.is_zh else "J***")
    bar.show_capture(capture)
    bar.show_time(222.0)
    bar.show_journal(news)
    for _ in range(3):
        bar.show_level(SoundLevel(-18.0, -25.0, -60.0, True, 0.0))
    bar.show_at_corner()
    bar.adjustSize()
    return bar


@screen("mini-recording")
def mini_recording(scene: Scene) -> QWidget:
    return _small(scene, Capture.RECORDING, Journalled(0.0, 222.0, 220.0, 0.0, 0.0))


@screen("mini-paused")
def mini_paused(scene: Scene) -> QWidget:
    return _small(scene, Capture.PAUSED, Journalled(0.0, 222.0, 220.0, 0.0, 0.0))


@screen("mini-disk-slow")
def mini_disk_slow(scene: Scene) -> QWidget:
    return _small(
        scene, Capture.RECORDING, Journalled(0.0, 222.0, 213.0, 0.0, 9.0, disk="behind")
    )


@screen("mini-stopped")
def mini_stopped(scene: Scene) -> QWidget:
    return _small(scene, Capture.CATCHING_UP, Journalled(0.0, 222.0, 222.0, 3.0, 0.0))


@screen("mini-drafted")
def mini_drafted(scene: Scene) -> QWidget:
    return _small(scene, Capture.IDLE, Journalled(0.0, 222.0, 222.0, 0.0, 0.0))
