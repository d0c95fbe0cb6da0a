"""Work of which only the newest matters."""

from __future__ import annotations

import threading

from zhenlu.application.latest import LatestOnly

PATIENCE_S = 60.0


def test_what_waited_is_dropped_for_something_newer() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()
    worked_on: list[int] = []

    def work(item: int) -> None:
        worked_on.append(item)
        begun.set()
        assert go_on.wait(PATIENCE_S)
        if item == 3:
            done.set()

    desk = LatestOnly("desk", work)
    desk.want(1)
    assert begun.wait(PATIENCE_S)
    desk.want(2)
    desk.want(3)
    go_on.set()
    assert done.wait(PATIENCE_S)
    desk.close()
    desk.join()

    assert worked_on == [1, 3]


def test_after_closing_nothing_more_is_begun() -> None:
    worked_on: list[int] = []
    desk = LatestOnly("desk", worked_on.append)

    desk.close()
    desk.want(1)
    desk.join()

    assert worked_on == []


def test_work_that_is_not_done_goes_on_unless_something_newer_came() -> None:
    worked_on: list[int] = []
    done = threading.Event()

    def work(item: int) -> None:
        worked_on.append(item)
        if worked_on == [1, 1]:
            desk.want(2)
        if item == 2:
            done.set()
        else:
            desk.go_on(item)

    desk = LatestOnly("desk", work)
    desk.want(1)
    assert done.wait(PATIENCE_S)
    desk.close()
    desk.join()

    assert worked_on == [1, 1, 2]
