"""An imported instruct model writes freely; whatever it writes, the record is no worse.

The model here has random weights: the worst writer there is. It obeys the grammar and
cites lines that exist, and everything else about it is noise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import random_chat_model

#: Runs the program: see `zhenlu` in conftest.
Zhenlu = Callable[..., Any]

_LINES = [
    ("doctor", "哪里不舒服?"),
    ("patient", "咳嗽三天了,有黄痰。"),
    ("doctor", "发烧吗?"),
    ("patient", "不发烧。"),
    ("doctor", "对什么药过敏吗?"),
    ("patient", "青霉素过敏,起皮疹。"),
    ("doctor", "考虑急性支气管炎。吃点氨溴索,一次三十毫克,一天三次,吃五天。"),
]


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "visit.json"
    lines = [{"role": role, "text": text} for role, text in _LINES]
    document = {"language": "zh", "transcript": lines}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def with_random_writer(zhenlu: Zhenlu, tmp_path: Path) -> Zhenlu:
    model = tmp_path / "writer.gguf"
    hanzi = sorted({c for _, text in _LINES for c in text if "\u4e00" <= c <= "\u9fff"})
    # A byte a token for all other characters: the instructions take far more than a real
    # vocabulary would make of them.
    random_chat_model.build(model, characters=hanzi, context_tokens=8192)
    imported = zhenlu("models", "import", model, "--use")
    assert imported.code == 0, imported.err
    return zhenlu


def _texts(record: dict[str, Any]) -> dict[str, str]:
    return {section["id"]: section["text"] for section in record["sections"]}


def test_a_model_that_writes_noise_cannot_spoil_the_record(
    with_random_writer: Zhenlu, transcript: Path
) -> None:
    ran = with_random_writer("draft", transcript, "--layer", "write", "-f", "json", "-q")
    rules = with_random_writer("draft", transcript, "--layer", "rules", "-f", "json", "-q").json

    assert ran.code == 0, ran.err
    record = ran.json
    assert record["engines"]["drafting"]["layer"] == "write"
    for section in rules["sections"]:
        for statement in section["statements"]:
            if statement["evidence"]:
                assert statement["text"] in _texts(record)[section["id"]]
    assert all(dropped["reason"] for dropped in record["dropped"])
    assert record["ledger"]["written_not_said"] == []


def test_the_shared_prefix_spares_the_prompt_of_every_further_section(
    with_random_writer: Zhenlu, transcript: Path
) -> None:
    timings = with_random_writer("draft", transcript, "-f", "json", "-q").json["timings"]

    assert timings["saved_prefill_tokens"] > 3 * timings["prefill_tokens"]


def test_removing_the_pack_brings_the_starter_back(
    with_random_writer: Zhenlu, transcript: Path
) -> None:
    listed = with_random_writer("models", "list", "--format", "json").json
    packs = listed["installed"] if isinstance(listed, dict) else listed
    written = next(p["id"] for p in packs if p["kind"] == "drafting" and "starter" not in p["id"])

    removed = with_random_writer("models", "remove", written)
    ran = with_random_writer("draft", transcript, "-f", "json", "-q")

    assert removed.code == 0, removed.err
    # The starter, or the rules alone where its pack has no say.
    assert ran.json["engines"]["drafting"]["layer"] in ("select", "rules")
