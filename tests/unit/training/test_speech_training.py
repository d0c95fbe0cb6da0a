"""The speech recipe in small: some steps on spoken lines, a pack, and faster-whisper reading it."""

from __future__ import annotations

import argparse
import ctypes
import random
from types import SimpleNamespace

import numpy as np
import pytest
from faster_whisper import WhisperModel

from zhenlu import paths
from zhenlu.domain.transcript import Language

_TOKENIZER = paths.models() / "starter" / "speech" / "tokenizer.json"


@pytest.fixture(scope="module")
def spoken(torch, speech_training) -> SimpleNamespace:
    """A few utterances of both languages."""
    for needed in ("tokenizers", "jieba", "wordfreq"):
        pytest.importorskip(needed, reason=f"training needs {needed} (models/training)")
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        pytest.skip("training needs espeak-ng (models/training)")
    torch.set_num_threads(1)
    tokens = speech_training("vocabulary").Tokens(_TOKENIZER)
    voices, texts = speech_training("voices"), speech_training("texts")
    rng = random.Random(1)
    groups = [
        speech_training("speaking").speak_group(
            texts.Clinic(language).group(rng), tokens, rng, voices.TRAINED
        )
        for language in Language
        for _ in range(2)
    ]
    return SimpleNamespace(tokens=tokens, groups=groups)


@pytest.fixture(scope="module")
def run(
    spoken: SimpleNamespace, speech_training, tmp_path_factory: pytest.TempPathFactory
) -> SimpleNamespace:
    """A training run of a few steps, exported."""
    out = tmp_path_factory.mktemp("speech")
    options = argparse.Namespace(
        out=out, minutes=1.0, start=None, dialogues=None, tokenizer=_TOKENIZER, speakers=1,
        threads=1, batch_s=6.0, pool_s=600.0, gaps=0.15, rates=1.0, seed=0,
    )  # fmt: skip
    training = speech_training("train").Training(options)
    for group in spoken.groups:
        training._pool.add(group)
    # Past the slow rise of the rate at the beginning.
    training._progress.step = 200
    losses = [training.step(0.02)["text"] for _ in range(8)]
    training.save()
    speech_training("export").export(out / "checkpoint.pt", _TOKENIZER, out / "pack")
    return SimpleNamespace(losses=losses, pack=out / "pack", out=out, options=options)


def test_a_few_steps_bring_the_loss_down(run: SimpleNamespace) -> None:
    assert sum(run.losses[-3:]) < sum(run.losses[:3])


def test_a_stopped_run_goes_on_with_the_same_weights(
    run: SimpleNamespace, speech_training, torch
) -> None:
    stored = speech_training("checkpoint").read_checkpoint(run.out / "checkpoint.pt")["weights"]

    again = speech_training("train").Training(run.options)

    # The network itself is in 16 bits, the stored weights are not.
    assert all(
        torch.equal(parameter, stored[name].to(parameter.dtype))
        for name, parameter in again.network.named_parameters()
    )


def test_faster_whisper_reads_the_exported_pack(run: SimpleNamespace) -> None:
    model = WhisperModel(str(run.pack), device="cpu", compute_type="int8", cpu_threads=1)

    segments, info = model.transcribe(
        np.zeros(16_000, np.float32), language="zh", beam_size=1, temperature=0.0
    )

    assert info.language == "zh"
    assert isinstance("".join(segment.text for segment in segments), str)


@pytest.mark.parametrize("condition", ["clean", "fan", "babble", "reverb"])
def test_noise_is_ten_decibels_below_the_voice(
    spoken: SimpleNamespace, speech_training, condition: str
) -> None:
    conditions = speech_training("conditions")
    sounds = [u.samples.astype(np.float32) / 32768 for group in spoken.groups for u in group]

    mixed = conditions.heard_in(condition, sounds[0], sounds[1:], random.Random(3))

    added = mixed - sounds[0]
    ratio = 20 * np.log10(np.std(sounds[0]) / max(float(np.std(added)), 1e-9))
    assert ratio > 100 if condition == "clean" else ratio == pytest.approx(10, abs=0.1)


def test_the_same_seed_gives_the_same_sound(speech_training) -> None:
    conditions = speech_training("conditions")

    for kind in conditions.NON_SPEECH:
        one = conditions.non_speech(kind, 1.0, random.Random(5))
        assert np.array_equal(one, conditions.non_speech(kind, 1.0, random.Random(5)))
        assert np.isfinite(one).all()
