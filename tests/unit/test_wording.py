"""Every error a person can meet has a sentence in both languages."""

from __future__ import annotations

import re
import tomllib

import pytest

from zhenlu import paths, wording
from zhenlu.domain import errors
from zhenlu.domain.person import PERMISSIONS, Permission, Role
from zhenlu.domain.transcript import Language


def _all_errors(root: type[errors.ZhenluError]) -> list[type[errors.ZhenluError]]:
    found = [root]
    for child in root.__subclasses__():
        found.extend(_all_errors(child))
    return found


def _book(name: str) -> dict[str, dict[str, str]]:
    path = paths.resources() / "wording" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


_LEAVES = [*_all_errors(errors.InputFault)[1:], *_all_errors(errors.EnvironmentFault)[1:]]


@pytest.mark.parametrize("kind", _LEAVES)
def test_every_expected_error_has_a_sentence_of_its_own(kind: type[errors.ZhenluError]) -> None:
    assert kind.code in _book("errors")


_ROLES = {
    Role.DOCTOR: ("医师", "doctor"),
    Role.NURSE: ("护士", "nurse"),
    Role.ASSISTANT: ("助理", "assistant"),
    Role.ADMIN: ("管理员", "administrator"),
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("language", Language)
def test_who_may_not_is_told_who_may(permission: Permission, language: Language) -> None:
    at = 0 if language is Language.ZH else 1

    told = wording.explain(errors.ActionForbidden(permission.value), language)

    named = {role for role, names in _ROLES.items() if names[at] in told}
    assert named == {role for role, allowed in PERMISSIONS.items() if permission in allowed}


@pytest.mark.parametrize("book", ["errors", "window", "cli"])
def test_sentences_stand_in_both_languages_with_the_same_blanks(book: str) -> None:
    for key, entry in _book(book).items():
        assert set(entry) == {"zh", "en"}, key
        assert set(re.findall(r"\{(\w+)", entry["zh"])) == set(
            re.findall(r"\{(\w+)", entry["en"])
        ), key


@pytest.mark.parametrize("book", ["errors", "window", "cli"])
def test_no_english_sentence_needs_a_plural_for_its_count(book: str) -> None:
    # Several patients of a name, or models in a folder, are never one.
    counted = re.compile(
        r"\{(?:count|visits|changes|records|audio|missing|total|entries)\} "
        r"(?!patients|different)[a-z]+s\b"
    )

    assert [key for key, entry in _book(book).items() if counted.search(entry["en"])] == []


def test_the_window_says_in_other_words_only_what_can_happen_and_names_no_option() -> None:
    told = _book("window")

    assert set(told) <= set(_book("errors"))
    assert not [key for key, entry in told.items() if re.search(r"--|`|zhenlu ", str(entry))]


def test_the_window_is_told_of_buttons_where_the_command_line_has_options() -> None:
    error = errors.RestoreRefused("other", folder="store")

    assert "--data" in wording.explain(error, Language.EN)
    assert "Restore all the same" in wording.explain(error, Language.EN, in_window=True)


def test_a_reason_without_a_sentence_falls_back_to_its_code() -> None:
    error = errors.FileUnreadable("never_heard_of", file="a.wav")

    assert wording.explain(error, Language.EN) == wording.explain(
        errors.FileUnreadable(file="a.wav"), Language.EN
    )


def test_a_missing_parameter_does_not_break_the_explanation() -> None:
    assert "audio" in wording.explain(errors.AudioUnusable(), Language.EN).lower()


@pytest.mark.parametrize(
    ("variable", "expected"),
    [("zh_CN.UTF-8", Language.ZH), ("en_US.UTF-8", Language.EN), ("C", Language.EN)],
)
def test_the_interface_speaks_the_systems_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, expected: Language
) -> None:
    monkeypatch.delenv("ZHENLU_LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", variable)

    assert wording.interface_language() is expected


#: Half-width punctuation between Chinese words, or between them and what is filled in.
_HALF_WIDTH = re.compile(
    r"(?<=[\u3400-\u9fff”》）]) ?[,:;?!] ?(?=[\u3400-\u9fff“《（{]|$)"
    r"|(?<=}) ?[,:;?!] ?(?=[\u3400-\u9fff])"
)


@pytest.mark.parametrize("name", ["errors", "cli", "window"])
def test_chinese_sentences_have_chinese_punctuation(name: str) -> None:
    sentences = [entry["zh"] for entry in _book(name).values() if "zh" in entry]

    assert [each for each in sentences if _HALF_WIDTH.search(each)] == []


def test_the_windows_chinese_has_chinese_punctuation() -> None:
    folder = paths.resources() / "translations" / "zh"
    told = [
        words
        for file in sorted(folder.glob("*.ts"))
        for words in re.findall(r"<translation>([^<]+)<", file.read_text(encoding="utf-8"))
    ]

    assert told
    assert [each for each in told if _HALF_WIDTH.search(each)] == []
