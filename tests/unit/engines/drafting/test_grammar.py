from __future__ import annotations

import pytest

from zhenlu.domain.errors import EngineFailed
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting import grammar
from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.menu import Menu, MenuItem, MenuReader
from zhenlu.engines.drafting.session import DraftingSession


@pytest.fixture(scope="module")
def model(chooser: DraftingSession) -> LlamaModel:
    return chooser._model


def _write(model: LlamaModel, rules: str, reader: MenuReader, opening: str = "病历:") -> str:
    model.read(model.plain(opening), lambda _read, _total: None)
    return model.write(rules, reader, most_tokens=200).text


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
    with pytest.raises(EngineFailed) as caught:
        _write(model, rules, MenuReader(Menu(())))

    assert caught.value.full_code == "engine.failed.grammar"


def test_a_grammar_over_a_thousand_segments_parses(model: LlamaModel) -> None:
    rules = grammar.writing(range(1, 1001), Language.ZH)

    with model._grammar(rules) as sampler:
        assert sampler


def test_a_grammar_over_hundreds_of_candidates_parses(model: LlamaModel) -> None:
    items = tuple(MenuItem((f"第{n}句。",), (f"第{n}句。",)) for n in range(300))

    with model._grammar(grammar.choosing(Menu(items))) as sampler:
        assert sampler


_TANGLED = [
    ("咳嗽",),
    ("咳嗽", "咳嗽伴发热"),
    ("咳嗽伴发热1天", "伴发热"),
    ("无胸痛", "无胸痛。无咯血"),
    ("无胸痛。",),
]


@pytest.mark.parametrize("opening", ["主诉:", "现病史:", "abc", "患者", "1", "诊断", "处理", "X光"])
@pytest.mark.parametrize("end", ["", '","next":"'])
def test_the_reader_follows_whatever_the_grammar_lets_through(
    model: LlamaModel, opening: str, end: str
) -> None:
    items = tuple(MenuItem(v, tuple("。" + text for text in v)) for v in _TANGLED)
    menu = Menu(items, "未提及", end)
    reader = MenuReader(menu)

    text = _write(model, grammar.choosing(menu), reader, opening)

    taken = reader.chosen
    said = [(items[c.item].later if place else items[c.item].first)[c.variant]
            for place, c in enumerate(taken)]
    # The answer stops where only the end could follow, so the end itself may be missing.
    assert text.removesuffix(end) in ("".join(said), "未提及")
    assert [c.item for c in taken] == sorted({c.item for c in taken})
