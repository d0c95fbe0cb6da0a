from __future__ import annotations

import pytest

from zhenlu.engines.drafting.menu import Choice, Menu, MenuItem, MenuReader


def _menu(*items: tuple[str, ...], end: str = "!", between: str = ";") -> Menu:
    made = [MenuItem(texts, tuple(between + text for text in texts)) for texts in items]
    return Menu(tuple(made), "none", end)


def _read(menu: Menu, text: str) -> MenuReader:
    reader = MenuReader(menu)
    reader.feed(text.encode())
    return reader


def test_the_chosen_variants_are_known_from_the_text() -> None:
    reader = _read(_menu(("a", "bb"), ("c",)), "bb;c!")

    assert reader.chosen == (Choice(0, 1), Choice(1, 0))


def test_an_item_may_be_left_out() -> None:
    reader = _read(_menu(("a",), ("b",), ("c",)), "a;c!")

    assert [choice.item for choice in reader.chosen] == [0, 2]


def test_items_keep_their_order() -> None:
    with pytest.raises(ValueError, match="not on the menu"):
        _read(_menu(("a",), ("b",)), "b;a")


def test_an_item_is_taken_at_most_once() -> None:
    with pytest.raises(ValueError, match="not on the menu"):
        _read(_menu(("a",), ("b",)), "a;a")


def test_a_sentence_that_begins_another_is_told_from_it() -> None:
    menu = _menu(("咳嗽",), ("咳嗽伴发热",))

    assert [choice.item for choice in _read(menu, "咳嗽!").chosen] == [0]
    assert [choice.item for choice in _read(menu, "咳嗽伴发热!").chosen] == [1]


def test_once_only_one_sentence_is_left_its_rest_is_forced() -> None:
    reader = _read(_menu(("咳嗽5天", "发热1天"), ()), "咳")

    assert reader.forced().decode() == "嗽5天"


def test_nothing_is_forced_while_the_model_has_a_choice() -> None:
    assert MenuReader(_menu(("a",), ("b",))).forced() == b""


def test_the_answer_is_over_after_the_last_item() -> None:
    assert _read(_menu(("a",), ("b",)), "a;b").is_over


def test_the_answer_is_not_over_while_items_are_left() -> None:
    assert not _read(_menu(("a",), ("b",)), "a").is_over


def test_choosing_nothing_gives_no_choice_and_ends_the_answer() -> None:
    reader = _read(_menu(("a",)), "none!")

    assert reader.chosen == ()
    assert reader.is_over


def test_a_sentence_broken_off_does_not_count_as_chosen() -> None:
    assert _read(_menu(("abc",), ("xyz",)), "abc;xy").chosen == (Choice(0, 0),)
