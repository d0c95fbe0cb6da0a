"""`records file` and `records accesses`: what a patient may ask for (个人信息保护法 art. 44-47)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import OutputOption
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    PassphraseFileOption,
    ask_again,
    signed_in,
)
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.filed import KnownPatient
    from zhenlu.storage.store import Store

NameArgument = Annotated[str, typer.Argument(metavar="PATIENT", help=say("draft.patient"))]
NumberOption = Annotated[str, typer.Option("--number", help=say("file.number"))]


def whole_file(
    name: NameArgument,
    number: NumberOption = "",
    output: OutputOption = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.locking import GuardedAct
    from zhenlu.cli.output import deliver
    from zhenlu.export.patient_json import to_json

    with signed_in(data, by, passphrase_file) as opened:
        patient = known(opened, name, number)
        ask_again(opened, GuardedAct.EXPORT, patient.id, passphrase_file)
        document = to_json(opened.patient_files.whole(patient.id))
    deliver(json.dumps(document, ensure_ascii=False, indent=1), output)


def accesses(
    name: NameArgument,
    number: NumberOption = "",
    output: OutputOption = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.output import deliver
    from zhenlu.export.patient_json import accesses_to_json

    with signed_in(data, by, passphrase_file) as opened:
        patient = known(opened, name, number)
        document = accesses_to_json(opened.patient_files.accesses(patient.id))
    deliver(json.dumps(document, ensure_ascii=False, indent=1), output)


def known(opened: Store, name: str, number: str) -> KnownPatient:
    """The one patient of this name, or the one of them with this number.

    Raises:
        PatientRefused: Reason "unknown".
        PatientAmbiguous: The candidates are told on stderr.
    """
    from zhenlu.application.filing import PatientAmbiguous, PatientAsked, known_patient
    from zhenlu.cli.filing import tell_candidates

    try:
        return known_patient(opened.patients, PatientAsked(name, number))
    except PatientAmbiguous as several:
        tell_candidates(several)
        raise
