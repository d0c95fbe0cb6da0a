"""The clinic's own words."""

from __future__ import annotations

from admin_manager import Manager
from PySide6.QtWidgets import QComboBox

from zhenlu.application import own_words
from zhenlu.domain.transcript import Language
from zhenlu.ui.parts.buttons import IconButton


def enter_word(manager: Manager, word: str, also: str = "") -> None:
    manager.page.choose("words")
    manager.part(QComboBox, "words_language").setCurrentIndex(list(Language).index(Language.EN))
    kinds = manager.part(QComboBox, "word_kind")
    manager.wait(lambda: kinds.findData("drug") >= 0 and kinds.findData("colloquial") < 0)
    manager.type_into("word_name", word)
    manager.type_into("word_also", also)
    manager.press("word_add")


def test_a_word_of_the_clinic_is_added_and_removed(manager: Manager) -> None:
    enter_word(manager, "zanamostatin", "zana mo statin / zanamo")
    manager.wait_for("words_done", "zanamostatin")
    (own,) = own_words.words(Language.EN)
    assert own.say == ("zana mo statin", "zanamo")

    manager.wait(lambda: manager.page.findChild(IconButton, "remove_word_drug") is not None)
    manager.part(IconButton, "remove_word_drug").click()
    manager.wait_for("words_done", "gone")
    assert own_words.words(Language.EN) == ()


def test_a_word_that_stands_for_something_else_is_refused(manager: Manager) -> None:
    enter_word(manager, "no")
    manager.wait_for("words_problem", "no")

    assert own_words.words(Language.EN) == ()
