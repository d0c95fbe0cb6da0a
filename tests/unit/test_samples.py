"""The bundled sample visits and short clips hold together: sound, script, expected record."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import av
import pytest

from zhenlu import paths
from zhenlu.domain.template import SECTION_IDS
from zhenlu.domain.transcript import Language, SpeakerRole

SAMPLES = sorted((paths.resources() / "samples").glob("*.toml"))
CLIPS = sorted((Path(__file__).resolve().parents[1] / "data").glob("*.toml"))


def script(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sound(path: Path) -> tuple[float, int, int]:
    """Length in seconds, rate in Hz and number of channels of the FLAC beside a script."""
    with av.open(str(path.with_suffix(".flac"))) as container:
        stream = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(stream))
        return samples / stream.rate, stream.rate, stream.channels


def test_there_are_two_sample_visits_in_each_language() -> None:
    languages = [script(path)["language"] for path in SAMPLES]

    assert sorted(languages) == ["en", "en", "zh", "zh"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_visit_is_45_to_100_seconds_below_a_megabyte(path: Path) -> None:
    length_s, rate_hz, channels = sound(path)

    assert 45 <= length_s <= 100
    assert (rate_hz, channels) == (16_000, 1)
    assert path.with_suffix(".flac").stat().st_size < 1_000_000


@pytest.mark.parametrize("path", CLIPS, ids=lambda p: p.stem)
def test_a_clip_is_about_20_seconds_below_250_kilobytes(path: Path) -> None:
    length_s, rate_hz, channels = sound(path)

    assert 15 <= length_s <= 25
    assert (rate_hz, channels) == (16_000, 1)
    assert path.with_suffix(".flac").stat().st_size < 250_000


@pytest.mark.parametrize("path", [*SAMPLES, *CLIPS], ids=lambda p: p.stem)
def test_lines_follow_each_other_without_overlap_inside_the_sound(path: Path) -> None:
    lines = script(path)["line"]
    length_s, _, _ = sound(path)

    times = [t for line in lines for t in (line["start_s"], line["end_s"])]

    assert times == sorted(times)
    assert all(line["end_s"] - line["start_s"] > 0.2 for line in lines)
    assert times[-1] < length_s


@pytest.mark.parametrize("path", [*SAMPLES, *CLIPS], ids=lambda p: p.stem)
def test_two_people_with_known_roles_speak_in_different_voices(path: Path) -> None:
    data = script(path)

    roles = {SpeakerRole(line["role"]) for line in data["line"]}

    assert len(roles) == 2
    assert sum(role.is_clinician for role in roles) == 1
    assert len({voice["name"] for voice in data["voices"].values()}) == 2


@pytest.mark.parametrize("path", [*SAMPLES, *CLIPS], ids=lambda p: p.stem)
def test_lines_are_written_as_they_are_spoken(path: Path) -> None:
    lines = script(path)["line"]

    assert [line["text"] for line in lines if any(c.isdigit() for c in line["text"])] == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_names_its_template_language_and_expected_sections(path: Path) -> None:
    data = script(path)
    language = Language(data["language"])
    template = paths.resources() / "templates" / f"{data['template']}.{language.value}.toml"

    known = {section["id"] for section in script(template)["section"]}

    assert set(data["sections"]) <= known & set(SECTION_IDS)
    assert all(data["sections"].values())
    assert data["patient"]["age_years"] > 0
