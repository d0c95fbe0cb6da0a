from __future__ import annotations

from zhenlu.application.ports import PromptLine
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.engines.drafting.windows import MAX_WINDOWS, cut


def _lines(*texts: str) -> list[PromptLine]:
    return [
        PromptLine(number, SpeakerRole.PATIENT, 0.0, text)
        for number, text in enumerate(texts, start=1)
    ]


def _length(line: PromptLine) -> int:
    return len(line.text)


def test_a_visit_that_fits_is_one_window() -> None:
    lines = _lines("aaa", "bbb")

    assert cut(lines, 6, _length) == (tuple(lines),)


def test_a_longer_visit_is_read_in_windows_of_whole_lines() -> None:
    windows = cut(_lines("aaa", "bbb", "ccc"), 6, _length)

    assert [[line.id for line in window] for window in windows] == [[1, 2], [3]]


def test_a_line_longer_than_a_window_is_read_in_parts_under_its_id() -> None:
    windows = cut(_lines("abcdefgh"), 4, _length)

    assert [[(line.id, line.text) for line in w] for w in windows] == [[(1, "abcd")], [(1, "efgh")]]


def test_no_words_are_lost_between_windows() -> None:
    texts = ["一二三", "四", "五六七八九十", "百千万"]

    windows = cut(_lines(*texts), 4, _length)

    assert "".join(line.text for window in windows for line in window) == "".join(texts)


def test_a_visit_beyond_all_windows_is_read_up_to_a_whole_line() -> None:
    windows = cut(_lines(*["aaaa"] * (MAX_WINDOWS + 3)), 4, _length)

    assert windows[-1][-1].id == MAX_WINDOWS


def test_a_line_that_goes_on_behind_the_last_window_counts_as_unread() -> None:
    windows = cut(_lines("aaaa", "b" * 4 * (MAX_WINDOWS + 4)), 4, _length)

    assert windows[-1][-1].id == 1
