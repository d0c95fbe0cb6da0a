"""The tokens hold together: complete in both modes, readable, every name of the sheet known."""

from __future__ import annotations

import re

import pytest

from zhenlu import paths
from zhenlu.ui.appearance.tokens import tokens

_READABLE = 4.5


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_light_and_dark_name_the_same_colours() -> None:
    assert tokens().colours["light"].keys() == tokens().colours["dark"].keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_pair_of_text_and_ground_can_be_read(mode: str) -> None:
    colours = tokens().colours[mode]

    faint = [
        (front, back)
        for front, back in tokens().contrast_pairs
        if contrast(colours[front], colours[back]) < _READABLE
    ]

    assert faint == []


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_style_sheet_uses_only_names_that_there_are() -> None:
    sheet = (paths.resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    known = {name.replace("-", "_") for name in tokens().colours["light"]}
    known |= {f"size_{name.replace('-', '_')}" for name in tokens().sizes}
    known |= {f"radius_{name.replace('-', '_')}" for name in tokens().radii}

    assert set(re.findall(r"\$(\w+)", sheet)) - known == {"arrow_down", "tick"}
