"""A clinician's own voice: kept for its owner, gone when they say so or leave."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import clinic_store as clinic
import pytest
from clinic_at_work import KEY, log_of

from zhenlu.domain.errors import ActionForbidden, VoiceRefused
from zhenlu.domain.person import Role
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.storage import store
from zhenlu.storage.access import Access
from zhenlu.storage.database import encrypted_copy
from zhenlu.storage.schema_copies import copy_path
from zhenlu.storage.voices import Voices

_VOICE = VoicePrint((1.25, -0.5, 4.8), 5.5)
_OTHER = VoicePrint((0.25, 0.5, 5.2), 6.0)


def test_an_enrolled_voice_is_there_again(doctor: Access) -> None:
    enrolled = Voices(doctor).enrol(_VOICE)

    assert Voices(doctor).own() == enrolled
    assert (enrolled.person, enrolled.print) == (doctor.person.id, _VOICE)


def test_a_second_reading_takes_the_place_of_the_first(doctor: Access) -> None:
    Voices(doctor).enrol(_VOICE)
    Voices(doctor).enrol(_OTHER)

    own = Voices(doctor).own()

    assert own is not None
    assert own.print == _OTHER


def test_nobody_has_a_colleagues_voice(doctor: Access, second_doctor: Access) -> None:
    Voices(doctor).enrol(_VOICE)

    assert Voices(second_doctor).own() is None


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.ADMIN])
def test_only_those_who_see_patients_enrol(as_role: Callable[[Role], Access], role: Role) -> None:
    with pytest.raises(ActionForbidden):
        Voices(as_role(role)).enrol(_VOICE)


def test_a_deleted_voice_is_gone_and_the_log_tells_of_it(doctor: Access) -> None:
    Voices(doctor).enrol(_VOICE)

    Voices(doctor).delete()

    assert Voices(doctor).own() is None
    assert doctor.db.execute("SELECT count(*) FROM voice_print").fetchone() == (0,)
    assert log_of(doctor)[-2:] == [("create", "voice", "done"), ("delete", "voice", "done")]


def test_no_copy_beside_the_database_keeps_a_deleted_voice(doctor: Access, tmp_path: Path) -> None:
    Voices(doctor).enrol(_VOICE)
    copy = copy_path(tmp_path / "records.db", "search")
    encrypted_copy(doctor.db, copy, KEY)

    Voices(doctor).delete()

    assert not copy.exists()


def test_what_is_not_there_cannot_be_deleted(doctor: Access) -> None:
    with pytest.raises(VoiceRefused) as told:
        Voices(doctor).delete()

    assert told.value.reason == "none"


def test_features_of_another_form_are_not_compared(doctor: Access) -> None:
    Voices(doctor).enrol(_VOICE)
    doctor.db.execute("UPDATE voice_print SET form = form + 1")

    assert Voices(doctor).own() is None


def test_what_a_speaker_model_made_of_a_voice_is_kept_with_its_name(doctor: Access) -> None:
    voice = VoicePrint((1.25, -0.5), 5.5, (0.6, -0.8), "a" * 64)

    Voices(doctor).enrol(voice)

    own = Voices(doctor).own()
    assert own is not None
    assert own.print == voice


@pytest.mark.parametrize(
    ("enrolled_with", "in_use", "enrol_anew"),
    [("", "", False), ("", "a", True), ("a", "a", False), ("a", "b", True), ("a", "", False)],
)
def test_a_voice_is_enrolled_anew_for_another_model(
    doctor: Access, enrolled_with: str, in_use: str, enrol_anew: bool
) -> None:
    embedding = (0.6, -0.8) if enrolled_with else ()
    own = Voices(doctor).enrol(VoicePrint((1.25,), 5.5, embedding, enrolled_with))

    assert own.is_of_another_model(in_use) is enrol_anew


@pytest.mark.parametrize("change", ["end", "assistant"])
def test_a_voice_goes_with_the_account_and_with_the_role(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "store"
    clinic.make(folder)
    with clinic.at_work(folder) as opened:
        wang = opened.add_person("王护士", frozenset({Role.NURSE}), "a passphrase of her own")
        with closing(store.sign_in(folder, "王护士", "a passphrase of her own")) as hers:
            hers.voices.enrol(_VOICE)

        if change == "end":
            opened.accounts.end(wang.id)
        else:
            opened.accounts.change_roles(wang.id, frozenset({Role.ASSISTANT}))

        assert opened.db.execute("SELECT count(*) FROM voice_print").fetchone() == (0,)


def test_new_roles_with_patients_leave_the_voice(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    clinic.make(folder)
    with clinic.at_work(folder) as opened:
        opened.voices.enrol(_VOICE)

        opened.accounts.change_roles(opened.person.id, frozenset({Role.NURSE, Role.ADMIN}))

        assert opened.voices.own() is not None
