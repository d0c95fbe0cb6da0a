"""What a live visit shows on a terminal when lines were read again."""

from __future__ import annotations

import io
import json

import pytest

from zhenlu.application.live_events import Committed, LinesReadAgain
from zhenlu.cli.live_screen import JsonLines, LiveScreen
from zhenlu.domain.transcript import Segment, SpeakerRole

FIRST = Segment(1, "我都疼四天了。", SpeakerRole.PATIENT, 3.0, 5.0, 0.5)
SECOND = Segment(2, "有点饿心。", SpeakerRole.PATIENT, 6.0, 8.0, 0.5)
AGAIN = LinesReadAgain(
    0.0, 12.0, (Segment(2, "有点恶心。", SpeakerRole.PATIENT, 6.0, 8.0),), {1: "我头疼两天了。"}
)


def _shown() -> list[str]:
    out = io.StringIO()
    screen = LiveScreen(out, io.StringIO())
    for line in (FIRST, SECOND):
        screen.show(Committed(0.0, line.end_s, line, line, 0.5))
    screen.show(AGAIN)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("language", "new", "doubt"),
    [
        ("zh", "[00:06] 患者 有点恶心。  〔复听；首次听作：有点饿心。〕",
         "[00:03] 患者 我都疼四天了。  〔复听不一致，请核对：我头疼两天了。〕"),
        ("en", "[00:06] Patient 有点恶心。  [heard again; at first: 有点饿心。]",
         "[00:03] Patient 我都疼四天了。  "
         "[heard otherwise the second time, please check: 我头疼两天了。]"),
    ],
)  # fmt: skip
def test_a_second_reading_stands_below_with_the_first_beside_it(
    monkeypatch: pytest.MonkeyPatch, language: str, new: str, doubt: str
) -> None:
    monkeypatch.setenv("ZHENLU_LANGUAGE", language)

    assert _shown()[2:] == [new, doubt]


def test_a_line_that_only_went_to_another_speaker_is_not_shown_again() -> None:
    out = io.StringIO()
    screen = LiveScreen(out, io.StringIO())
    screen.show(Committed(0.0, 5.0, FIRST, FIRST, 0.5))
    moved = Segment(1, FIRST.text, SpeakerRole.COMPANION, 3.0, 5.0, 0.5)
    screen.show(LinesReadAgain(0.0, 12.0, (moved,), {}))

    assert len(out.getvalue().splitlines()) == 1


def test_a_program_is_told_versions_and_offers(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().show(AGAIN)
    told = json.loads(capsys.readouterr().out)

    assert told["event"] == "read_again"
    assert [(line["id"], line["text"]) for line in told["segments"]] == [(2, "有点恶心。")]
    assert told["offered"] == [{"id": 1, "text": "我头疼两天了。"}]
