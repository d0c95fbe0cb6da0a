"""The tokens hold together: complete in both modes, readable, every name of the sheet known."""

from __future__ import annotations

import re

import pytest

from zhenlu import paths
from zhenlu.ui.appearance.tokens import tokens

_READABLE = 4.5
#: Of what is no text.
_TOLD_APART = 3.0


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


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_rule_of_the_sheet_that_sets_both_colours_can_be_read(mode: str) -> None:
    colours = {name.replace("-", "_"): value for name, value in tokens().colours[mode].items()}

    faint = [
        selector
        for selector, front, back in _coloured_rules()
        if contrast(colours[front], colours[back]) < _READABLE
    ]

    assert len(_coloured_rules()) > 20
    assert faint == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_borders_of_controls_and_bars_of_charts_stand_out(mode: str) -> None:
    colours = tokens().colours[mode]

    drawn = {
        (shape, ground): contrast(colours[shape], colours[ground])
        for shape in ("line-strong", "accent", "chart-1", "chart-2", "chart-3")
        for ground in ("surface",)
    }

    assert {pair: ratio for pair, ratio in drawn.items() if ratio < _TOLD_APART} == {}


def _coloured_rules() -> list[tuple[str, str, str]]:
    """Selector, colour and ground of the rules that set both; what is disabled may be faint."""
    sheet = (paths.resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]+)\}", sheet):
        front = re.search(r"(?:^|[;\s])color: \$(\w+)", body)
        back = re.search(r"background(?:-color)?: \$(\w+)", body)
        if front and back and ":disabled" not in selector:
            found.append((selector.strip(), front[1], back[1]))
    return found


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_style_sheet_uses_only_names_that_there_are() -> None:
    sheet = (paths.resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    known = {name.replace("-", "_") for name in tokens().colours["light"]}
    known |= {f"size_{name.replace('-', '_')}" for name in tokens().sizes}
    known |= {f"radius_{name.replace('-', '_')}" for name in tokens().radii}

    assert set(re.findall(r"\$(\w+)", sheet)) - known == {"arrow_down", "tick"}
