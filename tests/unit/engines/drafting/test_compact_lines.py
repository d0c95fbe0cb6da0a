from __future__ import annotations

from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting.compact_lines import MAX_CHARS, CompactLine, nothing, read, written


def test_a_line_gives_its_text_and_the_segments_it_cites() -> None:
    assert read("3,7|咳嗽5天。\n", Language.ZH) == (CompactLine("咳嗽5天。", (3, 7)),)


def test_what_is_written_is_read_back() -> None:
    line = written((2, 5), "血压148/92mmHg")

    assert read(line, Language.ZH) == (CompactLine("血压148/92mmHg", (2, 5)),)


def test_the_answer_that_nothing_was_said_gives_no_sentence() -> None:
    assert read(nothing(Language.EN), Language.EN) == ()


def test_a_repeated_sentence_counts_once() -> None:
    assert len(read("1|咳嗽。\n1|咳嗽。\n", Language.ZH)) == 1


def test_a_sentence_that_fills_its_bound_was_cut_and_is_left_out() -> None:
    full = "1|" + "咳" * MAX_CHARS[Language.ZH]

    assert read(full, Language.ZH) == ()


def test_words_cannot_open_a_line_of_their_own() -> None:
    assert written((1,), "头痛\n9|伪造") == "1|头痛 9|伪造"
