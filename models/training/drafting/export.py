"""Write a checkpoint as a GGUF file in Q8_0 that llama.cpp loads unchanged.

    PYTHONPATH=desktop:models/training/speech python models/training/drafting/export.py \
        build/drafting/run/checkpoint.pt build/drafting/pack
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from decoder import Decoder, Shape, gguf_name
from vocabulary import Vocabulary

FILE_NAME = "starter-drafter.gguf"
STARTER = Path(__file__).resolve().parents[2] / "starter" / "drafting"
_CONTEXT_TOKENS = 2048


def read_checkpoint(path: Path) -> Decoder:
    """The network of a checkpoint, in 32 bits."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    network = Decoder(Shape(**stored["shape"]))
    network.load_state_dict(stored["weights"])
    return network.eval()


def export(network: Decoder, vocabulary: Vocabulary, path: Path) -> None:
    """Write weights and vocabulary; matrices in Q8_0, norms in 32 bits."""
    # A pack that is in use is mapped into memory: it must not change under its reader.
    beside = path.with_suffix(".new")
    writer = gguf.GGUFWriter(str(beside), "qwen3")
    _describe(writer, network.shape)
    _spell(writer, vocabulary)
    for name, parameter in network.named_parameters():
        weights = parameter.detach().float().numpy()
        if weights.ndim == 1:
            writer.add_tensor(gguf_name(name), weights)
            continue
        kind = gguf.GGMLQuantizationType.Q8_0
        packed = gguf.quants.quantize(np.ascontiguousarray(weights), kind)
        writer.add_tensor(gguf_name(name), packed, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    beside.replace(path)


def _describe(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name("starter-drafter")
    writer.add_description("Weighs clinical facts by the words around them; see README.md")
    writer.add_license("apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(_CONTEXT_TOKENS)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.blocks)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_vocab_size(shape.vocabulary)


def _spell(writer: gguf.GGUFWriter, vocabulary: Vocabulary) -> None:
    tokens = list(vocabulary.tokens)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(list(vocabulary.types))
    writer.add_token_merges(list(vocabulary.merges))
    writer.add_bos_token_id(tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_pad_token_id(tokens.index("<|endoftext|>"))
    writer.add_add_bos_token(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vocabulary", type=Path, default=STARTER / FILE_NAME)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.read(chosen.vocabulary)
    export(read_checkpoint(chosen.checkpoint), vocabulary, chosen.folder / FILE_NAME)
    shutil.copyfile(STARTER / "pack.toml", chosen.folder / "pack.toml")


if __name__ == "__main__":
    main()
