"""Under which consent a recording may start."""

from __future__ import annotations

import pytest

from zhenlu.domain.consent import (
    Consent,
    ConsentMethod,
    ConsentScope,
    require_consent,
    require_giver,
)
from zhenlu.domain.errors import ConsentMissing


def answer(method: ConsentMethod, given_by: str = "", withdrawn: str = "") -> Consent:
    return Consent(
        "c1", "v1", method, ConsentScope.RECORD, "zh/2026-11", "2026-03-01T01:42:00.000+00:00",
        "p1", given_by, withdrawn,
    )  # fmt: skip


@pytest.mark.parametrize("method", [ConsentMethod.ORAL, ConsentMethod.WRITTEN])
def test_a_grown_up_consents_in_person(method: ConsentMethod) -> None:
    given = answer(method)

    assert require_consent(given, 40) is given
    assert require_consent(given, None) is given


@pytest.mark.parametrize(
    ("latest", "reason"),
    [
        (None, "none"),
        (answer(ConsentMethod.REFUSED), "refused"),
        (answer(ConsentMethod.ORAL, withdrawn="2026-03-01T01:50:00.000+00:00"), "withdrawn"),
    ],
)
def test_without_a_standing_yes_nothing_is_recorded(latest: Consent | None, reason: str) -> None:
    with pytest.raises(ConsentMissing) as told:
        require_consent(latest, 40)

    assert told.value.reason == reason


@pytest.mark.parametrize("age", [0, 13])
def test_a_child_s_own_yes_does_not_count(age: int) -> None:
    with pytest.raises(ConsentMissing) as told:
        require_consent(answer(ConsentMethod.ORAL), age)

    assert told.value.reason == "guardian"


def test_from_fourteen_on_it_does() -> None:
    assert require_consent(answer(ConsentMethod.ORAL), 14)


def test_a_guardian_consents_for_a_child() -> None:
    assert require_consent(answer(ConsentMethod.WRITTEN, "母亲"), 6)


def test_a_proxy_has_to_be_named() -> None:
    with pytest.raises(ConsentMissing) as told:
        require_giver(ConsentMethod.PROXY, "", 80)

    assert told.value.reason == "giver"


def test_a_child_may_refuse_alone() -> None:
    require_giver(ConsentMethod.REFUSED, "", 6)


def test_no_repr_shows_who_spoke_for_the_patient() -> None:
    assert "李某" not in repr(answer(ConsentMethod.PROXY, "母亲李某"))
