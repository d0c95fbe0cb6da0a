from __future__ import annotations

import pytest

from zhenlu.domain.errors import EngineFailed
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting import grammar
from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.session import DraftingSession


@pytest.fixture(scope="module")
def model(writer: DraftingSession) -> LlamaModel:
    return writer._model


class _Listener:
    """Lets the model write until the grammar ends it."""

    is_over = False

    def forced(self) -> bytes:
        return b""

    def feed(self, piece: bytes) -> None:
        del piece


@pytest.mark.parametrize(
    "text", ['说"好"', "a\\b", "第一行\n第二行", "tab\there", "100%℃×10^9/L", "[^x]{1}|(?)", "\x7f"]
)
def test_any_text_is_written_exactly_as_a_literal(model: LlamaModel, text: str) -> None:
    model.read(model.plain("x"), lambda _read, _total: None)

    answer = model.write(f"root ::= {grammar.literal(text)}", _Listener(), most_tokens=200)

    assert answer.text == text


@pytest.mark.parametrize("rules", ["root ::= nowhere", 'root ::= root "a"', "root ::= [a-z"])
def test_a_grammar_that_does_not_parse_is_refused_before_it_reaches_the_model(
    model: LlamaModel, rules: str
) -> None:
    model.read(model.plain("病历:"), lambda _read, _total: None)

    with pytest.raises(EngineFailed) as caught:
        model.write(rules, _Listener(), most_tokens=200)

    assert caught.value.full_code == "engine.failed.grammar"


def test_a_grammar_over_a_thousand_segments_parses(model: LlamaModel) -> None:
    rules = grammar.writing(range(1, 1001), Language.ZH)

    with model._grammar(rules) as sampler:
        assert sampler
