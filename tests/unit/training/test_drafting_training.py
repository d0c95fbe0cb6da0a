"""The drafting recipe in small: examples, some steps, a GGUF file, verdicts in real llama.cpp."""

from __future__ import annotations

import argparse
import threading
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import drafting_visits
import pytest

from zhenlu import paths
from zhenlu.engines.drafting.messages import drafted_of, task_payload
from zhenlu.engines.drafting.session import DraftingSession

_STARTER = paths.models() / "starter" / "drafting" / "starter-drafter.gguf"
_STEPS = 10


@pytest.fixture(scope="module")
def run(torch, drafting_training, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A training run of a few steps, exported."""
    for needed in ("tokenizers", "gguf"):
        pytest.importorskip(needed, reason=f"training needs {needed} (models/training)")
    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("drafting")
    examples = drafting_training("examples")
    examples.write_all(out, count=100, test_count=4, dialogues=None)
    train, export = drafting_training("train"), drafting_training("export")
    options = argparse.Namespace(
        data=out, out=out / "run", start=_STARTER, new=False, minutes=1.0, threads=1,
        batch_tokens=1024, check=50, seed=0,
    )  # fmt: skip
    training = train.Training(options)
    losses = [training.step(batch, 0.0) for batch in islice(training.batches, _STEPS)]
    training.save()
    (out / "pack").mkdir()
    path = out / "pack" / export.FILE_NAME
    network = export.read_checkpoint(out / "run" / "checkpoint.pt")
    export.export(network, drafting_training("vocabulary").Vocabulary.read(_STARTER), path)
    return SimpleNamespace(out=out, options=options, losses=losses, network=network, path=path)


def test_a_few_steps_teach_the_form_of_the_verdict(run: SimpleNamespace) -> None:
    assert sum(run.losses[-3:]) < sum(run.losses[:3])


def test_a_stopped_run_goes_on_where_it_was(run: SimpleNamespace, drafting_training, torch) -> None:
    again = drafting_training("train").Training(run.options)

    stored = dict(run.network.named_parameters())
    assert all(torch.equal(p, stored[name]) for name, p in again.network.named_parameters())


def test_finished_examples_are_not_made_again(run: SimpleNamespace, drafting_training) -> None:
    before = (run.out / "train.jsonl").stat()

    drafting_training("examples").write_all(run.out, count=100, test_count=4, dialogues=None)

    after = (run.out / "train.jsonl").stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_llama_cpp_reads_and_weighs_what_the_framework_does(
    run: SimpleNamespace, drafting_training
) -> None:
    texts = [
        "<|im_start|>医:发烧吗\n>患:没有,不烧\n?症状 无 发热<|im_end|>",
        "<|im_start|>>P:I've had a cough for 5 days.\n?symptom yes cough 5 days<|im_end|>",
        "<|im_start|>>医:左氧氟沙星零点五克一天一次\n?用药 开 左氧氟沙星 0.5g 每日1次<|im_end|>",
    ]

    assert drafting_training("parity").compare(run.network, run.path, texts).holds


def test_the_product_weighs_claims_with_the_exported_file(run: SimpleNamespace) -> None:
    manifest = {
        "files": [{"path": run.path.name}],
        "context_tokens": 2048,
        "prompt_format": "weigh-1",
        "layer": "select",
        "doubt_at": {"zh": 0.9},
    }
    session = DraftingSession(Path(run.path.parent), manifest, threads=1)
    try:
        payload = session.draft(
            task_payload(drafting_visits.outpatient()), lambda *_: None, threading.Event()
        )
    finally:
        session.close()

    assert drafted_of(payload, 0.0, 0.0).generated_tokens == 8
