"""A visit moves only along its legal states."""

from __future__ import annotations

import pytest

from zhenlu.domain.errors import IllegalVisitState
from zhenlu.domain.visit import Patient, Visit, VisitState


def test_an_imported_recording_goes_from_planned_to_drafted() -> None:
    visit = Visit("1")

    for state in (VisitState.TRANSCRIBING, VisitState.DRAFTING, VisitState.DRAFTED):
        visit = visit.to(state)

    assert visit.state is VisitState.DRAFTED


@pytest.mark.parametrize("state", [VisitState.DRAFTING, VisitState.REVIEWED, VisitState.RECORDING])
def test_a_signed_visit_can_only_be_amended(state: VisitState) -> None:
    signed = Visit("1", VisitState.SIGNED)

    with pytest.raises(IllegalVisitState):
        signed.to(state)

    assert signed.to(VisitState.AMENDED).state is VisitState.AMENDED


def test_an_interrupted_visit_can_go_on() -> None:
    interrupted = Visit("1", VisitState.INTERRUPTED)

    assert interrupted.to(VisitState.TRANSCRIBING).state is VisitState.TRANSCRIBING


def test_the_patients_name_stays_out_of_repr() -> None:
    assert "张三丰" not in repr(Visit("1", patient=Patient("张三丰", "male", 56)))
