"""Write a checkpoint as a pack that faster-whisper and CTranslate2 load unchanged.

    PYTHONPATH=desktop python models/training/speech/export.py build/speech/checkpoint.pt build/pack
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from checkpoint import read_checkpoint
from ctranslate2.converters import utils
from ctranslate2.specs import common_spec, whisper_spec
from network import Recogniser, Shape
from torch import nn
from vocabulary import Tokens
from windows import WINDOW_S

_QUANTISATION = "int8_float16"


def export(checkpoint: Path, tokenizer: Path, folder: Path) -> None:
    """Write model.bin, config.json, vocabulary.json, tokenizer.json, preprocessor_config.json."""
    stored = read_checkpoint(checkpoint)
    network = Recogniser(Shape(**stored["shape"]))
    network.load_state_dict(stored["weights"], strict=False)
    specification = _specification(network.float())
    _configure(specification, Tokens(tokenizer), network.shape)
    specification.validate()
    specification.optimize(quantization=_QUANTISATION)
    folder.mkdir(parents=True, exist_ok=True)
    specification.save(str(folder))
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    features = json.dumps(_features(), indent=1) + "\n"
    (folder / "preprocessor_config.json").write_text(features, encoding="utf-8")


def _specification(network: Recogniser) -> Any:
    shape = network.shape
    specification = whisper_spec.WhisperSpec(shape.enc, shape.h, shape.dec, shape.h)
    encoder, decoder = specification.encoder, specification.decoder
    for theirs, ours in ((encoder.conv1, network.conv1), (encoder.conv2, network.conv2)):
        theirs.weight, theirs.bias = _array(ours.weight), _array(ours.bias)
    encoder.position_encodings.encodings = _array(network.enc_pos)
    _norm(encoder.layer_norm, network.enc_ln)
    for theirs, ours in zip(encoder.layer, network.enc, strict=True):
        _norm(theirs.self_attention.layer_norm, ours.ln1)
        _self_attention(theirs.self_attention, ours.attn)
        _feed_forward(theirs.ffn, ours)
    decoder.embeddings.weight = decoder.projection.weight = _array(network.emb.weight)
    decoder.position_encodings.encodings = _array(network.dec_pos)
    _norm(decoder.layer_norm, network.dec_ln)
    for theirs, ours in zip(decoder.layer, network.dec, strict=True):
        _norm(theirs.self_attention.layer_norm, ours.ln1)
        _self_attention(theirs.self_attention, ours.attn)
        _norm(theirs.attention.layer_norm, ours.lnx)
        _cross_attention(theirs.attention, ours.xattn)
        _feed_forward(theirs.ffn, ours)
    return specification


def _configure(specification: Any, tokens: Tokens, shape: Shape) -> None:
    listing = tokens.listing()
    ids = {token: i for i, token in enumerate(listing)}
    specification.register_vocabulary(listing)
    config = specification.config
    config.lang_ids = [ids["<|en|>"], ids["<|zh|>"]]
    never = ("", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>", "<|transcribe|>",
             "<|startoflm|>", "<|startofprev|>", "<|nospeech|>")  # fmt: skip
    config.suppress_ids = [ids[token] for token in never]
    # Without <|endoftext|>: a silent window may end at once instead of being made to speak.
    config.suppress_ids_begin = [ids["Ġ"]]
    # The heads that the guided loss has taught to point.
    config.alignment_heads = [
        [layer, head] for layer in (shape.dec - 2, shape.dec - 1) for head in (0, 1)
    ]


def _features() -> dict[str, object]:
    window = int(WINDOW_S)
    return {
        "chunk_length": window,
        "feature_extractor_type": "WhisperFeatureExtractor",
        "feature_size": 80,
        "hop_length": 160,
        "n_fft": 400,
        "n_samples": 16_000 * window,
        "nb_max_frames": 100 * window,
        "padding_side": "right",
        "padding_value": 0.0,
        "processor_class": "WhisperProcessor",
        "return_attention_mask": False,
        "sampling_rate": 16_000,
    }


def _self_attention(theirs: Any, ours: nn.Module) -> None:
    utils.fuse_linear(theirs.linear[0], _projections(ours))
    _linear(theirs.linear[-1], ours.o)


def _cross_attention(theirs: Any, ours: nn.Module) -> None:
    query, key, value = _projections(ours)
    theirs.linear[0].weight, theirs.linear[0].bias = query.weight, query.bias
    utils.fuse_linear(theirs.linear[1], [key, value])
    _linear(theirs.linear[-1], ours.o)


def _projections(ours: nn.Module) -> list[Any]:
    parts = [common_spec.LinearSpec() for _ in range(3)]
    for part, linear in zip(parts, (ours.q, ours.k, ours.v), strict=True):
        _linear(part, linear)
    # Keys have no bias of their own, but are fused with values that have.
    parts[1].bias = np.zeros_like(parts[0].bias)
    return parts


def _feed_forward(theirs: Any, ours: nn.Module) -> None:
    _norm(theirs.layer_norm, ours.ln2)
    _linear(theirs.linear_0, ours.mlp.fc1)
    _linear(theirs.linear_1, ours.mlp.fc2)


def _linear(theirs: Any, ours: nn.Module) -> None:
    theirs.weight = _array(ours.weight)
    if ours.bias is not None:
        theirs.bias = _array(ours.bias)


def _norm(theirs: Any, ours: nn.Module) -> None:
    theirs.gamma, theirs.beta = _array(ours.weight), _array(ours.bias)


def _array(tensor: torch.Tensor) -> Any:
    return tensor.detach().float().numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    starter = Path(__file__).resolve().parents[2] / "starter" / "speech"
    parser.add_argument("--tokenizer", type=Path, default=starter / "tokenizer.json")
    chosen = parser.parse_args()
    export(chosen.checkpoint, chosen.tokenizer, chosen.folder)


if __name__ == "__main__":
    main()
