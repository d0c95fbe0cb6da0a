"""The header of a GGUF file, read without the model."""

from __future__ import annotations

from pathlib import Path

import gguf
import pytest

from zhenlu import paths
from zhenlu.engines.packs import gguf_header
from zhenlu.engines.packs.gguf_header import GgufBroken

STARTER = paths.models() / "starter" / "drafting" / "starter-drafter.gguf"


def test_the_starter_says_what_it_is() -> None:
    header = gguf_header.read(STARTER)

    assert (header.architecture, header.quantisation) == ("qwen3", "Q8_0")
    assert header.of_architecture("context_length") == 2048
    assert header.number("tokenizer.ggml.tokens.length") == 8000
    assert header.has_chat_template


def test_single_values_equal_those_of_the_reference_reader() -> None:
    reference = gguf.GGUFReader(STARTER)
    expected = {
        key: field.contents()
        for key, field in reference.fields.items()
        if not key.startswith("GGUF.") and gguf.GGUFValueType.ARRAY not in field.types
    }

    entries = gguf_header.read(STARTER).entries

    assert {key: entries[key] for key in expected} == expected


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.02])
def test_a_file_cut_short_is_told_from_a_whole_one(tmp_path: Path, kept: float) -> None:
    content = STARTER.read_bytes()
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(GgufBroken) as caught:
        gguf_header.read(cut)

    assert caught.value.reason == "truncated"


def test_one_missing_byte_of_the_last_tensor_is_noticed(write_gguf, tmp_path: Path) -> None:
    whole = write_gguf()
    end = max(t.data_offset + t.n_bytes for t in gguf.GGUFReader(whole).tensors)
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole.read_bytes()[: int(end) - 1])

    with pytest.raises(GgufBroken) as caught:
        gguf_header.read(cut)

    assert caught.value.reason == "truncated"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04" + b"\0" * 60, "magic"),
        (b"GGUF" + b"\x09\0\0\0" + b"\0" * 60, "version"),
        (b"GGUF\x03\0\0\0" + b"\0" * 8 + b"\xff" * 8 + b"\0" * 60, "damaged"),
        (b"GGUF\x03\0\0\0" + b"\0" * 8 + b"\x01" + b"\0" * 7 + b"\xff" * 8 + b"\0" * 9, "damaged"),
        (b"GG", "truncated"),
        (b"", "truncated"),
    ],
)
def test_what_is_no_gguf_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(content)

    with pytest.raises(GgufBroken) as caught:
        gguf_header.read(path)

    assert caught.value.reason == reason


def test_block_sizes_equal_the_published_ones() -> None:
    published = {int(kind): tuple(size) for kind, size in gguf.GGML_QUANT_SIZES.items()}

    assert {k: v for k, v in gguf_header._BLOCKS.items() if k in published} == {
        k: v for k, v in published.items() if k in gguf_header._BLOCKS
    }
    assert published.keys() <= gguf_header._BLOCKS.keys()
