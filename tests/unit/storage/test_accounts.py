"""Roles that change, accounts that end, and a recovery key that is printed anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import (
    ActionForbidden,
    PassphraseRefused,
    PersonRefused,
    RecoveryKeyInvalid,
)
from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.store import Store

_LI, _WANG = "correct horse battery", "a passphrase of her own"


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, str]:
    made = tmp_path / "store"
    return made, store.create(made, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), _LI)


@pytest.fixture
def opened(folder: tuple[Path, str]) -> Iterator[Store]:
    with closing(store.sign_in(folder[0], "李医生", _LI)) as signed_in:
        signed_in.add_person("王护士", frozenset({Role.NURSE}), _WANG)
        yield signed_in


def test_new_roles_hold_from_the_next_sign_in(opened: Store) -> None:
    wang = opened.people.named("王护士")

    opened.accounts.change_roles(wang.id, frozenset({Role.NURSE, Role.ADMIN}))

    with closing(store.sign_in(opened.folder, "王护士", _WANG)) as hers:
        assert hers.person.roles == {Role.NURSE, Role.ADMIN}


def test_somebody_has_to_stay_admin(opened: Store) -> None:
    li = opened.person.id

    for action in (
        lambda: opened.accounts.change_roles(li, frozenset({Role.DOCTOR})),
        lambda: opened.accounts.end(li),
    ):
        with pytest.raises(PersonRefused) as refused:
            action()
        assert refused.value.reason == "last_admin"

    assert opened.people.get(li).roles == {Role.DOCTOR, Role.ADMIN}


def test_an_account_that_ended_opens_nothing_and_stays_on_record(opened: Store) -> None:
    wang = opened.people.named("王护士")

    opened.accounts.end(wang.id)

    with pytest.raises(PassphraseRefused):
        store.sign_in(opened.folder, "王护士", _WANG)
    assert opened.people.get(wang.id).roles == frozenset()
    assert "王护士" not in store.names(opened.folder)


def test_a_renewed_recovery_key_takes_the_place_of_the_old_one(
    opened: Store, folder: tuple[Path, str]
) -> None:
    new = opened.accounts.renew_recovery_key()

    with pytest.raises(RecoveryKeyInvalid):
        store.reset_passphrase(folder[0], "王护士", folder[1], "yet another passphrase")
    store.reset_passphrase(folder[0], "王护士", new, "yet another passphrase")


def test_only_who_manages_people_may_and_the_log_tells_of_the_attempt(opened: Store) -> None:
    with closing(store.sign_in(opened.folder, "王护士", _WANG)) as hers:
        for action in (
            lambda: hers.accounts.change_roles(hers.person.id, frozenset({Role.ADMIN})),
            lambda: hers.accounts.end(opened.person.id),
            hers.accounts.renew_recovery_key,
        ):
            with pytest.raises(ActionForbidden):
                action()

    told = [(e.action, e.object_kind, e.result) for e in opened.audit.entries()]
    assert (AuditAction.EDIT, "recovery-key", AuditResult.REFUSED) in told
    assert (AuditAction.DELETE, "person", AuditResult.REFUSED) in told
