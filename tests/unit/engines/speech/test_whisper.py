"""The recogniser on the starter model, and packs that are none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from zhenlu import paths
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import PackUnusable
from zhenlu.domain.transcript import Language
from zhenlu.engines.speech.whisper import Decoded, Recogniser

STARTER = paths.models() / "starter" / "speech"
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(STARTER, {"short_windows": True}, threads=1)


@pytest.fixture(scope="module")
def question() -> np.ndarray:
    """The first three seconds of the Chinese clip."""
    return np.concatenate(list(read(DATA / "zh-headache.flac").chunks))[: 3 * RATE_HZ]


def test_a_window_becomes_words_with_times(recogniser: Recogniser, question: np.ndarray) -> None:
    recogniser.set_to(Language.ZH)

    decoded = recogniser.decode(question)

    assert decoded.words
    assert all(0.0 <= w.start_s <= w.end_s <= 3.0 for w in decoded.words)
    assert 0.35 < decoded.confidence <= 1.0


def test_decoding_twice_gives_the_same(recogniser: Recogniser, question: np.ndarray) -> None:
    recogniser.set_to(Language.ZH)

    assert recogniser.decode(question) == recogniser.decode(question)


def test_padding_to_the_full_window_is_left_out_for_short_windows(
    recogniser: Recogniser, question: np.ndarray
) -> None:
    stock = Recogniser(STARTER, {}, threads=1)

    short, _ = recogniser._encoded(question)
    full, _ = stock._encoded(question)

    assert short.shape[1] < full.shape[1] == 1500
    assert (recogniser.pays_for_padding, stock.pays_for_padding) == (False, True)


def test_the_two_languages_are_told_apart(recogniser: Recogniser, question: np.ndarray) -> None:
    english = np.concatenate(list(read(DATA / "en-sore-throat.flac").chunks))

    assert recogniser.language_of(question)[Language.ZH] > 0.9
    assert recogniser.language_of(english)[Language.EN] > 0.9


def test_terms_beyond_the_budget_are_left_out(recogniser: Recogniser) -> None:
    terms = [f"药物名称{n}" for n in range(500)]

    fitting = recogniser.set_to(Language.ZH, terms)

    assert 5 < len(fitting) < 40
    assert list(fitting) == terms[: len(fitting)]


def test_a_full_prompt_leaves_room_for_the_longest_window(recogniser: Recogniser) -> None:
    recogniser.set_to(Language.ZH, ["阿司匹林肠溶片"] + [f"药{n}" for n in range(500)])
    rng = np.random.default_rng(0)
    noise = (rng.standard_normal(14 * RATE_HZ) * 3000).astype(np.int16)

    decoded = recogniser.decode(noise)
    recogniser.set_to(Language.ZH)

    assert isinstance(decoded, Decoded)


def test_the_starter_says_itself_when_nobody_speaks(recogniser: Recogniser) -> None:
    recogniser.set_to(Language.ZH)

    decoded = recogniser.decode(np.zeros(3 * RATE_HZ, dtype=np.int16))

    assert not decoded.words or recogniser.is_silence(decoded)


def test_slashes_and_colons_can_be_written(recogniser: Recogniser) -> None:
    recogniser.set_to(Language.EN)
    suppressed = recogniser._options(1, False, 4, 300).suppress_tokens

    for mark in ("/", ":", "+"):
        assert not set(recogniser._tokenizer.encode(mark)) & set(suppressed)


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json"])
def test_a_pack_with_a_file_missing_is_refused_and_nothing_is_fetched(
    tmp_path: Path, missing: str
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(STARTER, pack)
    (pack / missing).unlink()

    with pytest.raises(PackUnusable) as caught:
        Recogniser(pack, {}, threads=1)

    assert (caught.value.reason, caught.value.params["file"]) == ("missing", missing)


@pytest.mark.parametrize("broken", ["model.bin", "vocabulary.json", "tokenizer.json"])
def test_a_pack_with_a_broken_file_is_refused(tmp_path: Path, broken: str) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(STARTER, pack)
    (pack / broken).write_bytes(b"\x00" * 64)

    with pytest.raises(PackUnusable) as caught:
        Recogniser(pack, {}, threads=1)

    assert caught.value.reason == "speech"


def test_an_english_model_is_not_asked_to_write_chinese(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(STARTER, pack)
    vocabulary = json.loads((pack / "vocabulary.json").read_text(encoding="utf-8"))
    # Without the empty token the engine takes the model for English-only.
    vocabulary[vocabulary.index("")] = "\ue000"
    (pack / "vocabulary.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    english = Recogniser(pack, {"short_windows": True}, threads=1)

    with pytest.raises(PackUnusable) as caught:
        english.set_to(Language.ZH)

    assert caught.value.reason == "english_only"
