"""Speech to words with an unmodified faster-whisper model from a local folder.

The model's own steps (features, encode, generate, align) are called one by one and not
through its `transcribe`, because that decodes the end of every window twice when word
times are wanted, computes features over everything it is given, and always pays for
30 s of padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import PackUnusable
from zhenlu.domain.transcript import Language, Word
from zhenlu.engines.messages import Payload

#: Without a tokenizer in the folder the library would fetch one.
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
#: Zero frames (10 ms each) behind a short window. Measured on the sample visits: less
#: costs words at the end (error rate 0.21 without, 0.16 with 50, 0.13 with 200), the
#: full 30 s costs four times the work and gains nothing.
_SHORT_PADDING = 200
#: Tokens that the favoured terms may take: they are paid for in every window.
_TERM_TOKENS = 100
#: Tokens of what was said just before, for a reading that may take its time.
_BEFORE_TOKENS = 40
#: Positions of the decoder in every Whisper model.
_DECODER_POSITIONS = 448
_PREPENDED = "\"'“¿([{-"
_APPENDED = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the model read in a window. Word times count from the window's start, in seconds.

    Attributes:
        log_probability: Mean over the tokens.
        no_speech: The model's own probability that nobody speaks.
    """

    words: tuple[Word, ...] = field(repr=False)
    log_probability: float
    no_speech: float

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()

    @property
    def confidence(self) -> float:
        """Mean word probability; 0.0 for no words."""
        return float(np.mean([word.confidence for word in self.words])) if self.words else 0.0


class Recogniser:
    """A loaded model, set to one language and a list of terms at a time."""

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        """Load the model.

        Args:
            manifest: `short_windows` is read.
            threads: Processor threads for the model.

        Raises:
            PackUnusable: Reason "missing" if a file is not there, "speech" if the
                engine does not take the files.
        """
        for name in _NEEDED:
            if not (folder / name).is_file():
                raise PackUnusable("missing", file=name)
        self._short_windows = bool(manifest.get("short_windows", False))
        self._model = _load(folder, threads)
        self._language = Language.EN
        self._terms: str | None = None
        self._latest: tuple[Pcm, Any, int] | None = None
        self._tokenizer = self._tokenizer_for(Language.EN)

    @property
    def is_multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    @property
    def pays_for_padding(self) -> bool:
        """True if a short window costs as much as a long one."""
        return not self._short_windows

    @property
    def longest_window_s(self) -> float:
        """What one window holds, less a margin for the last word."""
        return float(self._model.feature_extractor.chunk_length) - 1.0

    def set_to(self, language: Language, terms: Sequence[str] = ()) -> tuple[str, ...]:
        """Fix the language and the terms to favour.

        Returns:
            The terms that fit into the prompt.

        Raises:
            PackUnusable: Reason "english_only", if the model knows English only.
        """
        if language is not Language.EN and not self.is_multilingual:
            raise PackUnusable("english_only")
        self._language = language
        self._tokenizer = self._tokenizer_for(language)
        fitting = self._fitting(terms)
        self._terms = "，".join(fitting) if fitting else None
        return fitting

    def language_of(self, pcm: Pcm) -> dict[Language, float]:
        """How probable each language is, over the two of them; sums to 1."""
        if not self.is_multilingual:
            return {Language.EN: 1.0, Language.ZH: 0.0}
        ranking = self._model.model.detect_language(self._encoded(pcm)[0])[0]
        found = {token.strip("<|>"): float(probability) for token, probability in ranking}
        # Cantonese is written with the same characters.
        chinese = found.get("zh", 0.0) + found.get("yue", 0.0)
        english = found.get("en", 0.0)
        total = (chinese + english) or 1.0
        return {Language.ZH: chinese / total, Language.EN: english / total}

    def decode(
        self,
        pcm: Pcm,
        *,
        beam: int = 5,
        with_terms: bool = True,
        no_circles: bool = False,
        before: str = "",
    ) -> Decoded:
        """Read one window. Reading the very same samples again costs no encoding.

        Args:
            beam: Hypotheses kept; 1 is fastest.
            with_terms: Whether the terms set before are favoured.
            no_circles: Forbid the model to say five tokens twice; for a second try.
            before: What was said just before; its end goes before the terms' prompt.
        """
        encoded, frames = self._encoded(pcm)
        prompt = self._model.get_prompt(
            self._tokenizer,
            self._tokenizer.encode(" " + before)[-_BEFORE_TOKENS:] if before else [],
            without_timestamps=True,
            hotwords=self._terms if with_terms else None,
        )
        options = self._options(beam, no_circles, len(prompt), frames)
        result, log_probability, _, _ = self._model.generate_with_fallback(
            encoded, prompt, self._tokenizer, options
        )
        words = self._words(result.sequences_ids[0], encoded, frames)
        return Decoded(words, float(log_probability), float(result.no_speech_prob))

    def encode_ahead(self, pcm: Pcm) -> None:
        """Do the first half of reading these very samples."""
        self._encoded(pcm)

    def is_silence(self, decoded: Decoded) -> bool:
        """Whether the model itself says that nobody spoke.

        The stock models say so too easily; they must be unsure of the words as well.
        """
        unsure = self._short_windows or decoded.log_probability < -1.0
        return decoded.no_speech > 0.6 and unsure

    def _encoded(self, pcm: Pcm) -> tuple[Any, int]:
        """Encoder output and the number of 10 ms frames that are audio."""
        if self._latest is None or self._latest[0] is not pcm:
            self._latest = (pcm, *self._freshly_encoded(pcm))
        return self._latest[1:]

    def _freshly_encoded(self, pcm: Pcm) -> tuple[Any, int]:
        from faster_whisper.audio import pad_or_trim

        extractor = self._model.feature_extractor
        features = extractor(pcm.astype(np.float32) / 32768.0)[:, :-1]
        features = features[:, : extractor.nb_max_frames]
        frames = features.shape[1]
        if self._short_windows:
            # The encoder halves the number of frames.
            padding = _SHORT_PADDING + frames % 2
            padded = np.pad(features, ((0, 0), (0, padding)))
        else:
            padded = pad_or_trim(features)
        return self._model.encode(padded), frames

    def _words(self, tokens: list[int], encoded: Any, frames: int) -> tuple[Word, ...]:
        if not any(token < self._tokenizer.eot for token in tokens):
            return ()
        segment: dict[str, Any] = {"seek": 0, "start": 0.0, "end": frames / 100, "tokens": tokens}
        self._model.add_word_timestamps(
            [[segment]], self._tokenizer, encoded, frames, _PREPENDED, _APPENDED, 0.0
        )
        return tuple(
            Word(word["word"], float(word["start"]), float(word["end"]), float(word["probability"]))
            for word in segment["words"]
        )

    def _options(self, beam: int, no_circles: bool, prompt_length: int, frames: int) -> Any:
        from faster_whisper.transcribe import TranscriptionOptions, get_suppressed_tokens

        room = _DECODER_POSITIONS - prompt_length
        # A stock vocabulary spells a rare character with up to three tokens.
        likely = 24 + int(frames / 100 * (16 if self._short_windows else 30))
        return TranscriptionOptions(
            beam_size=beam,
            best_of=1,
            patience=1,
            length_penalty=1,
            repetition_penalty=1,
            no_repeat_ngram_size=5 if no_circles else 0,
            log_prob_threshold=None if self._short_windows else -1.0,
            no_speech_threshold=0.6,
            compression_ratio_threshold=2.4,
            condition_on_previous_text=False,
            prompt_reset_on_temperature=0.5,
            temperatures=[0.0, 0.4],
            initial_prompt=None,
            prefix=None,
            # Forbidding an empty answer forces words out of noise.
            suppress_blank=not self._short_windows,
            # The default -1 would forbid "/", ":" and "+", and with them 120/80.
            suppress_tokens=get_suppressed_tokens(self._tokenizer, [self._tokenizer.sot]),
            without_timestamps=True,
            max_initial_timestamp=1.0,
            word_timestamps=True,
            prepend_punctuations=_PREPENDED,
            append_punctuations=_APPENDED,
            multilingual=False,
            max_new_tokens=min(room, likely),
            clip_timestamps="0",
            hallucination_silence_threshold=None,
            hotwords=None,
        )

    def _fitting(self, terms: Sequence[str]) -> tuple[str, ...]:
        fitting: list[str] = []
        used = 0
        for term in dict.fromkeys(term.strip() for term in terms):
            cost = len(self._tokenizer.encode("，" + term)) if term else 0
            if cost and used + cost <= _TERM_TOKENS:
                fitting.append(term)
                used += cost
        return tuple(fitting)

    def _tokenizer_for(self, language: Language) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(
            self._model.hf_tokenizer,
            self.is_multilingual,
            task="transcribe",
            language=language.value,
        )


def _load(folder: Path, threads: int) -> Any:
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            num_workers=1,
            local_files_only=True,
        )
    except MemoryError:
        raise
    except Exception as error:
        # The tokenizer library raises bare Exception for a file that it cannot read.
        raise PackUnusable("speech", file=folder.name) from error


__all__ = ["Decoded", "Recogniser"]
