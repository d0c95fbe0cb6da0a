"""What patients are told, found by its version."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.application import consent_notice
from zhenlu.domain.consent import ConsentScope
from zhenlu.domain.errors import ConsentMissing, ResourceBroken
from zhenlu.domain.transcript import Language

_NOTICE = """
[[notice]]
version = "{version}"
title = "t"
spoken = "s"
written = "w"
source = "to be verified"
[notice.scope]
record = "r"
keep = "k"
"""


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Chinese notices of a clinic that changed the file."""
    shipped = tmp_path / "resources"
    monkeypatch.setattr(paths, "resources", lambda: shipped)
    (shipped / "consent").mkdir(parents=True)
    return shipped / "consent" / "zh.toml"


@pytest.mark.parametrize("language", list(Language))
def test_every_language_has_a_notice_that_speaks_of_every_scope(language: Language) -> None:
    notice = consent_notice.current(language)

    assert set(notice.scopes) == set(ConsentScope)
    assert consent_notice.of_version(notice.version) == notice


@pytest.mark.parametrize("language", list(Language))
def test_the_notice_names_what_the_patient_may_do(language: Language) -> None:
    written = consent_notice.current(language).written

    words = {Language.ZH: ("撤回", "拒绝", "监护人", "30 天", "15 年"),
             Language.EN: ("withdraw", "refuse", "guardian", "30 days", "15 years")}  # fmt: skip
    assert [word for word in words[language] if word not in written] == []


def test_the_last_version_is_used_and_the_first_still_found(own_file: Path) -> None:
    own_file.write_text(_NOTICE.format(version="2026-11") + _NOTICE.format(version="2027-01"))

    assert consent_notice.current(Language.ZH).version == "zh/2027-01"
    assert consent_notice.of_version("zh/2026-11").version == "zh/2026-11"


def test_a_clinic_s_own_notice_follows_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = consent_notice.current(Language.ZH)
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path)
    (tmp_path / "consent").mkdir()
    (tmp_path / "consent" / "zh.toml").write_text(_NOTICE.format(version="2027-clinic"))

    assert consent_notice.current(Language.ZH).version == "zh/2027-clinic"
    assert consent_notice.of_version(shipped.version) == shipped


def test_a_version_that_never_was_is_told() -> None:
    with pytest.raises(ConsentMissing) as told:
        consent_notice.of_version("zh/1999-01")

    assert told.value.reason == "wording"


def test_two_wordings_of_one_version_are_refused(own_file: Path) -> None:
    own_file.write_text(_NOTICE.format(version="2026-11") * 2)

    with pytest.raises(ResourceBroken) as told:
        consent_notice.current(Language.ZH)

    assert told.value.params["key"] == "notice.version"


def test_a_notice_without_its_source_is_refused(own_file: Path) -> None:
    own_file.write_text(_NOTICE.format(version="2026-11").replace("source", "origin"))

    with pytest.raises(ResourceBroken):
        consent_notice.current(Language.ZH)
