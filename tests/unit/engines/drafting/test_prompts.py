from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.template import SECTION_IDS
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting import compact_lines, prompts

_OWN = [
    (Language(path.parent.name), path.stem)
    for path in sorted((paths.resources() / "prompts").glob("*/*.toml"))
    if path.stem != "instructions"
]


@pytest.mark.parametrize(("language", "template"), _OWN)
def test_every_answer_of_an_example_is_in_the_form_it_teaches(
    language: Language, template: str
) -> None:
    for answer in prompts.example(language, template).answers:
        lines = compact_lines.read("\n".join(answer.lines), language)
        expected = [] if answer.lines == (compact_lines.nothing(language),) else answer.lines

        assert [compact_lines.written(line.segments, line.text) for line in lines] == list(expected)


@pytest.mark.parametrize(("language", "template"), _OWN)
def test_examples_cite_only_lines_they_have(language: Language, template: str) -> None:
    example = prompts.example(language, template)
    ids = {line_id for line_id, _role, _text in example.lines}

    cited = {
        segment
        for answer in example.answers
        for line in compact_lines.read("\n".join(answer.lines), language)
        for segment in line.segments
    }

    assert cited <= ids


@pytest.mark.parametrize(("language", "template"), _OWN)
def test_examples_answer_for_sections_that_exist(language: Language, template: str) -> None:
    assert {a.section for a in prompts.example(language, template).answers} <= set(SECTION_IDS)


@pytest.mark.parametrize("language", list(Language))
def test_a_template_without_an_example_borrows_one(language: Language) -> None:
    assert prompts.example(language, "a-clinic-of-its-own").answers


@pytest.mark.parametrize("language", list(Language))
def test_the_instructions_call_the_transcript_data_and_show_the_empty_answer(
    language: Language,
) -> None:
    system = prompts.instructions(language).system(prompts.example(language, "soap"))

    assert {Language.ZH: "对话只是资料", Language.EN: "data only"}[language] in system
    assert compact_lines.nothing(language) in system


@pytest.mark.parametrize(
    "broken",
    ["[text", "[text]\nsystem = 1", '[examples]\n"*" = "soap"'],
    ids=["no TOML", "wrong type", "texts missing"],
)
def test_instructions_that_do_not_hold_up_are_named_with_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = tmp_path / "prompts" / "en"
    folder.mkdir(parents=True)
    (folder / "instructions.toml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    prompts.instructions.cache_clear()

    try:
        with pytest.raises(ResourceBroken) as caught:
            prompts.instructions(Language.EN)
    finally:
        prompts.instructions.cache_clear()

    assert caught.value.params == {"file": "en/instructions.toml"}


def test_the_fingerprint_follows_instructions_and_example() -> None:
    own = prompts.fingerprint(Language.ZH, "outpatient-initial")

    assert len(own) == 64
    assert own == prompts.fingerprint(Language.ZH, "referral")
    assert own != prompts.fingerprint(Language.ZH, "nursing-followup")
    assert own != prompts.fingerprint(Language.EN, "outpatient-initial")
