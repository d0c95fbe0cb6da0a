"""The clinic's choices, every version of them."""

from __future__ import annotations

import pytest
from clinic_at_work import log_of

from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.errors import ActionForbidden
from zhenlu.storage.access import Access
from zhenlu.storage.clinic_settings import Settings
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.visits import Visits


def test_a_new_clinic_has_the_program_s_own(doctor: Access) -> None:
    assert Settings(doctor).current() == ClinicSettings()


def test_the_last_change_holds_and_everybody_sees_it(admin: Access, nurse: Access) -> None:
    Settings(admin).change(ClinicSettings(audio_days=30))
    Settings(admin).change(ClinicSettings(audio_days=7, lock_minutes=5))

    assert Settings(nurse).current() == ClinicSettings(audio_days=7, lock_minutes=5)


def test_a_visit_without_a_department_is_of_the_clinics_own(
    admin: Access, doctor: Access, patient: str
) -> None:
    before = Visits(doctor).add(patient)
    Settings(admin).change(ClinicSettings(department="全科"))

    assert Visits(doctor).add(patient).department == "全科"
    assert Visits(doctor).add(patient, department="儿科").department == "儿科"
    assert Visits(doctor).get(before.id).department == ""


def test_every_version_says_who_made_it(admin: Access) -> None:
    Settings(admin).change(ClinicSettings(audio_days=None))
    Settings(admin).change(ClinicSettings(record_years=30))

    history = Settings(admin).history()

    assert [version.number for version in history] == [0, 1, 2]
    assert [version.settings.record_years for version in history] == [15, 15, 30]
    assert {version.person for version in history[1:]} == {admin.person.id}


def test_every_change_is_in_the_log(admin: Access) -> None:
    Settings(admin).change(ClinicSettings(lock_minutes=3))

    assert log_of(admin)[-1] == ("settings", "settings", "done")


def test_a_doctor_changes_no_setting(doctor: Access) -> None:
    with pytest.raises(ActionForbidden):
        Settings(doctor).change(ClinicSettings(audio_days=30))

    assert Settings(doctor).current() == ClinicSettings()
    assert log_of(doctor)[-1] == ("settings", "settings", "refused")


@pytest.mark.parametrize(
    "change", ["UPDATE clinic_settings SET document = '{}'", "DELETE FROM clinic_settings"]
)
def test_the_database_rewrites_no_version(admin: Access, change: str) -> None:
    Settings(admin).change(ClinicSettings(lock_minutes=3))

    with pytest.raises(ConstraintBroken):
        admin.db.execute(change)
