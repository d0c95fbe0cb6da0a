"""Whose visit it is: masked, and the whole name while somebody holds the eye."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from zhenlu.application.templates import load
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient, Visit
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.patient_bar import PatientBar

_NAME = "Maximiliana Theodora Featherstonehaugh-Cholmondeley"


@pytest.fixture
def bar(qtbot: QtBot) -> PatientBar:
    made = PatientBar()
    qtbot.addWidget(made)
    made.resize(1000, 52)
    visit = Visit("1", started="2026-11-24T09:30", patient=Patient(_NAME, "female", 104))
    template = load("outpatient-initial", Language.EN)
    made.show_visit(OpenVisit(visit, template, allergies=("penicillin",)))
    made.show()
    qtbot.waitExposed(made)
    return made


def told(bar: PatientBar) -> str:
    """All that can be read, seen or heard of the bar."""
    labels = bar.findChildren(QLabel)
    return " ".join(f"{each.text()} {each.toolTip()} {each.accessibleName()}" for each in labels)


def test_a_name_is_told_in_full_only_while_it_is_held(bar: PatientBar) -> None:
    eye = bar.findChild(IconButton, "reveal_name")

    assert "Featherstonehaugh" not in told(bar)
    eye.pressed.emit()
    assert _NAME in told(bar)
    eye.released.emit()
    assert "Featherstonehaugh" not in told(bar)


def test_a_long_name_ends_in_dots_and_leaves_the_page_its_width(bar: PatientBar) -> None:
    bar.resize(600, 52)

    bar.findChild(IconButton, "reveal_name").pressed.emit()

    (name,) = (each for each in bar.findChildren(QLabel) if each.accessibleName() == _NAME)
    assert name.text().endswith("…")
    assert name.sizeHint().width() <= 300


def test_allergies_are_in_sight_again_after_the_name(bar: PatientBar) -> None:
    eye = bar.findChild(IconButton, "reveal_name")

    eye.pressed.emit()
    eye.released.emit()

    (chip,) = (each for each in bar.findChildren(QLabel) if "penicillin" in each.text())
    assert chip.isVisible()
