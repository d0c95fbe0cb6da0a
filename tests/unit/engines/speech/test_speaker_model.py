"""Embeddings of an imported speaker model: what it is given, and what comes of it."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import speaker_models
from numpy.typing import NDArray

from zhenlu.application.ports import AudioStream, Heard, Pcm, SpeechOptions
from zhenlu.application.speakers import assign_speakers
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import VoiceRefused
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.importing import import_pack
from zhenlu.engines.room import EngineRoom
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.engines.speech.enrolment import enrolled_print
from zhenlu.engines.speech.heard_voices import HeardVoices
from zhenlu.engines.speech.speaker_model import SpeakerModel, filter_banks

SAMPLES = Path(__file__).parents[4] / "resources" / "samples"
CLIP = "zh-cough-fever"


@pytest.fixture(scope="module")
def onnx_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speaker_models.telling_voices_apart(tmp_path_factory.mktemp("stick") / "voices.onnx")


@pytest.fixture(scope="module")
def model(onnx_file: Path) -> SpeakerModel:
    return SpeakerModel(onnx_file)


@pytest.fixture
def imported(
    onnx_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> shelf.InstalledPack:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path / "data"))
    return import_pack(onnx_file)


def _sound() -> Pcm:
    return np.concatenate(list(read(SAMPLES / f"{CLIP}.flac").chunks))


def _spoken() -> list[tuple[float, float, str]]:
    lines = tomllib.loads((SAMPLES / f"{CLIP}.toml").read_text(encoding="utf-8"))["line"]
    return [(line["start_s"], line["end_s"], line["role"]) for line in lines]


# Filter banks


def _by_definition(frame: NDArray[np.float64]) -> NDArray[np.float64]:
    """One frame as Kaldi defines it (feature-fbank.cc, mel-computations.cc)."""
    frame = frame - frame.mean()
    frame = frame - 0.97 * np.concatenate([frame[:1], frame[:-1]])
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 399)) ** 0.85
    power = np.abs(np.fft.rfft(frame * window, 512)) ** 2
    mel = 1127.0 * np.log(1.0 + np.fft.rfftfreq(512, 1 / RATE_HZ) / 700.0)
    low, high = (1127.0 * np.log(1.0 + hz / 700.0) for hz in (20.0, RATE_HZ / 2))
    edges = np.linspace(low, high, 82)[:, None]
    rising = (mel - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mel) / (edges[2:] - edges[1:-1])
    bands = np.maximum(0.0, np.minimum(rising, falling))
    bands[:, -1] = 0.0
    return np.log(np.maximum(bands @ power, np.finfo(np.float32).eps))


def test_filter_banks_are_those_of_the_definition() -> None:
    start = round(_spoken()[0][0] * RATE_HZ)
    pcm = _sound()[start : start + RATE_HZ]

    found = filter_banks(pcm)

    starts = range(0, len(pcm) - 400 + 1, 160)
    expected = np.array([_by_definition(pcm[at : at + 400].astype(float)) for at in starts])
    assert found.shape == (98, 80)
    assert np.abs(found - (expected - expected.mean(axis=0))).max() < 0.02


# Embeddings


def test_an_embedding_has_length_one_whatever_the_loudness(model: SpeakerModel) -> None:
    start = round(_spoken()[0][0] * RATE_HZ)
    pcm = _sound()[start : start + RATE_HZ]

    soft, loud = (model.embedding(each) for each in (pcm // 2, pcm))

    assert np.linalg.norm(loud) == pytest.approx(1.0, abs=1e-3)
    assert np.dot(soft, loud) == pytest.approx(1.0, abs=1e-2)


def test_a_moment_has_no_embedding(model: SpeakerModel) -> None:
    assert model.embedding(_sound()[: RATE_HZ // 5]) == ()


def test_two_voices_are_further_apart_than_the_lines_of_one(model: SpeakerModel) -> None:
    pcm, by_role = _sound(), dict[str, list[tuple[float, ...]]]()
    for start_s, end_s, role in _spoken():
        embedding = model.embedding(pcm[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)])
        by_role.setdefault(role, []).append(embedding)
    doctor, patient = map(np.array, by_role.values())

    alike = [np.delete(v @ v.T, range(0, len(v) ** 2, len(v) + 1)).mean()
             for v in (doctor, patient)]

    assert min(alike) > (doctor @ patient.T).mean()


def test_a_model_that_cannot_be_read_leaves_the_built_in_voices(tmp_path: Path) -> None:
    voices = HeardVoices({"speaker": str(tmp_path / "gone.onnx"), "embedder": "a" * 64})

    assert voices.embedder == ""


# An imported model from end to end


def _heard(engine: WhisperSpeechEngine) -> Heard:
    pcm = _sound()
    pieces = [pcm[at : at + RATE_HZ] for at in range(0, len(pcm), RATE_HZ)]
    stream = AudioStream(len(pcm) / RATE_HZ, pieces)
    options = SpeechOptions(Language.ZH, live=True)
    return engine.transcribe(stream, options, lambda _event: None, threading.Event())


def _right(heard: Heard, named: Transcript) -> float:
    """Share of lines that stand on the side that spoke most of them."""
    right = 0
    for segment in named:
        middle_s = (segment.start_s + segment.end_s) / 2
        said = min(_spoken(), key=lambda turn: max(turn[0] - middle_s, middle_s - turn[1]))
        right += segment.role.is_clinician == (said[2] == "doctor")
    return right / len(heard.segments)


def test_a_visit_is_told_apart_by_an_imported_model_until_it_is_removed(
    imported: shelf.InstalledPack,
) -> None:
    with closing(EngineRoom()) as room:
        with_model = _heard(room.speech(Language.ZH))
        shelf.remove(imported.id)
        without = _heard(room.speech(Language.ZH))

    assert {voice.embedder for voice in with_model.voices.values()} == {imported.pack.sha256}
    assert {len(voice.embedding) for voice in with_model.voices.values()} == {48}
    assert {voice.embedder for voice in without.voices.values()} == {""}
    transcript = Transcript(Language.ZH, with_model.segments)
    by_wording = _right(with_model, assign_speakers(transcript, {}))
    by_voices = _right(with_model, assign_speakers(transcript, with_model.voices))
    assert by_voices >= max(0.9, by_wording)


def test_the_words_are_the_same_with_an_imported_model(imported: shelf.InstalledPack) -> None:
    def words(speaker: shelf.InstalledPack | None) -> Iterator[str]:
        engine = WhisperSpeechEngine(shelf.find("starter-speech"), threads=1, speaker=speaker)
        with closing(engine):
            yield from (segment.text for segment in _heard(engine).segments)

    assert list(words(imported)) == list(words(None))


def test_a_reading_is_enrolled_in_both_ways(imported: shelf.InstalledPack) -> None:
    pcm = _sound()

    voice, plain = enrolled_print(pcm, imported), enrolled_print(pcm)

    assert (voice.features, voice.voiced_s) == (plain.features, plain.voiced_s)
    assert (voice.embedder, len(voice.embedding)) == (imported.pack.sha256, 48)
    assert 0.5 < np.linalg.norm(voice.embedding) <= 1.0


def test_silence_is_refused_before_the_model_is_asked(imported: shelf.InstalledPack) -> None:
    with pytest.raises(VoiceRefused):
        enrolled_print(np.zeros(10 * RATE_HZ, np.int16), imported)
