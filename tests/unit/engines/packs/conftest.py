"""A data folder of its own for each test, and small real models to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest
from whisper_folder import whisper_folder_in

#: GGUF metadata beyond what every file here has: key → value.
Metadata = dict[str, str | int]
WriteGguf = Callable[..., Path]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("ZHENLU_DATA", str(folder))
    return folder


@pytest.fixture
def whisper_folder(tmp_path: Path) -> Path:
    return whisper_folder_in(tmp_path / "stick")


@pytest.fixture
def write_gguf(tmp_path: Path) -> WriteGguf:
    """Writes a GGUF file with a few small tensors."""

    def write(
        name: str = "tiny-instruct.gguf",
        architecture: str = "qwen2",
        metadata: Metadata | None = None,
        leave_out: tuple[str, ...] = (),
        filling: float = 1.0,
    ) -> Path:
        path = tmp_path / "stick" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = gguf.GGUFWriter(path, architecture)
        writer.add_name("Tiny Instruct")
        entries: Metadata = {
            f"{architecture}.context_length": 4096,
            f"{architecture}.block_count": 2,
            f"{architecture}.embedding_length": 64,
            f"{architecture}.attention.head_count": 4,
            f"{architecture}.attention.head_count_kv": 2,
            "general.file_type": 7,
            "tokenizer.chat_template": "{{ messages }}",
            **(metadata or {}),
        }
        for key, value in entries.items():
            if key not in leave_out:
                add = writer.add_string if isinstance(value, str) else writer.add_uint32
                add(key, value)
        if "tokenizer.ggml.tokens" not in leave_out:
            writer.add_token_list(["a", "b", "，"])
        weights = np.full((4, 64), filling, np.float32)
        for tensor in ("token_embd.weight", "output_norm.weight"):
            writer.add_tensor(tensor, gguf.quantize(weights, gguf.GGMLQuantizationType.Q8_0),
                              raw_dtype=gguf.GGMLQuantizationType.Q8_0)  # fmt: skip
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path

    return write
