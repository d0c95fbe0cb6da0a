"""Where utterances begin and end."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from zhenlu.audio.file import read
from zhenlu.engines.speech.endpointing import (
    FRAME,
    RATE_HZ,
    Endpointer,
    Endpoints,
    SileroDetector,
    Utterance,
)

DATA = Path(__file__).parents[3] / "data"
RECORDINGS = ["zh-headache", "en-sore-throat"]


class Loudness:
    """Takes every frame that is not silent for voice."""

    def probabilities(self, pcm: NDArray[np.int16]) -> NDArray[np.float32]:
        loud = np.abs(pcm.reshape(-1, FRAME)).max(axis=1) > 100
        return loud.astype(np.float32)


def _recording(name: str) -> NDArray[np.int16]:
    return np.concatenate(list(read(DATA / f"{name}.flac").chunks))


def _speech(*seconds: float) -> NDArray[np.int16]:
    """Alternately silence and noise, silence first."""
    rng = np.random.default_rng(0)
    parts = [
        (rng.uniform(-1, 1, int(length * RATE_HZ)) * (8000 if n % 2 else 0)).astype(np.int16)
        for n, length in enumerate(seconds)
    ]
    return np.concatenate(parts)


def _cut(pcm: NDArray[np.int16], detector: object, piece: int = RATE_HZ) -> list[Utterance]:
    endpointer = Endpointer(detector)  # type: ignore[arg-type]
    utterances: list[Utterance] = []
    for start in range(0, len(pcm), piece):
        utterances += endpointer.feed(pcm[start : start + piece])
    return utterances + list(endpointer.finish())


def _spans(utterances: Iterable[Utterance]) -> list[tuple[int, int, int, int, int]]:
    return [(u.start, u.end, u.voice_start, u.voice_end, u.voice) for u in utterances]


def test_the_detector_fed_in_pieces_agrees_with_the_whole() -> None:
    pcm = _recording("zh-headache")
    pcm = pcm[: len(pcm) // FRAME * FRAME]

    whole = SileroDetector().probabilities(pcm)
    detector = SileroDetector()
    cuts = range(0, len(pcm), 7 * FRAME)
    pieces = np.concatenate([detector.probabilities(pcm[c : c + 7 * FRAME]) for c in cuts])

    assert np.array_equal(whole, pieces)


@pytest.mark.parametrize("name", RECORDINGS)
def test_each_line_of_a_visit_is_an_utterance(name: str) -> None:
    lines = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["line"]

    utterances = _cut(_recording(name), SileroDetector())

    assert len(utterances) == len(lines)
    for utterance, line in zip(utterances, lines, strict=True):
        assert utterance.voice_start / RATE_HZ == pytest.approx(line["start_s"], abs=0.3)
        assert utterance.voice_end / RATE_HZ == pytest.approx(line["end_s"], abs=0.4)


@pytest.mark.parametrize("piece", [160, 1000, 4 * RATE_HZ])
def test_the_size_of_the_pieces_changes_nothing(piece: int) -> None:
    pcm = _recording("zh-headache")

    assert _spans(_cut(pcm, SileroDetector(), piece)) == _spans(_cut(pcm, SileroDetector()))


def test_an_utterance_holds_the_audio_of_its_place() -> None:
    pcm = _speech(1.0, 2.0, 1.0, 3.0, 1.0)

    for utterance in _cut(pcm, Loudness()):
        assert np.array_equal(utterance.pcm, pcm[utterance.start : utterance.end])


def test_soft_sounds_around_the_voice_are_kept() -> None:
    (utterance,) = _cut(_speech(1.0, 2.0, 1.0), Loudness())

    assert utterance.voice_start - utterance.start == pytest.approx(0.25 * RATE_HZ, abs=FRAME)
    assert utterance.end - utterance.voice_end == pytest.approx(0.25 * RATE_HZ, abs=FRAME)


def test_a_short_pause_does_not_part_an_utterance() -> None:
    assert len(_cut(_speech(0.5, 1.0, 0.3, 1.0, 1.0), Loudness())) == 1


def test_a_pause_of_half_a_second_parts_two_utterances() -> None:
    assert len(_cut(_speech(0.5, 1.0, 0.55, 1.0, 1.0), Loudness())) == 2


def test_an_utterance_comes_out_when_its_pause_was_heard() -> None:
    endpointer = Endpointer(Loudness())

    before = list(endpointer.feed(_speech(0.5, 1.0, 0.3)))
    after = list(endpointer.feed(_speech(0.3)))

    assert (len(before), len(after)) == (0, 1)


def test_a_click_is_no_utterance() -> None:
    assert _cut(_speech(1.0, 0.1, 1.0), Loudness()) == []


def test_speech_to_the_very_end_is_heard() -> None:
    pcm = _speech(1.0, 2.1)

    (utterance,) = _cut(pcm, Loudness())

    assert utterance.end >= len(pcm)


def test_speech_without_a_pause_is_parted_where_it_is_quietest() -> None:
    pcm = _speech(0.5, 40.0, 1.0)
    quiet = int(11.0 * RATE_HZ)
    pcm[quiet : quiet + 1600] //= 40

    utterances = _cut(pcm, Loudness())

    assert utterances[0].end == pytest.approx(quiet + 800, abs=2 * FRAME)
    assert all(len(u.pcm) <= 14 * RATE_HZ + FRAME for u in utterances)


def test_parted_speech_loses_and_doubles_no_sample() -> None:
    utterances = _cut(_speech(0.5, 40.0, 1.0), Loudness())

    assert [u.start for u in utterances[1:]] == [u.end for u in utterances[:-1]]


def test_the_longest_utterance_can_be_set_shorter() -> None:
    endpointer = Endpointer(Loudness(), Endpoints(longest_s=9.0, cut_from_s=5.0))

    utterances = [*endpointer.feed(_speech(0.5, 20.0, 1.0)), *endpointer.finish()]

    assert max(len(u.pcm) for u in utterances) <= 9 * RATE_HZ + FRAME


def test_hearing_goes_on_from_the_settled_sample_without_a_difference() -> None:
    pcm = _speech(1.0, 2.0, 1.0, 3.0, 1.0, 2.0, 1.0)
    all_at_once = _spans(_cut(pcm, Loudness()))
    first = Endpointer(Loudness())
    early = list(first.feed(pcm[: 5 * RATE_HZ]))

    second = Endpointer(Loudness())
    late = [*second.feed(pcm[first.settled :]), *second.finish()]

    spans = [(*(n + first.settled for n in span[:4]), span[4]) for span in _spans(late)]
    assert _near(_spans(early) + spans, all_at_once)  # type: ignore[operator]


def _near(found: Sequence[Sequence[int]], expected: Sequence[Sequence[int]]) -> bool:
    """Equal up to the frame grid, which starts at the first sample fed."""
    return np.shape(found) == np.shape(expected) and bool(
        np.all(np.abs(np.subtract(found, expected)) <= FRAME)
    )


def test_silence_is_forgotten() -> None:
    endpointer = Endpointer(Loudness())

    list(endpointer.feed(_speech(600.0)))

    assert endpointer.heard - endpointer.settled <= RATE_HZ


def test_the_open_utterance_can_be_listened_to() -> None:
    endpointer = Endpointer(Loudness())

    list(endpointer.feed(_speech(1.0, 2.0)))

    assert len(endpointer.open_audio) / RATE_HZ == pytest.approx(2.25, abs=0.05)


def test_there_is_no_open_utterance_in_silence() -> None:
    endpointer = Endpointer(Loudness())

    list(endpointer.feed(_speech(1.0, 2.0, 1.0)))

    assert len(endpointer.open_audio) == 0
