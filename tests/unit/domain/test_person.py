"""Who may do what: the role matrix, written out."""

from __future__ import annotations

import pytest

from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.person import Permission, Person, Role

_MATRIX = {
    # permission: doctor, nurse, assistant, admin
    Permission.READ_NOTES: "yyyn",
    Permission.WRITE_NOTES: "yyyn",
    Permission.RECORD: "yyyn",
    Permission.SIGN_RECORD: "ynnn",
    Permission.SIGN_NURSING: "yynn",
    Permission.PRINT: "yynn",
    Permission.EXPORT: "ynnn",
    Permission.DELETE: "ynnn",
    Permission.SEAL: "ynny",
    Permission.MANAGE_PEOPLE: "nnny",
    Permission.READ_AUDIT: "nnny",
    Permission.BACKUP: "nnny",
    Permission.SETTINGS: "nnny",
    Permission.ENROL_VOICE: "yynn",
}


def person(*roles: Role) -> Person:
    return Person("p", "李", frozenset(roles))


@pytest.mark.parametrize("permission", Permission)
def test_each_role_may_do_what_the_matrix_says(permission: Permission) -> None:
    held = "".join("y" if person(role).may(permission) else "n" for role in Role)

    assert held == _MATRIX[permission]


def test_a_doctor_who_is_admin_too_may_do_both() -> None:
    both = person(Role.DOCTOR, Role.ADMIN)

    assert all(both.may(permission) for permission in Permission)


def test_a_refusal_names_the_permission_that_is_missing() -> None:
    with pytest.raises(ActionForbidden) as told:
        person(Role.NURSE).require(Permission.SIGN_RECORD)

    assert told.value.full_code == "action.forbidden.sign_record"


@pytest.mark.parametrize(
    ("roles", "signs_as"),
    [
        ((Role.DOCTOR,), Role.DOCTOR),
        ((Role.NURSE, Role.ADMIN), Role.NURSE),
        ((Role.NURSE, Role.DOCTOR), Role.DOCTOR),
    ],
)
def test_a_nurse_signs_as_a_nurse_unless_a_doctor_too(
    roles: tuple[Role, ...], signs_as: Role
) -> None:
    assert person(*roles).signs_as is signs_as
