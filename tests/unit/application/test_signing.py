"""Nothing is signed while a finding waits for an answer, or without the passphrase again."""

from __future__ import annotations

import pytest

from zhenlu.application.exporting import Exporting
from zhenlu.application.locking import GuardedAct, Reauthentication
from zhenlu.application.signing import Signing, let_stand, open_findings
from zhenlu.domain.clinic import Letterhead
from zhenlu.domain.errors import ActionForbidden, PassphraseRefused, RecordRefused
from zhenlu.domain.export import ExportReason
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.journal import Moment
from zhenlu.domain.person import Person, Role
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Language

_PERSON = Person("p1", "李医生", frozenset({Role.DOCTOR}))


class _Check:
    def confirm(self, passphrase: str) -> None:
        """Every passphrase is right."""


class _Books:
    """Records and exports that note what reached them."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []

    def save_draft(self, visit_id: str, record: Record) -> None:
        self.done.append(("draft", visit_id))

    def sign(self, visit_id: str, shown: Record, reason: str = "") -> RecordVersion:
        self.done.append(("sign", visit_id))
        return RecordVersion("1", visit_id, "p", 1, 1, "p1", "", reason, "", "", shown)

    def enter(self, visit_id: str, reason: ExportReason) -> None:
        self.done.append((reason.value, visit_id))


@pytest.fixture
def books() -> _Books:
    return _Books()


@pytest.fixture
def asking() -> Reauthentication:
    return Reauthentication(_Check(), lambda: Moment(0.0, 0.0))


@pytest.fixture
def record() -> Record:
    return Record(
        "outpatient-initial",
        Language.ZH,
        (Section("diagnosis", "诊断", "王某,急性支气管炎"),),
        findings=(
            Finding("S01", Severity.RED_FLAG, "", "胸痛需排除急症"),
            Finding("C08", Severity.ERROR, "diagnosis", "缺诊断依据"),
            Finding("C06", Severity.WARNING, "past_history", "缺既往史"),
        ),
        patient={"name": "王某"},
    )


def test_open_errors_and_red_flags_hold_a_signature_up(
    books: _Books, asking: Reauthentication, record: Record
) -> None:
    given = asking.confirm(GuardedAct.SIGN, "v1", "x")

    with pytest.raises(RecordRefused) as refused:
        Signing(books, asking).sign("v1", record, given)

    assert (refused.value.reason, refused.value.params["rules"]) == ("findings", "S01, C08")
    assert books.done == []


def test_with_a_reason_for_each_the_clinician_goes_on(
    books: _Books, asking: Reauthentication, record: Record
) -> None:
    answered = let_stand(record, "已排除,心电图正常", "p1", "2026-11-24T02:00:00+00:00")
    given = asking.confirm(GuardedAct.SIGN, "v1", "x")

    Signing(books, asking).sign("v1", answered, given)

    assert open_findings(answered) == ()
    assert [f.override is not None for f in answered.findings] == [True, True, False]
    assert books.done == [("sign", "v1")]


def test_a_reason_has_to_say_something(record: Record) -> None:
    with pytest.raises(RecordRefused):
        let_stand(record, "  ", "p1", "")


def test_a_confirmation_of_something_else_signs_nothing(
    books: _Books, asking: Reauthentication, record: Record
) -> None:
    answered = let_stand(record, "已排除", "p1", "")
    given = asking.confirm(GuardedAct.EXPORT, "v1", "x")

    with pytest.raises(PassphraseRefused):
        Signing(books, asking).sign("v1", answered, given)

    assert books.done == []


@pytest.mark.parametrize(
    ("reason", "masks", "shown"),
    [
        (ExportReason.PATIENT, None, "王某"),
        (ExportReason.QUALITY, None, "王**"),
        (ExportReason.PATIENT, True, "王**"),
        (ExportReason.TEACHING, False, "王某"),
    ],
)
def test_what_is_not_for_the_patient_is_masked_unless_somebody_decides(
    books: _Books,
    asking: Reauthentication,
    record: Record,
    reason: ExportReason,
    masks: bool | None,
    shown: str,
) -> None:
    given = asking.confirm(GuardedAct.EXPORT, "v1", "x")

    letterhead = Letterhead("康宁社区诊所")
    copy, stamp = Exporting(books, asking, _PERSON, letterhead).take_out(
        "v1", record, None, reason, given, masks=masks
    )

    assert copy.patient["name"] == shown
    assert stamp.letterhead == (Letterhead() if stamp.masked else letterhead)
    assert (stamp.person, stamp.reason, stamp.masked) == ("李医生", reason, "*" in shown)
    assert books.done == [(reason.value, "v1")]


def test_a_copy_that_is_not_allowed_is_not_made(asking: Reauthentication, record: Record) -> None:
    class _Closed(_Books):
        def enter(self, visit_id: str, reason: ExportReason) -> None:
            raise ActionForbidden(role="nurse", action="export")

    given = asking.confirm(GuardedAct.EXPORT, "v1", "x")

    with pytest.raises(ActionForbidden):
        Exporting(_Closed(), asking, _PERSON).take_out(
            "v1", record, None, ExportReason.PATIENT, given
        )
