"""A speaker-embedding network in ONNX form: how a stretch of speech sounds, as one vector.

What WeSpeaker, 3D-Speaker (CAM++, ERes2Net) and ECAPA-TDNN exports have in common: they take
log-mel filter banks, float32 of shape (1, frames, 80), and give float32 of shape
(1, dimensions). The filter banks are those of Kaldi: 25 ms windows every 10 ms at 16 kHz,
no dither, samples in the range of int16, the mean over the utterance taken off each band.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import PackRejected
from zhenlu.engines.speech.endpointing import RATE_HZ

log = logging.getLogger(__name__)

#: The largest published networks have a fifth of it.
LARGEST_BYTES: Final = 1 << 30
_BANDS: Final = 80
#: Numbers in an embedding: published networks give 128 to 1024.
_FEWEST, _MOST = 16, 4096
#: Less than this gives too few frames to pool over.
_SHORTEST_S: Final = 0.3
#: The first seconds of a long line tell as much as all of it, and somebody waits for the line.
_LONGEST_S: Final = 8.0
#: ONNX Runtime says nothing but what ends it.
_FATAL_ONLY: Final = 4

Features = NDArray[np.float32]


class SpeakerModel:
    """A loaded network that was found to do what it is for."""

    def __init__(self, path: Path) -> None:
        """Load the network and try it on two sounds.

        Raises:
            PackRejected: Reason "speaker_large", "speaker_broken", "speaker_shape",
                "speaker_numbers" or "speaker_fails".
            OSError: If the file cannot be read.
        """
        if path.stat().st_size > LARGEST_BYTES:
            raise PackRejected("speaker_large", file=str(path), most_mb=LARGEST_BYTES >> 20)
        self._session = _session(path)
        self._input = _only_input(self._session, path)
        self.dimensions = self._tried(path)

    def embedding(self, pcm: Pcm) -> tuple[float, ...]:
        """The voice in a stretch at 16 kHz, as a vector of length 1.

        Returns:
            Nothing where the stretch is too short, or the network makes nothing of it.
        """
        if len(pcm) < _SHORTEST_S * RATE_HZ:
            return ()
        vector = self._run(filter_banks(pcm[: round(_LONGEST_S * RATE_HZ)]))
        if vector is None or vector.shape != (1, self.dimensions):
            return ()
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length) or not length:
            return ()
        return tuple(np.round(vector[0] / length, 5).tolist())

    def _tried(self, path: Path) -> int:
        """Number of dimensions, from two sounds of unequal length.

        Raises:
            PackRejected: "speaker_fails" if it gives up, "speaker_shape" if it gives something
                else than one vector, "speaker_numbers" if that holds no numbers, or the same
                ones whatever is heard.
        """
        first, second = (self._run(filter_banks(sound)) for sound in _trial_sounds())
        if first is None or second is None:
            raise PackRejected("speaker_fails", file=str(path))
        dimensions = first.shape[-1] if first.ndim == 2 else 0
        is_vector = first.shape == second.shape == (1, dimensions)
        if not is_vector or first.dtype != np.float32 or not _FEWEST <= dimensions <= _MOST:
            raise PackRejected("speaker_shape", file=str(path), found=_signature(self._session))
        both = np.concatenate([first, second])
        if not np.isfinite(both).all() or not both.any(axis=1).all() or np.allclose(*both):
            raise PackRejected("speaker_numbers", file=str(path))
        return dimensions

    def _run(self, features: Features) -> Features | None:
        """What the network makes of filter banks; None where it gives up."""
        try:
            return np.asarray(self._session.run(None, {self._input: features[None]})[0])
        except Exception as error:
            # ONNX Runtime's errors have no class in common; their words may quote the model.
            log.warning("speaker model gave up fault=%s", type(error).__name__)
            return None


def filter_banks(pcm: Pcm) -> Features:
    """Log-mel filter banks of a stretch at 16 kHz, less their mean; shape (frames, 80)."""
    from kaldi_native_fbank import FbankOptions, OnlineFbank

    options = FbankOptions()
    options.frame_opts.samp_freq = RATE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = _BANDS
    computer = OnlineFbank(options)
    computer.accept_waveform(RATE_HZ, pcm.astype(np.float32))
    computer.input_finished()
    frames = [computer.get_frame(number) for number in range(computer.num_frames_ready)]
    features = np.array(frames, dtype=np.float32).reshape(-1, _BANDS)
    return np.asarray(features - features.mean(axis=0))


def _session(path: Path) -> Any:
    """The network in ONNX Runtime on one thread, without a word to anybody.

    It is given the bytes and not the path: what lies beside the file has no say.

    Raises:
        PackRejected: Reason "speaker_broken".
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL_ONLY
    # Lines are of all lengths: what an arena keeps for each of them is never given back.
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except OSError:
        raise
    except Exception:
        raise PackRejected("speaker_broken", file=str(path)) from None


def _only_input(session: Any, path: Path) -> str:
    """Name of the input, which must be the only one and take filter banks.

    Raises:
        PackRejected: Reason "speaker_shape".
    """
    inputs, outputs = session.get_inputs(), session.get_outputs()
    if len(inputs) == len(outputs) == 1 and inputs[0].type == "tensor(float)":
        batch, frames, bands = inputs[0].shape if len(inputs[0].shape) == 3 else (0, 0, 0)
        # What is no number is left open by the network.
        if batch in (1, None) or isinstance(batch, str):
            is_open = not isinstance(frames, int)
            if is_open and (bands == _BANDS or not isinstance(bands, int)):
                return str(inputs[0].name)
    raise PackRejected("speaker_shape", file=str(path), found=_signature(session))


def _signature(session: Any) -> str:
    """What a network takes and gives, for a person: "float(?, ?, 80) → float(?, 192)"."""
    sides = (session.get_inputs(), session.get_outputs())
    return " → ".join(", ".join(map(_shape, side[:4])) for side in sides)


def _shape(side: Any) -> str:
    sizes = (str(size) if isinstance(size, int) else "?" for size in side.shape[:6])
    return f"{side.type.removeprefix('tensor(').removesuffix(')')}({', '.join(sizes)})"


def _trial_sounds() -> tuple[Pcm, Pcm]:
    """A buzz and a hiss of unequal length."""
    times = np.arange(RATE_HZ) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 120.0 * k * times) / k for k in range(1, 20))
    hiss = np.random.default_rng(1).normal(0.0, 3000.0, 2 * RATE_HZ)
    return np.asarray(buzz * 4000, np.int16), hiss.astype(np.int16)


__all__ = ["LARGEST_BYTES", "SpeakerModel", "filter_banks"]
