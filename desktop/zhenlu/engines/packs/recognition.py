"""Finds out what a folder or file offered for import is.

Three forms are taken: a Whisper model converted for CTranslate2 (a folder), an
instruct model in GGUF (a file, or a folder with the parts of one) and a speaker-embedding
network in ONNX (a file, or a folder with one). Anything else is refused with what was found
instead.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhenlu.domain.errors import FileUnreadable, PackRejected
from zhenlu.domain.pack import Pack, PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import ctranslate2_header, gguf_header
from zhenlu.engines.packs.ctranslate2_header import ModelBinBroken, ModelBinHeader
from zhenlu.engines.packs.gguf_header import GgufBroken, GgufHeader
from zhenlu.engines.speech.speaker_process import dimensions_of

_MB = 1 << 20
#: Process memory besides the weights, measured with the starter packs.
_SPEECH_PROCESS_MB = 330
_DRAFTING_PROCESS_MB = 150
#: What ONNX Runtime needs for a line of speech, beside the weights.
_SPEAKER_WORK_MB = 60
#: Context for which the memory need is stated.
_CONTEXT_TOKENS = 8_192

_PART = re.compile(r"^(?P<stem>.+)-(?P<part>\d{5})-of-(?P<parts>\d{5})\.gguf$")

#: (width, encoder layers, decoder layers) → published size.
_WHISPER_SIZES = {
    (384, 4, 4): "tiny",
    (512, 6, 6): "base",
    (768, 12, 12): "small",
    (1024, 24, 24): "medium",
    (1280, 32, 32): "large",
    (1280, 32, 4): "large-v3-turbo",
    (1280, 32, 2): "distil-large",
}

_NO_ROLLBACK = {
    Language.ZH: "此结构不能撤回已读内容,每次起草都要从头重读,会明显变慢;建议用 Qwen2.5 或 Qwen3。",
    Language.EN: "This architecture cannot take back what it has read, so every draft reads "
    "everything again and is much slower; Qwen2.5 or Qwen3 are better choices.",
}
_ENGLISH_ONLY = {
    Language.ZH: "只识别英文。",
    Language.EN: "Understands English only.",
}
_NO_EMPTY_TOKEN = {
    Language.ZH: "词表缺少空词元,引擎会把它当作只懂英文的模型;需要中文请换一个转换版本。",
    Language.EN: "The vocabulary lacks the empty token, so the engine treats it as English only; "
    "for Chinese use another conversion.",
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was offered.

    Attributes:
        pack: Its manifest so far: no digests yet, so `files` is empty.
        sources: Path inside the pack → file to copy.
    """

    pack: Pack
    sources: dict[str, Path]

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.sources.values())


def recognise(source: Path, cancelled: threading.Event | None = None) -> Recognised:
    """Say what a folder or file is.

    Raises:
        Cancelled: If `cancelled` was set while a speaker model was tried.
        FileUnreadable: Reason "missing" or "read".
        PackRejected: With what is wrong; see resources/wording/errors.toml for the reasons.
    """
    calm = cancelled or threading.Event()
    try:
        if source.is_file() and source.suffix.lower() == ".onnx":
            return _recognise_speaker(source, calm)
        if source.is_file():
            return _recognise_gguf([source])
        if source.is_dir():
            return _recognise_folder(source, calm)
    except OSError:
        raise FileUnreadable("read", file=str(source)) from None
    raise FileUnreadable("missing", file=str(source))


def _recognise_folder(folder: Path, cancelled: threading.Event) -> Recognised:
    names = {path.name for path in folder.iterdir() if path.is_file()}
    gguf = sorted(name for name in names if name.lower().endswith(".gguf"))
    if gguf:
        return _recognise_gguf([folder / name for name in gguf])
    if "model.bin" in names:
        return _recognise_whisper(folder, names)
    onnx = [name for name in names if name.lower().endswith(".onnx")]
    if len(onnx) == 1:
        return _recognise_speaker(folder / onnx[0], cancelled)
    if onnx or any(name.endswith((".safetensors", ".pt")) for name in names) or (
        "pytorch_model.bin" in names
    ):
        raise PackRejected("unconverted", file=str(folder))
    raise PackRejected("nothing_found", file=str(folder))


# Whisper for CTranslate2


def _recognise_whisper(folder: Path, names: set[str]) -> Recognised:
    header = _model_bin(folder / "model.bin")
    vocabulary_name = "vocabulary.json" if "vocabulary.json" in names else "vocabulary.txt"
    needed = ["model.bin", "config.json", vocabulary_name, "tokenizer.json"]
    if header.mel_bands != 80:
        # Without it the engine assumes 80 bands.
        needed.append("preprocessor_config.json")
    missing = [name for name in needed if name not in names]
    if missing:
        raise PackRejected("incomplete", file=str(folder), missing=", ".join(missing))
    optional = [name for name in names if name == "preprocessor_config.json" or _is_licence(name)]
    for name in {*needed, *optional}:
        if name.endswith(".json"):
            _parsed(folder / name)
    vocabulary = _vocabulary(folder / vocabulary_name)
    sources = {name: _real(folder, name) for name in sorted({*needed, *optional})}
    return Recognised(_whisper_pack(folder, header, vocabulary, sources), sources)


def _model_bin(path: Path) -> ModelBinHeader:
    try:
        header = ctranslate2_header.read(path)
    except ModelBinBroken as error:
        reason = "truncated" if error.reason == "truncated" else "not_ctranslate2"
        raise PackRejected(reason, file=str(path)) from None
    if header.specification != "WhisperSpec" or not header.mel_bands:
        raise PackRejected("not_whisper", file=str(path), found=header.specification)
    return header


def _whisper_pack(
    folder: Path, header: ModelBinHeader, vocabulary: Sequence[str], sources: dict[str, Path]
) -> Pack:
    shape = (header.width, header.layers("encoder"), header.layers("decoder"))
    name = f"whisper-{_WHISPER_SIZES.get(shape, f'{shape[0]}x{shape[1]}')}"
    languages, notes = _whisper_languages(set(vocabulary))
    title = _shown(folder.resolve().name)
    # Folders of a download cache are named by a digest, which tells nobody anything.
    if not slug(title) or re.fullmatch(r"[0-9a-f]{16,}", title):
        title = name
    return Pack(
        id=slug(title),
        kind=PackKind.SPEECH,
        engine="faster-whisper",
        files=(),
        memory_mb=_SPEECH_PROCESS_MB + int(1.1 * sources["model.bin"].stat().st_size / _MB),
        languages=languages,
        licence="not stated",
        origin=f"Imported: {name}",
        title={Language.ZH: title, Language.EN: title},
        notes=notes,
    )


def _whisper_languages(
    vocabulary: set[str],
) -> tuple[tuple[Language, ...], dict[Language, str]]:
    if "<|zh|>" not in vocabulary:
        return (Language.EN,), _ENGLISH_ONLY
    # CTranslate2 4.7 and later ask for the empty token to tell a multilingual model.
    if "" not in vocabulary:
        return (Language.EN,), _NO_EMPTY_TOKEN
    return (Language.ZH, Language.EN), {}


def _vocabulary(path: Path) -> list[str]:
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    words = _parsed(path)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise PackRejected("damaged", file=str(path))
    return words


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise PackRejected("damaged", file=str(path)) from None


def _is_licence(name: str) -> bool:
    return name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))


# Instruct models in GGUF


def _recognise_gguf(paths: list[Path]) -> Recognised:
    paths = _parts_of_one(paths)
    headers = [_gguf(path) for path in paths]
    header = headers[0]
    _check_can_draft(header, paths[0])
    if header.parts != len(paths):
        raise PackRejected("parts", file=str(paths[0]), parts=header.parts, found=len(paths))
    sources = {_plain_name(path): _real(path.parent, path.name) for path in paths}
    return Recognised(_drafting_pack(paths[0], header, sources), sources)


def _plain_name(path: Path) -> str:
    """A file name that every file system takes; the engine finds further parts by this form."""
    split = _PART.match(path.name)
    stem = slug(split["stem"] if split else path.stem) or "model"
    return f"{stem}-{split['part']}-of-{split['parts']}.gguf" if split else f"{stem}.gguf"


def _parts_of_one(paths: list[Path]) -> list[Path]:
    """The files of one model, first part first.

    Raises:
        PackRejected: "several" where the folder holds more than one model.
    """
    if len(paths) == 1:
        split = _PART.match(paths[0].name)
        if split is None:
            return paths
        # Someone picked one part: its siblings lie beside it.
        paths = sorted(paths[0].parent.glob(f"*-of-{split['parts']}.gguf"))
        paths = [p for p in paths if (m := _PART.match(p.name)) and m["stem"] == split["stem"]]
    stems = {split["stem"] if (split := _PART.match(p.name)) else p.name for p in paths}
    if len(stems) != 1:
        raise PackRejected("several", file=str(paths[0].parent), count=len(stems))
    return paths


def _gguf(path: Path) -> GgufHeader:
    try:
        return gguf_header.read(path)
    except GgufBroken as error:
        reason = {"magic": "not_gguf", "version": "gguf_version"}.get(error.reason, error.reason)
        raise PackRejected(reason, file=str(path)) from None


def _check_can_draft(header: GgufHeader, path: Path) -> None:
    """Refuse models that cannot follow an instruction.

    Encoders, adapters, image and audio parts lack a causal decoder, a vocabulary
    or a context length; a base model lacks the chat template.
    """
    encoder = "bert" in header.architecture or header.architecture in ("t5", "t5encoder", "clip")
    other_part = header.text("general.type") not in ("", "model")
    complete = (
        header.of_architecture("context_length")
        and header.of_architecture("block_count")
        and header.number("tokenizer.ggml.tokens.length")
    )
    if encoder or other_part or not complete:
        raise PackRejected("not_drafting", file=str(path), found=header.architecture or "?")
    if not header.has_chat_template:
        raise PackRejected("no_chat_template", file=str(path))


def _drafting_pack(path: Path, header: GgufHeader, sources: dict[str, Path]) -> Pack:
    starter = header.name == "starter-drafter"
    split = _PART.match(path.name)
    file_stem = split["stem"] if split else path.stem
    title = _shown(header.name or file_stem)
    if header.quantisation and header.quantisation.lower() not in title.lower():
        title = f"{title} {header.quantisation}"
    rolls_back = can_roll_back(header)
    return Pack(
        id=slug(file_stem) or slug(title) or "drafting-model",
        kind=PackKind.DRAFTING,
        engine="llama.cpp",
        files=(),
        memory_mb=_drafting_memory_mb(header, sources),
        # A GGUF does not reliably say which languages it writes; import lets a person narrow it.
        languages=(Language.ZH, Language.EN),
        licence=_shown(header.text("general.license")) or "not stated",
        origin=f"Imported: {_shown(header.architecture)} {header.quantisation}".strip(),
        context_tokens=header.of_architecture("context_length"),
        prompt_format="weigh-1" if starter else "chat",
        layer=Layer.SELECT if starter else Layer.WRITE,
        rolls_back=rolls_back,
        title={Language.ZH: title, Language.EN: title},
        notes={} if rolls_back else _NO_ROLLBACK,
    )


def can_roll_back(header: GgufHeader) -> bool:
    """Whether the end of the context can be dropped without reading it all again.

    True only of pure attention: recurrent layers keep one state, and a sliding
    window has already let go of what would be needed.
    """
    recurrent = any(".ssm." in key or ".wkv." in key for key in header.entries)
    convolution = any(".shortconv." in key for key in header.entries)
    window = header.of_architecture("attention.sliding_window")
    chunks = header.of_architecture("attention.chunk_size")
    return not (recurrent or convolution or window or chunks)


def _drafting_memory_mb(header: GgufHeader, sources: dict[str, Path]) -> int:
    weights = sum(path.stat().st_size for path in sources.values())
    heads = header.of_architecture("attention.head_count") or 1
    heads_kv = header.of_architecture("attention.head_count_kv") or heads
    head = header.of_architecture("embedding_length") // heads
    key = header.of_architecture("attention.key_length") or head
    value = header.of_architecture("attention.value_length") or head
    context = min(_CONTEXT_TOKENS, header.of_architecture("context_length"))
    cache = context * header.of_architecture("block_count") * heads_kv * (key + value) * 2
    return _DRAFTING_PROCESS_MB + (weights + cache) // _MB


# Speaker embeddings in ONNX


def _recognise_speaker(path: Path, cancelled: threading.Event) -> Recognised:
    sources = {f"{slug(path.stem) or 'speaker'}.onnx": _real(path.parent, path.name)}
    title = _shown(path.stem)
    dimensions = dimensions_of(path, cancelled)
    pack = Pack(
        id=slug(path.stem) or "speaker-model",
        kind=PackKind.SPEAKER,
        engine="onnxruntime",
        files=(),
        memory_mb=_SPEAKER_WORK_MB + 2 * path.stat().st_size // _MB,
        # A voice sounds the same in either; which voices it learnt from, the file does not tell.
        languages=(Language.ZH, Language.EN),
        licence="not stated",
        origin=f"Imported: ONNX, {dimensions} dimensions",
        dimensions=dimensions,
        title={Language.ZH: title or "speaker-model", Language.EN: title or "speaker-model"},
    )
    return Recognised(pack, sources)


# Names and paths


def slug(title: str) -> str:
    """A pack id: small letters, digits, dots and hyphens; "" where nothing is left."""
    return re.sub(r"[^a-z0-9._]+", "-", title.lower()).strip("-._")[:60].strip("-._")


def _shown(text: str) -> str:
    """Words from outside as they may stand in a manifest and on a screen."""
    printable = "".join(c for c in text.encode("utf-8", "replace").decode() if c.isprintable())
    return printable.strip()[:200]


def _real(folder: Path, name: str) -> Path:
    """A file that really lies in the folder.

    Raises:
        PackRejected: Reason "link": what a link points to may change behind the pack's back.
    """
    path = folder / name
    if path.is_symlink() or path.resolve().parent != folder.resolve():
        raise PackRejected("link", file=str(path))
    return path
