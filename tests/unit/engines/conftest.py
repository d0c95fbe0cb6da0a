"""Models for the engine tests, loaded once: the shipped starter and a random instruct model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import random_chat_model

from zhenlu import paths
from zhenlu.engines.drafting.session import DraftingSession
from zhenlu.engines.messages import Payload


@pytest.fixture(scope="session")
def starter_folder() -> Path:
    return paths.models() / "starter" / "drafting"


@pytest.fixture(scope="session")
def starter_manifest() -> Payload:
    return {
        "files": [{"path": "starter-drafter.gguf"}],
        "context_tokens": 2048,
        "prompt_format": "weigh-1",
        "layer": "select",
        "doubt_at": {"zh": 0.9, "en": 0.9},
    }


@pytest.fixture(scope="session")
def starter(starter_folder: Path, starter_manifest: Payload) -> Iterator[DraftingSession]:
    session = DraftingSession(starter_folder, starter_manifest, threads=1)
    yield session
    session.close()


@pytest.fixture(scope="session")
def chat_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((paths.resources() / "prompts" / "zh").glob("*.toml"))
    )
    hanzi = sorted({character for character in shown if "一" <= character <= "龥"})
    random_chat_model.build(folder / "chat.gguf", characters=hanzi)
    return folder


@pytest.fixture(scope="session")
def chat_manifest() -> Payload:
    return {
        "files": [{"path": "chat.gguf"}],
        "context_tokens": 4096,
        "prompt_format": "chat",
        "layer": "write",
    }


@pytest.fixture(scope="session")
def writer(chat_folder: Path, chat_manifest: Payload) -> Iterator[DraftingSession]:
    """A random instruct model that writes freely."""
    session = DraftingSession(chat_folder, chat_manifest, threads=1)
    yield session
    session.close()
